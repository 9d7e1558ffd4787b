import ArgumentParser
import CloudContainers
import ContainerDeployment

/// Plans what applying a manifest would do.
struct Plan: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what applying a manifest would do, down to the requests, and save that; changes nothing.",
        discussion: """
            Prints what diff prints, and looks before whether the provider finds the images and has room. --out saves the plan for apply, which refuses it when something has changed since. The \
            file holds no secret, but the plain variables of the services, and only its owner can read it.
            """
    )

    @OptionGroup var options: ApplicationOptions
    @OptionGroup var preflight: PreflightOption

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Save the plan to a file that only its owner can read.", valueName: "file"),
        completion: .file()
    )
    var outputFile: String?

    @Flag(help: "End with the status 2 when there are differences.")
    var detailedExitcode = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await ApplicationWork.with(options, needsSecrets: false, printing, on: console) { work in
            let plan = try await work.plan()
            let remarks = try await preflight.remarks(on: plan, work.session)
            let status = try work.session.show(
                plan,
                work.settings,
                format.form,
                remarks,
                detailedExitcode: detailedExitcode
            )
            guard let outputFile else { return status }
            let (session, services) = (work.session, work.application.services)
            guard plan.isExecutable, remarks.refusals.isEmpty else {
                await session.screen.note("Nothing is saved: the plan cannot be applied.", .warning)
                return status
            }
            let account = SavedAccount(session, work.choice)
            try SavedDeployment(plan: plan, services: services, account: account).save(to: outputFile, on: console)
            let command = session.command("apply \(ShellExport.quoted(outputFile))")
            await session.screen.note("The plan is saved. To carry it out: \(command)")
            return status
        }
    }
}
