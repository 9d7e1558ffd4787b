/// What a log says about one exchange; no credential and no secret is in it, and nothing that a terminal acts on.
public struct HTTPLogEntry: Sendable, Hashable, CustomStringConvertible {
    /// How an exchange ended.
    @nonexhaustive
    public enum Outcome: Sendable, Hashable {
        /// The server answered with this status.
        case answer(status: Int)
        /// There was no complete answer.
        case failure(HTTPTransportError.Code, message: String)
        /// The task was cancelled.
        case cancelled
        /// The transport threw another error, of this type.
        case error(type: String)
    }

    /// The verb.
    public var method: String
    /// The address; values in its query are hidden unless they are known to be harmless.
    public var url: String
    /// What the request was for, in the caller's words.
    public var operation: String
    /// Which time the request was sent, from 1.
    public var attempt: Int
    /// How it ended.
    public var outcome: Outcome
    /// The time from the request to its end.
    public var duration: Duration
    /// How many bytes the body of the request had.
    public var sentBytes: Int
    /// How many bytes the body of the answer had.
    public var receivedBytes: Int
    /// The server's identifier of the request (`X-Request-Id`), if it gave one.
    public var requestID: String?
    /// Those fields of the request's head that never hold a credential.
    public var requestHeaders: [HTTPHeaders.Field]
    /// Those fields of the answer's head that never hold a credential.
    public var answerHeaders: [HTTPHeaders.Field]
    /// The body of the request with placeholders for secrets, cut to 2,000 characters; `nil` unless it was asked for.
    public var requestBody: String?
    /// The first 200 characters of the body of an answer from status 400, `(HTML)` for a page; `nil` for any other
    /// answer.
    public var excerpt: String?

    /// The exchange on one line.
    public var description: String {
        let (seconds, attoseconds) = duration.components
        var text = "\(method) \(url)" + (attempt > 1 ? " (attempt \(attempt)) → " : " → ")
        switch outcome {
        case .answer(let status): text += "\(status)"
        case .failure(let code, let message): text += "\(code.rawValue): \(message)"
        case .cancelled: text += "cancelled"
        case .error(let type): text += type
        }
        text += " in \(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms, \(sentBytes) bytes sent"
        text += ", \(receivedBytes) received"
        if let requestID { text += ", request \(requestID)" }
        return text + (excerpt.map { ": \($0)" } ?? "")
    }
}

extension HTTPLogEntry {
    /// The most characters of an answer's body.
    private static let excerptLength = 200
    /// The most bytes of a body that are looked at.
    private static let lookLength = 16_384

    init(_ request: HTTPRequest, showsBody: Bool) {
        let redaction = SecretRedaction(request)
        method = Self.shown(request.method.rawValue, 20)
        url = redaction.mask.masked(request.redactedURL)
        operation = Self.shown(redaction.mask.masked(request.operation), 200)
        attempt = request.attempt
        outcome = .cancelled
        duration = .zero
        sentBytes = request.body?.bytes.count ?? 0
        receivedBytes = 0
        requestHeaders = Self.shown(request.headers, redaction.mask)
        answerHeaders = []
        if showsBody, let body = request.body {
            requestBody = Self.text(of: body.redacted, length: 2000, redaction)
        }
    }

    mutating func take(_ response: HTTPResponse, to request: HTTPRequest) {
        let redaction = SecretRedaction(request)
        outcome = .answer(status: response.status)
        receivedBytes = response.body.count
        answerHeaders = Self.shown(response.headers, redaction.mask)
        requestID = response.headers["X-Request-Id"].map { Self.shown(redaction.mask.masked($0), 100) }
        if response.status >= 400, !response.body.isEmpty {
            excerpt =
                Self.isPage(response) ? "(HTML)" : Self.text(of: response.body, length: Self.excerptLength, redaction)
        }
    }

    mutating func take(_ error: any Error, to request: HTTPRequest) {
        switch error {
        case let error as HTTPTransportError:
            outcome = .failure(error.code, message: Self.shown(SecretMask(request).masked(error.message), 200))
        case is CancellationError: outcome = .cancelled
        // Nobody knows what the text of a foreign error holds.
        default: outcome = .error(type: Self.shown(String(describing: type(of: error)), 100))
        }
    }

    private static func isPage(_ response: HTTPResponse) -> Bool {
        if response.headers["Content-Type"]?.lowercased().contains("html") == true { return true }
        let start = String(decoding: response.body.prefix(1024), as: UTF8.self).lowercased()
        return start.contains("<!doctype html") || start.contains("<html")
    }

    /// A body without secrets, cut only after they are taken out, since a part of a secret would not be found.
    private static func text(of body: [UInt8], length: Int, _ redaction: SecretRedaction) -> String {
        if body.count <= lookLength, let json = JSONValue.quietlyParsed(body) {
            return shown(redaction.redacted(json).text(.compact), length)
        }
        let text = String(decoding: body.prefix(lookLength), as: UTF8.self)
        return shown(redaction.redacted(text, isCut: body.count > lookLength), length)
    }

    private static func shown(_ text: String, _ length: Int) -> String {
        text.escapedForTerminal(limit: length, namesBreaks: true)
    }

    private static func shown(_ headers: HTTPHeaders, _ mask: SecretMask) -> [HTTPHeaders.Field] {
        headers.printableFields.map { HTTPHeaders.Field($0.name, shown(mask.masked($0.value), 200)) }
    }
}
