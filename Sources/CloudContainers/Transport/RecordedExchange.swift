/// One request and what came of it, without credentials and secrets.
public struct RecordedExchange: Sendable, Hashable {
    /// What came of a request.
    public enum Outcome: Sendable, Hashable {
        /// An answer; of its head only fields that never hold a credential.
        case answer(status: Int, headers: HTTPHeaders, body: RecordedBody?)
        /// No complete answer.
        case failure(HTTPTransportError)
    }

    /// What the request was for, in the caller's words; `nil` where nobody said so.
    public var operation: String?
    /// The verb.
    public var method: HTTPMethod
    /// The path with that of the service's address before it and the query behind it; values of the query may be
    /// hidden.
    public var path: String
    /// The body of the request; `nil` for one without a body, and to fit any body.
    public var requestBody: RecordedBody?
    /// What came of it.
    public var outcome: Outcome

    /// Makes an exchange; nothing is taken out of it.
    public init(
        _ method: HTTPMethod,
        _ path: String,
        requestBody: RecordedBody? = nil,
        outcome: Outcome,
        operation: String? = nil
    ) {
        self.method = method
        self.path = path
        self.requestBody = requestBody
        self.outcome = outcome
        self.operation = operation
    }

    /// Makes an exchange of what was sent and came back, without secrets.
    init(_ request: HTTPRequest, _ outcome: Result<HTTPResponse, HTTPTransportError>) {
        let redaction = SecretRedaction(request)
        self.init(
            request.method,
            redaction.mask.masked(request.baseURL.path + request.redactedPath),
            requestBody: request.body.flatMap { RecordedBody($0.redacted, redaction) },
            outcome: Outcome(outcome, redaction),
            operation: redaction.mask.masked(request.operation)
        )
    }
}

extension RecordedExchange.Outcome {
    /// Fields about the form of the body on its way, which is not kept.
    private static let left: Set<String> = ["content-length", "content-encoding", "transfer-encoding"]

    init(_ outcome: Result<HTTPResponse, HTTPTransportError>, _ redaction: SecretRedaction) {
        switch outcome {
        case .success(let response):
            let fields = response.headers.printableFields.filter { !Self.left.contains($0.name.lowercased()) }
            self = .answer(
                status: response.status,
                headers: HTTPHeaders(fields.map { HTTPHeaders.Field($0.name, redaction.mask.masked($0.value)) }),
                body: RecordedBody(response.body, redaction)
            )
        case .failure(var error):
            error.message = redaction.mask.masked(error.message)
            self = .failure(error)
        }
    }

    /// The answer, or the error, as a transport gives it.
    func get() throws(HTTPTransportError) -> HTTPResponse {
        switch self {
        case .answer(let status, let headers, let body):
            HTTPResponse(status: status, headers: headers, body: body?.bytes ?? [])
        case .failure(let error): throw error
        }
    }
}

extension RecordedExchange: WireObject {
    package init() { self.init(.get, "", outcome: .answer(status: 200, headers: HTTPHeaders(), body: nil)) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var verb = method.rawValue
        var requestJSON = requestBody?.json
        var requestText = requestBody?.text
        var answer = RecordedAnswer(outcome)
        try visitor.optional("operation", &operation)
        try visitor.required("method", &verb)
        try visitor.required("path", &path)
        try visitor.optional("requestBody", &requestJSON)
        try visitor.optional("requestText", &requestText)
        try answer.visit(&visitor)
        guard visitor.isReading else { return }
        method = HTTPMethod(rawValue: verb)
        requestBody = RecordedBody(json: requestJSON, text: requestText)
        outcome = try answer.outcome()
    }
}

/// The members of an exchange that say what came of it: those of an answer, or those of a failure.
private struct RecordedAnswer {
    private var status: Int?
    private var fields: [HTTPHeaders.Field] = []
    private var json: JSONValue?
    private var text: String?
    private var failure: HTTPTransportError.Code?
    private var message: String?
    private var isNotSent: Bool?

    init(_ outcome: RecordedExchange.Outcome) {
        switch outcome {
        case .answer(let status, let headers, let body):
            self.status = status
            fields = headers.fields
            json = body?.json
            text = body?.text
        case .failure(let error):
            failure = error.code
            message = error.message
            isNotSent = error.delivery == .notSent ? true : nil
        }
    }

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("status", &status)
        try visitor.collection("headers", &fields)
        try visitor.optional("body", &json)
        try visitor.optional("text", &text)
        try visitor.optional("failure", &failure)
        try visitor.optional("message", &message)
        try visitor.optional("notSent", &isNotSent)
    }

    func outcome() throws(WireError) -> RecordedExchange.Outcome {
        switch (status, failure) {
        case (let status?, nil):
            return .answer(status: status, headers: HTTPHeaders(fields), body: RecordedBody(json: json, text: text))
        case (nil, let failure?):
            let delivery: HTTPTransportError.Delivery = isNotSent == true ? .notSent : .unknown
            return .failure(HTTPTransportError(failure, message ?? failure.rawValue, delivery: delivery))
        case (nil, nil), (_?, _?):
            throw WireError(
                Diagnostic(
                    problem: status == nil ? "the exchange has no outcome" : "the exchange has two outcomes",
                    allowed: "a status, or a failure",
                    advice: "Give it one of them."
                ),
                offset: nil
            )
        }
    }
}

extension HTTPTransportError.Code: ClosedWord {}

extension HTTPHeaders.Field: WireObject {
    package init() { self.init("", "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("name", &name)
        try visitor.required("value", &value)
    }
}
