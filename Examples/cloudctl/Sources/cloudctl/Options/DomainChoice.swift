import ArgumentParser
import CloudContainers

/// The service whose domains a command is about.
struct DomainChoice: ParsableArguments {
    @Argument(help: ArgumentHelp("The service.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var service: String

    @Option(
        help: ArgumentHelp("The namespace, where several have a service of that name.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    /// The service as the command line names it, for advice that can be typed.
    var words: String {
        ([service] + (namespace.map { ["--namespace", $0] } ?? [])).map(ShellExport.quoted).joined(separator: " ")
    }

    /// Finds the service and its domains.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous, and where the provider has no domains.
    func place(in session: Session) async throws -> DomainPlace {
        guard let domains = session.service.domains else {
            throw Failure(
                .failed,
                "\(session.provider.name) has no domains of its users' own",
                advice: "cloudctl providers shows what each provider can do."
            )
        }
        guard let target = try await session.containers(named: [service], in: namespace).first else {
            throw Failure(.notFound, "there is no service \(service)")
        }
        return DomainPlace(target: target, words: words, domains: domains, session: session)
    }
}
