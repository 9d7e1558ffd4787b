import ArgumentParser
import CloudContainers

/// Starts services that are stopped.
struct Start: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start services that are stopped; others stay as they are.",
        discussion: LiveHelp.changing()
    )

    @OptionGroup var services: ServiceChoice

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Waiting") var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try session.checkStops("start")
            return try await perform(.start, on: services.containers(in: session), session)
        }
    }
}
