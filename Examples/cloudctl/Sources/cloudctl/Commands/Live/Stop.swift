import ArgumentParser
import CloudContainers

/// Stops services.
struct Stop: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop services; their configuration, addresses and volumes stay.",
        discussion: LiveHelp.discussion(
            """
            Not every provider can; see cloudctl providers.

            The status is 0 when all is done, 1 when it failed, 3 when it failed for some, 124 when the time ran out. \
            The JSON holds operation, result (done, partly done, failed) and services: for each id, name, namespace, \
            outcome (done, failed, timed out, asked, unchanged, planned), after (seconds), error (code, message, \
            providerMessage, requestID).
            """
        )
    )

    @Argument(help: ArgumentHelp("The services.", valueName: "name|id"))
    var names: [String]

    @Option(
        help: ArgumentHelp("The namespace of the services; all are looked through when left out.", valueName: "name|id")
    )
    var namespace: String?

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try session.checkStops("stop")
            let targets = try await session.containers(named: names, in: namespace)
            let operation = Operation(
                kind: .stop,
                waiting: waiting,
                isRehearsal: dryRun,
                form: format.form,
                session: session
            )
            return try await operation.run(on: targets)
        }
    }
}
