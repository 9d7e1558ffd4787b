import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

@Suite("Migration")
struct MigrationTests {
    static let ways: [(Provider, Provider)] = [(.qovery, .scaleway), (.scaleway, .qovery)]

    @Test(arguments: ways)
    func movesEverything(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(5, from: provider, to: other)
        let before = await move.source.writes.count
        let plan = try await move.plan()
        #expect(plan.obstacles.map(\.finding.code.rawValue) == [])
        #expect(plan.isExecutable)
        let outcome = try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        #expect(outcome.services.map(\.failure?.message) == [nil, nil, nil, nil, nil])
        #expect(outcome.isComplete)
        #expect(try await move.moved().keys.sorted() == move.ids.keys.sorted())
        #expect(await move.sourceWrites(since: before) == 0)
    }

    @Test(arguments: ways)
    func theSameInputGivesTheSamePlan(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        let again = try await move.plan()
        #expect(plan.document.text(.compact) == again.document.text(.compact))
        let saved = try JSONDocument(parsing: plan.document.text(.pretty))
        let loaded = try MigrationPlan(document: saved, for: move.target.service.dialect)
        #expect(loaded.document.text(.compact) == plan.document.text(.compact))
        #expect(!plan.document.text(.compact).contains(Move.canary))
    }

    @Test(arguments: ways)
    func runningTwiceChangesNothing(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        let writes = await move.target.writes.count
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(outcome.isComplete)
        #expect(await move.target.writes.count == writes)
        #expect(!String(decoding: await storage.read(), as: UTF8.self).contains(Move.canary))
    }

