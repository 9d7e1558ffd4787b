import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// Domains move in a stage of their own, and have a way back of their own.
@Suite("Migration, domains")
struct DomainMoveTests {
    @Test("domains lead to the target, and stay at the source", arguments: MigrationTests.ways)
    func movesDomains(from provider: Provider, to other: Provider) async throws {
        let fleet = try await DomainFleet(provider, other)
        let storage = fleet.storage()
        let seen = Seen()
        let outcome = try await fleet.migration(storage).moveDomains(pointing: fleet.pointing) { await seen.add($0) }
        #expect(outcome.domains.map(\.failure?.message) == [nil, nil])
        #expect(outcome.isMoved)
        try await fleet.expectMoved()
        #expect(await fleet.additions == 2)
        // Both records are told before the first one is set.
        #expect(
            await seen.words.filter { $0.hasPrefix("record") }.sorted()
                == DomainFleet.hosts.sorted().map { "record \($0)" }
        )
        #expect(outcome.domains.allSatisfy { $0.before != nil && $0.record != nil && $0.before != $0.record })
        #expect(outcome.domains.allSatisfy { $0.needsRecordFirst == (other == .scaleway) })
        let state = try await MigrationJournal(storage).state
        #expect(
            state["service-0"].domains.mapValues(\.step) == ["www.example.org": .moved, "shop.example.org": .moved]
        )
        // Once more sends nothing, and what was verified still is as planned.
        let writes = await fleet.move.target.writes.count
        let migration = try await fleet.migration(storage)
        #expect(try await migration.moveDomains(pointing: fleet.pointing).isMoved)
        #expect(try await migration.differences(secrets: fleet.move.secrets).isEmpty)
        #expect(try await migration.run().isComplete)
        #expect(await fleet.move.target.writes.count == writes)
    }

    @Test("row 14: a crash at any write of the journal adds no domain twice", arguments: MigrationTests.ways)
    func goesOnAfterACrash(from provider: Provider, to other: Provider) async throws {
        let writes: Int
        do {
            let fleet = try await DomainFleet(provider, other)
            let storage = DyingProcess(fleet.storage(), endingAt: .never, HistoryRecorder())
            #expect(try await fleet.migration(storage).moveDomains(pointing: fleet.pointing).isMoved)
            writes = await storage.writes
        }
        #expect(writes >= 8)
        for number in 1...writes {
            for moment in DyingProcess.Moment.allCases {
                let fleet = try await DomainFleet(provider, other)
                let crashing = DyingProcess(fleet.storage(), endingAt: .write(number, moment), HistoryRecorder())
                await #expect(throws: (any Error).self, "write \(number), \(moment)") {
                    try await fleet.migration(crashing).moveDomains(pointing: fleet.pointing)
                }
                let rest = InMemoryJournalStorage(await crashing.read())
                let outcome = try await fleet.migration(rest).moveDomains(pointing: fleet.pointing)
                #expect(outcome.isMoved, "write \(number), \(moment): \(outcome)")
                try await fleet.expectMoved("write \(number), \(moment)")
                // Whichever process has added them, they are this migration's to take back.
                let back = try await fleet.migration(rest).revertDomains(pointing: fleet.pointingBack)
                #expect(back.isReverted, "write \(number), \(moment)")
                #expect(try await fleet.moved().isEmpty, "write \(number), \(moment)")
            }
        }
    }

    @Test("row 14: a lost answer of the stage is made good", arguments: MigrationTests.ways)
    func goesOnAfterALostAnswer(from provider: Provider, to other: Provider) async throws {
        var number = 0
        while true {
            number += 1
            let fleet = try await DomainFleet(provider, other)
            let account = fleet.move.target
            let storage = DyingProcess(fleet.storage(), endingAt: .behind(request: number), HistoryRecorder())
            let target = account.service(through: storage.transport(account.faults))
            let end = try? await fleet.migration(storage, target: target).moveDomains(pointing: fleet.pointing)
            guard await storage.hasEnded else {
                #expect(end?.isMoved == true)
                break
            }
            let rest = InMemoryJournalStorage(await storage.read())
            let outcome = try await fleet.migration(rest).moveDomains(pointing: fleet.pointing)
            #expect(outcome.isMoved, "request \(number): \(outcome)")
            try await fleet.expectMoved("request \(number)")
        }
        #expect(number > 4)
    }

    @Test("row 14: a crash while domains go back is made good", arguments: MigrationTests.ways)
    func goesBackAfterACrash(from provider: Provider, to other: Provider) async throws {
        var number = 0
        var hasCrashed = true
        while hasCrashed {
            number += 1
            let fleet = try await DomainFleet(provider, other)
            let storage = fleet.storage()
            #expect(try await fleet.migration(storage).moveDomains(pointing: fleet.pointing).isMoved)
            let left = InMemoryJournalStorage(await storage.read())
            let crashing = DyingProcess(left, endingAt: .write(number, .after), HistoryRecorder())
            let crashed = try await fleet.migration(crashing)
            hasCrashed = (try? await crashed.revertDomains(pointing: fleet.pointingBack)) == nil
            let rest = try await fleet.migration(InMemoryJournalStorage(await crashing.read()))
            #expect(try await rest.revertDomains(pointing: fleet.pointingBack).isReverted, "write \(number)")
            #expect(try await fleet.moved().isEmpty, "write \(number)")
            #expect(try await fleet.stayed() == DomainFleet.hosts.sorted())
            #expect(try await rest.rollBack().isRolledBack, "write \(number)")
        }
        #expect(number > 5)
    }

    @Test("requests of the stage go wrong at random", arguments: MigrationTests.ways)
    func endsWithFaults(from provider: Provider, to other: Provider) async throws {
        let first = testSeed(default: 1)
        var faults = 0
        for seed in first..<(first + UInt64(caseCount(default: 20) / 5 + 1)) {
            let fleet = try await DomainFleet(provider, other)
            let storage = fleet.storage()
            let account = fleet.move.target
            let log = FaultLog()
            let faulty = RandomFaults(account.faults, account, oneOf: 5, seed: seed, log)
                .retrying(time: account.time, randomness: SeededRandomness(seed: seed))
            var outcome: DomainOutcome?
            var calls = 0
            while outcome?.isMoved != true, calls < 6 {
                calls += 1
                do {
                    let migration = try await fleet.migration(storage, target: account.service(through: faulty))
                    outcome = try await migration.moveDomains(pointing: fleet.pointing)
                } catch let error as ContainerServiceError {
                    #expect(!error.message.isEmpty, "seed \(seed)")
                }
            }
            faults += await log.counts.values.reduce(0, +)
            #expect(outcome?.isMoved == true, "seed \(seed) after \(calls) calls: \(String(describing: outcome))")
            try await fleet.expectMoved("seed \(seed)")
            // None of them was taken for somebody else's.
            #expect(try await fleet.migration(storage).revertDomains(pointing: fleet.pointingBack).isReverted)
            #expect(try await fleet.moved().isEmpty, "seed \(seed)")
        }
        #expect(faults > 0)
        print("\(faults) faults while domains moved, \(provider) to \(other), from seed \(first)")
    }

    @Test("without a record nothing moves, and a later try does", arguments: MigrationTests.ways, [true, false])
    func waitsForTheRecord(_ way: (Provider, Provider), resolves: Bool) async throws {
        let fleet = try await DomainFleet(way.0, way.1)
        let storage = fleet.storage()
        let migration = try await fleet.migration(storage, resolves: resolves)
        let early = try await migration.moveDomains()
        #expect(!early.isMoved)
        let step: MigrationState.DomainStep = way.1 == .scaleway ? .begun : .added
        for domain in early.domains {
            #expect(domain.step == step)
            let failure = try #require(domain.failure)
            #expect(failure.code == .timedOut)
            #expect(failure.message.contains(try #require(domain.record).description))
        }
        // Where the record comes first, a resolver that does not see it keeps the domain from being added.
        if way.1 == .scaleway, resolves { #expect(await fleet.additions == 0) }
        for domain in early.domains { try await fleet.zone.point(domain.host, domain.record) }
        let late = try await migration.moveDomains()
        #expect(late.domains.map(\.failure?.message) == [nil, nil])
        #expect(late.isMoved)
        try await fleet.expectMoved()
    }

    @Test("a domain whose check failed is added again")
    func repairsAFailedCheck() async throws {
        let fleet = try await DomainFleet(.qovery, .scaleway)
        let target = fleet.move.target
        let service = target.service(through: VanishingRecords(before: target.faults, fleet.zone, most: 1))
        let migration = try await fleet.migration(fleet.storage(), target: service)
        let outcome = try await migration.moveDomains(pointing: fleet.pointing)
        #expect(outcome.domains.map(\.failure?.message) == [nil, nil])
        try await fleet.expectMoved()
        #expect(await fleet.additions == 4)
    }

    @Test("a check that keeps failing ends with the way back")
    func tellsTheWayBack() async throws {
        let fleet = try await DomainFleet(.qovery, .scaleway)
        let target = fleet.move.target
        let service = target.service(through: VanishingRecords(before: target.faults, fleet.zone, most: .max))
        let migration = try await fleet.migration(fleet.storage(), target: service, resolves: false)
        let outcome = try await migration.moveDomains(pointing: fleet.pointing)
        #expect(!outcome.isMoved)
        for domain in outcome.domains {
            let failure = try #require(domain.failure)
            #expect(failure.message.contains("the way back is \(try #require(domain.before))"))
        }
        #expect(await fleet.additions == 6)
    }

    @Test("domains go back, and only then the services", arguments: MigrationTests.ways, [true, false])
    func revertsDomains(_ way: (Provider, Provider), resolves: Bool) async throws {
        let fleet = try await DomainFleet(way.0, way.1)
        let migration = try await fleet.migration(fleet.storage(), resolves: resolves)
        #expect(try await migration.moveDomains(pointing: fleet.pointing).isMoved)
        let refusal = try await #require(throws: ContainerServiceError.self) { try await migration.rollBack() }
        #expect(refusal.code == .conflict)
        #expect(refusal.message.contains("domains --revert"))
        #expect(try await fleet.moved().count == 2)
        let seen = Seen()
        let outcome = try await migration.revertDomains(pointing: fleet.pointingBack) { await seen.add($0) }
        #expect(outcome.isReverted)
        #expect(await seen.words.filter { $0.hasPrefix("record") }.count == 2)
        #expect(try await fleet.moved().isEmpty)
        #expect(try await fleet.stayed() == DomainFleet.hosts.sorted())
        let writes = await fleet.move.target.writes.count
        #expect(try await migration.revertDomains(pointing: fleet.pointingBack).isReverted)
        #expect(await fleet.move.target.writes.count == writes)
        #expect(await fleet.move.sourceWrites(since: fleet.sourceWrites) == 0)
        #expect(try await migration.rollBack().isRolledBack)
    }

    @Test("a record that still leads to the target keeps it", arguments: MigrationTests.ways)
    func aRecordThatIsNotSetBackKeepsTheTarget(from provider: Provider, to other: Provider) async throws {
        let fleet = try await DomainFleet(provider, other)
        let storage = fleet.storage()
        #expect(try await fleet.migration(storage).moveDomains(pointing: fleet.pointing).isMoved)
        // Without a resolver nobody waits for the record, so that the domain goes while its name still leads here.
        #expect(try await fleet.migration(storage, resolves: false).revertDomains().isReverted)
        let seeing = try await fleet.migration(storage)
        let refusal = try await #require(throws: ContainerServiceError.self) { try await seeing.rollBack() }
        #expect(refusal.message.contains("set its record back first"))
        await fleet.zone.fallSilent()
        let silence = try await #require(throws: ContainerServiceError.self) { try await seeing.rollBack() }
        #expect(silence.code == .unavailable)
        #expect(try await fleet.migration(storage, resolves: false).rollBack().isRolledBack)
    }

    @Test("a domain that somebody else has added is used, and stays", arguments: MigrationTests.ways)
    func keepsADomainOfSomebodyElse(from provider: Provider, to other: Provider) async throws {
        let fleet = try await DomainFleet(provider, other)
        let migration = try await fleet.migration(fleet.storage())
        let moves = try await migration.domainMoves()
        let domains = try #require(fleet.move.target.service.domains)
        let place = try #require(try await fleet.move.target.service.namespace(named: "shop-moved"))
        let service = try #require(try await fleet.move.target.service.container(named: "service-0", in: place.id))
        let host = moves[0].host
        if let record = moves[0].record { try await fleet.zone.point(host, record) }
        _ = try await domains.addDomain(moves[0].domain, to: service.id)
        #expect(try await migration.moveDomains(pointing: fleet.pointing).isMoved)
        #expect(try await migration.revertDomains(pointing: fleet.pointingBack).isReverted)
        #expect(try await fleet.moved().keys.sorted() == [host])
    }

    @Test("a name that the target cannot have keeps its record")
    func refusesAWildcard() async throws {
        let fleet = try await DomainFleet(.qovery, .scaleway, hosts: ["*.example.org", "www.example.org"])
        let migration = try await fleet.migration(fleet.storage())
        let before = await fleet.zone.target(of: "*.example.org")
        let outcome = try await migration.moveDomains(pointing: fleet.pointing)
        #expect(outcome.domains.map(\.step) == [.notMoved, .moved])
        #expect(outcome.domains[0].failure?.code == .unsupported)
        #expect(await fleet.zone.target(of: "*.example.org") == before)
    }

    @Test("only services that are verified let their domains go", arguments: MigrationTests.ways)
    func refusesWhatIsNotVerified(from provider: Provider, to other: Provider) async throws {
        let fleet = try await DomainFleet(provider, other)
        let migration = try await fleet.migration(InMemoryJournalStorage())
        let outcome = try await migration.moveDomains(pointing: fleet.pointing)
        #expect(outcome.domains.map(\.failure?.code) == [.conflict, .conflict])
        #expect(await fleet.additions == 0)
        let error = try await #require(throws: ContainerServiceError.self) {
            try await migration.moveDomains(of: ["servise-0"])
        }
        #expect(error.message.contains("service-0"))
        #expect(try await migration.moveDomains(of: []).domains.isEmpty)
    }

    @Test("a wish to stop leaves what a later call goes on with", arguments: MigrationTests.ways)
    func stops(from provider: Provider, to other: Provider) async throws {
        let fleet = try await DomainFleet(provider, other)
        let stop = MigrationStop()
        let migration = try await fleet.migration(fleet.storage())
        let outcome = try await migration.moveDomains(stop: stop) { event in
            if case .record = event { await stop.request() }
        }
        #expect(outcome.wasStopped)
        #expect(outcome.domains.map(\.failure?.message) == [nil, nil])
        #expect(try await migration.moveDomains(pointing: fleet.pointing).isMoved)
    }

    @Test("sources stay for a while", arguments: MigrationTests.ways, [true, false])
    func soaks(_ way: (Provider, Provider), movesDomains: Bool) async throws {
        let fleet = try await DomainFleet(way.0, way.1)
        let migration = try await fleet.migration(fleet.storage()) { $0.soak = .seconds(3600) }
        let time = fleet.move.target.time
        await time.advance(by: .seconds(3000))
        if movesDomains { #expect(try await migration.moveDomains(pointing: fleet.pointing).isMoved) }
        await time.advance(by: .seconds(500))
        let stops = fleet.move.source.service.dialect.capabilities.stops
        let writes = await fleet.move.source.writes.count
        let now = await time.wallClock()
        let waits = await time.waits.count
        let error = try await #require(throws: ContainerServiceError.self) {
            try await migration.retire(deleting: !stops)
        }
        #expect(error.code == .conflict)
        let word = try #require(error.message.split(separator: " ").first(where: { $0.hasPrefix("20") }))
        let end = try Timestamp(parsing: String(word.dropLast()))
        #expect(end > now)
        #expect(await fleet.move.source.writes.count == writes)
        #expect(await time.waits.count == waits)
        await time.advance(by: .seconds(movesDomains ? 3100 : 101))
        try await migration.retire(deleting: !stops)
        if movesDomains {
            let late = try await #require(throws: ContainerServiceError.self) { try await migration.revertDomains() }
            #expect(late.code == .conflict)
        }
    }
}

