/// A service that knows by which clock the time of its account passes.
package protocol TimedService {
    var time: any TimeSource { get }
}

extension ContainerService {
    /// Works out a change against the live service and sends its requests, if nothing is lost without consent.
    ///
    /// An answer that is lost leads to a look at what is there before anything is sent again, so that a service is never made
    /// twice: the one with the name is taken for ours only where it is configured as wished, down to the last field.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `unsupported` where something is blocked or an input is needed, and
    ///   `consentMissing` where a loss is not allowed; nothing is sent then. `outcomeUnknown` when answers kept being lost.
    /// - Returns: The container's identifier; of an update that changes nothing, the one that was given.
    public func apply(
        _ spec: ContainerSpec,
        in namespace: Namespace.ID,
        to id: Container.ID? = nil,
        secrets: SecretValues = SecretValues(),
        _ given: Resolutions = Resolutions()
    ) async throws -> Container.ID {
        var id = id
        var isFound = false
        for attempt in 1... {
            var change = ContainerChange.create(spec)
            if let id { change = .update(spec, live: try await container(id).bundle) }
            let prepared = try prepared(change, of: spec, given)
            // A creation that arrived needs no change of the container itself.
            if isFound, prepared.requests.contains(where: { $0.path.hasSuffix("{container}") }) {
                throw taken(spec)
            }
            if let id, prepared.requests.isEmpty { return id }
            do {
                return try await perform(prepared, in: namespace, container: id, secrets: secrets) { _ in }
            } catch let error as ContainerServiceError
                where (error.code == .outcomeUnknown || error.isRetryable) && attempt < 5
            {
                // Whatever failed may have come after the creation.
                if id == nil || prepared.replaces, let found = try await container(named: spec.name, in: namespace) {
                    if let old = id {
                        return try await finishReplacement(of: old, by: found, spec, secrets, given)
                    }
                    id = found.id
                    isFound = true
                } else if [.busy, .rateLimited].contains(error.code) {
                    // Both were waited for already.
                    throw error
                }
            }
        }
        throw ContainerServiceError(.outcomeUnknown, "the answers of \(dialect.provider) kept being lost")
    }

    /// Ends a replacement whose new container is there, and deletes the old one.
    private func finishReplacement(
        of old: Container.ID,
        by new: Container,
        _ spec: ContainerSpec,
        _ secrets: SecretValues,
        _ given: Resolutions
    ) async throws -> Container.ID {
        let change = try prepared(.update(spec, live: try await container(new.id).bundle), of: spec, given)
        if change.requests.contains(where: { $0.path.hasSuffix("{container}") }) { throw taken(spec) }
        let id = try await apply(spec, in: new.namespace, to: new.id, secrets: secrets, given)
        // What serves goes when what takes its place does.
        let time = (self as? any TimedService)?.time ?? SystemTime()
        try await wait(for: [id], in: new.namespace, WaitOptions(time: time))
        do {
            try await delete(old)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        return id
    }

    private func taken(_ spec: ContainerSpec) -> ContainerServiceError {
        ContainerServiceError(
            .alreadyExists,
            "a container \(spec.name) exists already, and it is another one",
            provider: dialect.provider
        )
    }

    /// The requests of a change, if nothing stands in its way.
    private func prepared(
        _ change: ContainerChange,
        of spec: ContainerSpec,
        _ given: Resolutions
    ) throws -> PreparedChange {
        try dialect.prepare(change, given).accepted(for: spec.name, by: dialect.provider, given)
    }

    /// Makes a namespace once, also where the answer is lost.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `alreadyExists` where the name is taken from the start.
    public func makeNamespace(named name: String) async throws -> Namespace {
        if try await namespace(named: name) != nil {
            throw ContainerServiceError(
                .alreadyExists,
                "a namespace \(name) exists already",
                provider: dialect.provider
            )
        }
        do {
            return try await createNamespace(named: name)
        } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
            if let made = try await namespace(named: name) { return made }
            return try await createNamespace(named: name)
        }
    }

    /// The namespace with exactly this name; `nil` if there is none, or one that is on its way out only.
    public func namespace(named name: String) async throws -> Namespace? {
        for try await namespace in allNamespaces where namespace.name == name && !namespace.isDeleting {
            return namespace
        }
        return nil
    }
}

extension Translation where Value == PreparedChange? {
    /// The requests, if nothing stands in their way and no loss is without consent; the error names the service by `name`.
    package func accepted(
        for name: String,
        by provider: ProviderID,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> PreparedChange {
        guard let value else {
            let reasons = ledger.obstacles.map { $0.code.rawValue }
            throw ContainerServiceError(
                .unsupported,
                "\(name) cannot be written for \(provider): \(reasons.joined(separator: ", "))",
                provider: provider
            )
        }
        let losses = Set(ledger.unconsented(given).map(\.code)).sorted()
        guard losses.isEmpty else {
            throw ContainerServiceError(
                .consentMissing,
                "\(name) would lose something on \(provider); allow \(losses.map(\.rawValue).joined(separator: ", "))",
                provider: provider
            )
        }
        return value
    }
}
