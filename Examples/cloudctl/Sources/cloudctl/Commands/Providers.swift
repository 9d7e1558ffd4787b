import ArgumentParser
import CloudContainers

/// Shows what providers can do.
struct Providers: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "Show what the providers can do, and how each field is mapped."
    )

    @Argument(
        help: ArgumentHelp("A provider, to see how its fields are mapped.", valueName: "name"),
        transform: NameArguments.oneOf(Registry.providerNames, "provider")
    )
    var name: String?

    @Flag(help: "Print the mapping of the fields as Markdown, for documentation.")
    var markdown = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        guard markdown, format.output != nil || format.field != nil else { return }
        throw ValidationError("--markdown is a form of its own; leave out --output and --field.")
    }

    func run(on console: Console) throws -> ExitStatus {
        let dialects = name.flatMap(Registry.dialect).map { [$0] } ?? Registry.dialects
        if markdown {
            let pages = dialects.map { "# \($0.provider)\n\n" + MappingTable.markdown(of: $0) }
            try console.output.write(pages.joined(separator: "\n"))
            return .done
        }
        let document = ProviderPage.document(of: dialects, withRules: name != nil)
        try Listing(whole: document, of: ["providers"], "Provider") { sheet in
            ProviderPage.addCapabilities(of: dialects, to: &sheet)
            if name != nil, let dialect = dialects.first { ProviderPage.addRules(of: dialect, to: &sheet) }
        }.print(format.form(printing), printing, on: console)
        return .done
    }
}
