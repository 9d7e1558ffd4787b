import CloudContainers

extension Migration {
    /// Stops the services and the schedules of the jobs at the source, or deletes both: the last stage, and the only one that touches the source.
    ///
    /// - Parameters:
    ///   - deleting: Whether the sources are deleted; where the provider cannot stop, that is the only way.
    ///   - observer: Hears of what happens.
    /// - Throws: What ``checkRetirement(deleting:)`` throws; nothing is touched then.
    public func retire(deleting: Bool = false, _ observer: @escaping Observer = { _ in }) async throws {
        try await checkRetirement(deleting: deleting)
        let (open, jobs) = unretired(await journal.state)
        guard let namespace = plan.source.id else { return }
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

    /// Makes sure that the source can go; changes nothing.
    ///
    /// - Parameter deleting: Whether the sources are to be deleted.
    /// - Throws: `ContainerServiceError` with the code `conflict` where a service is not verified, is not there or does not run
    ///   on the target any more, its source has changed since the plan, or ``MigrationOptions/soak`` is not over; `unsupported`
    ///   where the provider cannot stop and nothing is to be deleted.
    public func checkRetirement(deleting: Bool = false) async throws {
        let state = await journal.state
        let (open, jobs) = unretired(state)
        let parts = open as [any PlannedPart] + jobs
        if let part = parts.first(where: { state[$0.key].step != .verified }) {
            throw ContainerServiceError(.conflict, "\(part.key) is not verified on the target")
        }
        let source = try source
        try await checkSoak(parts, state)
        guard plan.source.id != nil, deleting || open.isEmpty || source.dialect.capabilities.stops else {
            throw ContainerServiceError(
                .unsupported,
                "\(plan.source.provider) cannot stop a service; it can only be deleted",
                provider: plan.source.provider
            )
        }
        try await checkTarget(open, jobs, state)
        // What an earlier retirement has begun with is not as planned any more.
        try await checkSource(open, jobs.filter { !state[$0.key].isRetiring })
    }

    /// The parts whose source is still there.
    private func unretired(_ state: MigrationState) -> (services: [PlannedService], jobs: [PlannedJob]) {
        (
            plan.services.filter { state[$0.sourceName].step != .retired },
            plan.jobs.filter { state[$0.key].step != .retired }
        )
    }

    /// Makes sure that what takes the place of the sources is there and runs; what else was changed of it since it was
    /// verified is its owner's.
    private func checkTarget(_ services: [PlannedService], _ jobs: [PlannedJob], _ state: MigrationState) async throws {
        guard let namespace = state.namespace else { return }
        let listed = services.isEmpty ? [:] : try await listed(in: namespace)
        var told = try await concurrently(services, atMost: options.concurrency) { service -> String? in
            let gone = "\(service.name) is not on the target any more"
            guard let id = state[service.sourceName].id, listed[id] != nil else { return gone }
            let live: Container
            do {
                live = try await self.target.container(id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return gone
            }
            if live.isLeaving { return gone }
            let isDown = [.stopped, .failed, .neverDeployed].contains(live.status.state)
            return service.runs && isDown ? "\(service.name) is \(live.status.state.rawValue) on the target" : nil
        }.compactMap(\.self)
        if !jobs.isEmpty {
            let there = Set(try await targetJobs.all(in: namespace).map(\.partID))
            told += jobs.filter { job in !(state[job.key].id.map(there.contains) ?? false) }
                .map { "\($0.name) is not on the target any more" }
        }
        guard !told.isEmpty else { return }
        throw ContainerServiceError(
            .conflict,
            "the source is all there is: \(told.joined(separator: "; "))",
            provider: plan.target.provider
        )
    }

    /// Stops the schedules of jobs at the source, or deletes the jobs.
    private func retireJobs(_ jobs: [PlannedJob], deleting: Bool, _ observer: Observer) async throws {
        guard !jobs.isEmpty, let service = try source.jobs else { return }
        for job in jobs {
            let purpose = deleting ? "delete \(job.key) at the source" : "stop the schedule of \(job.key) at the source"
            try await note(.willSend, job.key) {
                $0.request = JournalRecord.retirement
                $0.text = purpose
            }
            await observer(.sending(service: job.key, request: PreparedRequest("POST", "retire", purpose: purpose)))
            do {
                if deleting {
                    try await service.deleteJob(job.source)
                } else {
                    try await service.stopSchedules(of: job.source)
                }
            } catch let error as ContainerServiceError where deleting && error.code == .notFound {}
            try await note(.retired, job.key)
            await observer(.reached(service: job.key, .retired))
        }
    }
}
