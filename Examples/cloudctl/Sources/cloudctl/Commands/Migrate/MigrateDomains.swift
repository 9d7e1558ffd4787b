import ArgumentParser
import CloudContainers
import ContainerMigration

/// Moves the domains of a migration, or takes them back.
struct MigrateDomains: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "domains",
        abstract: "Move the domains of verified services to the target, or take them back.",
        discussion: """
            Shows the records to set and the outage to expect, and asks; without a terminal --yes is needed. Then it says \
            which record to set when, waits until two resolvers see it (the machine's, and a public one that is asked over \
            HTTPS), adds the domain on the target, and waits until the provider serves it. Where names are not resolved \
            here, --dns-is-set believes you; the provider looks in any case.

            The source keeps its domains until it is retired, so that --revert can lead them back: it tells the records of \
            the source and removes from the target what was added. rollback is refused before that.

            The status is 0 when all is done, 3 when a part is and the same command can go on, 4 when it was not confirmed, \
            130 when interrupted. With -o json standard output has an object a line: MigrationEvent, and at last \
            MigrationDomains (result, and domains with host, service, step, record, before, error), which the other forms \
            print alone.
            """
    )

    @Flag(help: "Take the domains back to the source.")
    var revert = false

    @OptionGroup var journal: JournalOption

    @Option(
        help: ArgumentHelp("The services whose domains move; all when left out.", valueName: "name,…"),
        transform: { $0.split(separator: ",").map { String($0) } }
    )
    var services: [[String]] = []

    @Flag(help: "Do not look where the names lead: you have seen on two resolvers that the records are set.")
    var dnsIsSet = false

    @Option(
        help: ArgumentHelp(
            "The second resolver: an address that answers application/dns-json, or none.",
            valueName: "url"
        )
    )
    var secondResolver = HTTPSNameResolver.standard

    @Option(
        help: ArgumentHelp(
            "The longest wait for a record and for a check, such as 2h, 0 for no limit; 15m when left out.",
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        guard secondResolver != "none" else { return }
        do {
            _ = try HTTPBaseURL(parsing: secondResolver)
        } catch {
            throw ValidationError("--second-resolver: \(error.message)")
        }
    }

    private var names: Set<String>? { services.isEmpty ? nil : Set(services.joined()) }

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.with(accounts, printing, on: console) { plan, account in
            let session = account.target
            if !yes, !dryRun {
                try Confirmation.checkTerminal(for: "moving domains", "cloudctl migrate status", console)
            }
            let files = try journal.files(on: console)
            let journal = dryRun ? try await files.read() : try await files.open(by: "domains")
            let resolvers = try resolvers(on: console)
            let migration = try await account.migration(plan, journal) { options in
                options.resolvers = resolvers
                options.waiting.limit = timeout
            }
            let moves = try await Failure.ofMigration { try await migration.domainMoves(of: names) }
            let open = moves.filter { isOpen($0.step) }
            guard !open.isEmpty else {
                try print(moves, plan, on: console)
                return .done
            }
            if dryRun {
                if format.isSilent(printing) { return .done }
                let report = DomainMoveReport(plan: plan, moves: open, isReverting: revert)
                var json = report.json
                json.set("result", "planned")
                try report.listing(json) { report.addIntention(to: &$0) }.print(format.form, printing, on: console)
                return .done
            }
            guard try await isWanted(DomainMoveReport(plan: plan, moves: open, isReverting: revert), session) else {
                return .blocked
            }
            let outcome = try await carryOut(migration, session)
            try print(outcome.domains, plan, on: console)
            return try await end(outcome, files, account)
        }
    }

    /// Those that have to see a record before anything rests on it.
    private func resolvers(on console: Console) throws -> [any NameResolver] {
        if dnsIsSet { return [] }
        guard secondResolver != "none" else { return [console.names] }
        return [console.names, try HTTPSNameResolver(secondResolver, on: console)]
    }

    private func isOpen(_ step: MigrationState.DomainStep) -> Bool {
        revert ? ![.notMoved, .reverted].contains(step) : step != .moved
    }

    private func isWanted(_ report: DomainMoveReport, _ session: Session) async throws -> Bool {
        var sheet = printing.sheet(for: session.console.error, on: session.console)
        report.addIntention(to: &sheet)
        sheet.space()
        if !printing.quiet || !yes { await session.screen.say(sheet.text) }
        if yes { return true }
        if try await Confirmation.ask(revert ? "Take them back? [y/N] " : "Move them? [y/N] ", session) { return true }
        await session.screen.note("The domains stay where they are.")
        return false
    }

    /// Does it, until the end or until somebody asks to stop.
    private func carryOut(_ migration: Migration, _ session: Session) async throws -> DomainOutcome {
        let board = DomainBoard(session: session, isStream: format.isStream)
        let stop = MigrationStop()
        let (names, revert) = (names, revert)
        let result = await stop.finishing {
            revert
                ? try await migration.revertDomains(of: names, stop: stop) { await board.take($0) }
                : try await migration.moveDomains(of: names, stop: stop) { await board.take($0) }
        } asked: { [screen = session.screen] in
            await screen.noteStopping()
        }
        return try await Failure.ofMigration { try result.get() }
    }

    private func end(
        _ outcome: DomainOutcome,
        _ files: MigrationFiles,
        _ account: MigrationAccount
    ) async throws -> ExitStatus {
        if revert ? outcome.isReverted : outcome.isMoved { return .done }
        let session = account.target
        let flags = [files.flag] + (revert ? ["--revert"] : []) + MigrateRun.words(account.source, session, accounts)
        let words = "cloudctl migrate domains \(flags.joined(separator: " "))"
        await session.screen.note("To go on: \(words)", .warning)
        let reports = outcome.domains.compactMap { move in
            move.failure.map { error in
                let host = TerminalText.escaped(move.host)
                var report = ServiceErrorReport(ofMigration: error, about: host, provider: session.provider)
                if error.code == .timedOut {
                    report.advice = "Set the record if it is not set, and go on; --timeout waits longer."
                }
                return report
            }
        }
        if !reports.isEmpty { throw Failure(outcome.wasStopped ? .interrupted : .partlyDone, reports) }
        return outcome.wasStopped ? .interrupted : .partlyDone
    }

    private func print(_ moves: [DomainMove], _ plan: MigrationPlan, on console: Console) throws {
        let report = DomainMoveReport(plan: plan, moves: moves, isReverting: revert)
        if format.isSilent(printing) { return }
        try report.listing { sheet in
            if moves.isEmpty {
                sheet.paragraph("The services have no domains.")
            } else {
                report.addTable(to: &sheet)
            }
        }.print(format.form, printing, on: console)
    }
}
