import CloudContainers
import ScalewayContainers
import SimulationKit
import Testing

/// Serverless Jobs on the simulator.
@Suite("Scaleway's service of jobs") struct ScalewayJobsTests {
    /// An account with a namespace, and whatever is done to its requests.
    private struct Shop {
        let account: Account
        let namespace: Namespace.ID
        let changed: ChangedAnswers

        init(world: DeclaredWorld = DeclaredWorld(), patience: Duration = .seconds(900)) async throws {
            var answers: ChangedAnswers?
            account = try Account(.scaleway, world: world, patience: patience) { faults, _ in
                let changed = ChangedAnswers(faults)
                answers = changed
                return changed
            }
            changed = try #require(answers)
            namespace = try await account.service.createNamespace(named: "shop").id
        }

        var jobs: any JobService { get throws { try #require(account.service.jobs) } }

        func spec(_ name: String = "nightly") throws -> JobSpec {
            var spec = JobSpec(name: name, source: .image(try ImageReference(parsing: "docker.io/library/alpine:3")))
            spec.resources.cpu = .millicores(120)
            spec.resources.memory = .mebibytes(256)
            spec.resources.ephemeralStorage = .mebibytes(1000)
            spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello"))]
            return spec
        }

        /// The paths of the writing requests since a count, below the region.
        func writes(after count: Int = 0) async -> [String] {
            await account.writes.dropFirst(count).map { request in
                let path = request.path.split(separator: "/").drop { $0 != "fr-par" }.dropFirst()
                let steps = path.map { $0.contains("-") && $0.count == 36 ? "*" : String($0) }
                return "\(request.method) \(steps.joined(separator: "/"))"
            }
        }
    }

    private static func resolved(_ names: String...) -> Resolutions {
        var given = Resolutions()
        given.secretNames = Set(names)
        return given
    }

    // MARK: Jobs

    @Test func aJobIsReadBackAsItWasWished() async throws {
        let shop = try await Shop()
        var spec = try shop.spec("Tidy up!")
        spec.description = "tidies up"
        spec.command = JobCommand(command: ["sh"], arguments: ["-c", "true"])
        spec.retries = .of(2)
        spec.timeLimit = .seconds(600)
        spec.schedules = [
            JobSchedule(try CronExpression(parsing: "5 4 * * *"), in: TimeZoneName(rawValue: "Europe/Paris")),
            JobSchedule(try CronExpression(parsing: "0 3 * * SUN"), in: .utc, name: "weekly"),
        ]
        spec.schedules[1].override.arguments = ["-c", "false"]
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        spec.variables.append(EnvironmentVariable(name: "KEY", value: .secret(.provided), mountPath: "/etc/key"))
        spec.owner = "me"
        var given = Self.resolved("TOKEN", "KEY")
        given.allowedCodes = [.nameChanged]
        let secrets = SecretValues(["TOKEN": "top-secret-value", "KEY": "-----BEGIN"])
        let id = try await shop.jobs.createJob(spec, in: shop.namespace, secrets: secrets, given)

        let job = try await shop.jobs.job(id)
        #expect(job.namespace == shop.namespace && job.status == nil && job.createdAt != nil)
        #expect(job.spec.name == "Tidy up!" && job.spec.owner == "me" && job.spec.description == "tidies up")
        #expect(job.spec.schedules == spec.schedules && job.spec.command == spec.command)
        #expect(job.spec.retries == .of(2) && job.spec.timeLimit == .seconds(600))
        #expect(job.spec.resources == spec.resources)
        #expect(Set(job.spec.variables.map(\.mountPath)) == [nil, "/etc/key"])
        #expect(job.spec.scaleway?.secrets.count == 2)
        // Applying it again changes nothing.
        let before = await shop.account.writes.count
        try await shop.jobs.updateJob(id, to: spec, secrets: secrets, given)
        #expect(await shop.account.writes.count == before)
        let kept = await shop.account.history.map { "\($0)" }.joined()
        #expect(!kept.contains("top-secret-value") && !kept.contains("dG9wLXNlY3JldC12YWx1ZQ"))
    }

    @Test func eachFieldIsChangedByItself() async throws {
        let shop = try await Shop()
        var spec = try shop.spec()
        spec.retries = .of(1)
        spec.schedules = [JobSchedule(.everyMinute, in: .utc)]
        let id = try await shop.jobs.createJob(spec, in: shop.namespace)
        let changes: [(inout JobSpec) throws -> Void] = [
            { $0.source = .image(try ImageReference(parsing: "docker.io/library/alpine:4")) },
            { $0.command = JobCommand(command: ["env"], arguments: ["x"]) },
            { $0.resources.cpu = .millicores(240) }, { $0.resources.memory = .mebibytes(512) },
            { $0.resources.ephemeralStorage = .mebibytes(2000) }, { $0.retries = .of(5) },
            { $0.timeLimit = .seconds(30) }, { $0.description = "what it is" },
            { $0.variables[0].value = .plain("bye") }, { $0.name = "nightly-2" },
            { $0.schedules = [JobSchedule(try CronExpression(parsing: "1 2 3 4 5"), in: .utc)] },
        ]
        for change in changes {
            try change(&spec)
            let before = await shop.account.writes.count
            try await shop.jobs.updateJob(id, to: spec)
            #expect(await shop.writes(after: before) == ["PATCH job-definitions/*"])
            let live = try await shop.jobs.job(id).spec
            var seen = spec
            seen.timeLimit = live.timeLimit
            #expect(live.source == spec.source && live.command == spec.command && live.resources == spec.resources)
            #expect(live.retries == spec.retries && live.description == spec.description && live.name == spec.name)
            #expect(live.variables == spec.variables && live.schedules == spec.schedules)
            #expect(spec.timeLimit == nil || live.timeLimit == spec.timeLimit)
        }
        for (path, change) in [
            ("schedules", { $0.schedules = [] }), ("retries", { $0.retries = nil }),
        ] as [(FieldPath, (inout JobSpec) -> Void)] {
            change(&spec)
            spec.resets = [path]
            try await shop.jobs.updateJob(id, to: spec)
        }
        let live = try await shop.jobs.job(id)
        #expect(live.spec.schedules.isEmpty && live.bundle.root["definition"]?["retry_policy"] == nil)
    }

    @Test func aJobBelongsToTheNamespaceOfItsMarkAndOthersToAll() async throws {
        let shop = try await Shop()
        let other = try await shop.account.service.createNamespace(named: "other").id
        let own = try await shop.jobs.createJob(try shop.spec("own"), in: shop.namespace)
        let strange = try await shop.jobs.createJob(try shop.spec("strange"), in: shop.namespace)
        let gone = try await shop.account.service.createNamespace(named: "gone").id
        let orphan = try await shop.jobs.createJob(try shop.spec("orphan"), in: gone)
        // Somebody takes the mark away.
        var change = PreparedChange(requests: [], deploys: false)
        change.requests = [
            PreparedRequest(
                "PATCH",
                "/serverless-jobs/v1alpha2/regions/{region}/job-definitions/{job}",
                body: ["description": "mine"],
                purpose: "unmark"
            )
        ]
        _ = try await shop.jobs.perform(change, in: shop.namespace, job: strange, secrets: SecretValues()) { _ in }
        try await shop.account.service.deleteNamespace(gone)
        await shop.account.time.advance(by: .seconds(60))
        func names(_ namespace: Namespace.ID) async throws -> Set<Job.ID> {
            var ids: Set<Job.ID> = []
            for try await job in try shop.jobs.allJobs(in: namespace) {
                #expect(job.namespace == namespace)
                ids.insert(job.id)
            }
            return ids
        }
        #expect(try await names(shop.namespace) == [own, strange, orphan])
        #expect(try await names(other) == [strange, orphan])
        #expect(try await shop.jobs.job(strange).namespace == shop.namespace)
        let error = try await failure {
            _ = try await shop.jobs.jobs(in: Namespace.ID(rawValue: "0d9a5a1c-0000-4000-8000-000000000000"), after: nil)
        }
        #expect(error?.code == .notFound)
    }

    @Test func aJobThatGoesWithItsNamespaceUnderAListIsNoneOfAnotherNamespace() async throws {
        let (shop, interloper) = try await Workshop.disturbed(.scaleway)
        let jobs = try #require(shop.service.jobs)
        let other = try await shop.service.createNamespace(named: "other").id
        let image = try ImageReference(parsing: "docker.io/library/alpine:3")
        let job = try await jobs.createJob(JobSpec(name: "nightly", source: .image(image)), in: other)
        let colleague = shop.account.service(through: shop.account.faults)
        await interloper.set { _, request in
            // Between the page of definitions and the list of namespaces.
            guard request.path.contains("/namespaces?"), let jobs = colleague.jobs else { return }
            await interloper.set(nil)
            try await jobs.deleteJob(job)
            try await colleague.deleteNamespace(other)
            await shop.account.time.advance(by: .seconds(600))
        }
        #expect(try await jobs.jobs(in: shop.namespace, after: nil).elements.isEmpty)
    }

    @Test func aListHasManyPages() async throws {
        let shop = try await Shop()
        for number in 0..<101 {
            _ = try await shop.jobs.createJob(try shop.spec("job-\(number)"), in: shop.namespace)
        }
        var names: Set<String> = []
        for try await job in try shop.jobs.allJobs(in: shop.namespace) { names.insert(job.spec.name) }
        #expect(names.count == 101)
        #expect(try await shop.jobs.job(named: "job-100", in: shop.namespace) != nil)
        #expect(try await shop.jobs.job(named: "job-101", in: shop.namespace) == nil)
    }

    @Test func ofSeveralWithOneNameTheMarkedOneComesFirst() async throws {
        let shop = try await Shop()
        let first = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace)
        let taken = try await failure { _ = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace) }
        #expect(taken?.code == .alreadyExists)
        // The other namespace has one of that name, too.
        let other = try await shop.account.service.createNamespace(named: "other").id
        let second = try await shop.jobs.createJob(try shop.spec(), in: other)
        #expect(try await shop.jobs.job(named: "nightly", in: shop.namespace)?.id == first)
        #expect(try await shop.jobs.job(named: "nightly", in: other)?.id == second)
    }

