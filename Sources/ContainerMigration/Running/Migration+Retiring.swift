import CloudContainers

extension Migration {
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
