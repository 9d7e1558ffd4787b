public import CloudContainers

/// A request that a simulator answered.
public struct HandledRequest: Sendable, CustomStringConvertible {
    /// Its number, from 1.
    public var number: Int
    /// When it came.
    public var time: Duration
    /// The verb.
    public var method: HTTPMethod
    /// The path with its query.
    public var path: String
    /// The body without secrets, as text; `nil` without a body.
    public var body: String?
    /// The status of the answer.
    public var status: Int
    /// What the request was for, in the caller's words.
    public var operation: String

    /// Makes a record of a request.
    public init(number: Int, time: Duration, request: HTTPRequest, status: Int) {
        self.number = number
        self.time = time
        method = request.method
        path = request.path
        body = request.body.map { String(decoding: $0.redacted, as: UTF8.self) }
        self.status = status
        operation = request.operation
    }

    /// Whether it can have changed something.
    public var isWrite: Bool { method != .get }

    /// Verb, path and status.
    public var description: String { "\(number). \(method) \(path) → \(status)" }
}

/// The latest requests of a simulator, at most a hundred thousand, so that one that runs for weeks does not grow.
package struct RequestHistory: Sendable {
    /// How many are kept at least, once there were so many.
    private let kept: Int
    package private(set) var requests: [HandledRequest] = []
    /// How many there were.
    package private(set) var count = 0

    package init(keeping kept: Int = 50_000) { self.kept = kept }

    package mutating func add(_ request: HandledRequest) {
        count += 1
        requests.append(request)
        if requests.count >= 2 * kept { requests.removeFirst(kept) }
    }
}
