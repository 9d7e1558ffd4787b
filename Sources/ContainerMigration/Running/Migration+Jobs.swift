import CloudContainers

// Jobs are made once the services are up, since a run of one may call them.
extension Migration {
    func makeJobs(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ secrets: MigrationSecrets,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        let made = board.jobs(at: [.made])
        guard board.areServicesUp, !made.isEmpty || !board.jobs(at: Self.unmade).isEmpty else { return }
        let jobs = try targetJobs
        let there = try await jobs.all(in: namespace)
        // What an earlier run has made can have been on its way out even then.
        for job in made {
            guard let id = board.ids[job.key], !there.contains(where: { $0.partID == id }) else { continue }
            do {
                _ = try await jobs.read(id)
            } catch let error as ContainerServiceError where [.notFound, .permissionDenied].contains(error.code) {
                // The namespace can be read, so that it is not for lack of rights: not every provider tells what is gone apart.
                board.reach(.making, job)
            }
        }
        let open = board.jobs(at: Self.unmade)
        let hosts = try await hosts(for: open, board.ids)
        let results = try await concurrently(open, atMost: options.concurrency) { job in
            if await stop.isRequested { return Result<Container.ID?, ContainerServiceError>.success(nil) }
            do {
                if let error = missingEndpoint(of: job, hosts) { throw error }
                let found = JobTarget.find(job, in: there)
                let values = secrets.values(for: job)
                return .success(
                    try await make(job.resolved(with: hosts), found, on: jobs, in: namespace, values, observer)
                )
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                let error = error.during("make \(job.name)")
                try await noteFailure(of: job.key, error, observer)
                if options.stopsAtFailure { await stop.request() }
                return .failure(error)
            }
        }
        for (job, result) in zip(open, results) { board.take(result, of: job) }
    }

    /// The steps at which a job is still to be made.
    private static let unmade: Set<MigrationState.Step> = [.notStarted, .making, .removed]

    // MARK: Schedules

    /// What was sent to put the schedule of a job into force.
    private struct Sending {
        var count = 0
        /// Whether a deployment has arrived.
        var hasArrived = false
        /// Whether the failure that the status tells of is an older one.
        var failedBefore = false
    }

    /// Deploys the jobs whose schedules are to be in force, where making them was not enough, and waits until they are.
    func putJobsIntoForce(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        var open = board.jobs(at: [.made]).filter(\.runs)
        guard !open.isEmpty else { return }
        var waiting = options.waiting
        waiting.time = StoppableTime(time: waiting.time, stop: stop)
        do {
            let limit = waiting.limit ?? target.dialect.deploymentLimit(of: nil)
            let began = await waiting.time.now()
            var delay = waiting.shortestDelay
            var sendings: [Job.ID: Sending] = [:]
            while true {
                let live = try await targetJobs.all(in: namespace)
                for job in open {
                    // A look can be an old one, from before the job was made.
                    guard let live = live.first(where: { $0.partID == board.ids[job.key] }) else { continue }
                    do {
                        let isInForce = try await put(job, live, &sendings[job.source, default: Sending()], observer)
                        guard isInForce else { continue }
                        board.reach(.ready, job)
                        try await note(.ready, job.key)
                        await observer(.reached(service: job.key, .ready))
                    } catch let error as ContainerServiceError where !Self.endsRun(error) {
                        try await fail(job, error, &board, observer)
                    }
                    open.removeAll { $0.source == job.source }
                }
                if open.isEmpty { return }
                guard await waiting.time.now() - began < limit else {
                    throw ContainerServiceError(.timedOut, "the schedule was not in force in time")
                }
                try await waiting.time.sleep(for: delay)
                delay = min(delay * 3 / 2, waiting.longestDelay)
            }
        } catch is StoppableTime.Stopped {
            return
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            for job in open { try await fail(job, error, &board, observer) }
        }
    }

    /// Takes a job a step on, as its status demands it; says whether its schedule is in force.
    private func put(
        _ job: PlannedJob,
        _ live: Job,
        _ sending: inout Sending,
        _ observer: Observer
    ) async throws -> Bool {
        // Where jobs have no states, what is made is in force.
        guard let status = live.status else { return true }
        if status.state == .ready, !status.hasUndeployedChanges { return true }
        let isOutdated = status.state == .ready || [.neverDeployed, .stopped, .failed].contains(status.state)
        // Whether a deployment has arrived whose answer was lost shows in the next status.
        if isOutdated, !sending.hasArrived, sending.count < 3 {
            sending.count += 1
            sending.failedBefore = status.state == .failed
            let request = PreparedRequest("POST", "deploy", purpose: "put \(job.name) into force")
            try await note(.willSend(request), job.key, observer)
            do {
                _ = try await targetJobs.service.deployJob(live.id)
                try await note(.didSend(request), job.key, observer)
                sending.hasArrived = true
            } catch let error as ContainerServiceError where error.code == .outcomeUnknown {}
        } else if status.state != .failed {
            sending.failedBefore = false
        } else if !sending.failedBefore {
            throw ContainerServiceError(
                .deploymentFailed,
                "the schedule of \(job.name) could not be put into force: \(status.words)",
                provider: plan.target.provider
            )
        }
        return false
    }

    private func fail(
        _ job: PlannedJob,
        _ error: ContainerServiceError,
        _ board: inout RunBoard,
        _ observer: Observer
    ) async throws {
        let error = error.during("put \(job.name) into force")
        board.fail(job, error)
        try await noteFailure(of: job.key, error, observer)
    }
}
