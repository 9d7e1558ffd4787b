import ArgumentParser
import CloudContainers

/// Looks whether a domain leads to its service.
struct DomainsCheck: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look whether a domain leads to its service now, by the provider's own check.",
        discussion: LiveHelp.discussion(
            """
            The status is 0 when it does, else 1. A domain that failed at Scaleway is not checked again: remove and add it.

            The JSON holds \(Domains.fields).
            """
        )
    )

    @OptionGroup var choice: DomainChoice

    @Argument(help: ArgumentHelp("The host name.", valueName: "host"), transform: HostArgument.host)
    var host: String

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let place = try await choice.place(in: session)
            let found = try await place.domain(host)
            let domain = try await place.domains.checkDomain(found.id, of: place.id)
            try place.print([DomainRow(domain)], format.form)
            return domain.state == .ready ? .done : .failed
        }
    }
}
