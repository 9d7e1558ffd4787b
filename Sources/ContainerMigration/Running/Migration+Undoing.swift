import CloudContainers

extension Migration {
    /// Removes from the target what this migration has made, and nothing else.
    ///
    /// A container that somebody has changed since, or that does not carry the mark of this migration any more, is kept and named.
    /// The namespace goes too if this migration made it and nothing is left in it.
    ///
    /// - Throws: What ``checkRollback()`` throws, and `conflict` where the namespace is not there and the account is another one
    ///   than that of the run (``MigrationOptions/account``); nothing is touched then.
    public func rollBack(_ observer: @escaping Observer = { _ in }) async throws -> MigrationOutcome {
        try await checkRollback()
        let state = await journal.state
        guard let namespace = state.namespace else { return await emptyOutcome() }
        let isThere = try await isThere(namespace)
        if !isThere { try checkAccount(state, namespace) }
        try await note(.began) { $0.plan = plan.fingerprint }
        guard isThere else {
            // It has taken all with it.
            for service in plan.services where state[service.sourceName].step != .notStarted {
                try await note(.removed, service.sourceName)
            }
            var outcome = await emptyOutcome()
            // Not every provider keeps jobs in namespaces.
            outcome.services.removeLast(plan.jobs.count)
            outcome.services += try await removeJobs(in: nil, observer)
            try await note(.removed)
            try await note(.ended)
            return outcome
        }
        let jobs = try await removeJobs(in: namespace, observer)
        let services = try await remove(plan.services, on: targetContainers, in: namespace, observer)
        // A job that stays names the namespace, even where it does not live in it.
        if state.ownsNamespace, jobs.allSatisfy({ $0.kept == nil }) { try await removeNamespace(namespace, observer) }
        try await note(.ended)
        return MigrationOutcome(services: services + jobs, wasStopped: false)
    }

    /// Makes sure that what is on the target may go; changes nothing.
    ///
    /// - Throws: `ContainerServiceError` with the code `conflict` where the source of a service was retired or that was begun, and while a
    ///   domain that was moved leads to the target; ``revertDomains(of:stop:pointing:_:)`` comes first then.
    public func checkRollback() async throws {
        let state = await journal.state
        if let part = plan.parts.first(where: { state[$0.key].step == .retired }) {
            throw ContainerServiceError(
                .conflict,
                "the source of \(part.key) was retired, so that the target is all there is of it; plan a migration back to "
                    + "\(plan.source.provider) instead"
            )
        }
        // Nobody knows whether what was begun with is still there.
        if let part = plan.parts.first(where: { state[$0.key].isRetiring }) {
            throw ContainerServiceError(
                .conflict,
                "retiring the source of \(part.key) was begun, so that the target may be all there is of it; end that first"
            )
        }
        try await checkDomainsAreBack(state)
    }

    /// Whether a namespace is in the list: asked for by its id, one that is gone looks like one that may not be read to some
    /// providers.
    private func isThere(_ id: Namespace.ID) async throws -> Bool {
        for try await namespace in target.allNamespaces where namespace.id == id { return true }
        return false
    }

    /// Makes sure that a namespace that is not there was not made in another account.
    private func checkAccount(_ state: MigrationState, _ namespace: Namespace.ID) throws(ContainerServiceError) {
        guard let noted = state.account, let given = options.account, noted != given else { return }
        throw ContainerServiceError(
            .conflict,
            "there is no namespace \(namespace) in \(given); the migration ran in \(noted)",
            provider: plan.target.provider
        )
    }

    private func emptyOutcome() async -> MigrationOutcome {
        let state = await journal.state
        return MigrationOutcome(
            services: plan.parts.map { .init(name: $0.key, step: state[$0.key].step) },
            wasStopped: false
        )
    }

    /// Removes the jobs that this migration has made; the namespace is `nil` where it is gone.
    private func removeJobs(
        in namespace: Namespace.ID?,
        _ observer: @escaping Observer
    ) async throws -> [MigrationOutcome.Service] {
        if plan.jobs.isEmpty { return [] }
        return try await remove(plan.jobs, on: try targetJobs, in: namespace, observer)
    }

    private func removeNamespace(_ namespace: Namespace.ID, _ observer: @escaping Observer) async throws {
        do {
            let others = try await target.otherServices(in: namespace)
            guard try await target.completeContainers(in: namespace).isEmpty, others.isEmpty else { return }
            let request = PreparedRequest("DELETE", "namespace", purpose: "remove \(plan.target.namespace)")
            try await note(.willSend(request), nil, observer)
            try await target.deleteNamespace(namespace)
            try await target.waitUntilGone(namespace, options.waiting)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        try await note(.removed)
    }
}
