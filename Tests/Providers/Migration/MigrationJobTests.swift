import CloudContainers
import ContainerMigration
import QoveryContainers
import ScalewayContainers
import SimulationKit
import Testing

/// Jobs move with the services, and fire at the source until it is retired.
@Suite("Migration of jobs")
struct MigrationJobTests {
    private func inForce(_ job: Job) -> Bool { job.status == nil || job.status?.state == .ready }

    @Test(arguments: MigrationTests.ways)
    func movesServicesAndJobs(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, jobs: 2, from: provider, to: other)
        let before = await move.source.writes.count
        let plan = try await move.plan()
        #expect(plan.obstacles.map(\.finding.code.rawValue) == [])
        #expect(plan.jobs.map(\.sourceName) == ["job-0", "job-1"] && plan.others.isEmpty)
        #expect(plan.jobs.allSatisfy { $0.findings.filter { $0.code == .jobTwice }.map(\.outcome) == [.noted] })
        #expect(plan.secrets.map(\.services) == [["service-0", "job job-0"]])
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(outcome.services.map(\.name) == ["service-0", "service-1", "job job-0", "job job-1"])
        #expect(outcome.services.map(\.failure?.message) == [nil, nil, nil, nil])
        #expect(outcome.isComplete)
        let moved = try await move.movedJobs()
        #expect(moved.keys.sorted() == ["job-0", "job-1"])
        for spec in try Move.jobSpecs(2) {
            let live = try #require(moved[spec.name])
            #expect(inForce(live) && live.spec.owner == plan.id)
            #expect(live.spec.schedules.map(\.cron) == spec.schedules.map(\.cron))
            #expect(live.spec.command == spec.command && live.spec.retries == spec.retries)
            #expect(live.spec.timeLimit == spec.timeLimit && live.spec.source == spec.source)
            #expect(Set(live.spec.variables.map(\.name)) == Set(spec.variables.map(\.name)))
        }
        #expect(await move.sourceWrites(since: before) == 0)
        let migration = try await move.migration(plan, storage)
        #expect(try await migration.differences(secrets: move.secrets).isEmpty)
        // Another run sends nothing that writes.
        let writes = await move.target.writes.count
        #expect(try await migration.run().isComplete)
        #expect(await move.target.writes.count == writes)
    }

    @Test(arguments: MigrationTests.ways)
    func aPlanIsTheSameAgainAndWhenItWasSaved(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 1, from: provider, to: other)
        let plan = try await move.plan()
        let text = plan.document.text(.compact)
        #expect(try await move.plan().document.text(.compact) == text)
        let loaded = try MigrationPlan(document: JSONDocument(parsing: text), for: move.target.service.dialect)
        #expect(loaded.document.text(.compact) == text)
        #expect(try await move.migration(loaded, InMemoryJournalStorage()).run(secrets: move.secrets).isComplete)
        // A fleet without jobs is planned as it always was.
        let alone = try await Move(1, from: provider, to: other).plan()
        #expect(alone.jobs.isEmpty && alone.document.root["jobs"] == nil)
        #expect(alone.document.root["settings"]?["withoutJobs"] == nil)
        let more = (plan.estimate, alone.estimate)
        #expect(more.0.targetWrites.value > more.1.targetWrites.value)
        #expect(more.0.sourceReads.value > more.1.sourceReads.value)
    }

    @Test(arguments: MigrationTests.ways)
    func theEstimateCountsTheWrites(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let plan = try await move.plan()
        _ = try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        #expect(await move.target.writes.count == plan.estimate.targetWrites.value)
    }

    @Test(arguments: MigrationTests.ways)
    func secretsAreInNoFile(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 1, from: provider, to: other)
        let plan = try await move.plan()
        let missing = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, InMemoryJournalStorage()).run()
        }
        #expect(missing.code == .secretMissing && missing.message.contains("TOKEN of job job-0"))
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        for text in [String(decoding: await storage.read(), as: UTF8.self), plan.document.text(.pretty)] {
            #expect(!text.contains(Move.canary))
        }
        #expect(!"\(await move.target.history)".contains(Move.canary))
    }

    @Test(arguments: MigrationTests.ways)
    func aSourceThatChangedIsRefused(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 1, from: provider, to: other)
        let plan = try await move.plan()
        let jobs = try #require(move.source.service.jobs)
        let id = try #require(move.jobIDs["job-0"])
        var wish = try await jobs.job(id).spec
        wish.retries = .of(3)
        var given = move.source.given
        given.allowsAll = true
        try await jobs.updateJob(id, to: wish, given)
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        }
        #expect(error.code == .conflict && error.message.contains("job job-0: retries"))
        #expect(await move.target.writes.isEmpty)
    }

    // MARK: What stays

    @Test func aJobThatCannotMoveIsLeftOutByItsName() async throws {
        let move = try await Move(1, jobs: 2, from: .qovery, to: .scaleway) { spec in
            guard spec.name == "job-1" else { return }
            spec.schedules = []
            spec.events = [.start: JobCommand()]
        }
        let plan = try await move.plan()
        #expect(plan.obstacles.map(\.service) == ["job job-1"])
        #expect(plan.obstacles.map(\.finding.resolution) == ["--without-job job-1"])
        var settings = move.settings
        settings.withoutJobs = ["job-1"]
        let inventory = try await move.source.service.inventory(of: move.namespace.id)
        let (source, target) = (move.source.service.dialect, move.target.service.dialect)
        let second = try MigrationPlan(moving: inventory, from: source, to: target, settings)
        #expect(second.isExecutable && second.jobs.map(\.sourceName) == ["job-0"])
        #expect(second.others.map(\.name) == ["job-1"])
        let loaded = try MigrationPlan(document: second.document, for: target)
        #expect(loaded.settings.withoutJobs == ["job-1"])
        #expect(try await move.migration(second, InMemoryJournalStorage()).run(secrets: move.secrets).isComplete)
        #expect(try await move.movedJobs().keys.sorted() == ["job-0"])
        settings.withoutJobs = ["job-2"]
        let error = #expect(throws: ContainerServiceError.self) {
            try MigrationPlan(moving: inventory, from: source, to: target, settings)
        }
        #expect(error?.diagnostics.first?.replacement == "job-0" || error?.message.contains("job-2") == true)
    }

    @Test(arguments: MigrationTests.ways)
    func servicesAndJobsAreChosenByName(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let service = move.source.service
        let chosen = try await service.inventory(of: move.namespace.id, services: ["job-1"])
        #expect(chosen.containers.isEmpty && chosen.jobs.map(\.spec.name) == ["job-1"])
        #expect(chosen.leftOut == ["job job-0", "service-0"] && chosen.others.isEmpty)
        let error = try await #require(throws: ContainerServiceError.self) {
            _ = try await service.inventory(of: move.namespace.id, services: ["job-9"])
        }
        #expect(error.code == .notFound && error.message.contains("did you mean job-0?"))
    }

    @Test func aStoppedJobIsStartedOnlyWhenSomebodySaysSo() async throws {
        let move = try await Move(1, jobs: 1, from: .qovery, to: .scaleway)
        try await move.source.service.jobs?.stopSchedules(of: try #require(move.jobIDs["job-0"]))
        try await move.source.time.sleep(for: .seconds(300))
        let plan = try await move.plan()
        #expect(plan.obstacles.map(\.finding.code) == [.deployAtCreate])
        #expect(plan.jobs.first?.runs == false)
        var settings = move.settings
        settings.started = ["job-0"]
        let second = try MigrationPlan(
            moving: try await move.source.service.inventory(of: move.namespace.id),
            from: move.source.service.dialect,
            to: move.target.service.dialect,
            settings
        )
        #expect(second.isExecutable && second.jobs.first?.runs == true)
    }

    @Test func namesAreNotUsedTwice() async throws {
        let move = try await Move(1, jobs: 2, from: .scaleway, to: .qovery) { $0.name = "service-0" }
        // Two jobs of one name, and a service of it.
        let inventory = try await move.source.service.inventory(of: move.namespace.id)
        let (source, target) = (move.source.service.dialect, move.target.service.dialect)
        let plan = try MigrationPlan(moving: inventory, from: source, to: target, move.settings)
        #expect(Set(plan.jobs.map(\.sourceName)).count == 2)
        #expect(plan.obstacles.map(\.finding.code) == [.nameTaken, .nameTaken])
        var settings = move.settings
        for (index, job) in plan.jobs.enumerated() { settings.names[job.key] = "other-\(index)" }
        let second = try MigrationPlan(moving: inventory, from: source, to: target, settings)
        #expect(second.isExecutable && second.jobs.map(\.name) == ["other-0", "other-1"])
        #expect(second.services.map(\.name) == ["service-0"])
        #expect(try await move.migration(second, InMemoryJournalStorage()).run(secrets: move.secrets).isComplete)
        let taken = try MigrationPlan(moving: inventory, from: source, to: target, takenJobs: ["Other-0"], settings)
        #expect(taken.obstacles.map(\.service) == [plan.jobs.first?.key ?? ""])
    }

    @Test(arguments: MigrationTests.ways)
    func addressesOfServicesBecomeTheirNewOnes(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 1, from: provider, to: other)
        let id = try #require(move.ids["service-0"])
        let url = try #require(try await move.source.service.container(id).endpoints.first?.url)
        let jobs = try #require(move.source.service.jobs)
        let job = try #require(move.jobIDs["job-0"])
        var wish = try await jobs.job(job).spec
        wish.variables[0] = EnvironmentVariable(name: "GREETING", value: .plain("\(url)/hello"))
        var given = move.source.given
        given.allowsAll = true
        given.secretNames = ["TOKEN"]
        wish.variables.sort { $0.name < $1.name }
        wish.variables = wish.variables.filter { $0.name == "GREETING" || $0.isSecret }
        try await jobs.updateJob(job, to: wish, secrets: move.secrets.shared, given)
        let plan = try await move.plan()
        #expect(plan.jobs.first?.references.map(\.services) == [["service-0"]])
        #expect(try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets).isComplete)
        let moved = try #require(try await move.movedJobs()["job-0"])
        let text = moved.spec.variables.first { $0.name == "GREETING" }?.value
        let place = try #require(try await move.target.service.namespace(named: "shop-moved"))
        let service = try #require(try await move.target.service.container(named: "service-0", in: place.id))
        let host = try #require(try await move.target.service.container(service.id).endpoints.first?.url)
        #expect(text == .plain("\(host)/hello"))
    }

    @Test(arguments: MigrationTests.ways)
    func aJobThatALookDoesNotShowIsPutIntoForce(from provider: Provider, to other: Provider) async throws {
        let watched = try await WatchedMove(1, jobs: 2, from: provider, to: other)
        let path = other == .qovery ? "/job" : "/job-definitions"
        let storage = InMemoryJournalStorage()
        // The look before the jobs are made, and then one that still shows what was there then.
        let stale = FaultRule(.stale, method: .get, path: path, occurrences: 2...2)
        let migration = try await watched.process(storage) { recorded, account in
            guard account.provider == other else { return recorded }
            return FaultInjector(recorded, rules: [stale], time: account.time)
        }
        let outcome = try await migration.run(secrets: watched.move.secrets)
        #expect(outcome.services.map(\.failure?.message) == [nil, nil, nil])
        #expect(outcome.isComplete)
        #expect(try await watched.move.movedJobs().values.map(inForce) == [true, true])
    }

    @Test func aJobThatWentAwayBeforeItWasInForceIsMadeAgain() async throws {
        let watched = try await WatchedMove(1, jobs: 1, from: .scaleway, to: .qovery)
        let storage = InMemoryJournalStorage()
        let refused = FaultRule(.answer(HTTPResponse(status: 400)), method: .post, path: "/job/")
        let migration = try await watched.process(storage) { recorded, account in
            guard account.provider == .qovery else { return recorded }
            return FaultInjector(recorded, rules: [refused], time: account.time)
        }
        let stopped = try await migration.run(secrets: watched.move.secrets)
        #expect(stopped.services.map { $0.failure == nil } == [true, false])
        let made = try #require(try await watched.move.movedJobs()["job-0"])
        try await watched.move.target.service.jobs?.deleteJob(made.id)
        try await watched.move.target.time.sleep(for: .seconds(600))
        let outcome = try await watched.move.migration(watched.plan, storage).run(secrets: watched.move.secrets)
        #expect(outcome.services.map(\.failure?.message) == [nil, nil])
        #expect(outcome.isComplete)
        #expect(try await watched.move.movedJobs()["job-0"]?.id != made.id)
    }

    // MARK: The ways back, and the end

    @Test(arguments: MigrationTests.ways)
    func rollingBackRemovesJobs(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(outcome.isComplete)
        let jobs = try #require(move.target.service.jobs)
        let before = try await move.movedJobs()
        // One of them runs.
        let first = try #require(before["job-0"])
        if move.target.provider == .scaleway { _ = try await jobs.startJob(first.id, JobStart()) }
        let undone = try await move.migration(plan, storage).rollBack()
        #expect(undone.isRolledBack && undone.services.count == 3)
        for job in before.values {
            let error = try await #require(throws: ContainerServiceError.self) { _ = try await jobs.job(job.id) }
            #expect(error.code == .notFound)
        }
        #expect(try await move.target.service.namespace(named: "shop-moved") == nil)
    }

    @Test(arguments: MigrationTests.ways)
    func whatSomebodyChangedIsKept(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        let jobs = try #require(move.target.service.jobs)
        let live = try #require(try await move.movedJobs()["job-1"])
        var wish = live.spec
        wish.retries = .of(4)
        try await jobs.updateJob(live.id, to: wish, move.settings.resolutions)
        let told = try await move.migration(plan, storage).differences(secrets: move.secrets)
        #expect(told.keys.sorted() == ["job job-1"])
        let undone = try await move.migration(plan, storage).rollBack()
        #expect(undone.services.map(\.kept) == [nil, nil, "somebody has changed it since"])
        #expect(try await move.movedJobs().keys.sorted() == ["job-1"])
    }

    @Test("a roll-back after an end at any request leaves nothing", arguments: MigrationTests.ways)
    func rollsBackAfterACrash(_ way: (Provider, Provider)) async throws {
        let measured = try await WatchedMove(1, jobs: 1, from: way.0, to: way.1)
        let (_, process) = try await measured.live(InMemoryJournalStorage(), until: .never, concurrency: 1)
        for request in await process.changes {
            let watched = try await WatchedMove(1, jobs: 1, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            _ = try await watched.live(disk, until: .behind(request: request), concurrency: 1)
            let move = watched.move
            let undone = try await move.migration(watched.plan, disk).rollBack()
            // Without a namespace on record nothing is known to be there.
            let place = try await move.target.service.namespace(named: "shop-moved")
            #expect(undone.isRolledBack && (place == nil || undone.services.allSatisfy { $0.step == .notStarted }))
            #expect(try await move.movedJobs().isEmpty)
        }
    }

    @Test(arguments: MigrationTests.ways)
    func theSourcesScheduleIsStoppedLast(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let migration = try await move.migration(plan, storage)
        let early = try await #require(throws: ContainerServiceError.self) {
            try await migration.retire(deleting: true)
        }
        #expect(early.code == .conflict)
        let before = await move.source.writes.count
        _ = try await migration.run(secrets: move.secrets)
        #expect(await move.sourceWrites(since: before) == 0)
        let stops = move.source.service.dialect.capabilities.stops
        try await migration.retire(deleting: !stops)
        let jobs = try #require(move.source.service.jobs)
        if stops {
            try await move.source.time.sleep(for: .seconds(300))
            for id in move.jobIDs.values { #expect(try await jobs.job(id).status?.state == .stopped) }
        } else {
            for id in move.jobIDs.values {
                let error = try await #require(throws: ContainerServiceError.self) { _ = try await jobs.job(id) }
                #expect(error.code == .notFound)
            }
        }
        let error = try await #require(throws: ContainerServiceError.self) { try await migration.rollBack() }
        #expect(error.code == .conflict)
        #expect(try await migration.run().isComplete)
    }

    @Test(arguments: MigrationTests.ways)
    func jobsAloneAreRetiredByStoppingTheirSchedules(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(0, jobs: 1, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        // The process ends when the schedule is stopped and nobody noted it.
        let journal = try await MigrationJournal(storage)
        var record = JournalRecord(.willSend, at: Timestamp(seconds: 0), service: "job job-0")
        record.request = "POST retire"
        try await journal.note(record)
        let id = try #require(move.jobIDs["job-0"])
        try await move.source.service.jobs?.stopSchedules(of: id)
        try await move.migration(plan, storage).retire()
        try await move.source.time.sleep(for: .seconds(300))
        let job = try #require(try await move.source.service.jobs?.job(id))
        #expect(job.status?.state == .stopped || job.spec.schedules.isEmpty)
        #expect(try await move.migration(plan, storage).run().isComplete)
    }

    @Test func aJobOfSomebodyElseIsNotTouched() async throws {
        let move = try await Move(0, jobs: 1, from: .scaleway, to: .qovery)
        let place = try await move.target.service.createNamespace(named: "shop-moved")
        let plan = try await move.plan()
        let jobs = try #require(move.target.service.jobs)
        var spec = try Move.jobSpecs(2)[1]
        spec.name = "JOB-0"
        let stranger = try await jobs.createJob(spec, in: place.id, move.settings.resolutions)
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(outcome.services.map(\.failure?.code) == [.alreadyExists])
        #expect(try await move.migration(plan, storage).rollBack().isRolledBack)
        #expect(try await jobs.job(stranger).spec.owner == nil)
    }

    @Test("jobs come back as they were, apart from what findings have named", arguments: Provider.allCases)
    func comesBack(_ provider: Provider) async throws {
        let other: Provider = provider == .qovery ? .scaleway : .qovery
        let move = try await Move(1, jobs: 2, from: provider, to: other)
        let there = try await move.plan()
        #expect(try await move.migration(there, InMemoryJournalStorage()).run(secrets: move.secrets).isComplete)
        let middle = try #require(try await move.target.service.namespace(named: "shop-moved"))
        var decided = move.source.given
        decided.allowsAll = true
        decided.ingress = .nginx
        let back = try MigrationPlan(
            moving: try await move.target.service.inventory(of: middle.id),
            from: move.target.service.dialect,
            to: move.source.service.dialect,
            MigrationSettings(namespace: "shop-back", resolutions: decided)
        )
        #expect(back.obstacles.map(\.finding.code.rawValue) == [])
        let migration = try await Migration(
            back,
            from: move.target.service,
            to: move.source.service,
            journal: try await MigrationJournal(InMemoryJournalStorage()),
            MigrationOptions(waiting: move.source.waiting)
        )
        #expect(try await migration.run(secrets: move.secrets).isComplete)
        let jobs = try #require(move.source.service.jobs)
        let place = try #require(try await move.source.service.namespace(named: "shop-back"))
        for (name, id) in move.jobIDs {
            let first = try await jobs.job(id).spec
            let found = try #require(try await jobs.job(named: name, in: place.id))
            let last = try await jobs.job(found.id).spec
            var (old, new) = (first, last)
            for index in old.schedules.indices { old.schedules[index].name = nil }
            for index in new.schedules.indices { new.schedules[index].name = nil }
            #expect(new.schedules == old.schedules && last.command == first.command && last.source == first.source)
            #expect(last.retries == first.retries && last.timeLimit == first.timeLimit)
            #expect(Set(last.variables.map(\.name)) == Set(first.variables.map(\.name)))
            let codes = (there.jobs + back.jobs).filter { $0.sourceName == name }.flatMap(\.findings).map(
                \.code.rawValue
            )
            #expect(last.resources.cpu == first.resources.cpu || codes.contains { $0.hasPrefix("CC-CPU") })
            #expect(last.resources.memory == first.resources.memory || codes.contains { $0.hasPrefix("CC-MEMORY") })
        }
    }
}