    @Test(arguments: ways)
    func aSourceThatChangedIsRefused(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let id = try #require(move.ids["service-1"])
        var wish = try await move.source.service.container(id).spec
        wish.variables = [EnvironmentVariable(name: "GREETING", value: .plain("changed"))]
        _ = try await move.source.service.apply(wish, in: move.namespace.id, to: id, move.source.given)
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        }
        #expect(error.code == .conflict)
        #expect(error.message.contains("service-1: environment.GREETING"))
        #expect(await move.target.writes.isEmpty)
    }

    @Test(arguments: ways)
    func rollingBackLeavesNothing(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        let outcome = try await move.migration(plan, storage).rollBack()
        #expect(outcome.isRolledBack)
        #expect(try await move.moved().isEmpty)
        #expect(try await move.target.service.namespace(named: "shop-moved") == nil)
    }

    @Test(arguments: ways)
    func whatSomebodyChangedIsKept(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        let id = try #require(outcome.services.first?.id)
        let live = try await move.target.service.container(id)
        var wish = live.spec
        wish.variables = [EnvironmentVariable(name: "GREETING", value: .plain("changed"))]
        _ = try await move.target.service.apply(wish, in: live.namespace, to: id, move.settings.resolutions)
        let undone = try await move.migration(plan, storage).rollBack()
        #expect(undone.services.map(\.kept) == ["somebody has changed it since", nil])
        #expect(try await move.moved().keys.sorted() == ["service-0"])
    }

    @Test(arguments: ways)
    func whatRunsAndIsNotAsPlannedIsMendedByTheNextRun(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let (service, given) = (move.target.service, move.settings.resolutions)
        let first = try await move.migration(plan, storage).run(secrets: move.secrets) { event in
            guard case .reached(service: "service-1", .ready) = event else { return }
            // Somebody changes it before it is looked at.
            guard let place = try? await service.namespace(named: "shop-moved"),
                let found = try? await service.container(named: "service-1", in: place.id),
                var wish = try? await service.container(found.id).spec
            else { return }
            wish.variables = [EnvironmentVariable(name: "GREETING", value: .plain("changed"))]
            _ = try? await service.apply(wish, in: place.id, to: found.id, given)
        }
        #expect(first.services.map(\.step) == [.verified, .ready])
        #expect(first.services.map(\.failure?.code) == [nil, .conflict])
        let ids = first.services.map(\.id)
        let second = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(second.services.map(\.failure?.message) == [nil, nil])
        #expect(second.isComplete && second.services.map(\.id) == ids)
        let variables = try #require(try await move.moved()["service-1"]).variables
        #expect(variables.first { $0.name == "GREETING" }?.value == .plain("hello 1"))
        let statuses = try await service.statuses(
            of: ids.compactMap(\.self),
            in: try #require(try await service.namespace(named: "shop-moved")).id,
            after: nil
        )
        #expect(statuses.values.allSatisfy { $0.state == .ready && !$0.hasUndeployedChanges })
    }

    @Test(arguments: ways)
    func missingSecretsAreNamedAllAtOnce(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, InMemoryJournalStorage()).run()
        }
        #expect(error.code == .secretMissing)
        #expect(error.message.contains("TOKEN of service-0, TOKEN of service-2"))
        #expect(await move.target.writes.isEmpty)
    }

    @Test(arguments: ways)
    func whatIsVerifiedNeedsNoSecretsAnyMore(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        #expect(MigrationSecrets().missing(for: plan.services).map(\.services) == [["service-0", "service-2"]])
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(try await move.migration(plan, storage).run().isComplete)
    }

    @Test(arguments: ways)
    func aWaitEndsSoonAfterAWishToStop(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let time = TimeWithAWish(time: move.target.waiting.time)
        var waiting = move.target.waiting
        waiting.time = time
        let migration = try await Migration(
            plan,
            from: move.source.service,
            to: move.target.service,
            journal: try await MigrationJournal(storage),
            MigrationOptions(waiting: waiting)
        )
        let outcome = try await migration.run(secrets: move.secrets, stop: time.stop)
        #expect(outcome.wasStopped)
        #expect(!outcome.isComplete)
        #expect(outcome.services.map(\.failure) == [nil, nil, nil])
        // A slice of the first sleep, and nothing behind it.
        #expect(await time.slept == .seconds(1))
        #expect(try await move.migration(plan, storage).run(secrets: move.secrets).isComplete)
    }

    @Test(arguments: ways)
    func findingsOfAPlanSayWhereTheyAre(from provider: Provider, to other: Provider) async throws {
        let findings = try await Move(1, from: provider, to: other).plan().services.flatMap(\.findings)
        #expect(findings.contains { $0.source != nil })
        #expect(findings.contains { $0.target != nil })
    }

    @Test(arguments: ways)
    func aNameOfSomebodyElseIsNotTouched(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        // After the plan somebody makes the namespace and a service of the same name.
        let place = try await move.target.service.createNamespace(named: "shop-moved")
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        }
        #expect(error.code == .alreadyExists)
        let spec = try #require(try Move.specs(2).last)
        let stranger = try await move.target.service.apply(spec, in: place.id, move.settings.resolutions)
        let second = try await move.plan()
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(second, storage).run(secrets: move.secrets)
        #expect(outcome.services.map(\.step) == [.verified, .notStarted])
        #expect(outcome.services.last?.failure?.code == .alreadyExists)
        #expect(try await move.target.service.container(stranger).spec.owner == nil)
        // Taking it back leaves the stranger, and the namespace that somebody else made.
        let undone = try await move.migration(second, storage).rollBack()
        #expect(undone.isRolledBack)
        #expect(undone.services.map(\.step) == [.removed, .notStarted])
        #expect(try await move.target.service.completeContainers(in: place.id).map(\.id) == [stranger])
    }

    @Test func aSecretThatSomebodyChangedOnScalewayIsNoticed() async throws {
        let move = try await Move(1, from: .qovery, to: .scaleway)
        let plan = try await move.plan()
        let migration = try await move.migration(plan, InMemoryJournalStorage())
        let outcome = try await migration.run(secrets: move.secrets)
        let id = try #require(outcome.services.first?.id)
        let service = move.target.service
        #expect(try await service.proveSecrets(move.secrets.shared, of: id) == ["TOKEN": .equal])
        let other = SecretValues(["TOKEN": "another-value", "NONE": "x"])
        #expect(try await service.proveSecrets(other, of: id) == ["TOKEN": .different, "NONE": .missing])
        #expect(try await migration.differences(secrets: move.secrets).isEmpty)
        let told = try await migration.differences(secrets: MigrationSecrets(other))
        #expect(told["service-0"]?.contains("TOKEN") == true)
        #expect(told["service-0"]?.contains("another-value") == false)
    }

    @Test func aSecretOnQoveryIsProvedToBeThere() async throws {
        let move = try await Move(1, from: .scaleway, to: .qovery)
        let plan = try await move.plan()
        let outcome = try await move.migration(plan, InMemoryJournalStorage()).run(secrets: move.secrets)
        let id = try #require(outcome.services.first?.id)
        let values = SecretValues(["TOKEN": "whatever", "NONE": "x"])
        let proofs = try await move.target.service.proveSecrets(values, of: id)
        #expect(proofs == ["TOKEN": .present, "NONE": .missing])
    }

    @Test(arguments: ways, [false, true])
    func aSourceStaysWhoseTargetIsGone(_ way: (Provider, Provider), _ deleting: Bool) async throws {
        let move = try await Move(2, from: way.0, to: way.1)
        let migration = try await move.migration(try await move.plan(), InMemoryJournalStorage())
        let outcome = try await migration.run(secrets: move.secrets)
        let writes = await move.source.writes.count
        let id = try #require(outcome.services.last?.id)
        try await move.target.service.delete(id)
        try await move.target.time.sleep(for: .seconds(3600))
        let error = try await #require(throws: ContainerServiceError.self) {
            try await migration.retire(deleting: deleting || !move.source.service.dialect.capabilities.stops)
        }
        #expect(error.code == .conflict)
        #expect("\(error)".contains("service-1 is not on the target any more"), "\(error)")
        #expect(await move.source.writes.count == writes)
    }

    @Test(arguments: ways)
    func theSourceIsRetiredLast(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let migration = try await move.migration(plan, InMemoryJournalStorage())
        await #expect(throws: ContainerServiceError.self) { try await migration.retire(deleting: true) }
        _ = try await migration.run(secrets: move.secrets)
        let stops = move.source.service.dialect.capabilities.stops
        if !stops {
            let error = try await #require(throws: ContainerServiceError.self) { try await migration.retire() }
            #expect(error.code == .unsupported)
        }
        try await migration.retire(deleting: !stops)
        // What was retired is complete, and another run sends nothing.
        let writes = await move.target.writes.count
        #expect(try await migration.run().isComplete)
        #expect(await move.target.writes.count == writes)
        let error = try await #require(throws: ContainerServiceError.self) { try await migration.rollBack() }
        #expect(error.code == .conflict)
        try await move.source.service.wait(
            for: Array(move.ids.values),
            in: move.namespace.id,
            until: stops ? .stopped : .gone,
            move.source.waiting
        )
    }

    @Test(arguments: ways)
    func aRollBackInAnotherAccountIsRefused(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage, account: "region one").run(secrets: move.secrets)
        let namespace = try #require(try await move.target.service.namespace(named: "shop-moved")).id
        for container in try await move.target.service.completeContainers(in: namespace) {
            try await move.target.service.delete(container.id)
        }
        try await move.target.time.sleep(for: .seconds(3600))
        try await move.target.service.deleteNamespace(namespace)
        try await move.target.time.sleep(for: .seconds(3600))
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, storage, account: "region two").rollBack()
        }
        #expect(error.code == .conflict && error.message.contains("region one"))
        #expect(try await move.migration(plan, storage, account: "region one").rollBack().isRolledBack)
    }

    @Test(arguments: ways)
    func whatWasTakenBackCanBeMovedAgain(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        for _ in 1...2 {
            #expect(try await move.migration(plan, storage).run(secrets: move.secrets).isComplete)
            #expect(try await move.migration(plan, storage).rollBack().isRolledBack)
            #expect(try await move.target.service.namespace(named: "shop-moved") == nil)
        }
    }

    @Test func whatWasStoppedCanBeDeletedLater() async throws {
        let move = try await Move(2, from: .qovery, to: .scaleway)
        let migration = try await move.migration(try await move.plan(), InMemoryJournalStorage())
        _ = try await migration.run(secrets: move.secrets)
        try await migration.retire()
        try await migration.retire(deleting: true)
        let ids = Array(move.ids.values)
        try await move.source.service.wait(for: ids, in: move.namespace.id, until: .gone, move.source.waiting)
        let writes = await move.source.writes.count
        try await migration.retire(deleting: true)
        #expect(await move.source.writes.count == writes)
    }

    @Test(arguments: ways)
    func aRetirementThatWasCutShortGoesOn(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        // The process ends when one source is deleted and nobody noted it.
        let journal = try await MigrationJournal(storage)
        var record = JournalRecord(.willSend, at: Timestamp(seconds: 0), service: plan.services[0].sourceName)
        record.request = "POST retire"
        try await journal.note(record)
        try await move.source.service.delete(plan.services[0].source)
        try await move.source.time.sleep(for: .seconds(3600))
        let writes = await move.target.writes.count
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.migration(plan, storage).rollBack()
        }
        #expect(error.code == .conflict)
        #expect(await move.target.writes.count == writes)
        try await move.migration(plan, storage).retire(deleting: true)
        try await move.source.time.sleep(for: .seconds(3600))
        #expect(try await move.source.service.completeContainers(in: move.namespace.id).isEmpty)
    }

    @Test(arguments: ways)
    func anInventoryWaitsForWhatIsInTheMiddleOfAChange(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let id = try #require(move.ids["service-1"])
        _ = try await move.source.service.deploy([id], in: move.namespace.id)
        // Qovery shows the old status for a moment.
        try await move.source.time.sleep(for: .seconds(5))
        let inventory = try await move.source.service.inventory(of: move.namespace.id)
        #expect(inventory.unsettled.map(\.spec.name) == ["service-1"])
        let settled = try await move.source.service.settled(inventory, move.source.waiting)
        #expect(settled.unsettled.isEmpty)
        #expect(settled.containers.map(\.spec.name) == ["service-0", "service-1"])
        #expect(settled.containers.allSatisfy { $0.status.state == .ready })
        // One that is deleted meanwhile is gone.
        try await move.source.service.delete(id)
        try await move.source.time.sleep(for: .seconds(5))
        let leaving = try await move.source.service.inventory(of: move.namespace.id)
        #expect(leaving.unsettled.map(\.spec.name) == ["service-1"])
        var hasty = move.source.waiting
        hasty.limit = .milliseconds(1)
        #expect(try await move.source.service.settled(leaving, hasty).unsettled.count == 1)
        let left = try await move.source.service.settled(leaving, move.source.waiting)
        #expect(left.containers.map(\.spec.name) == ["service-0"])
    }

    @Test(arguments: ways)
    func verifyingAndRollingBackNeedNoSource(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        _ = try await move.migration(plan, storage).run(secrets: move.secrets)
        let alone = try await Migration(
            plan,
            from: nil,
            to: move.target.service,
            journal: try await MigrationJournal(storage),
            MigrationOptions(waiting: move.target.waiting)
        )
        #expect(try await alone.differences(secrets: move.secrets).isEmpty)
        let error = try await #require(throws: ContainerServiceError.self) { try await alone.retire(deleting: true) }
        #expect(error.code == .invalidInput)
        #expect(try await alone.rollBack().isRolledBack)
    }

    @Test func secretsAreProvedWhereTheyMayHaveChanged() async throws {
        let move = try await Move(1, from: .qovery, to: .scaleway)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        let wrong = MigrationSecrets(SecretValues(["TOKEN": "another-value"]))
        func differences(_ verification: MigrationOptions.SecretVerification) async throws -> [String] {
            let migration = try await Migration(
                plan,
                from: nil,
                to: move.target.service,
                journal: try await MigrationJournal(storage),
                MigrationOptions(secretVerification: verification, waiting: move.target.waiting)
            )
            return try await migration.differences(secrets: wrong).keys.sorted()
        }
        #expect(try await differences(.all) == ["service-0"])
        #expect(try await differences(.none) == [])
        // Nothing was touched since it was verified.
        #expect(try await differences(.changed) == [])
        let id = try #require(outcome.services.first?.id)
        try await move.target.time.sleep(for: .seconds(60))
        _ = try await move.target.service.deploy([id], in: try await move.target.service.container(id).namespace)
        try await move.target.service.wait(
            for: [id],
            in: try await move.target.service.container(id).namespace,
            move.target.waiting
        )
        #expect(try await differences(.changed) == ["service-0"])
    }

    @Test func whatIsNoContainerIsListedAsStaying() async throws {
        let move = try await Move(2, from: .qovery, to: .scaleway)
        let others = [
            OtherService(id: "0c7f2a1e-0000-4000-8000-000000000001", name: "db", kind: "DATABASE"),
            OtherService(id: "0c7f2a1e-0000-4000-8000-000000000002", name: "nightly", kind: "CRON_JOB"),
        ]
        try await move.source.declareServices(others, move.namespace.id)
        let inventory = try await move.source.service.inventory(of: move.namespace.id, services: ["service-1"])
        #expect(inventory.others.map(\.name) == ["nightly", "db"])
        #expect(inventory.leftOut == ["service-0"])
        let plan = try await move.plan()
        #expect(plan.others == inventory.others)
        let error = try await #require(throws: ContainerServiceError.self) {
            try await move.source.service.inventory(of: move.namespace.id, services: ["servise-1"])
        }
        #expect(error.message.contains("did you mean service-1?"))
    }

    @Test(arguments: ways)
    func eventsComeAsASequence(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let migration = try await move.migration(try await move.plan(), InMemoryJournalStorage())
        let seen = Seen()
        let outcome = try await migration.runWithEvents(secrets: move.secrets) { events in
            for await event in events {
                if case .reached(let service, let step) = event { await seen.add("\(service) \(step.rawValue)") }
            }
        }
        #expect(outcome.isComplete)
        #expect(
            await seen.words.sorted() == [
                "service-0 ready", "service-0 verified", "service-1 ready", "service-1 verified",
            ]
        )
        // A run that is refused ends the sequence too.
        await #expect(throws: ContainerServiceError.self) {
            let other = try await move.migration(try await move.plan(), InMemoryJournalStorage())
            _ = try await other.runWithEvents { events in for await _ in events {} }
        }
    }

    private actor Seen {
        private(set) var words: [String] = []
        func add(_ word: String) { words.append(word) }
    }
}

/// A time in whose first sleep somebody asks to stop.
private actor TimeWithAWish: TimeSource {
    let stop = MigrationStop()
    private let time: any TimeSource
    private(set) var slept: Duration = .zero

    init(time: any TimeSource) { self.time = time }

    func now() async -> Duration { await time.now() }
    func wallClock() async -> Timestamp { await time.wallClock() }

    func sleep(for duration: Duration) async throws {
        await stop.request()
        slept += duration
        try await time.sleep(for: duration)
    }
}
