/// One call of a provider's API.
package struct APICall: Sendable {
    package var method: HTTPMethod
    /// The path below the provider's address, with its query.
    package var path: String
    package var body: HTTPBody?
    package var kind: HTTPRequest.Kind
    /// What it is for, such as `list containers`.
    package var operation: String
    /// Secrets that the call sends, which no error may quote.
    package var secrets: SecretValues
    /// How large the answer may be.
    package var maximumAnswerSize: ByteCount
    /// Whether a refusal for lack of rights may be one that passes, because the same thing could be reached before.
    package var rightsMaySettle = false
    /// Whether a refusal because something is under way is waited out; not where that very thing is to be ended.
    package var waitsWhileBusy = true

    /// How large a page of a log may be, whose lines somebody else writes.
    package static let largestLogPage = ByteCount.mebibytes(8)
    /// How large any other answer may be.
    package static let largestAnswer = ByteCount.mebibytes(64)

    /// Whether something was made or started if its answer is lost, so that it is not simply sent again.
    var mayHaveActed: Bool { kind == .creation || kind == .trigger }

    package init(
        _ method: HTTPMethod,
        _ path: String,
        body: HTTPBody? = nil,
        kind: HTTPRequest.Kind? = nil,
        operation: String,
        maximumAnswerSize: ByteCount = largestAnswer,
        secrets: SecretValues = SecretValues()
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.kind = kind ?? (method == .get ? .read : method == .post ? .creation : .idempotentWrite)
        self.operation = operation
        self.maximumAnswerSize = maximumAnswerSize
        self.secrets = secrets
    }

    /// A call with a JSON body that holds no secret.
    package init(
        _ method: HTTPMethod,
        _ path: String,
        json: JSONValue,
        kind: HTTPRequest.Kind? = nil,
        operation: String
    ) {
        self.init(method, path, body: HTTPBody(Array(json.text(.compact).utf8)), kind: kind, operation: operation)
    }
}

/// A JSON answer, and what an error about it has to name.
package struct APIAnswer: Sendable {
    package var document: JSONDocument
    package var status: Int
    package var requestID: String?

    package var root: JSONValue { document.root }

    /// The same answer with other content, such as that of several answers together.
    package func replacing(_ root: JSONValue) -> APIAnswer {
        APIAnswer(document: JSONDocument(root), status: status, requestID: requestID)
    }
}
