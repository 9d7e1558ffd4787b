import CloudContainers

/// A time in which no wait ends by itself: whatever else goes on is always faster.
struct WaitingTime: TimeSource {
    let inner: any TimeSource

    func now() async -> Duration { await inner.now() }

    func wallClock() async -> Timestamp { await inner.wallClock() }

    func sleep(for duration: Duration) async throws {
        // Ends when the task is cancelled.
        for await _ in AsyncStream<Void>.makeStream().stream {}
        throw CancellationError()
    }
}
