import CloudContainers

extension Migration {
    /// Stops the services and the schedules of the jobs at the source, or deletes both: the last stage, and the only one that touches the source.
    ///
    /// - Parameters:
    ///   - deleting: Whether the sources are deleted; where the provider cannot stop, that is the only way.
    ///   - observer: Hears of what happens.
    /// - Throws: What ``checkRetirement(deleting:)`` throws; nothing is touched then.
    public func retire(deleting: Bool = false, _ observer: @escaping Observer = { _ in }) async throws {
        let (open, jobs, namespace) = try await retirable(deleting: deleting)
        let source = try source
        // What was begun with before may be gone, and some providers refuse to speak of what is.
        let isContinued = await isRetiring(open) && deleting
        let there = isContinued ? Set(try await source.completeContainers(in: namespace).map(\.id)) : []
        try await retireJobs(jobs, in: namespace, deleting: deleting, observer)
        for service in open {
            let word = deleting ? "delete" : "stop"
            try await retire(service, "\(word) \(service.sourceName) at the source", deleting: deleting, observer) {
                if !deleting {
                    try await source.stop([service.source], in: namespace)
                } else if !isContinued || there.contains(service.source) {
                    try await source.delete(service.source)
                }
            }
        }
    }

    /// Notes that a part is being retired, does it, and notes that it is.
    private func retire(
        _ part: any PlannedPart,
        _ purpose: String,
        deleting: Bool,
        _ observer: Observer,
        _ body: () async throws -> Void
    ) async throws {
        try await note(.willSend, part.key) {
            $0.request = JournalRecord.retirement
            $0.text = purpose
        }
        await observer(.sending(service: part.key, request: PreparedRequest("POST", "retire", purpose: purpose)))
        do {
            try await body()
        } catch let error as ContainerServiceError where deleting && error.code == .notFound {}
        try await note(.retired, part.key) { if deleting { $0.text = JournalRecord.deletion } }
        await observer(.reached(service: part.key, .retired))
    }

    /// Whether an earlier retirement has begun with one of them.
    private func isRetiring(_ parts: [any PlannedPart]) async -> Bool {
        let state = await journal.state
        return parts.contains { state[$0.key].isRetiring }
    }

    /// Makes sure that the source can go; changes nothing.
    ///
    /// - Parameter deleting: Whether the sources are to be deleted.
    /// - Throws: `ContainerServiceError` with the code `conflict` where a service is not verified, is not there or does not run
    ///   on the target any more, its source has changed since the plan, or ``MigrationOptions/soak`` is not over; `unsupported`
    ///   where the provider cannot stop and nothing is to be deleted.
    public func checkRetirement(deleting: Bool = false) async throws { _ = try await retirable(deleting: deleting) }

    /// The parts whose source is still there and can go, with the namespace of it.
    private func retirable(
        deleting: Bool
    ) async throws -> (services: [PlannedService], jobs: [PlannedJob], namespace: Namespace.ID) {
        let state = await journal.state
        let open = plan.services.filter { !state[$0.sourceName].isRetired(deleting: deleting) }
        let jobs = plan.jobs.filter { !state[$0.key].isRetired(deleting: deleting) }
        let parts = open as [any PlannedPart] + jobs
        if let part = parts.first(where: { ![.verified, .retired].contains(state[$0.key].step) }) {
            throw ContainerServiceError(.conflict, "\(part.key) is not verified on the target")
        }
        let source = try source
        try await checkSoak(parts, state)
        guard let namespace = plan.source.id, deleting || open.isEmpty || source.dialect.capabilities.stops else {
            throw ContainerServiceError(
                .unsupported,
                "\(plan.source.provider) cannot stop a service; it can only be deleted",
                provider: plan.source.provider
            )
        }
        try await checkTarget(open, jobs, state)
        // What an earlier retirement has begun with is not as planned any more.
        try await checkSource(
            open.filter { !state[$0.sourceName].isRetiring },
            jobs.filter { !state[$0.key].isRetiring }
        )
        return (open, jobs, namespace)
    }

    /// Makes sure that what takes the place of the sources is there and runs; what else was changed of it since it was
    /// verified is its owner's.
    private func checkTarget(_ services: [PlannedService], _ jobs: [PlannedJob], _ state: MigrationState) async throws {
        guard let namespace = state.namespace else { return }
        let ids = services.compactMap { state[$0.sourceName].id }
        let statuses = ids.isEmpty ? [:] : try await target.statuses(of: ids, in: namespace, after: nil)
        var told = services.compactMap { service -> String? in
            guard let status = state[service.sourceName].id.flatMap({ statuses[$0] }), status.state != .deleting else {
                return "\(service.name) is not on the target any more"
            }
            let isDown = [.stopped, .failed, .neverDeployed].contains(status.state)
            return service.runs && isDown ? "\(service.name) is \(status.state.rawValue) on the target" : nil
        }
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
    private func retireJobs(
        _ jobs: [PlannedJob],
        in namespace: Namespace.ID,
        deleting: Bool,
        _ observer: Observer
    ) async throws {
        guard !jobs.isEmpty, let service = try source.jobs else { return }
        var there: Set<Job.ID>?
        if deleting, await isRetiring(jobs) {
            there = []
            for try await job in service.allJobs(in: namespace) { there?.insert(job.id) }
        }
        for job in jobs {
            let purpose = deleting ? "delete \(job.key) at the source" : "stop the schedule of \(job.key) at the source"
            try await retire(job, purpose, deleting: deleting, observer) {
                if !deleting {
                    try await service.stopSchedules(of: job.source)
                } else if there?.contains(job.source) ?? true {
                    try await service.deleteJob(job.source)
                }
            }
        }
    }
}
