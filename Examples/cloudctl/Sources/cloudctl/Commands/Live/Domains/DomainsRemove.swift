import ArgumentParser
import CloudContainers

/// Removes a domain from a service.
struct DomainsRemove: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a domain from a service; its DNS record stays as it is.",
        discussion: LiveHelp.discussion(
            """
            Asks for the host name first; without a terminal --yes is needed. At Qovery it takes effect with the next deployment.

            The JSON holds \(Domains.fields), outcome (removed, planned, or asked where it takes longer than two \
            minutes) and error.
            """
        )
    )

    @OptionGroup var choice: DomainChoice

    @Argument(help: ArgumentHelp("The host name.", valueName: "host"), transform: HostArgument.host)
    var host: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "removing", "--dry-run", console) }
            let place = try await choice.place(in: session)
            let domain = try await place.domain(host)
            if dryRun {
                try place.print([DomainRow(host, .planned, "would be removed", record: domain.record)], format.form)
                return .done
            }
            let question = "Remove the domain \(host) from \(place.target.title) on \(session.fullPlace)."
            if !yes, try await !Confirmation.askToDestroy(question, [host], session) {
                await session.screen.note("Nothing is removed.")
                return .failed
            }
            try await place.domains.removeDomain(domain.id, of: place.id)
            let isGone = try await place.isGone(domain)
            try place.print(
                [
                    DomainRow(
                        host,
                        isGone ? .removed : .asked,
                        isGone ? "removed" : "being removed",
                        record: domain.record
                    )
                ],
                format.form
            )
            await place.noteDeployment()
            return .done
        }
    }
}
