/// Counts the requests of a ``PacedTransport``; instants are those of its time source.
actor RequestPacer {
    /// A wait before another try to send.
    struct Wait: Sendable {
        var duration: Duration
        /// Whose limit is used up; `nil` where requests under way may turn out to leave room.
        var pace: TransportEvent.Pace?
    }

    /// What the server says about its current period.
    private struct Period {
        var end: Duration
        /// The fewest requests that an answer has stated: answers can come in another order than they were made.
        var remaining: Int
    }

    private let limit: RateLimit?
    /// When each request of the last period of our own limit was sent, in order; a ring once it is full.
    private var sent: [Duration] = []
    private var oldest = 0
    private var period: Period?
    private var underWay = 0

    init(limit: RateLimit?) { self.limit = limit }

    /// Takes the right to send a request now.
    ///
    /// - Returns: `nil` when it is taken; if not, how long to wait before another try.
    func take(at now: Duration) -> Wait? {
        if let wait = ownWait(at: now) ?? serverWait(at: now) { return wait }
        underWay += 1
        guard let limit else { return nil }
        if sent.count < limit.requests {
            sent.append(now)
        } else {
            sent[oldest] = now
            oldest = (oldest + 1) % sent.count
        }
        return nil
    }

    /// Notes the end of a request, and what its answer says.
    func finish(_ hint: RateLimitHint?, at now: Duration) {
        underWay -= 1
        guard let remaining = hint?.remaining, let reset = hint?.reset else { return }
        let end = now + reset
        guard let current = period, now < current.end, end <= current.end + Self.blur else {
            // An answer that was made in an earlier period says nothing about this one.
            if end > now { period = Period(end: end, remaining: remaining) }
            return
        }
        guard end + Self.blur >= current.end else { return }
        period = Period(end: max(end, current.end), remaining: min(remaining, current.remaining))
    }

    private func ownWait(at now: Duration) -> Wait? {
        guard let limit, sent.count == limit.requests else { return nil }
        let next = sent[oldest] + limit.period
        return next > now ? Wait(duration: next - now, pace: .own(limit)) : nil
    }

    private func serverWait(at now: Duration) -> Wait? {
        guard let period, now < period.end else { return nil }
        if period.remaining <= 0 { return Wait(duration: period.end - now, pace: .server) }
        if underWay < period.remaining { return nil }
        // Nobody knows which of those under way the server had counted; their answers will tell.
        return Wait(duration: min(period.end - now, .milliseconds(100)), pace: nil)
    }

    /// By how much the end of one period may differ between answers, which name it in whole seconds.
    private static let blur = Duration.seconds(5)
}
