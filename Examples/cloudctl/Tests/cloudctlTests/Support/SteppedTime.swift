import CloudContainers
import SimulationKit

/// Time that passes a second at a time, so that of those who wait side by side each sees the others' seconds.
struct SteppedTime: TimeSource {
    private let inner = VirtualTime()

    func now() async -> Duration { await inner.now() }

    func wallClock() async -> Timestamp { await inner.wallClock() }

    func sleep(for duration: Duration) async throws {
        let end = await now() + duration
        repeat {
            try await inner.sleep(for: min(.seconds(1), await end - now()))
        } while await now() < end
    }
}
