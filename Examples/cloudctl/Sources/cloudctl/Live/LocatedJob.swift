import CloudContainers

/// A job with the namespace that it is in.
struct LocatedJob: Located {
    /// The namespace.
    var namespace: Namespace
    /// The job, as a list or a single answer gives it.
    var job: Job
    var place: String

    var name: String { job.spec.name }
    var rawID: String { job.id.rawValue }
    static var noun: String { "job" }
    static var list: String { "cloudctl jobs list" }

    /// The name, id and place, for programs.
    var identity: JSONObject {
        [
            "id": .string(job.id.rawValue),
            "name": .string(job.spec.name),
            "namespace": [
                "id": .string(namespace.id.rawValue), "name": .string(namespace.name),
                "parent": .optional(namespace.parent),
            ],
        ]
    }
}

extension Session {
    /// Lends a session on an account with jobs; a simulator's has sample jobs beside the sample services.
    static func withJobs<Result>(
        _ options: ProviderOptions,
        _ printing: OutputOptions,
        on console: Console,
        _ body: (Session, any JobService) async throws -> Result
    ) async throws -> Result {
        var choice = options.choice
        choice.wantsJobs = true
        return try await with(choice, printing, on: console) { session in
            guard let jobs = session.service.jobs else {
                throw Failure(
                    .failed,
                    "\(session.provider.name) has no jobs",
                    advice: "cloudctl providers shows what each provider can do."
                )
            }
            return try await body(session, jobs)
        }
    }

    /// The jobs of all namespaces, or of one; each once.
    func jobs(in name: String?, _ jobs: any JobService) async throws -> [LocatedJob] {
        var result: [LocatedJob] = []
        try await forEachJob(in: name, jobs) { result.append($0) }
        return result
    }

    /// Takes the jobs of all namespaces, or of one, each once, as the pages of the lists come.
    func forEachJob(
        in name: String?,
        _ jobs: any JobService,
        _ body: (LocatedJob) throws -> Void
    ) async throws {
        // At Scaleway a job that names no namespace is one of each.
        var known: Set<Job.ID> = []
        try await forEach(in: name, jobs.allJobs) { job, namespace, place in
            guard known.insert(job.id).inserted else { return }
            try body(LocatedJob(namespace: namespace, job: job, place: place))
        }
    }

    /// The jobs that names, or else ids or paths of namespace and name, stand for; each once, in their order.
    ///
    /// - Throws: ``Failure`` for names that nothing has, or several jobs have.
    func jobs(named names: [String], in namespace: String?, _ jobs: any JobService) async throws -> [LocatedJob] {
        try await self.jobs(in: Self.scope(namespace, of: names), jobs).named(names)
    }

    /// The one job that a name, or else an id, stands for.
    func job(named name: String, in namespace: String?, _ jobs: any JobService) async throws -> LocatedJob {
        try await self.jobs(in: Self.scope(namespace, of: [name]), jobs).named(name)
    }

    /// The run of a job with that id.
    ///
    /// - Parameters:
    ///   - id: The run's identifier.
    ///   - target: The job.
    ///   - choice: The job as the command line names it, for advice that can be typed.
    ///   - jobs: The provider's jobs.
    /// - Returns: The run.
    /// - Throws: ``Failure`` where the job has none.
    func run(
        _ id: String,
        of target: LocatedJob,
        _ choice: JobChoice,
        _ jobs: any JobService
    ) async throws -> JobRun {
        do {
            return try await jobs.run(JobRun.ID(rawValue: id), of: target.job.id)
        } catch let error as ContainerServiceError where [.notFound, .invalidInput].contains(error.code) {
            let known = try await jobs.runs(of: target.job.id, after: nil).elements.map(\.id.rawValue)
            let advice = "\(choice.command("jobs runs", in: self)) shows what there is."
            throw Self.unknown("run", id, among: known, advice)
        }
    }
}
