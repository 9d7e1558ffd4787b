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

    @Argument(help: ArgumentHelp("The service.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var name: String

    @Option(
        help: ArgumentHelp("The namespace, where several have a service of that name.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            guard var located = try await session.containers(named: [name], in: namespace).first else {
                return .notFound
            }
            located.container = try await session.service.container(located.container.id)
            if printing.quiet { return .done }
            let page = ServicePage(located)
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
