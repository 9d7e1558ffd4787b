package import CloudContainers

/// A time that stands still while nobody waits, so that a clock beside the work would only push it on.
package protocol StandingTime: TimeSource {}

/// The time of a simulator: waits are over at once while it is set up, and afterwards many times faster than on a clock.
actor SimulationTime: StandingTime {
    private let clock: any TimeSource
    private let start = Timestamp(seconds: 1_767_225_600)
    /// What waits added.
    private var skipped: Duration = .zero
    /// How much faster than the clock it runs, and since when; `nil` while it stands between waits.
    private var run: (speed: Int, since: Duration)?

    /// Makes a time that moves by waits alone.
    ///
    /// - Parameter clock: The clock for what follows ``run(times:)``.
    init(over clock: any TimeSource) { self.clock = clock }

    /// Goes on at a multiple of the clock's pace.
    func run(times speed: Int) async { run = (speed, await clock.now()) }

    func now() async -> Duration {
        guard let run else { return skipped }
        return skipped + (await clock.now() - run.since) * run.speed
    }

    func wallClock() async -> Timestamp {
        let elapsed = await now()
        return Timestamp(seconds: start.seconds + elapsed.components.seconds)
    }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        if let run { return try await clock.sleep(for: max(duration, .zero) / run.speed) }
        skipped += max(duration, .zero)
    }
}
