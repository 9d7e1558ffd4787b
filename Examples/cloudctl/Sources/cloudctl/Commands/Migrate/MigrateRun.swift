import ArgumentParser
import CloudContainers
import ContainerMigration

/// Carries a migration out.
struct MigrateRun: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Move the services, of a saved plan or of one that is made now.",
        discussion: """
            Shows what is about to happen and asks; without a terminal --yes is needed. A run that was cut short goes on \
            with resume.

            \(MigrateHelp.running)
            """
    )

    @Argument(
        help: ArgumentHelp("A plan that plan --out has saved.", valueName: "plan"),
        completion: .file(extensions: ["json"])
    )
    var saved: String?

    @OptionGroup var plan: PlanOptions
    @OptionGroup var preflight: PreflightOption
    @OptionGroup(title: "Secrets") var secrets: MigrationSecretOptions
    @OptionGroup var running: RunningOptions
    @OptionGroup var smoke: SmokeOptions

    @Option(
        help: ArgumentHelp(
            "The journal; PLAN.jsonl or one that cloudctl keeps when left out.",
            valueName: "file"
        ),
        completion: .file()
    )
    var journal: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @Flag(
        help: """
            Carry the plan out on simulators that hold what both accounts hold, and show what would happen. Nothing is \
            sent but requests that read, nothing is asked, and no value of a secret is needed.
            """
    )
    var rehearse = false

    @OptionGroup var reportFile: ReportOption
    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if rehearse, dryRun { throw ValidationError("--rehearse sends nothing anyway: leave out --dry-run.") }
        if rehearse, journal != nil { throw ValidationError("A rehearsal keeps no journal: leave out --journal.") }
        guard saved != nil, let flag = plan.given.first else { return }
        throw ValidationError("The plan has its own decisions: leave out \(flag), or plan again.")
    }

    func run(on console: Console) async throws -> ExitStatus {
        var files = MigrationFiles(journal, runs: saved, on: console)
        let runs = journal == nil && saved == nil ? MigrationRuns(on: console) : nil
        let loaded = try saved.map { try MigrationFiles.plan($0, on: console) }
        let source = accounts.source.choice(accounts.trace, planned: loaded?.source.provider.rawValue)
        let target = accounts.target.choice(accounts.trace, planned: loaded?.target.provider.rawValue)
        return try await Session.with(source, target, printing, on: console) { source, target in
            let account = MigrationAccount(source: source, target: target)
            if let loaded { try account.check(loaded) }
            if rehearse { return try await rehearse(loaded, account) }
            // What lives in this process needs no memory beyond it.
            let isInMemory = target.isSimulated && journal == nil
            var open = isInMemory ? try await MigrationJournal(InMemoryJournalStorage()) : nil
            if !isInMemory, runs == nil, files.hasJournal {
                open = dryRun ? try await files.read() : try await files.open(by: "run")
            }
            let state = await open?.state
            // Before the accounts are asked: what an earlier run has made would be in the way of a new plan.
            if loaded == nil, let state, state.plan != nil { throw Self.journalInUse(files) }
            let plan: MigrationPlan
            var unsettled: [String] = []
            if let loaded {
                plan = loaded
            } else {
                let (made, inventory) = try await account.plan(self.plan, concurrency: running.concurrency)
                plan = made
                unsettled = inventory.unsettled.map(\.spec.name)
            }
            if let other = state?.plan, other != plan.fingerprint { throw Self.journalInUse(files) }
            if let runs, !isInMemory {
                if let other = await runs.open(like: plan) { throw Self.journalInUse(other) }
                if !dryRun { files = try runs.begin(plan) }
            }
            let services = plan.parts.filter { ![.verified, .retired].contains(state?[$0.key].step) }
            let values = try await secrets.secrets(for: plan, services, on: console)
            let untouched = services.filter { (state?[$0.key].step ?? .notStarted) == .notStarted }
            var remarks = try await preflight.remarks(on: plan, untouched.compactMap { $0 as? PlannedService }, target)
            if !untouched.isEmpty { remarks += try await preflight.missingRights(in: plan.target.id, target) }
            let needs = PlanNeeds(plan, values, services: services, remarks: remarks)
            let report = PlanReport(plan: plan, needs: needs, unsettled: unsettled)
            if dryRun {
                let verdict = "Nothing would be moved"
                if !format.isSilent(printing) {
                    try report.listing(verdict: verdict, secretVerdict: verdict)
                        .print(format.form, printing, on: console)
                }
                return needs.isEmpty ? .done : .blocked
            }
            guard try await isWanted(report, target) else { return needs.isEmpty ? .failed : .blocked }
            let journal = if let open { open } else { try await files.open(by: "run") }
            if !isInMemory { try files.save(plan.document) }
            return try await target.locking(
                plan.target.namespace,
                for: "migrate run",
                within: running.lock.lockTimeout,
                isNeeded: true
            ) {
                try await MigrationRun(
                    plan: plan,
                    account: account,
                    journal: journal,
                    files: isInMemory ? nil : files,
                    options: running,
                    smoke: smoke,
                    format: format,
                    words: Self.words(source, target, accounts, secrets) + smoke.words,
                    report: reportFile
                ).run(values)
            }
        }
    }

    /// Carries the plan out on simulators, and shows what happened there.
    private func rehearse(_ loaded: MigrationPlan?, _ account: MigrationAccount) async throws -> ExitStatus {
        var known = loaded.map { ($0, nil as MigrationInventory?) }
        if known == nil { known = try await account.plan(plan, concurrency: running.concurrency) }
        guard let (plan, inventory) = known else { return .failed }
        let console = account.target.console
        let remedy = Remedy(plan.parts.map { ($0.key, $0.ledger) }, plan.settings.resolutions)
        guard remedy.isEmpty else {
            var table = TableReport(sheet: printing.sheet(for: console.error, on: console), mostRows: 4)
            PlanReport(plan: plan, needs: PlanNeeds(plan, MigrationSecrets())).add(to: &table)
            table.add(remedy, verdict: "Nothing was rehearsed")
            await account.target.screen.say(table.sheet.text)
            return .blocked
        }
        let rehearsal = try await account.rehearse(plan, inventory, running)
        var text = MigrationReport(rehearsal.plan, PlanNeeds(plan, MigrationSecrets()))
        text.add(rehearsal.outcome, of: rehearsal.plan, rehearsal.timings, isRehearsed: true)
        try reportFile.write(text, on: console)
        if !format.isSilent(printing) {
            try Listing(whole: rehearsal.json, of: ["services"], "MigrationResultService") { rehearsal.add(to: &$0) }
                .print(format.form, printing, on: console)
        }
        let outcome = OutcomeReport(plan: rehearsal.plan, outcome: rehearsal.outcome)
        if let failure = outcome.failure(account.target.provider) { throw failure }
        return rehearsal.isGood ? .done : .partlyDone
    }

    /// Shows what would happen, and asks.
    private func isWanted(_ report: PlanReport, _ session: Session) async throws -> Bool {
        let console = session.console
        if report.needs.isEmpty, !yes {
            try Confirmation.checkTerminal(for: "moving services", "cloudctl migrate plan", console)
        }
        var table = TableReport(sheet: printing.sheet(for: console.error, on: console), mostRows: 4)
        if report.needs.remedy.isEmpty { report.addSummary(to: &table.sheet) } else { report.add(to: &table) }
        report.needs.add(to: &table, verdict: "Nothing was moved", secretVerdict: "Nothing was moved")
        table.sheet.space()
        if !printing.quiet || !yes { await session.screen.say(table.sheet.text) }
        guard report.needs.isEmpty else { return false }
        let plan = report.plan
        let count = PlanReport.count(plan)
        let question =
            "Move \(count == "1 service" ? "this service" : "these \(count)") to \(session.fullPlace)? [y/N] "
        if yes { return true }
        if try await Confirmation.ask(question, session) { return true }
        await session.screen.note("Nothing is moved.")
        return false
    }

    private static func journalInUse(_ files: MigrationFiles) -> Failure {
        Failure(
            .wrongUse,
            "there is a journal of a migration already",
            source: files.journal,
            advice: """
                Go on with it: cloudctl migrate resume \(files.flag), or take it back with rollback. For another migration \
                give another --journal.
                """
        )
    }

    /// The flags that lead to the same accounts and secrets again.
    static func words(
        _ source: Session,
        _ target: Session,
        _ accounts: MigrationAccounts,
        _ secrets: MigrationSecretOptions? = nil
    ) -> [String] {
        var (from, to) = (accounts.source.choice(nil), accounts.target.choice(nil))
        // A live provider is in the plan.
        if !source.isSimulated { from.provider = nil }
        if !target.isSimulated { to.provider = nil }
        return from.words + to.words + (secrets?.words ?? [])
    }
}
