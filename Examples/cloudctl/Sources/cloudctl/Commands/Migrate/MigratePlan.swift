import ArgumentParser
import CloudContainers
import ContainerMigration

/// Plans a migration.
struct MigratePlan: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what moving the services would do, down to the requests; sends nothing that changes anything.",
        discussion: """
            Prints for each service what changes on the way, then what is missing, all of it at once: consent, decisions, and \
            values of secrets. The status is 0 when the plan can run, 4 when something is missing. --out saves a plan that \
            lacks nothing but values of secrets, for run; it is refused when the source has changed since.

            The JSON holds id, source, target, services and jobs (name, targetName, requests, secrets, domains, findings), staying, \
            estimate, verdict (ready, blocked), needed (consent, resolutions, secrets, preflight) and, with --rehearse, \
            rehearsal.
            """
    )

    @OptionGroup var plan: PlanOptions
    @OptionGroup var preflight: PreflightOption
    @OptionGroup(title: "Secrets") var secrets: MigrationSecretOptions

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Save the plan to a file that only its owner can read.", valueName: "file"),
        completion: .file()
    )
    var outputFile: String?

    @Flag(help: "Carry the plan out on simulators too, as migrate run --rehearse does, and show what would happen.")
    var rehearse = false

    @OptionGroup var reportFile: ReportOption
    @OptionGroup var format: FormOptions
    @OptionGroup var accounts: MigrationAccounts
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        let source = accounts.source.choice(accounts.trace)
        let target = accounts.target.choice(accounts.trace)
        return try await Session.with(source, target, printing, on: console) { source, target in
            let account = MigrationAccount(source: source, target: target)
            let (plan, inventory) = try await account.plan(plan, concurrency: 4)
            let values = try await secrets.secrets(for: plan, on: console)
            let remarks = try await preflight.remarks(on: plan, plan.services, target)
            let needs = PlanNeeds(plan, values, remarks: remarks)
            let report = PlanReport(plan: plan, needs: needs, unsettled: inventory.unsettled.map(\.spec.name))
            try reportFile.write(MigrationReport(plan, needs), on: console)
            var rehearsal: RehearsalReport?
            if rehearse, needs.remedy.isEmpty {
                rehearsal = try await account.rehearse(plan, inventory, RunningOptions.parseOrDefault())
            }
            if !printing.quiet { try print(report, rehearsal, on: console) }
            if let outputFile, needs.remedy.isEmpty {
                try MigrationFiles.save(plan.document, to: outputFile, on: console)
                await target.screen.note(
                    "The plan is saved. To run it: cloudctl migrate run \(ShellExport.quoted(outputFile))"
                        + MigrateRun.words(source, target, accounts, secrets).map { " \($0)" }.joined()
                )
            }
            guard needs.isEmpty else { return .blocked }
            return rehearsal?.isGood == false ? .partlyDone : .done
        }
    }

    private func print(_ report: PlanReport, _ rehearsal: RehearsalReport?, on console: Console) throws {
        let verdict = outputFile == nil ? "The plan cannot run" : "The plan cannot run and is not saved"
        try report.listing(rehearsal, verdict: verdict).print(format.form, printing, on: console)
    }
}
