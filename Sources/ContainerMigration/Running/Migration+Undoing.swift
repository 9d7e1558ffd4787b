import CloudContainers

extension Migration {
    /// Removes from the target what this migration has made, and nothing else.
    ///
    /// A container that somebody has changed since, or that does not carry the mark of this migration any more, is kept and named.
    /// The namespace goes too if this migration made it and nothing is left in it.
    ///
    /// - Throws: `ContainerServiceError` with the code `conflict` where the source of a service was retired already, and while a
    ///   domain that was moved leads to the target; ``revertDomains(of:stop:pointing:_:)`` comes first then.
    public func rollBack(_ observer: @escaping Observer = { _ in }) async throws -> MigrationOutcome {
        let state = await journal.state
        if let part = plan.parts.first(where: { state[$0.key].step == .retired }) {
            throw ContainerServiceError(
                .conflict,
                "the source of \(part.key) was retired, so that the target is all there is of it"
            )
        }
        guard let namespace = state.namespace else { return await emptyOutcome() }
        try await checkDomainsAreBack(state)
        try await note(.began) { $0.plan = plan.fingerprint }
        guard try await isThere(namespace) else {
            // It has taken all with it.
            for service in plan.services where state[service.sourceName].step != .notStarted {
                try await note(.removed, service.sourceName)
            }
            var outcome = await emptyOutcome()
            // Not every provider keeps jobs in namespaces.
            outcome.services.removeLast(plan.jobs.count)
            outcome.services += try await removeJobs(in: nil, observer)
            try await note(.ended)
            return outcome
        }
        var outcome = MigrationOutcome(services: [], wasStopped: false)
        let jobs = try await removeJobs(in: namespace, observer)
        for service in plan.services {
            var result = MigrationOutcome.Service(name: service.sourceName, step: state[service.sourceName].step)
            do {
                result.kept = try await remove(service, state[service.sourceName].id, in: namespace, observer)
                if result.kept == nil {
                    let isGone = await journal.state[service.sourceName].step == .removed
                    result.step = isGone ? .removed : .notStarted
                }
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                try await noteFailure(of: service.sourceName, error, observer)
                result.failure = error
                result.kept = error.message
            }
            outcome.services.append(result)
        }
        outcome.services += jobs
        // A job that stays names the namespace, even where it does not live in it.
        if state.ownsNamespace, jobs.allSatisfy({ $0.kept == nil }) { try await removeNamespace(namespace, observer) }
        try await note(.ended)
        return outcome
    }

    /// Whether a namespace is in the list: asked for by its id, one that is gone looks like one that may not be read to some
    /// providers.
    private func isThere(_ id: Namespace.ID) async throws -> Bool {
        for try await namespace in target.allNamespaces where namespace.id == id { return true }
        return false
    }

    private func emptyOutcome() async -> MigrationOutcome {
        let state = await journal.state
        return MigrationOutcome(
            services: plan.parts.map { .init(name: $0.key, step: state[$0.key].step) },
            wasStopped: false
        )
    }

    /// Removes a container; gives the reason where it is kept.
    private func remove(
        _ service: PlannedService,
        _ id: Container.ID?,
        in namespace: Namespace.ID,
        _ observer: @escaping Observer
    ) async throws -> String? {
        var id = id
        if id == nil, let found = try await target.container(named: service.name, in: namespace) {
            // A creation whose end nobody noted can have made one; without the mark it is somebody else's.
            if found.spec.owner == plan.id { id = found.id }
        }
        guard let id else { return nil }
        let live: Container
        do {
            live = try await target.container(id)
        } catch let error as ContainerServiceError where error.code == .notFound {
            try await note(.removed, service.sourceName)
            return nil
        }
        var reason: String?
        if live.spec.owner != plan.id {
            reason = "it does not carry the mark of this migration"
        } else if try await hasChanged(service, live) {
            reason = "somebody has changed it since"
        }
        if let reason {
            await observer(.kept(service: service.sourceName, reason: reason))
            return reason
        }
        let request = PreparedRequest("DELETE", "container", purpose: "remove \(service.name)")
        try await note(.willSend(request), service.sourceName, observer)
        do {
            try await target.delete(id)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        try await target.wait(for: [id], in: namespace, until: .gone, options.waiting)
        try await note(.removed, service.sourceName)
        await observer(.reached(service: service.sourceName, .removed))
        return nil
    }

    /// Whether a container that was finished is another one now; one that was never finished differs from the plan anyway.
    private func hasChanged(_ service: PlannedService, _ live: Container) async throws -> Bool {
        let step = await journal.state[service.sourceName].step
        guard step == .verified else { return false }
        let state = await journal.state
        let hosts = try await hosts(for: [service], plan.ids(state))
        // What it refers to may be removed already.
        let wanted = service.resolved(with: hosts, elseAsIn: live.spec.variables)
        return try !difference(of: wanted, from: live).requests.isEmpty
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
    }

    /// Stops the services and the schedules of the jobs at the source, or deletes both: the last stage, and the only one that touches the source.
    ///
    /// - Parameters:
    ///   - deleting: Whether the sources are deleted; where the provider cannot stop, that is the only way.
    ///   - observer: Hears of what happens.
    /// - Throws: `ContainerServiceError` with the code `conflict` where a service is not verified, its source has changed
    ///   since the plan, or ``MigrationOptions/soak`` is not over; `unsupported` where the provider cannot stop and nothing is to be deleted. Nothing is touched then.
    public func retire(deleting: Bool = false, _ observer: @escaping Observer = { _ in }) async throws {
        let state = await journal.state
        let open = plan.services.filter { state[$0.sourceName].step != .retired }
        let jobs = plan.jobs.filter { state[$0.key].step != .retired }
        let parts = open as [any PlannedPart] + jobs
        if let part = parts.first(where: { state[$0.key].step != .verified }) {
            throw ContainerServiceError(.conflict, "\(part.key) is not verified on the target")
        }
        let source = try source
        try await checkSoak(parts, state)
        let canStop = open.isEmpty || source.dialect.capabilities.stops
        guard let namespace = plan.source.id, deleting || canStop else {
            throw ContainerServiceError(
                .unsupported,
                "\(plan.source.provider) cannot stop a service; it can only be deleted",
                provider: plan.source.provider
            )
        }
        // What an earlier retirement has begun with is not as planned any more.
        try await checkSource(open, jobs.filter { !state[$0.key].isRetiring })
        try await retireJobs(jobs, deleting: deleting, observer)
        for service in open {
            let word = deleting ? "delete" : "stop"
            let request = PreparedRequest(
                deleting ? "DELETE" : "POST",
                word,
                purpose: "\(word) \(service.sourceName) at the source"
            )
            try await note(.willSend(request), service.sourceName, observer)
            if deleting {
                do {
                    try await source.delete(service.source)
                } catch let error as ContainerServiceError where error.code == .notFound {}
            } else {
                try await source.stop([service.source], in: namespace)
            }
            try await note(.retired, service.sourceName)
            await observer(.reached(service: service.sourceName, .retired))
        }
    }
}
