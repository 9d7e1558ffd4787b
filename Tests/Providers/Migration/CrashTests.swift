import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// However a run ends, the next one goes on from there.
@Suite("Migration, interrupted")
struct CrashTests {
    private static let size = 2

    /// What an undisturbed run leaves on the target.
    private static func undisturbed(_ provider: Provider, _ other: Provider) async throws -> (
        moved: [String: ContainerSpec], writes: Int
    ) {
        let move = try await Move(size, from: provider, to: other)
        let storage = CrashingStorage(crashingAt: .max, .before)
        let outcome = try await move.migration(try await move.plan(), storage, concurrency: 1).run(
            secrets: move.secrets
        )
        #expect(outcome.isComplete)
        return (try await move.moved(), await storage.writes)
    }

    @Test(
        "row 14: a crash at any write of the journal loses nothing and makes nothing twice",
        arguments: MigrationTests.ways
    )
    func goesOnAfterACrash(from provider: Provider, to other: Provider) async throws {
        let (wanted, writes) = try await Self.undisturbed(provider, other)
        #expect(writes > 10)
        for number in 1...writes {
            for moment in CrashingStorage.Moment.allCases {
                let move = try await Move(Self.size, from: provider, to: other)
                let before = await move.source.writes.count
                let plan = try await move.plan()
                let crashing = CrashingStorage(crashingAt: number, moment)
                await #expect(throws: (any Error).self, "write \(number), \(moment)") {
                    try await move.migration(plan, crashing, concurrency: 1).run(secrets: move.secrets)
                }
                let rest = InMemoryJournalStorage(await crashing.read())
                let outcome = try await move.migration(plan, rest).run(secrets: move.secrets)
                #expect(outcome.isComplete, "write \(number), \(moment): \(outcome)")
                #expect(try await move.moved() == wanted, "write \(number), \(moment)")
                #expect(await move.sourceWrites(since: before) == 0)
            }
        }
        print("\(writes * CrashingStorage.Moment.allCases.count) crashes of a journal, \(provider) to \(other)")
    }

    @Test("row 14: an end between the server's act and its answer is made good", arguments: MigrationTests.ways)
    func goesOnAfterALostAnswer(from provider: Provider, to other: Provider) async throws {
        let (wanted, _) = try await Self.undisturbed(provider, other)
        var number = 0
        while true {
            number += 1
            let move = try await Move(Self.size, from: provider, to: other)
            let before = await move.source.writes.count
            let plan = try await move.plan()
            let storage = EndingStorage()
            // The process ends while it waits for the answer to one request: nothing is noted any more.
            await move.target.faults.removeRules()
            let cut = CutOff(move.target, at: number, storage)
            let migration = try await Migration(
                plan,
                from: move.source.service,
                to: cut.service,
                journal: try await MigrationJournal(storage),
                MigrationOptions(concurrency: 1, waiting: move.target.waiting)
            )
            let end = try? await migration.run(secrets: move.secrets)
            guard await storage.hasEnded else {
                #expect(end?.isComplete == true)
                break
            }
            let rest = InMemoryJournalStorage(await storage.read())
            let outcome = try await move.migration(plan, rest).run(secrets: move.secrets)
            #expect(outcome.isComplete, "request \(number): \(outcome)")
            #expect(try await move.moved() == wanted, "request \(number)")
            #expect(await move.sourceWrites(since: before) == 0)
        }
        #expect(number > 10)
        print("\(number - 1) lost answers, \(provider) to \(other)")
    }
}

/// A journal whose process has ended once somebody says so.
actor EndingStorage: JournalStorage {
    private var bytes: [UInt8] = []
    private(set) var hasEnded = false

    func end() { hasEnded = true }
    func read() -> [UInt8] { bytes }

    func append(_ line: [UInt8]) throws {
        if hasEnded { throw CrashingStorage.Crash() }
        bytes += line
    }

    func truncate(to count: Int) { bytes.removeLast(max(bytes.count - count, 0)) }
}

/// Ends the process after the target has acted on one of the requests.
struct CutOff: HTTPTransport {
    private let account: Account
    private let counter: Counter
    private let number: Int
    private let storage: EndingStorage

    private actor Counter {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    init(_ account: Account, at number: Int, _ storage: EndingStorage) {
        self.account = account
        self.number = number
        self.storage = storage
        counter = Counter()
    }

    var service: any ContainerService { account.service(through: self) }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if await storage.hasEnded { throw CancellationError() }
        let response = try await account.faults.send(request)
        guard await counter.next() == number else { return response }
        await storage.end()
        throw CancellationError()
    }
}
