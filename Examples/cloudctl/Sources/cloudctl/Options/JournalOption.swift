import ArgumentParser
import CloudContainers
import ContainerMigration

/// The journal of a migration that was run.
struct JournalOption: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The run, as cloudctl migrate status lists them; the only one when left out.",
            valueName: "run"
        ),
        completion: .custom { _, _, _ in MigrationRuns(on: .process)?.names ?? [] }
    )
    var run: String?

    @Option(
        help: ArgumentHelp("A journal that is kept elsewhere; its plan is beside it.", valueName: "file"),
        completion: .file(extensions: ["jsonl"])
    )
    var journal: String?

    func validate() throws {
        if run != nil, journal != nil { throw ValidationError("Give the run or --journal, not both.") }
    }

    /// The files.
    ///
    /// - Throws: ``Failure`` where there is no such run, or several and none is named.
    func files(on console: Console) throws -> MigrationFiles {
        if journal == nil, let runs = MigrationRuns(on: console) { return try runs.files(named: run) }
        if let run {
            throw Failure(
                .notFound,
                "there is no run \(Diagnostic.quoted(run)): no folder for journals is known",
                advice: "Set HOME or XDG_STATE_HOME, or give --journal FILE."
            )
        }
        return MigrationFiles(journal, on: console)
    }

    /// Lends the plan beside the journal, and both accounts.
    ///
    /// - Throws: ``Failure`` where the journal or its plan is missing, and what the closure throws.
    func with<Result>(
        _ accounts: MigrationAccounts,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (MigrationPlan, MigrationAccount) async throws -> Result
    ) async throws -> Result {
        let plan = try files(on: console).loadPlan()
        let source = accounts.source.choice(accounts.trace, planned: plan.source.provider.rawValue)
        let target = accounts.target.choice(accounts.trace, planned: plan.target.provider.rawValue)
        return try await Session.with(source, target, printing, on: console) { source, target in
            let account = MigrationAccount(source: source, target: target)
            try account.check(plan)
            return try await body(plan, account)
        }
    }

    /// Lends the plan beside the journal, and the account of the target; the source need not be reachable any more.
    ///
    /// - Throws: ``Failure`` where the journal or its plan is missing, and what the closure throws.
    func withTarget<Result>(
        _ accounts: MigrationAccounts,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (MigrationPlan, Session) async throws -> Result
    ) async throws -> Result {
        let plan = try files(on: console).loadPlan()
        let target = accounts.target.choice(accounts.trace, planned: plan.target.provider.rawValue)
        return try await Session.with(target, printing, on: console) { try await body(plan, $0) }
    }
}
