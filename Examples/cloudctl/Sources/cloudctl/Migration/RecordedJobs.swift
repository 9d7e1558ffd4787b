import CloudContainers

/// The jobs of an account as they were read once: they answer the same again, and refuse every change.
struct RecordedJobs: JobService {
    let dialect: any JobDialect
    /// All that were read.
    let jobs: [Job]

    // MARK: Reading

    func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job> {
        Page(jobs.filter { $0.namespace == namespace })
    }

    func job(_ id: Job.ID) async throws -> Job {
        guard let found = jobs.first(where: { $0.id == id }) else {
            throw ContainerServiceError(.notFound, "there is no job \(id)", provider: dialect.provider)
        }
        return found
    }

    func job(named name: String, in namespace: Namespace.ID) async throws -> Job? {
        jobs.first { $0.namespace == namespace && $0.spec.name == name }
    }

    func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun> { Page([]) }

    func run(_ id: JobRun.ID, of job: Job.ID) async throws -> JobRun { throw refusal }

    func logs(of run: JobRun.ID, of job: Job.ID, _ query: LogQuery) async throws -> [LogEntry] { throw refusal }

    // MARK: Changes

    func perform(
        _ change: PreparedChange,
        in namespace: Namespace.ID,
        job: Job.ID?,
        secrets: SecretValues,
        journal: (RequestStep) async throws -> Void
    ) async throws -> Job.ID { throw refusal }

    func deleteJob(_ id: Job.ID) async throws { throw refusal }

    func stopSchedules(of id: Job.ID) async throws { throw refusal }

    func startJob(_ id: Job.ID, _ start: JobStart) async throws -> [JobRun] { throw refusal }

    func stop(_ id: JobRun.ID, of job: Job.ID) async throws { throw refusal }

    private var refusal: ContainerServiceError {
        ContainerServiceError(.unsupported, "what was read cannot be changed", provider: dialect.provider)
    }
}
