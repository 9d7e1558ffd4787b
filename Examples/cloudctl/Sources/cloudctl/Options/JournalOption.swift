import ArgumentParser
import CloudContainers
import ContainerMigration

/// The journal of a migration that was run.
struct JournalOption: ParsableArguments {
    @Option(help: ArgumentHelp("The journal of the migration; its plan is beside it.", valueName: "file"))
    var journal = MigrationFiles.defaultJournal

    /// The files.
    func files(on console: Console) -> MigrationFiles { MigrationFiles(journal, on: console) }

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
        let source = accounts.source.choice(planned: plan.source.provider.rawValue, isVerbose: accounts.verbose)
        let target = accounts.target.choice(planned: plan.target.provider.rawValue, isVerbose: accounts.verbose)
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
        let target = accounts.target.choice(planned: plan.target.provider.rawValue, isVerbose: accounts.verbose)
        return try await Session.with(target, printing, on: console) { try await body(plan, $0) }
    }
}
