import ArgumentParser
import CloudContainers

/// Shows what providers can do.
struct Providers: ConsoleCommand {
    /// The forms of the output.
    enum Form: String, CaseIterable {
        /// For people.
        case table
        /// For programs.
        case json
        /// For documentation.
        case markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "Show what the providers can do, and how each field is mapped."
    )

    @Argument(
        help: ArgumentHelp("A provider, to see how its fields are mapped.", valueName: "name"),
        transform: NameArguments.oneOf(Registry.providerNames, "provider")
    )
    var name: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The form of the output: table, json, markdown.", valueName: "form"),
        transform: NameArguments.oneOf(Form.allCases.map(\.rawValue), "form of output")
    )
    var output = Form.table.rawValue

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        let dialects = name.flatMap(Registry.dialect).map { [$0] } ?? Registry.dialects
        let text: String
        switch Form(rawValue: output) ?? .table {
        case .table:
            var sheet = printing.sheet(for: console.output, on: console)
            ProviderPage.addCapabilities(of: dialects, to: &sheet)
            if name != nil, let dialect = dialects.first { ProviderPage.addRules(of: dialect, to: &sheet) }
            text = sheet.text
        case .json: text = ProviderPage.document(of: dialects, withRules: name != nil).text(.pretty) + "\n"
        case .markdown:
            text = dialects.map { "# \($0.provider)\n\n" + MappingTable.markdown(of: $0) }.joined(separator: "\n")
        }
        try console.output.write(text)
        return .done
    }
}
