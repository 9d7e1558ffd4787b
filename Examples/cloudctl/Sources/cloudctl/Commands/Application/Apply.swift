import ArgumentParser
import CloudContainers
import ContainerDeployment

/// Makes live services what their manifest says.
struct Apply: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make live services what their manifest says: create, change, deploy, and wait until they run.",
        discussion: """
            Shows the plan and asks; without a terminal --yes is needed. What the manifest does not say stays as it is. \
            Services are marked as the application's, and one without the mark is left alone unless --adopt is given. \
            Applying twice changes nothing the second time. A change that somebody else makes at the same time is never \
            overwritten: the run stops with a conflict. A second apply to the same namespace on this machine ends with the \
            status 75 and says who is at work.

            The status is 0 when everything runs, 1 when it failed, 3 when a part was done, 4 when something stands in the \
            way, 130 after Ctrl-C, which lets the requests under way be finished; applying again goes on.

            The JSON holds result and services (name, action, id, taken, reached, endpoints, error); the names, also with --quiet, are \
            those of the services that were made, changed or deployed.
            """
    )

    @Argument(
        help: ArgumentHelp("A plan that plan --out has saved.", valueName: "plan"),
        completion: .file()
    )
    var saved: String?

    @OptionGroup var options: ApplicationOptions
    @OptionGroup var preflight: PreflightOption

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Waiting") var progress: ProgressOption
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        guard saved != nil, let flag = options.given.first else { return }
        throw ValidationError("The plan has its own decisions: leave out \(flag), or plan again.")
    }

    func run(on console: Console) async throws -> ExitStatus {
        guard let saved else {
            return try await ApplicationWork.with(options, needsSecrets: !dryRun, printing, on: console) { work in
                try await work.session.locking(
                    work.settings.namespace,
                    for: "apply",
                    within: waiting.lock.lockTimeout,
                    isNeeded: !dryRun
                ) {
                    let plan = try await work.plan()
                    return try await apply(plan, work.secrets, work.settings, work.session, isSaved: false)
                }
            }
        }
        let file = try SavedDeployment.read(saved, on: console)
        let choice = try file.account.choice(options.provider.choice, for: saved, on: console)
        let values = dryRun ? [:] : try await file.secrets(options.secrets, on: console)
        return try await Session.with(choice, printing, on: console) { session in
            try file.account.check(session, for: saved)
            let plan = file.plan
            let settings = DeploymentSettings(
                application: plan.application,
                namespace: plan.namespace,
                resolutions: plan.resolutions
            )
            return try await session.locking(
                plan.namespace,
                for: "apply",
                within: waiting.lock.lockTimeout,
                isNeeded: !dryRun
            ) {
                try await apply(plan, values, settings, session, isSaved: true)
            }
        }
    }

    private func apply(
        _ plan: DeploymentPlan,
        _ secrets: [String: SecretValues],
        _ settings: DeploymentSettings,
        _ session: Session,
        isSaved: Bool
    ) async throws -> ExitStatus {
        let console = session.console
        let run = DeploymentRun(
            plan: plan,
            secrets: secrets,
            session: session,
            waiting: waiting,
            form: format.form(printing),
            isSaved: isSaved
        )
        if dryRun { try await run.checkBeginning() }
        var remarks = try await preflight.remarks(on: plan, session)
        if !dryRun, plan.isExecutable, plan.isChange {
            remarks += try await preflight.missingRights(in: plan.namespaceID, session)
        }
        if dryRun {
            return try session.show(plan, settings, format.form, remarks, detailedExitcode: false)
        }
        let report = DeploymentReport(plan: plan, settings: settings, remarks: remarks)
        if report.isExecutable, plan.isChange, !yes {
            try Confirmation.checkTerminal(for: "applying", "cloudctl diff", console)
        }
        // What there is to do is said once, and so is that there is nothing.
        let isSilent = report.isExecutable && (plan.isChange ? printing.quiet && yes : plan.leftOver.isEmpty)
        if !isSilent {
            var table = TableReport(sheet: printing.sheet(for: console.error, on: console), mostRows: 4)
            report.add(to: &table)
            await session.screen.say(table.sheet.text)
        }
        guard report.isExecutable else {
            Workflow(console)?.annotate(plan.services.map { ($0.name, $0.ledger) }, settings.resolutions)
            JobSummary(console)?.append(report.markdown)
            // Nothing was made, so that there are neither names nor the parts of a result.
            var listing = report.listing
            listing.names = []
            let isDocument = [.json, .jsonl, .yaml].contains(format.form)
            try listing.print(isDocument ? format.form : .name, printing, on: console)
            return .blocked
        }
        if plan.isChange, !yes {
            guard try await Confirmation.ask("Apply this to \(session.fullPlace)? [y/N] ", session) else {
                await session.screen.note("Nothing is changed.")
                return .failed
            }
        }
        return try await run.run()
    }
}
