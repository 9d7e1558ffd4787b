import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// Whatever goes wrong at random, a migration ends complete and nothing is there twice.
@Suite("Migration, with faults")
struct MigrationFaultTests {
    /// Of how many requests one goes wrong, and how many runs that may take.
    struct Rate: Sendable, CustomStringConvertible {
        var oneOf: UInt64
        var runs: Int
        /// Whether requests are repeated as the tool does it; without that a run stops more often.
        var retries: Bool
        /// How many seeds are tried; CLOUD_CONTAINERS_CASES says otherwise, as `.ci/run` does with 50.
        var seeds: Int

        var description: String { "one of \(oneOf)\(retries ? "" : ", not repeated")" }
    }

    static let rates = [
        Rate(oneOf: 20, runs: 6, retries: true, seeds: 10), Rate(oneOf: 5, runs: 6, retries: true, seeds: 8),
        Rate(oneOf: 20, runs: 40, retries: false, seeds: 8),
    ]

    @Test("requests go wrong at random, in every way", arguments: MigrationTests.ways, rates)
    func endsInTheEnd(_ way: (Provider, Provider), _ rate: Rate) async throws {
        let end = try await WatchedMove.undisturbed(3, jobs: 2, from: way.0, to: way.1)
        let first = testSeed(default: 1)
        var (most, stops) = (0, 0)
        var struck: [String: Int] = [:]
        for seed in first..<(first + UInt64(caseCount(default: rate.seeds))) {
            let watched = try await WatchedMove(3, jobs: 2, from: way.0, to: way.1, seed: seed)
            let disk = InMemoryJournalStorage()
            let log = FaultLog()
            var outcome: MigrationOutcome?
            var runs = 0
            while outcome?.isComplete != true, runs < rate.runs {
                runs += 1
                await log.begin()
                let chance = seed &* 1009 &+ UInt64(runs)
                do {
                    let migration = try await watched.process(disk) { recorded, account in
                        let faulty = RandomFaults(recorded, account, oneOf: rate.oneOf, seed: chance, log)
                        guard rate.retries else { return faulty }
                        return faulty.retrying(time: account.time, randomness: SeededRandomness(seed: chance))
                    }
                    outcome = try await migration.run(secrets: watched.move.secrets)
                    for service in outcome?.services ?? [] {
                        guard let failure = service.failure else { continue }
                        stops += 1
                        try await check(failure, of: service.name, log, "seed \(seed), run \(runs)")
                    }
                } catch let error as ContainerServiceError {
                    stops += 1
                    try await check(error, of: nil, log, "seed \(seed), run \(runs)")
                }
            }
            most = max(most, runs)
            struck.merge(await log.counts) { $0 + $1 }
            #expect(outcome?.isComplete == true, "seed \(seed) after \(runs) runs: \(String(describing: outcome))")
            try await watched.check(end, "seed \(seed)")
        }
        let faults = struck.values.reduce(0, +)
        // With fewer cases than usual not all of them need to come; a stale answer needs a question that was asked before.
        let missing = FaultLog.names.subtracting(struck.keys)
        #expect(faults < 150 || missing.isSubset(of: faults < 500 ? ["stale"] : []), "kinds of faults: \(struck)")
        #expect(rate.retries || faults < 40 || stops > 10, "\(stops) stops of \(faults) faults")
        print(
            "\(faults) faults, \(rate); \(stops) stops, at most \(most) runs, \(way.0) to \(way.1), from seed \(first)"
        )
    }

    /// A stop says what failed, in which request, and for which service.
    private func check(
        _ error: ContainerServiceError,
        of service: String?,
        _ log: FaultLog,
        _ place: String
    ) async throws {
        let words = "\(place): \(error.code) of \(error.operation ?? "nothing"): \(error)"
        let faults = await log.faults
        #expect(!faults.isEmpty, "\(words)")
        var codes = faults.filter { $0.operation == error.operation }.reduce(into: Set()) { $0.formUnion($1.codes) }
        // Where no deployment arrived there is nothing to wait for.
        if faults.contains(where: { $0.operation.hasPrefix("deploy ") }) { codes.insert(.timedOut) }
        // What was undone half made can be listed until it is gone.
        if faults.contains(where: { $0.operation.hasPrefix("set variables") }) { codes.insert(.conflict) }
        // What was read of old shows where it is compared with the plan.
        if faults.contains(where: { $0.name == "stale" }) { codes.formUnion([.conflict, .notFound, .alreadyExists]) }
        #expect(codes.contains(error.code), "\(words), and what struck was \(faults)")
        // What it says it was about is nobody else's.
        if let service, let operation = error.operation, operation.contains("service-") {
            #expect(operation.hasSuffix(service), "\(words)")
        }
    }
}

