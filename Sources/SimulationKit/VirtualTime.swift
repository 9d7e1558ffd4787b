public import CloudContainers

/// Time that passes only when a test or a simulator says so.
public actor VirtualTime: TimeSource {
    /// What lets time pass.
    public enum Mode: Sendable, Hashable {
        /// Whoever waits moves the time on to the end of the wait, and goes on at once.
        case automatic
        /// Only ``VirtualTime/advance(by:)`` moves the time; whoever waits is woken in order.
        case manual
    }

    private struct Sleeper {
        var wake: Duration
        var continuation: AsyncStream<Never>.Continuation
    }

    private let mode: Mode
    private var elapsed: Duration = .zero
    private var wall: Timestamp
    private var sleepers: [Int: Sleeper] = [:]
    private var lastSleeper = 0
    private var watchers: [(count: Int, continuation: AsyncStream<Never>.Continuation)] = []
    /// How long each wait so far was asked to be, in order.
    public private(set) var waits: [Duration] = []

    /// Makes a time that stands at an instant.
    public init(_ mode: Mode = .automatic, startingAt start: Timestamp = Timestamp(seconds: 1_767_225_600)) {
        self.mode = mode
        wall = start
    }

    /// The time that has passed.
    public func now() -> Duration { elapsed }

    /// The wall clock.
    public func wallClock() -> Timestamp { wall.advanced(by: elapsed) }

    /// Moves the wall clock alone, as an operator or a time server does.
    public func stepWallClock(by seconds: Int64) {
        wall = Timestamp(seconds: wall.seconds + seconds, nanoseconds: wall.nanoseconds)
    }

    /// Lets time pass and wakes whoever waited for it, the earliest first.
    public func advance(by duration: Duration) {
        elapsed += max(duration, .zero)
        let due = sleepers.filter { $0.value.wake <= elapsed }
            .sorted { ($0.value.wake, $0.key) < ($1.value.wake, $1.key) }
        for (number, sleeper) in due {
            sleepers[number] = nil
            sleeper.continuation.finish()
        }
    }

    /// Waits.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        waits.append(duration)
        if mode == .automatic {
            elapsed += max(duration, .zero)
            await Task.yield()
            return try Task.checkCancellation()
        }
        if duration <= .zero { return }
        lastSleeper += 1
        let number = lastSleeper
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        sleepers[number] = Sleeper(wake: elapsed + duration, continuation: continuation)
        tellWatchers()
        // Ends when the sleeper is woken, and when the task is cancelled.
        for await _ in stream {}
        sleepers[number] = nil
        try Task.checkCancellation()
    }

    /// Returns as soon as so many tasks wait.
    public func untilSleeping(_ count: Int) async {
        if sleepers.count >= count { return }
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        watchers.append((count, continuation))
        for await _ in stream {}
    }

    private func tellWatchers() {
        for watcher in watchers where watcher.count <= sleepers.count { watcher.continuation.finish() }
        watchers.removeAll { $0.count <= sleepers.count }
    }
}

extension Timestamp {
    /// The instant a duration later.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(nanoseconds) + attoseconds / 1_000_000_000
        return Timestamp(
            seconds: self.seconds + seconds + nanoseconds / 1_000_000_000,
            nanoseconds: Int32(nanoseconds % 1_000_000_000)
        )
    }
}
