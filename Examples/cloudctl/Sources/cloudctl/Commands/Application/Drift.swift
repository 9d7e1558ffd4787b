import ArgumentParser
import CloudContainers
import ContainerDeployment

/// Finds what somebody changed past the manifest.
struct Drift: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Say what somebody changed in live services since their manifest was applied; changes nothing.",
        discussion: """
            The mark on each service tells what the manifest said then, so that no file of state is needed. A field that the \
            manifest does not say is nobody's drift; of one whose part of the manifest has changed since it was applied it \
            cannot be told who changed it, and the JSON has it under untold. The status is 0, or 2 with --detailed-exitcode \
            when something drifted or is gone.
            """
    )

    @OptionGroup var options: ApplicationOptions

    @Flag(help: "End with the status 2 when something drifted.")
    var detailedExitcode = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await ApplicationWork.with(options, needsSecrets: false, printing, on: console) { work in
            let plan = try await work.plan()
            var drifted = plan
            drifted.services = plan.services.compactMap { service in
                var service = service
                service.differences.removeAll { $0.cause != .drift }
                service.findings = []
                return service.differences.isEmpty ? nil : service
            }
            let gone = plan.services.filter { $0.action == .create }.map(\.name)
            let hasDrifted = !drifted.services.isEmpty
            // The mark has one sum for all variables, and so for other parts: what the manifest changed hides what others did.
            let edited = plan.services.filter { $0.action != .create }.flatMap { service in
                service.differences.filter { $0.cause == .manifest }.map { "\(service.name): \($0.field)" }
            }
            let report = DeploymentReport(plan: drifted, settings: work.settings)
            if !printing.quiet {
                var json = report.json(verdict: hasDrifted ? "drifted" : "same").object ?? [:]
                json.set("missing", .array(gone.map { .string($0) }))
                json.set("untold", .array(edited.map { .string($0) }))
                try Listing(whole: json, of: ["services"], "ServicePlan") { sheet in
                    var table = TableReport(sheet: sheet, mostRows: sheet.isWide ? .max : 4)
                    report.addDrift(missing: gone, untold: edited, to: &table)
                    sheet = table.sheet
                }.print(format.form, printing, on: console)
            }
            return (hasDrifted || !gone.isEmpty) && detailedExitcode ? .differences : .done
        }
    }
}
