import ArgumentParser
import CloudContainers

/// Deploys services.
struct Deploy: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy services: bring their configuration and the newest image of their tag to the instances.",
        discussion: LiveHelp.changing()
    )

    @OptionGroup var services: ServiceChoice

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try await perform(.deploy, on: services.containers(in: session), session)
        }
    }
}
