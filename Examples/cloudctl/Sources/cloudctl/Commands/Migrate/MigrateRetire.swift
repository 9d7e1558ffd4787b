import ArgumentParser
import CloudContainers
import ContainerMigration

/// Ends the source of a migration.
struct MigrateRetire: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract:
            "Stop the services at the source, or delete them: the last step, and the only one that touches the source.",
        discussion: """
            Asks for the name of the service first, or the number of several; without a terminal --yes is needed. Nothing is touched unless every service is verified on the \
            target, is there and runs, and its source is as it was when the plan was made. After it there is no rollback. Providers that cannot \
            stop a service need --delete. The JSON holds result (deleted, stopped, planned) and services \
            (name, targetName, step).
            """
    )

    @OptionGroup var journal: JournalOption

    @Flag(help: "Delete the services with their domains and volumes; nothing brings them back.")
    var delete = false

    @Option(
        help: ArgumentHelp(
            "How long the sources have to stay after the domains have moved, or else after verification, such as 48h.",
            valueName: "duration"
        ),
        transform: DurationArgument.duration
    )
    var soak: Duration?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.with(accounts, printing, on: console) { plan, account in
            let session = account.source
            if !delete { try checkStops(session) }
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "retiring", "cloudctl migrate verify", console) }
            let files = try journal.files(on: console)
            let journal = dryRun ? try await files.read() : try await files.open(by: "retire")
            let open = await open(plan, journal)
            if let text = warning(open, await journal.state) { await session.screen.note(text, .warning) }
            func migration() async throws -> Migration {
                try await account.migration(plan, journal) { $0.soak = soak ?? .zero }
            }
            if dryRun {
                try await Failure.ofMigration { try await migration().checkRetirement(deleting: delete) }
                if !format.isSilent(printing) { try printIntention(plan, open, await journal.state, on: console) }
                return .done
            }
            let question = question(plan, open, session.fullPlace)
            if !yes, try await !Confirmation.askToDestroy(question, open.map(\.sourceName), session) {
                await session.screen.note("The source stays as it is.")
                return .failed
            }
            let board = MigrationBoard(plan, await journal.state, session, isStream: false)
            do {
                try await Failure.ofMigration {
                    try await migration().retire(deleting: delete) { await board.take($0) }
                }
            } catch {
                await session.screen.settle()
                throw error
            }
            await session.screen.settle()
            if !format.isSilent(printing) { try print(plan, on: console) }
            return .done
        }
    }

    /// Makes sure that what is asked for can be done to the services of the source.
    private func checkStops(_ session: Session) throws {
        guard !session.service.dialect.capabilities.stops else { return }
        let flag = try journal.files(on: session.console).flag
        let again = "cloudctl migrate retire --delete \(flag)"
        throw Failure(
            .failed,
            "\(session.provider.name) cannot stop a service: it runs as long as it exists",
            advice: "Delete the services, which nothing brings back: \(again); with --dry-run it only says which."
        )
    }

    private var word: String { delete ? "deleted" : "stopped" }

    private func printIntention(
        _ plan: MigrationPlan,
        _ services: [any PlannedPart],
        _ state: MigrationState,
        on console: Console
    ) throws {
        try Listing.parts(of: plan, Self.kind, services.map { ($0, state[$0.key].step) }) { sheet in
            sheet.line(.init(services.isEmpty ? "Nothing would be \(word)." : "Would be \(word):"))
            for line in Self.lines(plan, services) { sheet.line(.init(line)) }
        }.print(format.form, printing, on: console)
    }

    private func print(_ plan: MigrationPlan, on console: Console) throws {
        try Listing.parts(of: plan, Self.kind, plan.parts.map { ($0, .retired) }, result: word) { sheet in
            sheet.paragraph(
                "\(PlanNeeds.list(plan.parts.map(\.key))) at \(plan.source.provider): \(word). The migration is over."
            )
        }.print(format.form, printing, on: console)
    }

    private static let kind = "MigrationRetirement"

    private func open(_ plan: MigrationPlan, _ journal: MigrationJournal) async -> [any PlannedPart] {
        let state = await journal.state
        return plan.parts.filter { !state[$0.key].isRetired(deleting: delete) }
    }

    /// What somebody might not think of.
    private func warning(_ services: [any PlannedPart], _ state: MigrationState) -> String? {
        let domains = services.flatMap { service in
            service.domains
                .filter { state[service.key].domain($0.host).step != .moved }
                .map { "\($0.host) (\(service.key))" }
        }
        guard !domains.isEmpty else { return nil }
        return TerminalText.escaped(
            "The plan had domains at the source, which were not moved and stop answering: \(domains.joined(separator: ", "))."
        )
    }

    /// The services at the source, a line each.
    private static func lines(_ plan: MigrationPlan, _ services: [any PlannedPart]) -> [String] {
        services.map { service in
            "  \(TerminalText.escaped(service.sourceName)) in \(TerminalText.escaped(plan.source.namespace))"
        }
    }

    private func question(_ plan: MigrationPlan, _ services: [any PlannedPart], _ place: String) -> String {
        Self.lines(plan, services).map { $0 + "\n" }.joined()
            + "\(delete ? "Delete" : "Stop") this on \(place), for good."
    }
}
