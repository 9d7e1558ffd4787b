import ArgumentParser
import CloudContainers

/// The service that a command works on.
struct ServiceArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The service.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var service: String

    @Option(
        help: ArgumentHelp("The namespace, where several have a service of that name.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    /// Finds it.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous.
    func target(in session: Session) async throws -> LocatedContainer {
        try await session.container(named: service, in: namespace)
    }
}
