import CloudContainers

/// The jobs of the target's account.
struct JobTarget: PartTarget {
    let service: any JobService
    /// How long a job may take to be gone.
    let limit: Duration

    var word: String { "job" }

    func title(of part: PlannedJob) -> String { part.key }

    func all(in namespace: Namespace.ID) async throws -> [Job] {
        var jobs: [Job] = []
        for try await job in service.allJobs(in: namespace) { jobs.append(job) }
        return jobs
    }

    func read(_ id: Container.ID) async throws -> Job { try await service.job(Job.ID(rawValue: id.rawValue)) }

    func find(_ part: PlannedJob, in namespace: Namespace.ID) async throws -> Job? {
        Self.find(part, in: try await all(in: namespace))
    }

    /// The job that this migration has made of a planned one, or else one that has its name.
    static func find(_ part: PlannedJob, in jobs: [Job]) -> Job? {
        // One that was made by half and undone can still be on its way out.
        let fitting = jobs.filter { part.goesBy($0.spec.name) && $0.status?.state != .deleting }
        return fitting.first { $0.spec.owner == part.spec.owner } ?? fitting.first
    }

    func all(named part: PlannedJob, in namespace: Namespace.ID) async throws -> [Job] {
        try await all(in: namespace).filter { part.goesBy($0.spec.name) }
    }

    func prepare(
        _ part: PlannedJob,
        over live: Job?,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        try service.dialect.prepare(live.map { .update(part.spec, live: $0.bundle) } ?? .create(part.spec), given)
    }

    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        on id: Container.ID?,
        _ secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Container.ID {
        let job = id.map { Job.ID(rawValue: $0.rawValue) }
        let made = try await service.perform(change, in: namespace, job: job, secrets: secrets, journal: journal)
        return Container.ID(rawValue: made.rawValue)
    }

    func delete(_ id: Container.ID) async throws { try await service.deleteJob(Job.ID(rawValue: id.rawValue)) }

    func waitUntilGone(_ id: Container.ID, in namespace: Namespace.ID?, _ waiting: WaitOptions) async throws {
        let limit = waiting.limit ?? limit
        let began = await waiting.time.now()
        var delay = waiting.shortestDelay
        while true {
            do {
                _ = try await read(id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return
            }
            guard await waiting.time.now() - began < limit else {
                throw ContainerServiceError(
                    .timedOut,
                    "the job \(id) was not gone in time",
                    provider: service.dialect.provider
                )
            }
            try await waiting.time.sleep(for: delay)
            delay = min(delay * 3 / 2, waiting.longestDelay)
        }
    }
}

extension PlannedJob {
    /// Whether a job of a name can be what it has become; not every provider tells cases apart.
    func goesBy(_ other: String) -> Bool { [name.lowercased(), spec.name.lowercased()].contains(other.lowercased()) }
}
