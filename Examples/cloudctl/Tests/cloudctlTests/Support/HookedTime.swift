import CloudContainers

/// A time that does something at each wait before it passes.
actor HookedTime: TimeSource {
    private let inner: any TimeSource
    private let hook: @Sendable (Int) async throws -> Void
    private var waits = 0

    /// Makes a time; the hook learns how many waits there were.
    init(_ inner: any TimeSource, _ hook: @escaping @Sendable (Int) async throws -> Void) {
        self.inner = inner
        self.hook = hook
    }

    func now() async -> Duration { await inner.now() }

    func wallClock() async -> Timestamp { await inner.wallClock() }

    func sleep(for duration: Duration) async throws {
        waits += 1
        try await hook(waits)
        try await inner.sleep(for: duration)
    }
}
