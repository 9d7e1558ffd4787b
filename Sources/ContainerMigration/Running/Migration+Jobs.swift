import CloudContainers

// Jobs are made once the services are up, since a run of one may call them.
extension Migration {
    /// The jobs of the target's account.
    private var targetJobs: any JobService {
        get throws(ContainerServiceError) {
            if let jobs = target.jobs { return jobs }
            throw ContainerServiceError(
                .unsupported,
                "\(plan.target.provider) has no jobs",
                provider: plan.target.provider
            )
        }
    }

    func makeJobs(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ secrets: MigrationSecrets,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        let open = board.jobs(at: [.notStarted, .making, .removed])
        guard !open.isEmpty, board.areServicesUp else { return }
        let there = try await allJobs(in: namespace)
        let hosts = try await hosts(for: open, board.ids)
        let results = try await concurrently(open, atMost: options.concurrency) { job in
            if await stop.isRequested { return Result<Container.ID?, ContainerServiceError>.success(nil) }
            do {
                if let error = missingEndpoint(of: job, hosts) { throw error }
                let found = find(job, in: there)
                let values = secrets.values(for: job)
                let id = try await make(job.resolved(with: hosts), found, in: namespace, values, observer)
                return .success(Container.ID(rawValue: id.rawValue))
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                let error = error.during("make \(job.name)")
                try await noteFailure(of: job.key, error, observer)
                if options.stopsAtFailure { await stop.request() }
                return .failure(error)
            }
        }
        for (job, result) in zip(open, results) { board.take(result, of: job) }
    }

    private func allJobs(in namespace: Namespace.ID) async throws -> [Job] {
        var jobs: [Job] = []
        for try await job in try targetJobs.allJobs(in: namespace) { jobs.append(job) }
        return jobs
    }

    /// The job of this migration that a planned one has become, or else the one that has its name.
    private func find(_ planned: PlannedJob, in jobs: [Job]) -> Job? {
        let names = Set([planned.name.lowercased(), planned.spec.name.lowercased()])
        let fitting = jobs.filter { names.contains($0.spec.name.lowercased()) }
        return fitting.first { $0.spec.owner == plan.id } ?? fitting.first
    }

    /// Makes a job, or takes over what an earlier run of this migration has made of it.
    private func make(
        _ job: PlannedJob,
        _ found: Job?,
        in namespace: Namespace.ID,
        _ secrets: SecretValues,
        _ observer: @escaping Observer
    ) async throws -> Job.ID {
        let jobs = try targetJobs
        guard let creation = try creation(of: job) else {
            throw ContainerServiceError(.unsupported, "\(job.key) has no requests")
        }
        var found = found
        for attempt in 1... {
            let isFirst = found == nil
            do {
                var change = creation
                change.isKnownByMark = true
                if let found {
                    try checkOwner(of: found, job)
                    change = try difference(of: job, from: try await jobs.job(found.id))
                }
                var id = found?.id
                if id == nil || !change.requests.isEmpty {
                    id = try await jobs.perform(change, in: namespace, job: id, secrets: secrets) { step in
                        try await note(step, job.key, observer)
                    }
                }
                guard let id else { continue }
                let known = Container.ID(rawValue: id.rawValue)
                try await note(isFirst ? .made : .adopted, job.key) { $0.id = known.rawValue }
                await observer(.made(service: job.key, id: known))
                return id
            } catch let error as ContainerServiceError
                where attempt < 5 && (error.isRetryable || Self.asksForALook.contains(error.code))
            {
                if [.busy, .rateLimited].contains(error.code) { throw error }
                if error.code == .conflict, found == nil { throw error }
                if error.code == .alreadyExists, !isFirst { throw error }
                found = find(job, in: try await allJobs(in: namespace))
                if error.code == .alreadyExists, found == nil { throw error }
            }
        }
        throw ContainerServiceError(.outcomeUnknown, "the answers of \(plan.target.provider) kept being lost")
    }

    /// The requests that make a job whose endpoints are known; those of the plan have placeholders there.
    private func creation(of job: PlannedJob) throws(ContainerServiceError) -> PreparedChange? {
        guard !job.references.isEmpty, job.change != nil else { return job.change }
        var given = plan.settings.resolutions
        given.secretNames.formUnion(job.secrets)
        return try targetJobs.dialect.prepare(.create(job.spec), given).value
    }