    // MARK: Failures

    @Test(
        "a creation that fails leaves nothing behind",
        arguments: ["/versions", "/job-definitions", "/v1alpha2/regions/fr-par/secrets", "/triggers"]
    )
    func undoes(_ path: String) async throws {
        let shop = try await Shop()
        var spec = try shop.spec()
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        spec.schedules = [JobSchedule(.everyMinute), JobSchedule(.everyMinute, name: "more")]
        await shop.changed.set { request, response, _ in
            guard request.method == .post, request.path.hasSuffix(path) else { return response }
            let body = #"{"type":"permissions_denied","message":"insufficient permissions","details":[]}"#
            return HTTPResponse(
                status: 403,
                headers: ["Content-Type": "application/json"],
                body: Array(body.utf8)
            )
        }
        let error = try await failure {
            _ = try await shop.jobs.createJob(
                spec,
                in: shop.namespace,
                secrets: SecretValues(["TOKEN": "1"]),
                Self.resolved("TOKEN")
            )
        }
        #expect(error?.code == .permissionDenied)
        await shop.changed.set(nil)
        let wasMade = path == "/job-definitions"
        var left = 0
        for try await _ in try shop.jobs.allJobs(in: shop.namespace) { left += 1 }
        // The refusal was invented, so that what it was about is there.
        #expect(left == (wasMade ? 1 : 0))
        #expect(await shop.writes().filter { $0 == "DELETE secrets/*" }.count == 1)
    }

