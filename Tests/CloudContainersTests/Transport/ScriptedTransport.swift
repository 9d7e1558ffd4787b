import CloudContainers
import SimulationKit

/// A transport that answers as a test says, and keeps what it was sent and when.
actor ScriptedTransport: HTTPTransport {
    struct Sent: Sendable {
        var request: HTTPRequest
        var time: Duration
    }

    private let time: any TimeSource
    private let answer: @Sendable (_ number: Int, _ time: Duration, HTTPRequest) async throws -> HTTPResponse
    private(set) var sent: [Sent] = []

    /// Numbers begin with 1.
    init(
        _ time: any TimeSource,
        _ answer: @escaping @Sendable (_ number: Int, _ time: Duration, HTTPRequest) async throws -> HTTPResponse
    ) {
        self.time = time
        self.answer = answer
    }

    var times: [Duration] { sent.map(\.time) }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let now = await time.now()
        sent.append(Sent(request: request, time: now))
        return try await answer(sent.count, now, request)
    }
}

/// Keeps what an observer or a log is told.
actor Collected<Element: Sendable> {
    private(set) var elements: [Element] = []

    func add(_ element: Element) { elements.append(element) }
}

extension HTTPRequest {
    /// A request of a kind to an address that does not exist.
    static func sample(
        _ kind: Kind = .read,
        _ path: String = "/things",
        headers: HTTPHeaders = HTTPHeaders(),
        body: HTTPBody? = nil
    ) throws -> HTTPRequest {
        let method: HTTPMethod =
            switch kind {
            case .read: .get
            case .idempotentWrite: .put
            case .creation, .trigger: .post
            }
        let baseURL = try HTTPBaseURL(parsing: "https://api.example.org")
        return HTTPRequest(
            method,
            path,
            of: baseURL,
            headers: headers,
            body: body,
            kind: kind,
            operation: "test things"
        )
    }
}

/// A bound of a random number that gives the largest or the smallest number.
struct FixedChance: Randomness {
    var isLargest: Bool

    func number(below bound: UInt64) async -> UInt64 { isLargest && bound > 0 ? bound - 1 : 0 }
}

extension HTTPResponse {
    /// Whether both have the same status, head and body.
    func isSame(as other: HTTPResponse) -> Bool {
        status == other.status && headers == other.headers && body == other.body
    }
}
