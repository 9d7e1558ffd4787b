import ArgumentParser
import CloudContainers
import ContainerMigration

/// Goes on with a migration.
struct MigrateResume: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a migration from wherever it ended, by its journal and the plan beside it.",
        discussion: """
            What an earlier run has made is found and taken over, also where its answer was lost. Nothing is asked: the \
            plan was agreed to when it was run.

            \(MigrateHelp.running)
            """
    )

    @OptionGroup var journal: JournalOption
    @OptionGroup(title: "Secrets") var secrets: MigrationSecretOptions
    @OptionGroup var running: RunningOptions
    @OptionGroup var smoke: SmokeOptions
    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var reportFile: ReportOption
    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await journal.with(accounts, printing, on: console) { plan, account in
            let files = try journal.files(on: console)
            let journal = dryRun ? try await files.read() : try await files.open(by: "resume")
            let state = await journal.state
            let services = plan.parts.filter { ![.verified, .retired].contains(state[$0.key].step) }
            let values = try await secrets.secrets(for: plan, services, on: console)
            let needs = PlanNeeds(plan, values, services: services)
            guard needs.isEmpty else {
                var table = TableReport(sheet: printing.sheet(for: console.error, on: console))
                needs.add(to: &table, verdict: "Nothing was moved", secretVerdict: "Nothing was moved")
                await account.target.screen.say(table.sheet.text)
                return .blocked
            }
            if dryRun {
                if format.isSilent(printing) { return .done }
                try Listing.parts(of: plan, "MigrationResult", services.map { ($0, state[$0.key].step) }) { sheet in
                    sheet.paragraph(
                        services.isEmpty
                            ? "Nothing would be done: everything is verified."
                            : "Would go on with \(PlanNeeds.list(services.map(\.key)))."
                    )
                }.print(format.form, printing, on: console)
                return .done
            }
            return try await account.target.locking(
                plan.target.namespace,
                for: "migrate resume",
                within: running.lock.lockTimeout,
                isNeeded: true
            ) {
                try await MigrationRun(
                    plan: plan,
                    account: account,
                    journal: journal,
                    files: files,
                    options: running,
                    smoke: smoke,
                    format: format,
                    words: MigrateRun.words(account.source, account.target, accounts, secrets) + smoke.words,
                    report: reportFile
                ).run(values)
            }
        }
    }
}
