/// The jobs of an account; one of the optional parts of a ``ContainerService``.
///
/// Calls throw ``ContainerServiceError``, or `CancellationError` when the task was cancelled. A job or a run that is missing is
/// ``ContainerServiceError/Code/notFound``; what the provider cannot do is ``ContainerServiceError/Code/unsupported``, and
/// then nothing was sent that writes.
public protocol JobService: Sendable {
    /// A page of the jobs of a namespace, which must exist.
    func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job>

    /// One job with everything that the provider holds about it.
    func job(_ id: Job.ID) async throws -> Job

    /// Makes a job, with all that belongs to it or not at all.
    ///
    /// A loss that `given` does not allow, or a secret without a value, throws before anything is sent.
    func createJob(
        _ spec: JobSpec,
        in namespace: Namespace.ID,
        secrets: SecretValues,
        _ given: Resolutions
    ) async throws -> Job.ID

    /// Changes a job to what is wanted; what the specification does not manage stays as it is.
    func updateJob(_ id: Job.ID, to spec: JobSpec, secrets: SecretValues, _ given: Resolutions) async throws

    /// Deletes a job. Its schedules go first and its runs are stopped, so that none begins meanwhile.
    func deleteJob(_ id: Job.ID) async throws

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
    /// All jobs of a namespace, fetched page by page while they are read, each once.
    public func allJobs(in namespace: Namespace.ID) -> Paginated<Job> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in try await self.jobs(in: namespace, after: token) }
    }

    /// All runs of a job, fetched page by page while they are read, each once.
    public func allRuns(of job: Job.ID) -> Paginated<JobRun> {
        Paginated(identifiedBy: { $0.id.rawValue }) { token in try await self.runs(of: job, after: token) }
    }
}
