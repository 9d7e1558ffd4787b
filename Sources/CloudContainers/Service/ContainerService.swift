/// One account at a provider: the primitives that send requests.
///
/// Nothing here retries or waits. Calls throw ``ContainerServiceError``, or `CancellationError` when the task was cancelled.
/// Listing as a sequence is written once, on top of these.
public protocol ContainerService: Sendable {
    /// The offline half of the provider.
    var dialect: any ContainerDialect { get }

    /// A page of the namespaces.
    func namespaces(after token: PageToken?) async throws -> Page<Namespace>

    /// Makes a namespace; a name that is taken is ``ContainerServiceError/Code/alreadyExists``.
    func createNamespace(named name: String) async throws -> Namespace

    /// Deletes a namespace and all that is in it; a missing one is ``ContainerServiceError/Code/notFound``.
    func deleteNamespace(_ id: Namespace.ID) async throws

    /// A page of the containers of a namespace, which must exist.
    func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container>

    /// One container; a missing one is ``ContainerServiceError/Code/notFound``.
    func container(_ id: Container.ID) async throws -> Container

    /// Sends the requests of a prepared change and no other that writes.
    ///
    /// `journal` returns before each request is sent and again after it has ended. A change whose ``PreparedChange/basis``
    /// is not the live payload's any more is ``ContainerServiceError/Code/conflict``, and nothing is sent; a name that is
    /// taken is ``ContainerServiceError/Code/alreadyExists``; a secret without a value is
    /// ``ContainerServiceError/Code/secretMissing``, and nothing is sent.
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID

    /// Starts the containers, or brings their configuration to the instances.
    func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws

    /// Stops the containers; only where ``Capabilities/stops`` says so, else ``ContainerServiceError/Code/unsupported``.
    func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws

    /// Deletes a container; it may go on existing for a while. A missing one is ``ContainerServiceError/Code/notFound``.
    func delete(_ id: Container.ID) async throws

    /// The status of many containers of a namespace; one that is gone is absent.
    func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID
    ) async throws -> [Container.ID: ContainerStatus]
}

/// A point in the life of a request, for a journal.
public enum RequestStep: Sendable, Hashable {
    /// The request is about to be sent.
    case willSend(PreparedRequest)
    /// The request has ended well.
    case didSend(PreparedRequest)
}
