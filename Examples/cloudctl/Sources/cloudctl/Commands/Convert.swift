import ArgumentParser
import CloudContainers

/// Converts services from one form to another.
struct Convert: ConsoleCommand {
    /// The forms of the report.
    enum ReportForm: String, CaseIterable {
        /// For people.
        case table
        /// For programs, with every field.
        case json
        /// For pull requests.
        case markdown
        /// Nothing.
        case none
    }

    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert services and jobs between a manifest and what the providers' APIs take and answer.",
        discussion: """
            Reads bundles, bare containers and jobs, lists and list answers, as JSON or YAML. A manifest holds no jobs. The result goes to standard output, \
            the report to standard error. Nothing is written while a finding needs consent or a decision; then the \
            status is 4, and the last lines name the flags that would help.
            """
    )

    @Argument(
        help: ArgumentHelp("Files or folders to read; - or nothing is standard input.", valueName: "input"),
        completion: .file()
    )
    var inputs: [String] = []

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "The form of the inputs: manifest, qovery, scaleway. Recognised when left out.",
            valueName: "form"
        ),
        completion: .list(Registry.formatNames),
        transform: NameArguments.oneOf(Registry.formatNames, "form")
    )
    var source: String?

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("The form of the result: manifest, qovery, scaleway.", valueName: "form"),
        completion: .list(Registry.formatNames),
        transform: NameArguments.oneOf(Registry.formatNames, "form")
    )
    var target: String

    @Option(
        help: ArgumentHelp("The form of the report: table, json, markdown, none.", valueName: "form"),
        completion: .list(ReportForm.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(ReportForm.allCases.map(\.rawValue), "form of report")
    )
    var report = ReportForm.table.rawValue

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Write the result to a file, all of it or nothing.", valueName: "file"),
        completion: .file()
    )
    var outputFile: String?

    @Flag(help: "Write YAML; a manifest is YAML anyway, unless the file's name ends in .json.")
    var yaml = false

    @OptionGroup(title: "Manifest") var manifest: ManifestOptions
    @OptionGroup(title: "Resolutions") var resolutions: ResolutionOptions
    @OptionGroup(title: "Secrets") var secrets: SecretOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) throws -> ExitStatus {
        var given = resolutions.given
        given.secretNames = try secrets.names(on: console)
        let inputs = try Inputs.read(inputs + manifest.files, as: source, overlay: manifest.overlay, on: console)
        guard let format = Registry.format(named: target) else { throw Failure(.internalError, "no form \(target)") }
        let translations = try inputs.services(given).map(\.translation)
        let jobs = try inputs.jobs(given)
        if !jobs.isEmpty, !(format is any ContainerDialect) {
            throw Failure(
                .wrongUse,
                "a manifest holds services, and no jobs",
                advice: "Give --to with the name of a provider: \(Registry.providerNames.joined(separator: ", "))."
            )
        }
        let fleet = FleetConversion(translations, jobs: jobs, from: inputs.format, to: format, given)
        try printReport(fleet, on: console)
        guard fleet.remedy.isEmpty else { return .blocked }
        try write(try result(fleet, inputs.application), on: console)
        return .done
    }

    private func printReport(_ fleet: FleetConversion, on console: Console) throws {
        let form = printing.quiet ? .none : ReportForm(rawValue: report) ?? .table
        switch form {
        case .table:
            var report = TableReport(sheet: printing.sheet(for: console.error, on: console))
            for service in fleet.services { report.add(service, fleet.given) }
            Quota(fleet)?.print(to: &report.sheet)
            report.add(fleet.remedy)
            try console.error.write(report.sheet.text)
        case .json: try console.error.write(JSONReport.document(of: fleet).text(.pretty) + "\n")
        case .markdown: try console.error.write(MarkdownReport.text(of: fleet))
        case .none:
            var report = TableReport(sheet: printing.sheet(for: console.error, on: console))
            report.add(fleet.remedy)
            if !fleet.remedy.isEmpty { try console.error.write(report.sheet.text) }
        }
    }

    /// The result: one object for one service, a list for several and for jobs beside them, always one document for a
    /// manifest; one that was read stays that of its application.
    private func result(_ fleet: FleetConversion, _ application: Application?) throws -> String {
        let document: JSONDocument
        if target == Registry.manifest.provider.rawValue, let application {
            document = application.document
        } else if target == Registry.manifest.provider.rawValue {
            do {
                document = ManifestFormat.escaping(try ManifestFormat.manifest(of: fleet.services.compactMap(\.spec)))
            } catch {
                throw Failure(error)
            }
        } else {
            let roots = fleet.services.compactMap(\.document?.root)
            guard roots.count == fleet.services.count else {
                throw Failure(.internalError, "a service without an obstacle has no result", advice: Failure.bugAdvice)
            }
            let all = roots + fleet.services.flatMap(\.jobs)
            document = JSONDocument(all.count == 1 ? all[0] : .array(all))
        }
        return writesYAML ? try YAMLWriter.text(document) : document.text(.pretty) + "\n"
    }

    private var writesYAML: Bool {
        let name = outputFile?.lowercased() ?? ""
        if yaml || name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return true }
        return target == Registry.manifest.provider.rawValue && !name.hasSuffix(".json")
    }

    private func write(_ text: String, on console: Console) throws {
        if let outputFile, outputFile != "-" {
            try OutputFile.write(Array(text.utf8), to: outputFile, on: console)
        } else {
            try console.output.write(text)
        }
    }
}
