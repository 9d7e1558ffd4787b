/// The jobs of an account; one of the optional parts of a ``ContainerService``.
///
/// Calls throw ``ContainerServiceError``, or `CancellationError` when the task was cancelled. A job or a run that is missing is
/// ``ContainerServiceError/Code/notFound``; what the provider cannot do is ``ContainerServiceError/Code/unsupported``, and
/// then nothing was sent that writes.
public protocol JobService: Sendable {
    /// The offline half of the provider.
    var dialect: any JobDialect { get }

    /// A page of the jobs of a namespace, which must exist.
    func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job>

    /// One job with everything that the provider holds about it.
    func job(_ id: Job.ID) async throws -> Job

    /// The job of a namespace with exactly this name; `nil` if there is none. Where a provider allows several jobs with one
    /// name, the one that the mark names comes first.
    func job(named name: String, in namespace: Namespace.ID) async throws -> Job?

    /// Sends the requests of a prepared change, with all that belongs to a new job or not at all.
    ///
    /// `journal` returns before each request is sent and again after it has ended. Failures are those of
    /// ``ContainerService/perform(_:in:container:secrets:journal:)``; where a new job could not be completed, what was made
    /// of it is deleted again before the failure is thrown.
    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID

    /// Deletes a job. Its schedules go first and its runs are stopped, so that none begins meanwhile.
    func deleteJob(_ id: Job.ID) async throws

    /// Puts what is configured into force where making and changing do not: a schedule of Qovery begins with a deployment.
    ///
    /// - Returns: The deployment, which goes on; `nil` where there is nothing to do. A lifecycle job runs what it has for its
    ///   start.
    func deployJob(_ id: Job.ID) async throws -> Deployment?

    /// Takes a job's schedules out of force, so that no time of day starts it any more; the job stays, and so does a run that
    /// goes on. One without schedules is left as it is.
    func stopSchedules(of id: Job.ID) async throws

    /// Starts a job now, whatever its schedules say.
    ///
    /// - Returns: The runs, as many as were asked for.
    func startJob(_ id: Job.ID, _ start: JobStart) async throws -> [JobRun]

    /// A page of the runs of a job, the newest first.
    func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun>

    /// One run.
    func run(_ id: JobRun.ID, of job: Job.ID) async throws -> JobRun

    /// Stops a run; it may go on for a while. One that has ended stays as it is.
    func stop(_ id: JobRun.ID, of job: Job.ID) async throws

    /// What a run wrote, the earliest line first, at most ``LogQuery/limit`` lines.
    func logs(of run: JobRun.ID, of job: Job.ID, _ query: LogQuery) async throws -> [LogEntry]
}

extension JobService {
    /// Nothing, for a provider where what is configured is in force.
    public func deployJob(_ id: Job.ID) async throws -> Deployment? { nil }

    /// Makes a job.
    ///
    /// - Throws: ``ContainerServiceError``: `unsupported` or `consentMissing` for a loss that `given` does not allow, and
    ///   `secretMissing`; nothing is sent then.
    public func createJob(
        _ spec: JobSpec,
        in namespace: Namespace.ID,
        secrets: SecretValues = SecretValues(),
        _ given: Resolutions = Resolutions()
    ) async throws -> Job.ID {
        let change = try dialect.prepare(.create(spec), given).accepted(for: spec.name, by: dialect.provider, given)
        return try await perform(change, in: namespace, job: nil, secrets: secrets) { _ in }
    }

    /// Changes a job to what is wanted; what the specification does not manage stays as it is.
    ///
    /// - Throws: ``ContainerServiceError``: `unsupported` or `consentMissing` for a loss that `given` does not allow, and
    ///   `secretMissing`; nothing is sent then.
    public func updateJob(
        _ id: Job.ID,
        to spec: JobSpec,
        secrets: SecretValues = SecretValues(),
        _ given: Resolutions = Resolutions()
    ) async throws {
        let live = try await job(id)
        let change = try dialect.prepare(.update(spec, live: live.bundle), given).accepted(
            for: spec.name,
            by: dialect.provider,
            given
        )
        guard !change.requests.isEmpty else { return }
        _ = try await perform(change, in: live.namespace, job: id, secrets: secrets) { _ in }
    }

    /// All jobs of a namespace, fetched page by page while they are read, each once.
    public func allJobs(in namespace: Namespace.ID) -> Paginated<Job> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in try await self.jobs(in: namespace, after: token) }
    }

    /// All runs of a job, fetched page by page while they are read, each once.
    public func allRuns(of job: Job.ID) -> Paginated<JobRun> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in try await self.runs(of: job, after: token) }
    }
}
