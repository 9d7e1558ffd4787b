import ArgumentParser
import CloudContainers

/// Stops services.
struct Stop: ChangingCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop services; their configuration, addresses and volumes stay.",
        discussion: LiveHelp.changing("Not every provider can; see cloudctl providers.")
    )

    @Argument(help: ArgumentHelp("The services.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var names: [String]

    @Option(
        help: ArgumentHelp(
            "The namespace of the services; all are looked through when left out.",
            valueName: "name|id"
        ),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Waiting") var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try session.checkStops("stop")
            let targets = try await session.containers(named: names, in: namespace)
            return try await perform(.stop, on: targets, session)
        }
    }
}