    @Test func nothingIsMadeWhereAReferenceLeadsNowhere() async throws {
        let shop = try await Shop()
        var spec = try shop.spec()
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        var settings = ScalewayJobSettings()
        settings.secrets = [.init("TOKEN", to: "0d9a5a1c-0000-4000-8000-000000000000")]
        spec.scaleway = settings
        let before = await shop.account.writes.count
        let error = try await failure { [spec] in _ = try await shop.jobs.createJob(spec, in: shop.namespace) }
        #expect(error?.code == .notFound)
        #expect(await shop.account.writes.count == before)
    }

    @Test func aChangeOnAnOldBasisIsRefused() async throws {
        let shop = try await Shop()
        let id = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace)
        let live = try await shop.jobs.job(id)
        var spec = try shop.spec()
        spec.timeLimit = .seconds(30)
        let prepared = try shop.jobs.dialect.prepare(.update(spec, live: live.bundle), Resolutions()).value
        let change = try #require(prepared)
        spec.timeLimit = .seconds(60)
        try await shop.jobs.updateJob(id, to: spec)
        let error = try await failure {
            _ = try await shop.jobs.perform(change, in: shop.namespace, job: id, secrets: SecretValues()) { _ in }
        }
        #expect(error?.code == .conflict)
    }

    // MARK: Runs

    @Test func aRunIsStartedWatchedAndRead() async throws {
        var world = DeclaredWorld()
        world.images["docker.io/library/alpine:3"] = .init(
            run: .init(length: .seconds(10), exitCode: 3, output: ["hello", "world"])
        )
        let shop = try await Shop(world: world)
        let id = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace)
        var start = JobStart()
        start.copies = .of(2)
        start.command = JobCommand(command: ["sh"], arguments: ["-c", "exit 3"])
        start.variables = ["EXTRA": "1"]
        let started = try await shop.jobs.startJob(id, start)
        #expect(started.count == 2 && started.allSatisfy { $0.job == id && $0.state == .waiting })
        await shop.account.time.advance(by: .seconds(120))
        let run = try await shop.jobs.run(started[0].id, of: id)
        #expect(run.state == .failed && run.reason == .exitCode && run.exitCode == 3)
        #expect(run.startedAt != nil && run.endedAt != nil && run.providerWord == "failed")
        var ids: Set<JobRun.ID> = []
        for try await run in try shop.jobs.allRuns(of: id) { ids.insert(run.id) }
        #expect(ids == Set(started.map(\.id)))
        let lines = try await shop.jobs.logs(of: run.id, of: id, LogQuery())
        #expect(lines.map(\.message) == ["hello", "world"])
        let error = try await failure { _ = try await shop.jobs.run(run.id, of: Job.ID(rawValue: "other")) }
        #expect(error?.code == .notFound)
    }

    @Test func aRunIsStoppedOnce() async throws {
        let shop = try await Shop()
        let id = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace)
        let run = try #require(try await shop.jobs.startJob(id, JobStart()).first)
        try await shop.jobs.stop(run.id, of: id)
        try await shop.jobs.stop(run.id, of: id)
        await shop.account.time.advance(by: .seconds(60))
        let ended = try await shop.jobs.run(run.id, of: id)
        #expect(ended.state == .stopped && ended.reason == .stopped)
        try await shop.jobs.stop(run.id, of: id)
        #expect(await shop.writes().filter { $0.hasSuffix("/stop") }.count == 1)
    }

    @Test func anEventIsNothingThatScalewayKnows() async throws {
        let shop = try await Shop()
        let id = try await shop.jobs.createJob(try shop.spec(), in: shop.namespace)
        let before = await shop.account.writes.count
        var start = JobStart()
        start.event = .delete
        let error = try await failure { [start] in _ = try await shop.jobs.startJob(id, start) }
        #expect(error?.code == .unsupported)
        #expect(await shop.account.writes.count == before)
    }

    @Test func theRunsOfAMissingJobAreNotFound() async throws {
        let shop = try await Shop()
        let error = try await failure {
            _ = try await shop.jobs.runs(of: Job.ID(rawValue: "0d9a5a1c-0000-4000-8000-000000000000"), after: nil)
        }
        #expect(error?.code == .notFound)
    }

    // MARK: Schedules

    @Test func aStoppedScheduleLeavesTheJob() async throws {
        let shop = try await Shop()
        var spec = try shop.spec()
        spec.schedules = [JobSchedule(.everyMinute), JobSchedule(.everyMinute, name: "more")]
        let id = try await shop.jobs.createJob(spec, in: shop.namespace)
        #expect(try await shop.jobs.deployJob(id) == nil)
        let before = await shop.account.writes.count
        try await shop.jobs.stopSchedules(of: id)
        #expect(await shop.writes(after: before) == ["PATCH job-definitions/*", "DELETE triggers/*"])
        try await shop.jobs.stopSchedules(of: id)
        #expect(await shop.account.writes.count == before + 2)
        let left = try await shop.jobs.job(id).spec
        spec.schedules = []
        #expect(left.schedules.isEmpty && left.resources == spec.resources && left.variables == spec.variables)
    }

    // MARK: Deletion

    @Test func aDeletionTakesSchedulesFirstAndStopsRuns() async throws {
        let shop = try await Shop()
        var spec = try shop.spec()
        spec.schedules = [JobSchedule(.everyMinute), JobSchedule(.everyMinute, name: "more")]
        spec.variables.append(EnvironmentVariable(name: "TOKEN", value: .secret(.provided)))
        let id = try await shop.jobs.createJob(
            spec,
            in: shop.namespace,
            secrets: SecretValues(["TOKEN": "1"]),
            Self.resolved("TOKEN")
        )
        var start = JobStart()
        start.copies = .of(3)
        _ = try await shop.jobs.startJob(id, start)
        let before = await shop.account.writes.count
        try await shop.jobs.deleteJob(id)
        let writes = await shop.writes(after: before)
        #expect(writes.prefix(2) == ["PATCH job-definitions/*", "DELETE triggers/*"])
        #expect(writes.filter { $0 == "POST job-runs/*/stop" }.count == 3)
        #expect(writes.filter { $0 == "DELETE job-definitions/*" }.count > 1)
        // The secret was made for this job.
        #expect(writes.last == "DELETE secrets/*")
        let error = try await failure { _ = try await shop.jobs.job(id) }
        #expect(error?.code == .notFound)
        let again = try await failure { try await shop.jobs.deleteJob(id) }
        #expect(again?.code == .notFound)
    }
}
