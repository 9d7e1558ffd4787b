import CloudContainers

/// A wish to stop after the requests that are under way; shared by who wishes and the run.
public actor MigrationStop {
    /// Whether somebody asked to stop.
    public private(set) var isRequested = false

    /// Makes a wish that nobody has.
    public init() {}

    /// Asks to stop.
    public func request() { isRequested = true }
}

/// Time that passes until somebody asks to stop: a wait for services ends within a second then, and nothing is lost by that,
/// since it only reads.
struct StoppableTime: TimeSource {
    /// What a sleep ends with once somebody has asked to stop.
    struct Stopped: Error {}

    let time: any TimeSource
    let stop: MigrationStop

    func now() async -> Duration { await time.now() }
    func wallClock() async -> Timestamp { await time.wallClock() }

    func sleep(for duration: Duration) async throws {
        var rest = duration
        repeat {
            if await stop.isRequested { throw Stopped() }
            let slice = min(rest, .seconds(1))
            try await time.sleep(for: slice)
            rest -= slice
        } while rest > .zero
    }
}
