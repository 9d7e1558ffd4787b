import ArgumentParser
import CloudContainers

/// Says whether services would run elsewhere.
struct Check: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether services and jobs would run on other providers, and what would change.",
        discussion: """
            Prints a table with the worst finding for each feature and provider, then the findings. The status is 0 if \
            nothing needs consent or a decision, else 4.
            """
    )

    @Argument(
        help: ArgumentHelp("Files or folders to read; - or nothing is standard input.", valueName: "input"),
        completion: .file()
    )
    var inputs: [String] = []

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("The form of the inputs. Recognised when left out.", valueName: "form"),
        completion: .list(Registry.formatNames),
        transform: NameArguments.oneOf(Registry.formatNames, "form")
    )
    var source: String?

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp("The providers to check; all but the source's own when left out.", valueName: "name,…"),
        transform: NameArguments.severalOf(Registry.providerNames, "provider")
    )
    var providers: [[String]] = []

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Resolutions") var resolutions: ResolutionOptions
    @OptionGroup(title: "Secrets") var secrets: SecretOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        var given = resolutions.given
        given.secretNames = try secrets.names(on: console)
        let inputs = try Inputs.read(inputs + manifest.files, as: source, overlay: manifest.overlay, on: console)
        let translations = try inputs.services(given).map(\.translation)
        let jobs = try inputs.jobs(given)
        let named = providers.joined().compactMap(Registry.dialect)
        let targets = named.isEmpty ? Registry.dialects.filter { $0.provider != inputs.format.provider } : named
        let fleets = targets.map {
            FleetConversion(translations, jobs: jobs, from: inputs.format, to: $0, given, comparing: true)
        }
        if !printing.quiet {
            try CheckReport.listing(of: fleets).print(format.form, printing, on: console)
        }
        for fleet in fleets {
            Workflow(console)?.annotate(fleet.services.map { ("\($0.name) on \($0.target)", $0.ledger) }, given)
            JobSummary(console)?.append(MarkdownReport.check(of: fleet))
        }
        return fleets.allSatisfy(\.remedy.isEmpty) ? .done : .blocked
    }
}