/// The faults that struck in a run.
actor FaultLog {
    struct Struck: Sendable, CustomStringConvertible {
        var name: String
        var operation: String
        /// What may be said about it.
        var codes: Set<ContainerServiceError.Code>

        var description: String { "\(name) at \(operation)" }
    }

    static let names: Set = [
        "latency", "answer", "answer after acting", "cut before acting", "cut after acting", "time-out before acting",
        "time-out after acting", "refused", "truncated", "body", "stale",
    ]

    private(set) var faults: [Struck] = []
    private(set) var counts: [String: Int] = [:]

    func begin() { faults = [] }

    func add(_ fault: Fault, _ request: HTTPRequest) {
        let name: String
        var codes: Set<ContainerServiceError.Code> = [.unavailable]
        if request.kind != .read { codes.insert(.outcomeUnknown) }
        switch fault {
        case .latency: name = "latency"
        case .answer(let response):
            name = "answer"
            if response.status == 429 { codes = [.rateLimited] }
        case .answerAfterActing: name = "answer after acting"
        case .cutBeforeActing: name = "cut before acting"
        case .cutAfterActing: name = "cut after acting"
        case .timeOutBeforeActing: name = "time-out before acting"
        case .timeOutAfterActing: name = "time-out after acting"
        case .refused: name = "refused"
        case .truncated: name = "truncated"
        case .body: name = "body"
        case .stale: name = "stale"
        }
        if ["truncated", "body"].contains(name) { codes.insert(.answerNotUnderstood) }
        // What was read is an old answer to the same question.
        if name == "stale" { codes = [.conflict, .notFound, .alreadyExists] }
        counts[name, default: 0] += 1
        faults.append(Struck(name: name, operation: request.operation, codes: codes))
    }
}

/// A transport that lets some requests go wrong, each in one of all ways.
struct RandomFaults: HTTPTransport {
    private let wrapped: any HTTPTransport
    private let account: Account
    private let rate: UInt64
    private let chance: SeededRandomness
    private let log: FaultLog
    private let memory = Memory()

    /// The last answers to questions, for the fault that gives one of them again.
    private actor Memory {
        private var answers: [String: HTTPResponse] = [:]

        func answer(_ request: HTTPRequest) -> HTTPResponse? { answers[request.path] }
        func keep(_ response: HTTPResponse, _ request: HTTPRequest) { answers[request.path] = response }
    }

    init(_ wrapped: any HTTPTransport, _ account: Account, oneOf rate: UInt64, seed: UInt64, _ log: FaultLog) {
        self.wrapped = wrapped
        self.account = account
        self.rate = rate
        self.log = log
        chance = SeededRandomness(seed: seed &+ (account.provider == .qovery ? 0 : 1_000_003))
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard await chance.number(below: rate) == 0 else {
            let response = try await wrapped.send(request)
            if request.kind == .read { await memory.keep(response, request) }
            return response
        }
        let page = Array("<html>Bad gateway</html>".utf8)
        let faults: [Fault] = [
            .cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .timeOutBeforeActing, .refused,
            .answer(HTTPResponse(status: 500)), .answer(HTTPResponse(status: 503)),
            .answer(HTTPResponse(status: 429, headers: ["Retry-After": "2"])),
            .answerAfterActing(HTTPResponse(status: 502, body: page)), .truncated(at: 20), .body(Array("{]".utf8)),
            .stale, .latency(.seconds(3)),
        ]
        let fault = faults[Int(await chance.number(below: UInt64(faults.count)))]
        if case .stale = fault {
            // Only what is read can be an old answer: a write that is answered so was never made, and nobody could know.
            guard request.kind == .read, let last = await memory.answer(request) else {
                return try await wrapped.send(request)
            }
            await log.add(fault, request)
            return last
        }
        await log.add(fault, request)
        return try await FaultInjector(wrapped, rules: [FaultRule(fault)], time: account.time).send(request)
    }
}
