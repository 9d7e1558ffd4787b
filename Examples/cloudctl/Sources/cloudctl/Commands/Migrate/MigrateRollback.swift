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
            object a line, as with run; the names are those of what is kept.
            """
    )

    @OptionGroup var journal: JournalOption

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.withTarget(accounts, printing, on: console) { plan, session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "rolling back", "cloudctl migrate status", console) }
            let files = try journal.files(on: console)
            let journal = dryRun ? try await files.read() : try await files.open(by: "rollback")
            let state = await journal.state
            func migration() async throws -> Migration {
                try await Migration(plan, from: nil, to: session, journal: journal)
            }
            if dryRun {
                try await Failure.ofMigration { try await migration().checkRollback() }
                if format.isSilent(printing) { return .done }
                let made = Self.made(plan, state).map { ($0, state[$0.key].step) }
                try Listing.parts(of: plan, "MigrationResult", made) { sheet in
                    let lines = Self.lines(plan, state)
                    sheet.line(.init(lines.isEmpty ? "Nothing would be removed." : "Would be removed:"))
                    for line in lines { sheet.line(.init(line)) }
                }.print(format.form, printing, on: console)
                return .done
            }
            if !yes, try await !Confirmation.ask(Self.question(plan, state, session.fullPlace), session) {
                await session.screen.note("Nothing is removed.")
                return .failed
            }
            let board = MigrationBoard(plan, state, session, isStream: format.isStream)
            let outcome: MigrationOutcome
            do {
                outcome = try await Failure.ofMigration {
                    try await migration().rollBack { await board.take($0) }
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
        if !format.isSilent(printing) {
            var json = report.json
            json.set("result", outcome.isRolledBack ? "rolled back" : "partly rolled back")
            try report.listing(json) { Self.add(outcome, of: plan, to: &$0) }.print(format.form, session)
        }
        if let failure = report.failure(session.provider) { throw failure }
        return outcome.isRolledBack ? .done : .partlyDone
    }

    private static func add(_ outcome: MigrationOutcome, of plan: MigrationPlan, to sheet: inout Sheet) {
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
    }

    private static func question(_ plan: MigrationPlan, _ state: MigrationState, _ place: String) -> String {
        lines(plan, state).map { $0 + "\n" }.joined() + "Remove this from \(place)? [y/N] "
    }

    /// What the migration has made.
    private static func made(_ plan: MigrationPlan, _ state: MigrationState) -> [any PlannedPart] {
        plan.parts.filter { ![.notStarted, .removed].contains(state[$0.key].step) }
    }

    /// What the migration has made, a line each.
    private static func lines(_ plan: MigrationPlan, _ state: MigrationState) -> [String] {
        let namespace = TerminalText.escaped(plan.target.namespace)
        let lines = made(plan, state).map { service in
            "  \(service is PlannedJob ? "job " : "")\(TerminalText.escaped(service.name)) in \(namespace)"
        }
        return lines + (state.ownsNamespace ? ["  the namespace \(namespace), if nothing else is in it"] : [])
    }
}
