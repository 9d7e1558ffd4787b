import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery's service of jobs") struct QoveryJobsTests {
    /// An environment of an account at the simulator.
    private struct Place {
        let account: Account
        let jobs: QoveryJobs
        let namespace: Namespace.ID

        init() async throws {
            let world = DeclaredWorld(
                images: ["nginx:1.27": .init(), "nginx:bad": .init(starts: false)],
                otherImages: nil
            )
            account = try Account(.qovery, world: world)
            let service = try #require(account.service as? QoveryContainerService)
            jobs = service.qoveryJobs
            namespace = try await service.createNamespace(named: "shop").id
        }

        /// The run once nothing happens to it any more.
        func end(of run: JobRun) async throws -> JobRun {
            for _ in 0..<200 {
                let now = try await jobs.run(run.id, of: run.job)
                if now.state.isFinal { return now }
                try await account.time.sleep(for: .seconds(5))
            }
            return run
        }
    }

    private func nightly(_ tag: String = "1.27") throws -> JobSpec {
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:\(tag)")))
        spec.schedules = [JobSchedule(try CronExpression(parsing: "0 3 * * *"), in: .utc)]
        spec.command = JobCommand(command: ["run"], arguments: ["--all"])
        spec.variables = [
            EnvironmentVariable(name: "LEVEL", value: .plain("debug")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
            EnvironmentVariable(name: "CONF", value: .plain("a=1"), mountPath: "/etc/conf"),
        ]
        spec.retries = RetryCount.of(1)
        spec.timeLimit = .seconds(300)
        spec.owner = "me"
        return spec
    }

    private var secrets: SecretValues { SecretValues(["TOKEN": "s3cret-canary"]) }

    private func make(_ spec: JobSpec, in place: Place) async throws -> Job.ID {
        var given = place.account.given
        given.allowsAll = true
        given.secretNames = ["TOKEN"]
        return try await place.jobs.createJob(spec, in: place.namespace, secrets: secrets, given)
    }

    private func update(_ id: Job.ID, in place: Place, _ change: (inout JobSpec) -> Void) async throws -> Job {
        var given = place.account.given
        given.allowsAll = true
        var spec = try await place.jobs.job(id).spec
        change(&spec)
        try await place.jobs.updateJob(id, to: spec, secrets: secrets, given)
        return try await place.jobs.job(id)
    }

    // MARK: Jobs

    @Test func whatIsMadeIsReadBack() async throws {
        let place = try await Place()
        #expect(place.account.service.jobs != nil)
        var spec = try nightly()
        let id = try await make(spec, in: place)
        let job = try await place.jobs.job(id)
        spec.resources = job.spec.resources
        var read = job.spec
        // What only the provider says, and the order of variables.
        read.providers = ProviderSettingsSet()
        read.imageAccess = nil
        read.variables.sort { $0.name < $1.name }
        spec.variables.sort { $0.name < $1.name }
        #expect(read == spec)
        #expect(job.namespace == place.namespace && job.status?.state == .neverDeployed && job.createdAt != nil)
        #expect(try await place.jobs.job(named: "NIGHTLY", in: place.namespace)?.id == id)
        #expect(try await place.jobs.job(named: "other", in: place.namespace) == nil)
        var listed: [Job.ID] = []
        for try await job in place.jobs.allJobs(in: place.namespace) { listed.append(job.id) }
        #expect(listed == [id])
        // Nothing was deployed, and no name twice.
        #expect(try await place.jobs.runs(of: id, after: nil).elements.isEmpty)
        let error = try await failure { _ = try await self.make(try self.nightly(), in: place) }
        #expect(error?.code == .alreadyExists)
    }

    @Test func anUnchangedJobIsLeftAlone() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let count = await place.account.writes.count
        _ = try await update(id, in: place) { _ in }
        // So is one with a wish that manages less than there is.
        try await place.jobs.updateJob(
            id,
            to: JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:1.27"))),
            place.account.given
        )
        #expect(await place.account.writes.count == count)
    }

    private static let changes: [(name: String, change: @Sendable (inout JobSpec) -> Void)] = [
        ("name", { $0.name = "weekly" }), ("description", { $0.description = "what it does" }),
        ("image", { $0.source = .image(.sample("nginx:1.28")) }),
        ("cron", { $0.schedules[0].cron = .everyMinute }),
        ("zone", { $0.schedules[0].timeZone = TimeZoneName(rawValue: "Europe/Paris") }),
        ("command", { $0.command.command = ["other"] }), ("arguments", { $0.command.arguments = ["--some"] }),
        ("cpu", { $0.resources.cpu = .millicores(750) }), ("memory", { $0.resources.memory = .mebibytes(640) }),
        ("disk", { $0.resources.ephemeralStorage = .gibibytes(4) }), ("retries", { $0.retries = .of(4) }),
        ("time limit", { $0.timeLimit = .seconds(600) }),
        ("variable", { $0.variables[0] = EnvironmentVariable(name: $0.variables[0].name, value: .plain("info")) }),
        ("port", { $0.qovery?.port = .of(9000) }),
        ("probe", { $0.qovery?.probes.liveness = Probe(.exec(Probe.ExecCheck(command: ["true"]))) }),
        ("advanced setting", { $0.qovery?.advancedSettings["cronjob.concurrency_policy"] = "Allow" }),
        ("automatic deployment", { $0.qovery?.autoDeploy = true }),
    ]

    @Test("one field changes alone", arguments: changes.indices) func oneFieldChanges(_ index: Int) async throws {
        let place = try await Place()
        var spec = try nightly()
        spec.variables.removeAll { $0.name != "LEVEL" }
        let id = try await make(spec, in: place)
        let before = try await place.jobs.job(id)
        var expected = before.spec
        Self.changes[index].change(&expected)
        let after = try await update(id, in: place, Self.changes[index].change)
        #expect(after.spec != before.spec, "\(Self.changes[index].name)")
        // The numbers of a probe that nobody said are the defaults.
        expected.qovery?.probes = after.spec.qovery?.probes ?? Probes()
        #expect(after.spec == expected, "\(Self.changes[index].name)")
        let count = await place.account.writes.count
        _ = try await update(id, in: place) { _ in }
        #expect(await place.account.writes.count == count)
    }

    @Test func fieldsAreSetBack() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let after = try await update(id, in: place) { spec in
            spec.retries = nil
            spec.timeLimit = nil
            spec.command = JobCommand()
            spec.resets = ["retries", "timeLimit", "command", "arguments"]
        }
        #expect(after.spec.retries?.value == 0 && after.spec.timeLimit == nil && after.spec.command == JobCommand())
    }

    @Test func aCronJobBecomesALifecycleJob() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let after = try await update(id, in: place) { spec in
            spec.schedules = []
            spec.events = [.stop: JobCommand(arguments: ["bye"])]
        }
        #expect(after.spec.schedules.isEmpty && after.spec.events == [.stop: JobCommand(arguments: ["bye"])])
    }

    @Test func whatCouldNotBeCompletedIsDeletedAgain() async throws {
        let place = try await Place()
        let refusal = HTTPResponse.refusal(400, .qovery, "no variables today")
        await place.account.faults.add(FaultRule(.answer(refusal), method: .post, path: "/variable/import"))
        let error = try await failure { _ = try await self.make(try self.nightly(), in: place) }
        #expect(error?.message.contains("no variables today") == true)
        #expect(await place.account.writes.map(\.method).suffix(1) == [.delete])
        try await place.account.time.sleep(for: .seconds(300))
        #expect(try await place.jobs.jobs(in: place.namespace, after: nil).elements.isEmpty)
    }

    @Test func aMissingSecretStopsBeforeAnythingIsSent() async throws {
        let place = try await Place()
        var given = place.account.given
        given.secretNames = ["TOKEN"]
        let count = await place.account.writes.count
        let error = try await failure { [given] in
            _ = try await place.jobs.createJob(try self.nightly(), in: place.namespace, given)
        }
        #expect(error?.code == .secretMissing)
        #expect(await place.account.writes.count == count)
    }

    @Test func aDeletedJobIsGone() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        _ = try await place.jobs.startJob(id, JobStart())
        try await place.account.time.sleep(for: .seconds(12))
        try await place.jobs.deleteJob(id)
        try await place.account.time.sleep(for: .seconds(300))
        let error = try await failure { _ = try await place.jobs.job(id) }
        #expect(error?.code == .notFound)
    }

    @Test func aJobIsMadeAgainRightAfterItsDeletion() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        _ = try await place.jobs.deployJob(id)
        try await place.account.time.sleep(for: .seconds(120))
        try await place.jobs.deleteJob(id)
        #expect(try await place.jobs.job(named: "nightly", in: place.namespace)?.id == id)
        let other = try await make(try nightly(), in: place)
        #expect(other != id)
    }

    // MARK: Runs

    @Test func aRunIsWatchedToItsEnd() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let run = try #require(try await place.jobs.startJob(id, JobStart()).first)
        #expect(run.state == .waiting && run.job == id)
        #expect(try await place.jobs.run(run.id, of: id).state == .waiting)
        try await place.account.time.sleep(for: .seconds(8))
        let now = try await place.jobs.run(run.id, of: id)
        #expect(now.state == .running && now.providerWord == "EXECUTING")
        let end = try await place.end(of: run)
        #expect(end.state == .succeeded && end.endedAt != nil && end.reason == nil)
        #expect(try await place.jobs.runs(of: id, after: nil).elements.map(\.id) == [run.id])
        let lines = try await place.jobs.logs(of: run.id, of: id, LogQuery())
        #expect(lines.count >= 2 && lines.map(\.time) == lines.map(\.time).sorted())
        #expect(try await place.jobs.logs(of: run.id, of: id, LogQuery(limit: 1)) == [try #require(lines.last)])
    }

    @Test func aRunThatFailsSaysWhy() async throws {
        let place = try await Place()
        let id = try await make(try nightly("bad"), in: place)
        let run = try #require(try await place.jobs.startJob(id, JobStart()).first)
        let end = try await place.end(of: run)
        #expect(end.state == .failed && end.reason == .provider)
        #expect(end.message?.contains("failed") == true, "\(end.message ?? "no message")")
    }

    @Test("a run is stopped", arguments: [0, 8]) func aRunIsStopped(after seconds: Int) async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let run = try #require(try await place.jobs.startJob(id, JobStart()).first)
        try await place.account.time.sleep(for: .seconds(seconds))
        try await place.jobs.stop(run.id, of: id)
        let end = try await place.end(of: run)
        #expect(end.state == .stopped && end.reason == .stopped)
        // What has ended stays as it is.
        try await place.jobs.stop(run.id, of: id)
        #expect(try await place.jobs.run(run.id, of: id).state == .stopped)
    }

    @Test func aLifecycleJobRunsForItsEvents() async throws {
        let place = try await Place()
        var spec = try nightly()
        spec.schedules = []
        spec.events = [.start: JobCommand(), .stop: JobCommand(arguments: ["bye"])]
        let id = try await make(spec, in: place)
        var start = JobStart()
        start.event = .stop
        let run = try #require(try await place.jobs.startJob(id, start).first)
        #expect(try await place.end(of: run).state == .succeeded)
        let requests = await place.account.history.filter { $0.path.hasSuffix("forceEvent=STOP") }
        #expect(requests.count == 1)
        start.event = .delete
        let asked = start
        let error = try await failure { _ = try await place.jobs.startJob(id, asked) }
        #expect(error?.code == .unsupported)
    }

    @Test func whatARunCannotHaveIsRefused() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let count = await place.account.writes.count
        var starts = [JobStart(), JobStart(), JobStart()]
        starts[0].command = JobCommand(arguments: ["other"])
        starts[1].variables["A"] = "1"
        starts[2].copies = .of(2)
        for start in starts {
            let error = try await failure { _ = try await place.jobs.startJob(id, start) }
            #expect(error?.code == .unsupported)
        }
        #expect(await place.account.writes.count == count)
    }

    @Test func aDeploymentInstallsTheSchedule() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let deployment = try await place.jobs.deployJob(id)
        #expect(deployment?.id != nil)
        try await place.account.time.sleep(for: .seconds(300))
        #expect(try await place.jobs.job(id).status?.state == .ready)
    }

    @Test func aStoppedScheduleStartsNothing() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let count = await place.account.writes.count
        // It was never in force.
        try await place.jobs.stopSchedules(of: id)
        #expect(await place.account.writes.count == count)
        _ = try await place.jobs.deployJob(id)
        try await place.account.time.sleep(for: .seconds(300))
        try await place.jobs.stopSchedules(of: id)
        try await place.account.time.sleep(for: .seconds(300))
        try await place.jobs.stopSchedules(of: id)
        #expect(await place.account.writes.dropFirst(count).map { $0.path.hasSuffix("/stop") } == [false, true])
        let job = try await place.jobs.job(id)
        #expect(job.status?.state == .stopped && job.spec.schedules.count == 1)
        // What a lifecycle job has for its stop would run.
        var spec = try nightly()
        spec.name = "seed"
        spec.schedules = []
        spec.events = [.start: JobCommand(), .stop: JobCommand()]
        let lifecycle = try await make(spec, in: place)
        _ = try await place.jobs.deployJob(lifecycle)
        try await place.account.time.sleep(for: .seconds(300))
        let before = await place.account.writes.count
        try await place.jobs.stopSchedules(of: lifecycle)
        #expect(await place.account.writes.count == before)
    }

    @Test func builtInVariablesOfOtherServicesAreCounted() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        var given = place.account.given
        given.allowsAll = true
        for name in ["api", "web"] {
            let spec = try ContainerSpec.sample(named: name, "GREETING", "hello")
            _ = try await place.account.service.apply(spec, in: place.namespace, given)
        }
        let job = try await place.jobs.job(id)
        #expect((job.bundle.root["built_ins_of_others"]?.integer ?? 0) > 0)
        let own = job.bundle.root["variables"]?.array?.compactMap { $0["service_id"]?.string } ?? []
        #expect(Set(own).isSubset(of: [id.rawValue]))
        #expect(
            try place.jobs.dialect.prepare(.update(job.spec, live: job.bundle), given).value?.requests.isEmpty == true
        )
    }

    @Test func whatIsMissingIsNotFound() async throws {
        let place = try await Place()
        let id = try await make(try nightly(), in: place)
        let unknown = "00000000-0000-4000-8000-000000000000"
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await place.jobs.job(Job.ID(rawValue: unknown)) },
            { _ = try await place.jobs.run(JobRun.ID(rawValue: unknown), of: id) },
            { try await place.jobs.stop(JobRun.ID(rawValue: unknown), of: id) },
            { _ = try await place.jobs.logs(of: JobRun.ID(rawValue: unknown), of: id, LogQuery()) },
        ]
        for call in calls {
            let error = try await failure { try await call() }
            #expect(error?.code == .notFound)
        }
    }
}

extension ImageReference {
    /// An image whose reference is known to be right.
    fileprivate static func sample(_ text: String) -> ImageReference {
        (try? ImageReference(parsing: text)) ?? .placeholder
    }
}
