/// Which requests are repeated, how often, and after which waits.
///
/// A request is repeated where that cannot do anything twice: reads and idempotent writes after failures of the server
/// and of the connection, any request that the server refused with 429 or that certainly was not sent.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a request is sent in all; at least once.
    public let maximumAttempts: Int
    /// The longest time from the call to its end, with all attempts and waits.
    public let maximumTime: Duration
    /// The upper bound of the first wait; each further one has twice the bound of the one before.
    public let baseDelay: Duration
    /// The upper bound of every wait that no server asked for.
    public let maximumDelay: Duration

    /// Makes a policy; numbers and times below their bounds are raised to them.
    ///
    /// - Parameters:
    ///   - maximumAttempts: How often a request is sent in all, from 1; 1 is a transport that passes everything
    ///     through.
    ///   - maximumTime: The longest time from the call to its end.
    ///   - baseDelay: The upper bound of the first wait.
    ///   - maximumDelay: The upper bound of every wait that no server asked for.
    public init(
        maximumAttempts: Int = 3,
        maximumTime: Duration = .seconds(300),
        baseDelay: Duration = .milliseconds(500),
        maximumDelay: Duration = .seconds(30)
    ) {
        self.maximumAttempts = max(maximumAttempts, 1)
        self.maximumTime = max(maximumTime, .zero)
        self.baseDelay = max(baseDelay, .zero)
        self.maximumDelay = max(maximumDelay, .zero)
    }

    /// The policy of sending once and waiting for nothing.
    public static let never = RetryPolicy(maximumAttempts: 1)

    /// Whether a request of a kind is sent again after an answer of a status.
    ///
    /// 429 is a refusal, so that any request may follow it. After a status from 500 to 599 nobody knows what was done,
    /// so that reads and idempotent writes alone are repeated; and not after 501, 505, 506, 508, 510 and 511, since
    /// these are about the request or the way to the server, which time does not change. Everything else is an answer,
    /// 401 too.
    public func repeats(_ kind: HTTPRequest.Kind, afterStatus status: Int) -> Bool {
        switch status {
        case 429: true
        case 501, 505, 506, 508, 510, 511: false
        case 500...599: kind.isRepeatable
        default: false
        }
    }

    /// Whether a request of a kind is sent again after a failure.
    ///
    /// A name without an address, a failed encryption, a redirect and an answer that is too large are the same the next
    /// time.
    public func repeats(_ kind: HTTPRequest.Kind, after error: HTTPTransportError) -> Bool {
        switch error.code {
        case .connectionFailed, .timedOut, .brokenAnswer: kind.isRepeatable || error.delivery == .notSent
        case .nameNotFound, .tlsFailed, .redirectRefused, .answerTooLarge, .unavailable: false
        }
    }

    /// The upper bound of the wait after an attempt, counted from 1: the wait itself is drawn from zero to it.
    public func delayLimit(afterAttempt attempt: Int) -> Duration {
        var limit = baseDelay
        var doublings = attempt - 1
        while doublings > 0, limit > .zero, limit < maximumDelay {
            limit += limit
            doublings -= 1
        }
        return min(limit, maximumDelay)
    }
}

extension HTTPRequest.Kind {
    /// Whether sending it twice has the effect of sending it once.
    var isRepeatable: Bool {
        switch self {
        case .read, .idempotentWrite: true
        case .creation, .trigger: false
        }
    }
}
