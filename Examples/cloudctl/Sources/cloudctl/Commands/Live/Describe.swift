import ArgumentParser
import CloudContainers

/// Shows one service for people.
struct Describe: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show how one service is: what it runs with, its variables and domains, and why it is not ready.",
        discussion: LiveHelp.discussion(
            """
            Values of plain variables are shown, those of secrets are never read. get shows the specification as a manifest \
            has it.

            The JSON is that of get, with variables (each with name, scope, secret, value, file), domains (host, state, \
            message, record), earlierImages (the newest first, where the provider keeps a history), reason and advice (null for \
            a service that is ready), deploymentLimit (after which a deployment fails at the latest), probeLimits (probe, failsAfter), \
            log (time, message) and gaps (what could not be read).
            """
        )
    )

    @OptionGroup var choice: ServiceArgument

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let page = try await ServiceDescription(try await choice.target(in: session), session)
            if printing.quiet { return .done }
            try Listing(
                kind: "ServiceDescription",
                elementKind: "ServiceDescription",
                member: nil,
                elements: [try page.json],
                names: [page.located.path]
            ) { page.add(to: &$0) }.print(format.form, session)
            return .done
        }
    }
}
