import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// What a migration costs in requests: as many as there are services, and no more for waiting and looking.
@Suite("Migration, its requests")
struct MigrationCostTests {
    @Test("requests grow with the services only", arguments: MigrationTests.ways, [1, 10, 100])
    func countsRequests(_ way: (Provider, Provider), of count: Int) async throws {
        // Each container of Qovery sees variables of every other one, so that a hundred take minutes without optimization;
        // CLOUD_CONTAINERS_CASES=100 asks for them.
        let most = way.0 == .qovery ? caseCount(default: 30) : 100
        let size = count < 100 ? count : max(min(most, 100), 10)
        let watched = try await WatchedMove(size, from: way.0, to: way.1)
        let target = watched.move.target
        let before = await target.history.count
        // As a run waits whose requests are paced by the hour.
        var waiting = WaitOptions.paced
        waiting.time = target.time
        waiting.randomness = SeededRandomness(seed: 1)
        let migration = try await watched.process(InMemoryJournalStorage(), concurrency: 8, waiting: waiting)
        #expect(try await migration.run(secrets: watched.move.secrets).isComplete)

        let entries = await watched.recorder.history.entries
        let last = entries.lastIndex { if case .noted(let line) = $0 { line.contains("\"ready\"") } else { false } }
        let isReady = try #require(last)
        let verification = MigrationHistory(entries: Array(entries[isReady...]))
        let calls = MigrationHistory(entries: entries).calls.filter { $0.side == .target }
        // As they were sent, also where the answer is a refusal.
        let writes = calls.count { $0.isWrite }
        let looks = verification.calls.filter { $0.side == .target }
        let pages = 1 + (way.1 == .scaleway ? size / 100 : 0)

        // The namespace, and one deployment of all where a creation does none.
        #expect(writes <= (way.1 == .qovery ? 3 * size + 2 : size + 1), "\(writes) writes")
        #expect(looks.allSatisfy { !$0.isWrite })
        #expect(looks.count <= 2 * size + 2 * pages, "\(looks.count) reads of the verification")

        // Everything else: one look for all at each tick, and what does not grow with the services.
        let history = await target.history.dropFirst(before)
        let written = history.lastIndex { $0.isWrite }
        let lastWrite = try #require(written)
        let waitingReads = history[(lastWrite + 1)...].dropLast(looks.count)
        let times = Set(waitingReads.map(\.time)).sorted()
        let ticks = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(ticks.allSatisfy { $0 >= .seconds(10) }, "\(ticks)")
        #expect(waitingReads.count <= (times.count + 2) * pages, "\(waitingReads.count) reads at \(times.count) ticks")
        let others = calls.count - writes - looks.count - waitingReads.count
        #expect(others <= 8 * pages, "\(others) reads beside those")
        print(
            "\(size) to \(way.1): \(writes) writes, \(looks.count) reads of the verification, "
                + "\(waitingReads.count) of the wait, \(others) others"
        )
    }
}