/// What was heard of a stage.
private actor Seen {
    private(set) var words: [String] = []

    func add(_ event: MigrationEvent) {
        switch event {
        case .record(_, let record, _): words.append("record \(record.name)")
        case .domain(_, let host, let step): words.append("\(step.rawValue) \(host)")
        default: break
        }
    }
}

/// A provider at which the record of a name goes away while it looks, and comes back before the name is added again.
///
/// It takes one request at a time, so that no wait of another one passes between a domain and the end of its record.
private actor VanishingRecords: HTTPTransport {
    private let wrapped: any HTTPTransport
    private let zone: Zone
    /// How often the record of a name goes away.
    private let most: Int
    private var additions: [String: Int] = [:]
    private var hosts: [String: String] = [:]
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(before wrapped: any HTTPTransport, _ zone: Zone, most: Int) {
        self.wrapped = wrapped
        self.zone = zone
        self.most = most
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        while isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        defer {
            isBusy = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        if request.method == .delete, let host = hosts[request.path.split(separator: "/").last.map(String.init) ?? ""] {
            try await zone.restore(host)
        }
        guard request.method == .post, request.path.hasSuffix("/domains"),
            let body = request.body, let host = try JSONDocument(parsing: body.bytes).root["hostname"]?.string
        else { return try await wrapped.send(request) }
        try await zone.restore(host)
        let response = try await wrapped.send(request)
        additions[host, default: 0] += 1
        if additions[host, default: 0] <= most { try await zone.point(host, nil) }
        if let id = try JSONDocument(parsing: response.body).root["id"]?.string { hosts[id] = host }
        return response
    }
}