    private func checkOwner(of live: Job, _ job: PlannedJob) throws {
        guard live.spec.owner != plan.id else { return }
        throw ContainerServiceError(
            .alreadyExists,
            "the target has a job \(job.name) (\(live.id)) that this migration did not make",
            provider: plan.target.provider
        )
    }

    /// The update that would bring a job of the target to the plan.
    private func difference(of job: PlannedJob, from live: Job) throws -> PreparedChange {
        var given = plan.settings.resolutions
        given.secretNames.formUnion(job.secrets)
        let translation = try targetJobs.dialect.prepare(.update(job.spec, live: live.bundle), given)
        guard let change = translation.value else {
            throw ContainerServiceError(
                .conflict,
                "\(job.key) on the target cannot be brought to the plan: "
                    + translation.ledger.obstacles.map(\.code.rawValue).joined(separator: ", "),
                provider: plan.target.provider
            )
        }
        return change
    }

    // MARK: Schedules

    /// Deploys the jobs whose schedules are to be in force, where making them was not enough, and waits until they are.
    func putJobsIntoForce(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ stop: MigrationStop,
        _ observer: @escaping Observer
    ) async throws {
        var open = board.jobs(at: [.made]).filter(\.runs)
        guard !open.isEmpty else { return }
        var time = options.waiting
        time.time = StoppableTime(time: time.time, stop: stop)
        do {
            // Those whose failure is an old one, until they have shown something else.
            var failed = try await deploy(&open, &board, in: namespace, observer)
            let limit = options.waiting.limit ?? target.dialect.deploymentLimit(of: nil)
            let began = await time.time.now()
            var delay = time.shortestDelay
            while !open.isEmpty {
                let statuses = try await statuses(in: namespace)
                for job in open {
                    let status = board.id(of: job).flatMap { statuses[$0] }
                    let state = status.map { $0?.state ?? .ready }
                    if state == .ready, status??.hasUndeployedChanges != true {
                        board.reach(.ready, job)
                        try await note(.ready, job.key)
                        await observer(.reached(service: job.key, .ready))
                    } else if state == .failed, !failed.contains(job.source) {
                        let words = status??.message ?? status??.providerWord ?? "it failed"
                        let text = "the schedule of \(job.name) could not be put into force: \(words)"
                        try await fail(job, ContainerServiceError(.deploymentFailed, text), &board, observer)
                    } else {
                        if state != .failed { failed.remove(job.source) }
                        continue
                    }
                    open.removeAll { $0.source == job.source }
                }
                if open.isEmpty { break }
                guard await time.time.now() - began < limit else {
                    let error = ContainerServiceError(.timedOut, "the schedule was not in force in time")
                    for job in open { try await fail(job, error, &board, observer) }
                    return
                }
                try await time.time.sleep(for: delay)
                delay = min(delay * 3 / 2, time.longestDelay)
            }
        } catch is StoppableTime.Stopped {
            return
        } catch let error as ContainerServiceError where !Self.endsRun(error) {
            for job in board.jobs(at: [.made]).filter(\.runs) { try await fail(job, error, &board, observer) }
        }
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

    private func statuses(in namespace: Namespace.ID) async throws -> [Job.ID: ContainerStatus?] {
        Dictionary(try await allJobs(in: namespace).map { ($0.id, $0.status) }) { first, _ in first }
    }

    /// Deploys what is not in force, each job by itself; gives those whose last deployment had failed.
    private func deploy(
        _ open: inout [PlannedJob],
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ observer: Observer
    ) async throws -> Set<Job.ID> {
        var statuses = try await statuses(in: namespace)
        var failed: Set<Job.ID> = []
        for job in open {
            guard let id = board.id(of: job) else { continue }
            do {
                // Whether a deployment has arrived whose answer was lost shows in the status after a moment.
                for _ in 1...3 where Self.needsDeployment(statuses[id] ?? nil) {
                    if (statuses[id] ?? nil)?.state == .failed { failed.insert(job.source) }
                    let request = PreparedRequest("POST", "deploy", purpose: "put \(job.name) into force")
                    try await note(.willSend(request), job.key, observer)
                    do {
                        _ = try await targetJobs.deployJob(id)
                        try await note(.didSend(request), job.key, observer)
                        break
                    } catch let error as ContainerServiceError where error.code == .outcomeUnknown {
                        try await options.waiting.time.sleep(for: options.waiting.shortestDelay)
                        statuses = try await self.statuses(in: namespace)
                    }
                }
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                try await fail(job, error, &board, observer)
                open.removeAll { $0.source == job.source }
            }
        }
        return failed
    }

    /// Whether a job of a status is not in force as it is configured; where jobs have no states it is.
    private static func needsDeployment(_ status: ContainerStatus?) -> Bool {
        guard let status else { return false }
        let isOutdated = status.state == .ready && status.hasUndeployedChanges
        return isOutdated || [.neverDeployed, .stopped, .failed].contains(status.state)
    }

    // MARK: Verifying

    func verifyJobs(
        _ board: inout RunBoard,
        in namespace: Namespace.ID,
        _ observer: @escaping Observer
    ) async throws {
        let ready = Set(board.jobs(at: [.ready]).map(\.source))
        let jobs = board.jobs(at: [.made, .ready]).filter { !$0.runs || ready.contains($0.source) }
        var problems = try await problems(of: jobs, board.ids)
        if problems.contains(where: { $0 == nil }) {
            let surplus = try await removeDoubles(of: jobs, board.ids, in: namespace, observer)
            problems = zip(problems, surplus).map { $0 ?? $1 }
        }
        for (job, problem) in zip(jobs, problems) {
            if let problem {
                if Self.endsRun(problem) { throw problem }
                board.fail(job, problem)
                try await noteFailure(of: job.key, problem, observer)
            } else {
                board.reach(.verified, job)
                try await note(.verified, job.key)
                await observer(.reached(service: job.key, .verified))
            }
        }
    }

    /// Deletes what this migration has made a second time of a job; `nil` for each job of which there is one now.
    ///
    /// Where a provider lets several jobs have one name, an answer that was lost and a list that was old lead to that.
    private func removeDoubles(
        of jobs: [PlannedJob],
        _ ids: [String: Container.ID],
        in namespace: Namespace.ID,
        _ observer: Observer
    ) async throws -> [ContainerServiceError?] {
        let there: [Job]
        do {
            there = try await allJobs(in: namespace).filter { $0.spec.owner == plan.id }
        } catch let error as ContainerServiceError {
            return jobs.map { error.during("verify \($0.name)") }
        }
        var results: [ContainerServiceError?] = []
        for job in jobs {
            let names = Set([job.name.lowercased(), job.spec.name.lowercased()])
            var failure: ContainerServiceError?
            for double in there
            where names.contains(double.spec.name.lowercased()) && double.id.rawValue != ids[job.key]?.rawValue {
                let request = PreparedRequest("DELETE", "job", purpose: "delete a second \(job.name)")
                try await note(.willSend(request), job.key, observer)
                do {
                    try await targetJobs.deleteJob(double.id)
                    try await note(.didSend(request), job.key, observer)
                } catch let error as ContainerServiceError where error.code == .notFound {
                } catch let error as ContainerServiceError {
                    failure = error.during("verify \(job.name)")
                }
            }
            results.append(failure)
        }
        return results
    }

    /// What of each job is not as planned; `nil` where it is.
    func problems(
        of jobs: [PlannedJob],
        _ ids: [String: Container.ID]
    ) async throws -> [ContainerServiceError?] {
        if jobs.isEmpty { return [] }
        let hosts: [String: String]
        do {
            hosts = try await self.hosts(for: jobs, ids)
        } catch let error as ContainerServiceError {
            return jobs.map { _ in error }
        }
        return try await concurrently(jobs, atMost: options.concurrency) { job -> ContainerServiceError? in
            let operation = "verify \(job.name)"
            do {
                if let error = missingEndpoint(of: job, hosts) { return error.during(operation) }
                guard let id = ids[job.key] else {
                    throw ContainerServiceError(.notFound, "\(job.key) is not on the target")
                }
                let live = try await targetJobs.job(Job.ID(rawValue: id.rawValue))
                let change = try difference(of: job.resolved(with: hosts), from: live)
                if change.requests.isEmpty { return nil }
                let purposes = change.requests.map(\.purpose).joined(separator: ", ")
                throw ContainerServiceError(
                    .conflict,
                    "\(job.key) is not as planned: \(purposes) would be needed",
                    provider: plan.target.provider
                )
            } catch let error as ContainerServiceError {
                return error.during(operation)
            }
        }
    }

    // MARK: Rolling back

    /// Removes the jobs that this migration has made; `nil` for a namespace that is gone.
    func removeJobs(in namespace: Namespace.ID?, _ observer: @escaping Observer) async throws
        -> [MigrationOutcome.Service]
    {
        var outcomes: [MigrationOutcome.Service] = []
        for job in plan.jobs {
            var result = MigrationOutcome.Service(name: job.key, step: await journal.state[job.key].step)
            do {
                result.kept = try await remove(job, in: namespace, observer)
                if result.kept == nil {
                    result.step = await journal.state[job.key].step == .removed ? .removed : .notStarted
                }
            } catch let error as ContainerServiceError where !Self.endsRun(error) {
                try await noteFailure(of: job.key, error, observer)
                result.failure = error
                result.kept = error.message
            }
            outcomes.append(result)
        }
        return outcomes
    }

    /// Removes a job; gives the reason where it is kept.
    private func remove(
        _ job: PlannedJob,
        in namespace: Namespace.ID?,
        _ observer: @escaping Observer
    ) async throws -> String? {
        let state = await journal.state
        var id = state[job.key].id.map { Job.ID(rawValue: $0.rawValue) }
        if id == nil, let namespace, state[job.key].step == .making {
            // A creation whose end nobody noted can have made one; without the mark it is somebody else's.
            let found = find(job, in: try await allJobs(in: namespace))
            if found?.spec.owner == plan.id { id = found?.id }
        }
        guard let id else { return nil }
        let jobs = try targetJobs
        let live: Job
        do {
            live = try await jobs.job(id)
        } catch let error as ContainerServiceError where error.code == .notFound {
            try await note(.removed, job.key)
            return nil
        }
        var reason: String?
        if live.spec.owner != plan.id {
            reason = "it does not carry the mark of this migration"
        } else if try await hasChanged(job, live) {
            reason = "somebody has changed it since"
        }
        if let reason {
            await observer(.kept(service: job.key, reason: reason))
            return reason
        }
        let request = PreparedRequest("DELETE", "job", purpose: "remove \(job.name)")
        try await note(.willSend(request), job.key, observer)
        do {
            try await jobs.deleteJob(id)
        } catch let error as ContainerServiceError where error.code == .notFound {}
        try await waitUntilGone(id)
        try await note(.removed, job.key)
        await observer(.reached(service: job.key, .removed))
        return nil
    }

    /// Whether a job that was finished is another one now; one that was never finished differs from the plan anyway.
    private func hasChanged(_ job: PlannedJob, _ live: Job) async throws -> Bool {
        let state = await journal.state
        guard state[job.key].step == .verified else { return false }
        let hosts = try await hosts(for: [job], plan.ids(state))
        let wanted = job.resolved(with: hosts, elseAsIn: live.spec.variables)
        return try !difference(of: wanted, from: live).requests.isEmpty
    }

    private func waitUntilGone(_ id: Job.ID) async throws {
        let waiting = options.waiting
        let limit = waiting.limit ?? target.dialect.deploymentLimit(of: nil)
        let began = await waiting.time.now()
        var delay = waiting.shortestDelay
        while true {
            do {
                _ = try await targetJobs.job(id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return
            }
            guard await waiting.time.now() - began < limit else {
                throw ContainerServiceError(
                    .timedOut,
                    "the job \(id) was not gone in time",
                    provider: plan.target.provider
                )
            }
            try await waiting.time.sleep(for: delay)
            delay = min(delay * 3 / 2, waiting.longestDelay)
        }
    }

    // MARK: Source

    /// What of jobs at the source is not as it was when the plan was made.
    func sourceChanges(of jobs: [PlannedJob]) async throws -> [String] {
        guard !jobs.isEmpty, let service = try source.jobs else { return [] }
        return try await concurrently(jobs, atMost: options.concurrency) { job -> String? in
            let live: Job
            do {
                live = try await service.job(job.source)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return "\(job.key) is gone"
            }
            guard service.dialect.basis(of: live.bundle) != job.sourceBasis else { return nil }
            return words(about: job.key, job.sourceFields.changes(to: live.spec.fieldFingerprints))
        }.compactMap(\.self)
    }

    /// Stops the schedules of jobs at the source, or deletes the jobs.
    func retireJobs(_ jobs: [PlannedJob], deleting: Bool, _ observer: Observer) async throws {
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
