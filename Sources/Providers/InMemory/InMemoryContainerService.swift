public import CloudContainers

/// A provider that lives in memory: the reference for what a `ContainerService` does, and a double for tests.
public struct InMemoryContainerService: ContainerService {
    /// The offline half of the provider.
    public let dialect: any ContainerDialect
    private let store: InMemoryStore

    /// Makes an empty provider whose lists have pages of a size, at least 1.
    public init(dialect: InMemoryDialect = InMemoryDialect(), pageSize: Int = 50) {
        self.dialect = dialect
        store = InMemoryStore(dialect: dialect, pageSize: pageSize)
    }

    /// A page of the namespaces, in the order of their creation.
    public func namespaces(after token: PageToken?) async throws -> Page<Namespace> {
        try Task.checkCancellation()
        return await store.namespaces(after: token)
    }

    /// One namespace.
    public func namespace(_ id: Namespace.ID) async throws -> Namespace { try await store.namespace(id) }

    /// Makes a namespace.
    public func createNamespace(named name: String) async throws -> Namespace {
        try Task.checkCancellation()
        return try await store.createNamespace(named: name)
    }

    /// Deletes a namespace and all that is in it.
    public func deleteNamespace(_ id: Namespace.ID) async throws { try await store.deleteNamespace(id) }

    /// A page of the containers of a namespace, in the order of their creation.
    public func containers(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Container> {
        try await store.containers(in: namespace, after: token)
    }

    /// One container.
    public func container(_ id: Container.ID) async throws -> Container { try await store.container(id) }

    /// Does what the requests of a prepared change say.
    public func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        container id: Container.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        try Task.checkCancellation()
        try await store.check(change, in: namespace, container: id, secrets: secrets)
        var result = id
        for request in change.requests {
            try await journal(.willSend(request))
            result = try await store.send(request, in: namespace, container: result, basis: change.basis)
            try await journal(.didSend(request))
        }
        guard let result else { throw ContainerServiceError(.invalidInput, "the change names no container") }
        return result
    }

    /// Marks the containers as ready.
    public func deploy(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        try await store.set(ContainerStatus(.ready, providerWord: "ready"), of: ids, in: namespace)
        return Deployment(of: ids)
    }

    /// Marks the containers as ready.
    public func restart(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        try await deploy(ids, in: namespace)
    }

    /// Marks the containers as stopped.
    public func stop(_ ids: [Container.ID], in namespace: Namespace.ID) async throws -> Deployment {
        try await store.set(ContainerStatus(.stopped, providerWord: "stopped"), of: ids, in: namespace)
        return Deployment(of: ids)
    }

    /// Deletes a container at once.
    public func delete(_ id: Container.ID) async throws { try await store.delete(id) }

    /// Variables of containers, of their namespaces, and of the one project that all namespaces belong to.
    public var variables: (any VariableService)? { InMemoryVariables(store) }

    /// The status of those of the containers that exist.
    public func statuses(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        after deployment: Deployment?
    ) async throws -> [Container.ID: ContainerStatus] {
        await store.statuses(of: ids, in: namespace)
    }
}
