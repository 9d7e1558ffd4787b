public import CloudContainers

/// What goes wrong with a request.
public enum Fault: Sendable {
    /// The answer comes later.
    case latency(Duration)
    /// The server answers this and does not act.
    case answer(HTTPResponse)
    /// The server acts and answers this.
    case answerAfterActing(HTTPResponse)
    /// The connection ends before the server acts; nobody can know that it did not.
    case cutBeforeActing
    /// The server acts, and the connection ends before its answer.
    case cutAfterActing
    /// The request's time runs out and the server never acts.
    case timeOutBeforeActing
    /// The server acts and its answer never comes.
    case timeOutAfterActing
    /// The connection cannot be made: nothing was sent.
    case refused
    /// The body of the answer is cut at a byte, and the transport does not notice.
    case truncated(at: Int)
    /// The body of the answer is something else, with the status as it was.
    case body([UInt8])
    /// The answer is the one that the same request got the last time.
    case stale
}

/// When a fault strikes.
public struct FaultRule: Sendable {
    /// The verb, or `nil` for all.
    public var method: HTTPMethod?
    /// A text that the path with its query holds; empty for all.
    public var path: String
    /// Which of the requests that fit, from 1.
    public var occurrences: ClosedRange<Int>
    /// What happens.
    public var fault: Fault

    /// Makes a rule; without arguments it strikes at every request.
    public init(
        _ fault: Fault,
        method: HTTPMethod? = nil,
        path: String = "",
        occurrences: ClosedRange<Int> = 1...Int.max
    ) {
        self.method = method
        self.path = path
        self.occurrences = occurrences
        self.fault = fault
    }

    func fits(_ request: HTTPRequest) -> Bool {
        (method.map { $0 == request.method } ?? true) && (path.isEmpty || request.path.contains(path))
    }
}
