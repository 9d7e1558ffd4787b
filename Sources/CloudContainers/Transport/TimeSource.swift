private import FoundationEssentials

/// Where time comes from, so that tests and simulators can give another one.
public protocol TimeSource: Sendable {
    /// The time since an origin that stays the same; steps of the wall clock do not move it.
    func now() async -> Duration
    /// The wall clock, for instants that a server names.
    func wallClock() async -> Timestamp
    /// Waits.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, at once.
    func sleep(for duration: Duration) async throws
}

/// The machine's own clocks.
public struct SystemTime: TimeSource {
    private let clock = ContinuousClock()
    private let origin: ContinuousClock.Instant

    /// Makes a source whose origin is now.
    public init() { origin = clock.now }

    /// The time since this source was made.
    public func now() async -> Duration { origin.duration(to: clock.now) }

    /// The wall clock.
    public func wallClock() async -> Timestamp {
        let seconds = Date().timeIntervalSince1970
        return Timestamp(seconds: Int64(seconds.rounded(.down)))
    }

    /// Waits.
    public func sleep(for duration: Duration) async throws { try await clock.sleep(for: duration) }
}

/// Where chance comes from, so that a test can repeat it.
public protocol Randomness: Sendable {
    /// A number from zero up to, but not including, a bound above zero.
    func number(below bound: UInt64) async -> UInt64
}

extension Randomness {
    /// A duration from zero to the given one, in whole milliseconds.
    package func duration(upTo limit: Duration) async -> Duration {
        let (seconds, attoseconds) = limit.components
        let milliseconds = max(seconds, 0).multipliedReportingOverflow(by: 1000)
        let most = milliseconds.overflow ? Int64.max - 1000 : milliseconds.partialValue
        let bound = UInt64(max(most + attoseconds / 1_000_000_000_000_000, 0)) + 1
        return .milliseconds(Int64(clamping: await number(below: bound)))
    }
}

/// The machine's own chance.
public struct SystemRandomness: Randomness {
    /// Makes a source of chance.
    public init() {}

    /// A number below a bound; zero for a bound of zero.
    public func number(below bound: UInt64) async -> UInt64 { bound == 0 ? 0 : .random(in: 0..<bound) }
}
