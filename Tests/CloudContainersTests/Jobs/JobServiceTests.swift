import CloudContainers
import InMemoryContainers
import Testing

@Suite("Services of jobs") struct JobServiceTests {
    /// An account with one job, whose runs come two a page, and once more because the list moved.
    private struct Nightly: JobService {
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

        func createJob(_: JobSpec, in _: Namespace.ID, secrets _: SecretValues, _: Resolutions) throws -> Job.ID {
            throw unsupported
        }
        func updateJob(_: Job.ID, to _: JobSpec, secrets _: SecretValues, _: Resolutions) throws { throw unsupported }
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
