import ArgumentParser
import CloudContainers
import ContainerMigration

/// Takes a migration back.
struct MigrateRollback: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Remove from the target what the migration has made, and nothing else.",
        discussion: """
            Asks first; without a terminal --yes is needed. A service that somebody has changed since, or that does not \
            carry the mark of the migration, is kept and named. It is refused once the source of a service is retired. The \
            status is 0 when nothing of the migration is left, 3 when something is kept. With -o json standard output has an \
            object a line, as with run.
            """
    )

    @OptionGroup var journal: JournalOption

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: MigrationForm
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.withTarget(accounts, printing, on: console) { plan, session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "rolling back", "cloudctl migrate status", console) }
            let files = journal.files(on: console)
            let journal = dryRun ? try await files.read() : try await files.open(by: "rollback")
            let state = await journal.state
            if dryRun {
                let lines = Self.lines(plan, state)
                try console.output.write(lines.isEmpty ? "Nothing would be removed.\n" : "Would be removed:\n" + lines)
                return .done
            }
            if !yes, try await !Confirmation.ask(Self.question(plan, state, session.place), session) {
                await session.screen.say("Nothing is removed.\n")
                return .failed
            }
            let board = MigrationBoard(plan, state, session, isJSON: format.isJSON)
            let outcome: MigrationOutcome
            do {
                outcome = try await Failure.ofMigration {
                    let migration = try await Migration(plan, from: nil, to: session, journal: journal)
                    return try await migration.rollBack { await board.take($0) }
                }
            } catch {
                await session.screen.settle()
                throw error
            }
            await session.screen.settle()
            return try await finish(plan, outcome, session)
        }
    }

    private func finish(_ plan: MigrationPlan, _ outcome: MigrationOutcome, _ session: Session) async throws
        -> ExitStatus
    {
        let report = OutcomeReport(plan: plan, outcome: outcome)
        let console = session.console
        if format.isJSON {
            var json = report.json
            json.set("result", outcome.isRolledBack ? "rolled back" : "partly rolled back")
            try console.output.write(JSONValue.object(json).text(.compact) + "\n")
        } else if !printing.quiet {
            var sheet = printing.sheet(for: console.output, on: console)
            var table = Table(["service", "on \(plan.target.provider)", "result"])
            for (service, planned) in zip(outcome.services, plan.parts) {
                table.add([
                    (TerminalText.escaped(service.name), .plain), (TerminalText.escaped(planned.name), .plain),
                    (service.kept == nil ? "gone" : "kept", service.kept == nil ? .good : .warning),
                ])
            }
            table.print(to: &sheet, shrinking: [0, 1])
            for service in outcome.services {
                guard let kept = service.kept, service.failure == nil else { continue }
                sheet.paragraph(
                    [
                        .init("\(TerminalText.escaped(service.name)) is kept: ", .warning),
                        .init(TerminalText.escaped(kept)),
                    ],
                    hanging: 2
                )
            }
            try console.output.write(sheet.text)
        }
        if let failure = report.failure(session.provider) { throw failure }
        return outcome.isRolledBack ? .done : .partlyDone
    }

    private static func question(_ plan: MigrationPlan, _ state: MigrationState, _ place: String) -> String {
        lines(plan, state) + "Remove this from \(place)? [y/N] "
    }

    /// What the migration has made, a line each.
    private static func lines(_ plan: MigrationPlan, _ state: MigrationState) -> String {
        let made = plan.parts.filter { ![.notStarted, .removed].contains(state[$0.key].step) }
        let lines = made.map { service in
            "  \(service is PlannedJob ? "job " : "")\(TerminalText.escaped(service.name)) in \(TerminalText.escaped(plan.target.namespace))\n"
        }
        let namespace =
            state.ownsNamespace
            ? "  the namespace \(TerminalText.escaped(plan.target.namespace)), if nothing else is in it\n" : ""
        return lines.joined() + namespace
    }
}
