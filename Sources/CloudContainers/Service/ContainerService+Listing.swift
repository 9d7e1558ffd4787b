extension ContainerService {
    /// All namespaces, fetched page by page while they are read.
    public var allNamespaces: Paginated<Namespace> {
        Paginated { token in try await self.namespaces(after: token) }
    }

    /// All containers of a namespace, fetched page by page while they are read.
    public func allContainers(in namespace: Namespace.ID) -> Paginated<Container> {
        Paginated { token in try await self.containers(in: namespace, after: token) }
    }

    /// Works out a change against the live service and sends its requests, if nothing is lost without consent.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `unsupported` where something is blocked or an input is needed, and
    ///   `consentMissing` where a loss is not allowed; nothing is sent then.
    /// - Returns: The container's identifier; of an update that changes nothing, the one that was given.
    public func apply(
        _ spec: ContainerSpec,
        in namespace: Namespace.ID,
        to id: Container.ID? = nil,
        secrets: SecretValues = SecretValues(),
        _ given: Resolutions = Resolutions()
    ) async throws -> Container.ID {
        let change: ContainerChange
        if let id {
            change = .update(spec, live: try await container(id).bundle)
        } else {
            change = .create(spec)
        }
        let translation = try dialect.prepare(change, given)
        guard let prepared = translation.value else {
            let reasons = translation.ledger.obstacles.map { $0.code.rawValue }
            throw ContainerServiceError(
                .unsupported,
                "\(spec.name) cannot be written for \(dialect.provider): \(reasons.joined(separator: ", "))",
                provider: dialect.provider
            )
        }
        let losses = Set(translation.ledger.unconsented(given).map(\.code)).sorted()
        guard losses.isEmpty else {
            throw ContainerServiceError(
                .consentMissing,
                "\(spec.name) would lose something on \(dialect.provider); allow \(losses.map(\.rawValue).joined(separator: ", "))",
                provider: dialect.provider
            )
        }
        if let id, prepared.requests.isEmpty { return id }
        return try await perform(prepared, in: namespace, container: id, secrets: secrets) { _ in }
    }
}
