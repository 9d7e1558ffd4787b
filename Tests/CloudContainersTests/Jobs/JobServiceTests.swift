import CloudContainers
import InMemoryContainers
import Testing

@Suite("Services of jobs") struct JobServiceTests {
    /// An account with one job, whose runs come two a page, and once more because the list moved.
    private struct Nightly: JobService {
        /// A provider that has no words for a job.
        private struct Wordless: JobDialect {
            var provider: ProviderID { ProviderID(rawValue: "wordless") }
            var rules: [FieldRule] { [] }
            func recognises(_: JSONDocument) -> Bool { false }
            func read(_: JSONDocument, _: Resolutions) -> [Translation<JobSpec>] { [] }
            func write(_: JobSpec, _: Resolutions) -> Translation<JSONDocument?> {
                Translation(value: nil, ledger: Ledger())
            }
            func prepare(_: JobChange, _: Resolutions) -> Translation<PreparedChange?> {
                Translation(value: nil, ledger: Ledger())
            }
            func settings(_: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
                throw ContainerServiceError(.unsupported, "it has no settings")
            }
        }

        func jobs(in namespace: Namespace.ID, after token: PageToken?) async throws -> Page<Job> {
            Page([try await job(Job.ID(rawValue: "job"))])
        }

        func job(_ id: Job.ID) async throws -> Job {
            let spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx")))
            return Job(id: id, namespace: Namespace.ID(rawValue: "shop"), spec: spec, bundle: JSONDocument([:]))
        }

        func runs(of job: Job.ID, after token: PageToken?) async throws -> Page<JobRun> {
            let pages = [["5", "4"], ["4", "3"], ["2"]]
            let index = token.flatMap { Int($0.rawValue) } ?? 0
            let next = index + 1 < pages.count ? PageToken(rawValue: "\(index + 1)") : nil
            return Page(
                pages[index].map { JobRun(JobRun.ID(rawValue: $0), of: job, .succeeded, providerWord: "done") },
                next: next
            )
        }

        private var unsupported: ContainerServiceError { ContainerServiceError(.unsupported, "it only reads") }

        var dialect: any JobDialect { Wordless() }
        func job(named name: String, in namespace: Namespace.ID) throws -> Job? { throw unsupported }
        func perform(
            _: PreparedChange,
            in _: Namespace.ID,
            job _: Job.ID?,
            secrets _: SecretValues,
            journal _: (RequestStep) async throws -> Void
        ) throws -> Job.ID {
            throw unsupported
        }
        func stopSchedules(of _: Job.ID) throws { throw unsupported }
        func deleteJob(_: Job.ID) throws { throw unsupported }
        func startJob(_: Job.ID, _: JobStart) throws -> [JobRun] { throw unsupported }
        func run(_: JobRun.ID, of _: Job.ID) throws -> JobRun { throw unsupported }
        func stop(_: JobRun.ID, of _: Job.ID) throws { throw unsupported }
        func logs(of _: JobRun.ID, of _: Job.ID, _: LogQuery) throws -> [LogEntry] { throw unsupported }
    }

    @Test func listsAreReadPageByPageEachElementOnce() async throws {
        let service: any JobService = Nightly()
        var names: [String] = []
        for try await job in service.allJobs(in: Namespace.ID(rawValue: "shop")) { names.append(job.spec.name) }
        #expect(names == ["nightly"])
        var runs: [String] = []
        for try await run in service.allRuns(of: Job.ID(rawValue: "job")) { runs.append(run.id.rawValue) }
        #expect(runs == ["5", "4", "3", "2"])
    }

    @Test func aServiceHasNoJobsUnlessItSaysSo() {
        let service: any ContainerService = InMemoryContainerService()
        #expect(service.jobs == nil)
    }
}
