import CloudContainers
import SimulationKit

/// The instant of a request.
struct Moment: Sendable {
    /// The time that has passed.
    var elapsed: Duration
    /// The wall clock.
    var wall: Timestamp
    /// The number of the request.
    var tick = 0

    /// When something was written: a microsecond later for each request, so that all instants differ as on a real server.
    var stamp: Timestamp { wall.advanced(by: .microseconds(tick)) }

    /// The second in which something came to its end without a request.
    func wholeSecond(of due: Duration) -> Timestamp { Timestamp(seconds: wall.advanced(by: due - elapsed).seconds) }
}
