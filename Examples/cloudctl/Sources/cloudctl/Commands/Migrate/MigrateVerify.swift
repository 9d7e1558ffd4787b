import ArgumentParser
import CloudContainers
import ContainerMigration

/// Compares the target with the plan.
struct MigrateVerify: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read everything back from the target and compare it with the plan; changes nothing.",
        discussion: """
            With --smoke the services are asked on their addresses too. With the values of secrets it is also said whether \
            the target has the same ones, where its provider allows that; which were not compared is named. The status is 0 \
            when all else is as planned, else 1. The JSON holds result (verified, different) and services (name, \
            targetName, difference, secretsNotCompared).
            """
    )

    @OptionGroup var journal: JournalOption
    @OptionGroup(title: "Secrets") var secrets: MigrationSecretOptions
    @OptionGroup(title: "Secrets") var verification: SecretVerificationOption
    @OptionGroup var smoke: SmokeOptions
    @OptionGroup var format: FormOptions
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.withTarget(accounts, printing, on: console) { plan, target in
            let journal = try await journal.files(on: console).read()
            let state = await journal.state
            let values = try await secrets.secrets(for: plan, on: console)
            let screen = target.screen
            var running = RunningOptions.parseOrDefault()
            running.verification = verification
            let options = running
            let untold = Untold()
            let found = try await smoke.with(target) { smoke in
                let migration = try await Migration(plan, from: nil, to: target, journal: journal, options) {
                    $0.smoke = smoke
                }
                return try await migration.differences(secrets: values) { event in
                    switch event {
                    case .smokeSkipped(let service, let reason):
                        await screen.note(TerminalText.escaped("\(service): no smoke check: \(reason)"), .warning)
                    case .secretsNotCompared(let service, let names): await untold.take(names, of: service)
                    default: break
                    }
                }
            }
            var lines: [Line] = []
            for service in plan.parts {
                let known = state[service.key]
                let missing = known.id == nil ? "it was not made: \(known.step.rawValue)" : nil
                lines.append(
                    Line(
                        service: service,
                        difference: missing ?? found[service.key],
                        untold: await untold.names[service.key] ?? []
                    )
                )
            }
            if !printing.quiet { try print(plan, lines, on: console) }
            return lines.allSatisfy { $0.difference == nil } ? .done : .failed
        }
    }

    private func print(
        _ plan: MigrationPlan,
        _ lines: [Line],
        on console: Console
    ) throws {
        let isGood = lines.allSatisfy { $0.difference == nil }
        let json: JSONObject = [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationVerification", "id": .string(plan.id),
            "result": isGood ? "verified" : "different",
            "services": .array(
                lines.map {
                    [
                        "name": .string($0.service.key), "targetName": .string($0.service.name),
                        "difference": .optional($0.difference),
                        "secretsNotCompared": .array($0.untold.map { .string($0) }),
                    ]
                }
            ),
        ]
        try Listing(whole: json, of: ["services"], "VerifiedService") { sheet in
            Self.add(lines, on: plan, to: &sheet)
        }.print(format.form, printing, on: console)
    }

    private static func add(
        _ lines: [Line],
        on plan: MigrationPlan,
        to sheet: inout Sheet
    ) {
        var table = Table(["service", "on \(plan.target.provider)", "result"])
        for line in lines {
            let (service, difference) = (line.service, line.difference)
            table.add([
                (TerminalText.escaped(service.key), .plain), (TerminalText.escaped(service.name), .plain),
                (difference == nil ? "as planned" : "different", difference == nil ? .good : .bad),
            ])
        }
        table.print(to: &sheet, shrinking: [0, 1])
        for line in lines {
            for words in [line.difference, line.secretWords].compactMap(\.self) {
                sheet.space()
                sheet.paragraph(
                    [
                        .init("\(TerminalText.escaped(line.service.key)): ", .strong),
                        .init(TerminalText.escaped(words)),
                    ],
                    hanging: 2
                )
            }
        }
    }

    /// What is known of a service or job.
    private struct Line {
        let service: any PlannedPart
        let difference: String?
        /// The secrets that were not compared.
        let untold: [String]

        /// The secrets that were not compared, and why.
        var secretWords: String? {
            if untold.isEmpty { return nil }
            return "not compared: \(untold.joined(separator: ", ")) (no value was given, or the provider does not tell)"
        }
    }

    /// The secrets that were not compared, by service.
    private actor Untold {
        private(set) var names: [String: [String]] = [:]

        func take(_ names: [String], of service: String) { self.names[service] = names }
    }
}
