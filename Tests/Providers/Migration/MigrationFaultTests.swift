import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// Whatever goes wrong at random, a migration ends complete and nothing is there twice.
@Suite("Migration, with faults")
struct MigrationFaultTests {
    /// Of how many requests one goes wrong.
    static let rates: [UInt64] = [20, 5]

    @Test("requests go wrong at random, in every way", arguments: MigrationTests.ways, rates)
    func endsInTheEnd(_ way: (Provider, Provider), oneOf rate: UInt64) async throws {
        let (provider, other) = way
        let first = testSeed(default: 1)
        var (most, faults) = (0, 0)
        for seed in first..<(first + UInt64(caseCount(default: 50))) {
            let move = try await Move(3, from: provider, to: other, seed: seed)
            let before = await move.source.writes.count
            let plan = try await move.plan()
            let source = RandomFaults(move.source, oneOf: rate, seed: seed)
            let target = RandomFaults(move.target, oneOf: rate, seed: seed &+ 1_000_003)
            let storage = InMemoryJournalStorage()
            var outcome: MigrationOutcome?
            var runs = 0
            while outcome?.isComplete != true, runs < (rate < 20 ? 40 : 6) {
                runs += 1
                let migration = try await Migration(
                    plan,
                    from: source.service,
                    to: target.service,
                    journal: try await MigrationJournal(storage),
                    MigrationOptions(waiting: move.target.waiting)
                )
                do {
                    outcome = try await migration.run(secrets: move.secrets)
                    for service in outcome?.services ?? [] {
                        // Whoever reads it learns what failed and where.
                        if let failure = service.failure { #expect(!failure.message.isEmpty, "seed \(seed)") }
                    }
                } catch let error as ContainerServiceError {
                    #expect(!error.message.isEmpty, "seed \(seed)")
                }
            }
            most = max(most, runs)
            faults += await source.count + (await target.count)
            #expect(outcome?.isComplete == true, "seed \(seed) after \(runs) runs: \(String(describing: outcome))")
            let place = try #require(try await move.target.service.namespace(named: move.settings.namespace))
            let names = try await move.target.service.completeContainers(in: place.id).map(\.spec.name).sorted()
            #expect(names == move.ids.keys.sorted(), "seed \(seed)")
            #expect(await move.sourceWrites(since: before) == 0, "seed \(seed)")
        }
        #expect(faults > 0)
        print("\(faults) faults, one of \(rate); at most \(most) runs, \(provider) to \(other), from seed \(first)")
    }
}

/// A transport that lets one request of twenty go wrong, and repeats what is safe as the tool does.
struct RandomFaults: HTTPTransport {
    private let account: Account
    private let rate: UInt64
    private let chance: SeededRandomness
    private let counter = Counter()

    private actor Counter {
        private(set) var count = 0
        func add() { count += 1 }
    }

    /// How many requests went wrong.
    var count: Int { get async { await counter.count } }

    init(_ account: Account, oneOf rate: UInt64, seed: UInt64) {
        self.account = account
        self.rate = rate
        chance = SeededRandomness(seed: seed)
    }

    var service: any ContainerService {
        account.service(through: retrying(time: account.time, randomness: chance))
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard await chance.number(below: rate) == 0 else { return try await account.faults.send(request) }
        await counter.add()
        let faults: [Fault] = [
            .cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .timeOutBeforeActing, .refused,
            .answer(HTTPResponse(status: 500)), .answer(HTTPResponse(status: 503)),
            .answer(HTTPResponse(status: 429, headers: ["Retry-After": "2"])),
            .answerAfterActing(HTTPResponse(status: 502, body: Array("<html>Bad gateway</html>".utf8))),
            .truncated(at: 20), .body(Array("{]".utf8)), .stale, .latency(.seconds(3)),
        ]
        let fault = faults[Int(await chance.number(below: UInt64(faults.count)))]
        return try await FaultInjector(account.faults, rules: [FaultRule(fault)], time: account.time).send(request)
    }
}
