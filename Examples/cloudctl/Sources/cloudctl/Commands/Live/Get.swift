import ArgumentParser
import CloudContainers

/// Shows one service.
struct Get: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show all of one service: its specification, its status, and what of it has no portable form.",
        discussion: LiveHelp.discussion(
            """
            The JSON holds id, name, namespace, status, endpoints, createdAt, updatedAt, manifest (a whole manifest of \
            the service, which convert and check read) and findings (each with code, outcome, subject, summary, detail). \
            Values of secrets are never read.
            """
        )
    )

    @OptionGroup var choice: ServiceArgument

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            var located = try await choice.target(in: session)
            located.container = try await session.service.container(located.container.id)
            if printing.quiet { return .done }
            let page = try ServicePage(located, session.service.dialect)
            try Listing(
                kind: "Container",
                elementKind: "Container",
                member: nil,
                elements: [try page.json],
                names: [located.path]
            ) { page.add(to: &$0) }.print(format.form, session)
            return .done
        }
    }
}
