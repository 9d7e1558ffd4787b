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
            (ok, warning, failed, skipped), found, advice.
            """
        )
    )

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
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
