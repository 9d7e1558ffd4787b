import ArgumentParser
import CloudContainers

/// Looks whether commands can work, and says what to do where they cannot.
struct Doctor: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, credentials, network and clock, and say what to fix.",
        discussion: LiveHelp.discussion(
            """
            Without --provider it checks every provider that has a credential. Each is asked once for its namespaces; nothing is \
            changed, so that the right to write is not tried. The report holds no secret, so that it can be pasted into an \
            issue. The status is 0 when all is well, else that of the worst: 78 for the configuration or the clock, 77 for a \
            credential, 69 for a provider that cannot be reached.

            The JSON holds checks: for each subject, check (version, configuration, network, credential, rights, clock), verdict \
            (ok, warning, failed, skipped), found, advice. With --scan nothing is asked: the files are searched for every \
            credential that commands would use, as it is, in Base64 and URL-escaped; the status is 1 where one is found. The JSON \
            holds findings then: for each file, line, credential (where it comes from), form.
            """
        )
    )

    @Option(
        name: .customLong("scan"),
        help: ArgumentHelp(
            "Search a file, such as a log or a report, for the credentials in use instead; give it again for each.",
            valueName: "file"
        ),
        completion: .file()
    )
    var scanned: [String] = []

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        if !scanned.isEmpty { return try await scan(on: console) }
        let checkup = try await Checkup(provider, on: console)
        if printing.quiet { return checkup.status }
        try Listing(
            kind: "Checkup",
            elementKind: "HealthCheck",
            member: "checks",
            elements: checkup.checks.map(\.json),
            names: checkup.checks.filter { $0.verdict == .failed }.map { "\($0.subject).\($0.name)" }
        ) { sheet in
            for check in checkup.checks { Self.add(check, to: &sheet) }
        }.print(format.form, printing, on: console)
        return checkup.status
    }

    private func scan(on console: Console) async throws -> ExitStatus {
        let scan = await CredentialScan(provider, on: console)
        guard !scan.names.isEmpty else {
            throw Failure(
                .noCredential,
                "there is no credential to look for",
                advice: "Run it where commands work: cloudctl config shows what they use."
            )
        }
        let findings = try scanned.flatMap { try scan.findings(in: $0, on: console) }
        if !format.isSilent(printing) {
            try Listing(
                kind: "CredentialScan",
                elementKind: "CredentialFinding",
                member: "findings",
                head: ["lookedFor": .array(scan.names.map(JSONValue.string))],
                elements: findings.map(\.json),
                names: findings.map { "\($0.file):\($0.line)" }
            ) { sheet in
                for finding in findings {
                    sheet.paragraph(
                        [
                            .init("\(TerminalText.escaped(finding.file)):\(finding.line): ", .strong),
                            .init("\(TerminalText.escaped(finding.credential)), \(finding.form)", .bad),
                        ],
                        hanging: 2
                    )
                }
                let what = scan.names.map(TerminalText.escaped).joined(separator: ", ")
                sheet.paragraph(
                    findings.isEmpty
                        ? "Not found: \(what)." : "Do not give it away; who has seen it can use it, so make another."
                )
            }.print(format.form, printing, on: console)
        }
        return findings.isEmpty ? .done : .failed
    }

    private static func add(_ check: HealthCheck, to sheet: inout Sheet) {
        sheet.paragraph(
            [
                .init(TerminalText.padded(check.verdict.rawValue, to: 9), check.verdict.emphasis),
                .init(TerminalText.padded("\(check.subject) \(check.name)", to: 24), .strong),
                .init(TerminalText.escaped(check.found)),
            ],
            hanging: 11
        )
        if let advice = check.advice, check.verdict != .ok {
            sheet.paragraph([.init("help: ", .notice), .init(TerminalText.escaped(advice))], indent: 11, hanging: 17)
        }
    }
}
