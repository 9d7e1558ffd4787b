import CloudContainers
import ContainerMigration
import SimulationKit
import TestSupport
import Testing

/// However a run ends, the next one goes on from there.
@Suite("Migration, interrupted")
struct CrashTests {
    /// How long an undisturbed run of a fleet lives, and what it leaves.
    private static func undisturbed(_ size: Int, jobs: Int = 0, _ way: (Provider, Provider)) async throws -> (
        end: FinalState, process: DyingProcess
    ) {
        let watched = try await WatchedMove(size, jobs: jobs, from: way.0, to: way.1)
        let (outcome, process) = try await watched.live(InMemoryJournalStorage(), until: .never, concurrency: 1)
        #expect(outcome?.isComplete == true)
        let end = try await watched.target()
        try await watched.check(end, "the end")
        return (end, process)
    }

    /// Lets one process die at each point and another one go on.
    private func goesOn(
        _ points: [DyingProcess.Point],
        _ size: Int,
        jobs: Int = 0,
        _ way: (Provider, Provider),
        _ end: FinalState
    ) async throws {
        for point in points {
            let watched = try await WatchedMove(size, jobs: jobs, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            let first = try await watched.live(disk, until: point, concurrency: 1)
            #expect(first.outcome == nil, "\(point)")
            let second = try await watched.live(disk, until: .never)
            #expect(second.outcome?.isComplete == true, "\(point): \(String(describing: second.outcome))")
            try await watched.check(end, "\(point)")
        }
    }

    @Test(
        "row 14: an end at any write of the journal loses nothing and makes nothing twice",
        arguments: MigrationTests.ways,
        [1, 2]
    )
    func goesOnAfterACrash(_ way: (Provider, Provider), of size: Int) async throws {
        let (end, process) = try await Self.undisturbed(size, way)
        let writes = await process.writes
        #expect(writes > 5)
        // The harshest one is enough for the larger fleet.
        let moments = size == 1 ? DyingProcess.Moment.allCases : [.within]
        let points = (1...writes).flatMap { number in moments.map { DyingProcess.Point.write(number, $0) } }
        try await goesOn(points, size, way, end)
        print("\(points.count) ends at the journal, \(size) from \(way.0) to \(way.1)")
    }

    @Test("row 14: an end before any request, or before its answer, is made good", arguments: MigrationTests.ways)
    func goesOnAfterALostAnswer(_ way: (Provider, Provider)) async throws {
        let (end, process) = try await Self.undisturbed(2, way)
        #expect(await process.requests > 10)
        // An end behind a read leaves what one before it leaves.
        let points =
            (await process.turns.map { DyingProcess.Point.before(request: $0) })
            + (await process.changes.map { DyingProcess.Point.behind(request: $0) })
        try await goesOn(points, 2, way, end)
        print("\(points.count) ends at a request, \(way.0) to \(way.1)")
    }

    @Test("row 14: jobs are there once after an end at any write or request", arguments: MigrationTests.ways)
    func goesOnWithJobs(_ way: (Provider, Provider)) async throws {
        let (end, process) = try await Self.undisturbed(1, jobs: 2, way)
        let writes = await process.writes
        #expect(end.services.map(\.name) == ["job job-0", "job job-1", "service-0"])
        let points =
            (1...writes).map { DyingProcess.Point.write($0, .within) }
            + (await process.turns.map { DyingProcess.Point.before(request: $0) })
            + (await process.changes.map { DyingProcess.Point.behind(request: $0) })
        try await goesOn(points, 1, jobs: 2, way, end)
        print("\(points.count) ends with jobs, \(way.0) to \(way.1)")
    }

    @Test("row 14: a fleet whose every process dies is there once in the end", arguments: MigrationTests.ways)
    func goesOnAfterManyCrashes(_ way: (Provider, Provider)) async throws {
        let end = try await WatchedMove.undisturbed(12, jobs: 3, from: way.0, to: way.1)
        let first = testSeed(default: 1)
        var kills = 0
        let seeds = min(caseCount(default: 3), 20)
        for seed in first..<(first + UInt64(seeds)) {
            var random = SeededGenerator(seed: seed)
            let watched = try await WatchedMove(12, jobs: 3, from: way.0, to: way.1)
            let disk = InMemoryJournalStorage()
            var outcome: MigrationOutcome?
            var lives = 0
            while outcome == nil, lives < 60 {
                lives += 1
                // Later ones live longer, so that the fleet is done some time.
                let number = random.number(1...(20 + 10 * lives))
                let point =
                    switch random.number(0...4) {
                    case 0: DyingProcess.Point.before(request: number)
                    case 1, 2: DyingProcess.Point.behind(request: number)
                    default: DyingProcess.Point.write(number, random.pick(.before, .within, .after))
                    }
                outcome = try await watched.live(disk, until: point).outcome
            }
            #expect(outcome?.isComplete == true, "seed \(seed), \(lives) lives: \(String(describing: outcome))")
            try await watched.check(end, "seed \(seed)")
            kills += await watched.recorder.history.kills
        }
        #expect(kills > 2 * seeds)
        print("\(kills) ends of processes, 12 from \(way.0) to \(way.1), from seed \(first)")
    }
}
