package import CloudContainers

/// The clock of a simulator that goes on from a saved state.
///
/// What has passed by the wall clock since the state was saved has passed for the simulator too. Where the wall clock is
/// behind the saved one, time goes on from where it was.
package struct ResumedClock: Sendable {
    private var saved: (now: Duration, wall: Timestamp)?
    private var offset: Duration = .zero
    private var wallOffset: Duration = .zero

    /// A clock that takes the time as it is.
    package init() {}

    /// A clock that goes on from an instant.
    package init(now: Duration, wall: Timestamp) { saved = (now, wall) }

    /// The simulator's time at an instant of the clock that it was given.
    package mutating func read(now: Duration, wall: Timestamp) -> (now: Duration, wall: Timestamp) {
        if let saved {
            let passed = saved.wall.distance(to: wall)
            offset = saved.now + max(passed, .zero) - now
            wallOffset = max(.zero - passed, .zero)
            self.saved = nil
        }
        return (now + offset, wall.advanced(by: wallOffset))
    }
}

extension Timestamp {
    /// How long it is from this instant to another.
    package func distance(to other: Timestamp) -> Duration {
        .seconds(other.seconds - seconds) + .nanoseconds(Int64(other.nanoseconds) - Int64(nanoseconds))
    }
}
