import ArgumentParser
import CloudContainers

/// Starts services that are stopped.
struct Start: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start services that are stopped; others stay as they are.",
        discussion: LiveHelp.discussion(
            """
            The status is 0 when all is done, 1 when it failed, 3 when it failed for some, 124 when the time ran out. \
            The JSON holds operation, result (done, partly done, failed) and services: for each id, name, namespace, \
            outcome (done, failed, timed out, asked, unchanged, planned), after (seconds), error (code, message, \
            providerMessage, requestID).
            """
        )
    )

    @Argument(help: ArgumentHelp("The services.", valueName: "name|id"))
    var names: [String] = []

    @Option(
        help: ArgumentHelp("The namespace of the services; all are looked through when left out.", valueName: "name|id")
    )
    var namespace: String?

    @Flag(help: "All services, of the namespace if one is given.")
    var all = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Waiting") var waiting: WaitingOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if all == names.isEmpty { return }
        throw ValidationError(all ? "--all names the services already." : "Name services, or give --all.")
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try session.checkStops("start")
            let targets =
                all
                ? try await session.containers(in: namespace)
                : try await session.containers(named: names, in: namespace)
            let operation = Operation(
                kind: .start,
                waiting: waiting,
                isRehearsal: dryRun,
                form: format.form,
                session: session
            )
            return try await operation.run(on: targets)
        }
    }
}
