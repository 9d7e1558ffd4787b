/// What a transport does on its own, so that a program can say why it takes longer; nothing in it is secret.
///
/// A request is named by verb and address, with hidden values in its query.
@nonexhaustive
public enum TransportEvent: Sendable, Hashable, CustomStringConvertible {
    /// Why a request is repeated.
    public enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// The server answered this status.
        case status(Int)
        /// There was no complete answer.
        case failure(HTTPTransportError.Code)

        /// The reason in a few words.
        public var description: String {
            switch self {
            case .status(let status): "status \(status)"
            case .failure(let code): code.rawValue
            }
        }
    }

    /// Why a request that could be repeated is not.
    @nonexhaustive
    public enum Bound: String, Sendable, Hashable, CaseIterable {
        /// It was sent as often as the policy allows.
        case attempts
        /// The wait would last beyond the policy's time.
        case time
        /// All tasks together have repeated too much, see ``RetryBudget``.
        case budget
    }

    /// Whose limit of requests is used up.
    public enum Pace: Sendable, Hashable {
        /// The one that the program set.
        case own(RateLimit)
        /// The one that the server states in its answers.
        case server
    }

    /// A request is sent again after a wait; `attempt` is the number of the coming one, from 2.
    case willRetry(request: String, attempt: Int, after: Duration, reason: Reason)
    /// A request is not sent again, and its last outcome goes to the caller.
    case gaveUp(request: String, attempts: Int, bound: Bound, reason: Reason)
    /// A request waits since the server asked that nothing be sent for a while.
    case isPausing(request: String, for: Duration)
    /// A request is answered with 429 without being sent, since the server asked for a longer pause than it can wait.
    case heldBack(request: String, for: Duration)
    /// A request waits since a limit of requests is used up.
    case isPacing(request: String, for: Duration, limit: Pace)

    /// The event on one line.
    public var description: String {
        switch self {
        case .willRetry(let request, let attempt, let wait, let reason):
            "\(request): \(reason), attempt \(attempt) follows in \(wait.text)"
        case .gaveUp(let request, let attempts, let bound, let reason):
            "\(request): \(reason), not sent again after \(attempts) attempts (\(bound.rawValue))"
        case .isPausing(let request, let wait): "\(request): the server asked for a pause of \(wait.text)"
        case .heldBack(let request, let wait): "\(request): not sent, the server asked for a pause of \(wait.text)"
        case .isPacing(let request, let wait, .own(let limit)): "\(request): waits \(wait.text), the limit is \(limit)"
        case .isPacing(let request, let wait, .server): "\(request): waits \(wait.text), the server's limit is used up"
        }
    }
}
