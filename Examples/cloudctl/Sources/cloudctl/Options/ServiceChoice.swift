import ArgumentParser
import CloudContainers

/// The services that a command works on: some by their names, or all.
struct ServiceChoice: ParsableArguments {
    @Argument(help: ArgumentHelp("The services.", valueName: "name|id"), completion: LiveCompletion.services.kind)
    var names: [String] = []

    @Option(
        help: ArgumentHelp(
            "The namespace of the services; all are looked through when left out.",
            valueName: "name|id"
        ),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Flag(help: "All services, of the namespace if one is given.")
    var all = false

    func validate() throws {
        if all == names.isEmpty { return }
        throw ValidationError(all ? "--all names the services already." : "Name services, or give --all.")
    }

    /// Finds them.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous.
    func containers(in session: Session) async throws -> [LocatedContainer] {
        all
            ? try await session.containers(in: namespace)
            : try await session.containers(named: names, in: namespace)
    }
}
