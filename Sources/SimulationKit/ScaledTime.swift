public import CloudContainers

/// Time that runs faster or slower than a clock by a fixed factor, so that nobody has to wait for a simulator.
///
/// Its wall clock begins at the clock's own and runs at the same factor.
public struct ScaledTime: TimeSource {
    /// How much time passes in one second of the clock.
    public let scale: Double
    private let clock: any TimeSource
    private let start: (elapsed: Duration, wall: Timestamp)

    /// Makes a time that begins now.
    ///
    /// - Parameters:
    ///   - scale: How much time passes in one second of the clock; above zero and finite, else the clock's own pace is kept.
    ///   - clock: The clock.
    public init(_ scale: Double, over clock: any TimeSource = SystemTime()) async {
        self.scale = scale > 0 && scale.isFinite ? scale : 1
        self.clock = clock
        start = (await clock.now(), await clock.wallClock())
    }

    /// The time that has passed since the beginning.
    public func now() async -> Duration { (await clock.now() - start.elapsed) * scale }

    /// The wall clock.
    public func wallClock() async -> Timestamp { start.wall.advanced(by: await now()) }

    /// Waits on the clock for as long as it takes here.
    public func sleep(for duration: Duration) async throws { try await clock.sleep(for: duration / scale) }
}
