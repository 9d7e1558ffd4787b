import ArgumentParser
import CloudContainers

/// Adds a domain to a service.
struct DomainsAdd: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a domain to a service; one that it has already stays as it is.",
        discussion: LiveHelp.discussion(
            """
            At Scaleway the record has to be set first: without it nothing is added, and the error tells the record; with \
            --wait the command waits for it. Callers get status 404 until Scaleway's check, of up to three minutes, has \
            passed. At Qovery the domain is added, then the record set, then the service deployed.

            The status is 0 when it is added, and with --wait ready; 1 when it failed; 124 when the time ran out.

            The JSON holds \(Domains.fields), outcome (added, unchanged, planned, failed, timed out) and error (code, \
            message, providerMessage, details, requestID).
            """
        )
    )

    @OptionGroup var choice: DomainChoice

    @Argument(help: ArgumentHelp("The host name.", valueName: "host"), transform: HostArgument.newHost)
    var host: String

    @Flag(help: "Wait until it leads to the service, and show the progress on standard error.")
    var wait = false

    @Option(
        help: ArgumentHelp(
            "The longest wait, such as 90s or 10m, 0 for no limit; without it \(DomainAddition.usualLimit.text).",
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if timeout != nil, !wait { throw ValidationError("--timeout has no meaning without --wait.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let addition = DomainAddition(
                place: try await choice.place(in: session),
                host: host,
                waits: wait,
                limit: timeout ?? DomainAddition.usualLimit,
                form: format.form(printing)
            )
            return dryRun ? try await addition.rehearse() : try await addition.run()
        }
    }
}
