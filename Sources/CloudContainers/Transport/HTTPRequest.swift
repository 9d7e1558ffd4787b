/// One HTTP request.
public struct HTTPRequest: Sendable, CustomStringConvertible {
    /// What a request does, and so whether it may be sent a second time.
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// Changes nothing; it may be repeated.
        case read
        /// Leads to the same state however often it is sent: a deletion, a whole replacement, a change of values.
        case idempotentWrite
        /// Makes something new; it is repeated only when it certainly did not arrive.
        case creation
        /// Starts something, such as a deployment; it is repeated only when it certainly did not arrive.
        case trigger
    }

    /// The verb.
    public var method: HTTPMethod
    /// The address of the service.
    public var baseURL: HTTPBaseURL
    /// The path below the address, with its query, percent-encoded; it begins with a slash.
    public var path: String
    /// The head, without what a transport adds itself (`Host`, `Content-Length`, `Connection`).
    public var headers: HTTPHeaders
    /// The body, if there is one.
    public var body: HTTPBody?
    /// What it does.
    public var kind: Kind
    /// What it is for, in a few words, such as `list containers`.
    public var operation: String
    /// The time for connecting, head and body together.
    public var timeout: Duration
    /// How large an answer's body may be.
    public var maximumAnswerSize: ByteCount
    /// Which time it is sent, from 1; a ``RetryingTransport`` counts.
    public var attempt = 1

    /// Makes a request.
    public init(
        _ method: HTTPMethod,
        _ path: String,
        of baseURL: HTTPBaseURL,
        headers: HTTPHeaders = HTTPHeaders(),
        body: HTTPBody? = nil,
        kind: Kind,
        operation: String,
        timeout: Duration = .seconds(60),
        maximumAnswerSize: ByteCount = .mebibytes(64)
    ) {
        self.method = method
        self.baseURL = baseURL
        self.path = path
        self.headers = headers
        self.body = body
        self.kind = kind
        self.operation = operation
        self.timeout = timeout
        self.maximumAnswerSize = maximumAnswerSize
    }

    /// The whole address.
    public var url: String { "\(baseURL)\(path)" }

    /// The verb and the address; never the head or the body.
    public var description: String { "\(method) \(url)" }
}

/// The answer to a request.
public struct HTTPResponse: Sendable, CustomStringConvertible {
    /// The status, such as 200.
    public var status: Int
    /// The head.
    public var headers: HTTPHeaders
    /// The whole body.
    public var body: [UInt8]

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
    /// Whether the body says that it is JSON.
    public var isJSON: Bool { headers["Content-Type"]?.lowercased().hasPrefix("application/json") ?? false }
    /// The status and the size of the body; never the body.
    public var description: String { "\(status), \(body.count) bytes" }
}
