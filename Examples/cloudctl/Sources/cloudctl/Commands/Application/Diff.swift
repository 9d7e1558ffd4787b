import ArgumentParser
import CloudContainers
import ContainerDeployment

/// Compares live services with their manifest.
struct Diff: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "Say how live services differ from their manifest, field by field; sends nothing that changes anything.",
        discussion: """
            Each difference names its cause: the manifest (it says something else than when it was applied last), drift \
            (somebody changed the service since), the provider's default (nobody had said it). Amounts that a provider \
            rounds are no difference. Values of variables are hidden; secrets are compared where the provider allows that. \
            The status is 0, or 2 with --detailed-exitcode when there are differences; 4 when something stands in the way.
            """
    )

    @OptionGroup var options: ApplicationOptions

    @Flag(help: "End with the status 2 when there are differences.")
    var detailedExitcode = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await ApplicationWork.with(options, needsSecrets: false, printing, on: console) { work in
            let plan = try await work.plan()
            return try work.session.show(
                plan,
                work.settings,
                format.form,
                detailedExitcode: detailedExitcode
            )
        }
    }
}

extension Session {
    /// Prints a plan, and says with which status.
    func show(
        _ plan: DeploymentPlan,
        _ settings: DeploymentSettings,
        _ form: FormOptions.Form,
        _ remarks: [PreflightRemark] = [],
        detailedExitcode: Bool
    ) throws -> ExitStatus {
        let report = DeploymentReport(plan: plan, settings: settings, remarks: remarks)
        let status: ExitStatus =
            !report.isExecutable ? .blocked : detailedExitcode && plan.isChange ? .differences : .done
        if !report.isExecutable {
            Workflow(console)?.annotate(plan.services.map { ($0.name, $0.ledger) }, settings.resolutions)
        }
        JobSummary(console)?.append(report.markdown)
        if printing.quiet { return status }
        try report.listing.print(form, printing, on: console)
        return status
    }
}
