/// A number of requests in a period.
public struct RateLimit: Sendable, Hashable, CustomStringConvertible {
    /// How many requests there may be in any period; at least one.
    public let requests: Int
    /// The length of a period.
    public let period: Duration

    /// Makes a limit; fewer requests than one are one, and a period below zero is zero, which is no limit.
    public init(requests: Int, per period: Duration) {
        self.requests = max(requests, 1)
        self.period = max(period, .zero)
    }

    /// The limit in words.
    public var description: String { "\(requests) requests in \(period.text)" }
}
