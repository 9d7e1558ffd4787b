import CloudContainers
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Brings HTTP requests to a transport, and its answers back.
actor Reception {
    /// The most bytes of a request's body; real payloads have a few thousand.
    static let maximumBodyBytes = 4 * 1024 * 1024

    private var transport: (any HTTPTransport)?
    private let address = try? HTTPBaseURL(parsing: "http://localhost")

    /// Names what answers from now on.
    func open(_ transport: any HTTPTransport) { self.transport = transport }

    /// Answers a request.
    ///
    /// - Throws: An error, which ends the connection, where the request is not complete.
    @concurrent nonisolated func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        let isHead = request.method == .head
        let answer = try await answer(to: request)
        var head = HTTPTypes.HTTPResponse(status: .init(code: answer.status))
        for field in answer.headers.fields {
            guard let name = HTTPField.Name(field.name), name != .contentLength else { continue }
            head.headerFields.append(HTTPField(name: name, value: field.value))
        }
        let hasBody = ![204, 304].contains(answer.status)
        if hasBody { head.headerFields[.contentLength] = String(answer.body.count) }
        guard hasBody, !isHead else { return try await writer.writeResponse(head) }
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private func answer(to request: Request) async throws -> CloudContainers.HTTPResponse {
        guard let body = try await Self.body(of: request) else {
            return Self.refusal(413, "Payload Too Large", "the body has more than \(Self.maximumBodyBytes) bytes")
        }
        guard let transport, let address, let path = request.head.path, path.hasPrefix("/") else {
            return Self.refusal(400, "Bad Request", "the target of the request is no path")
        }
        // Whoever may read may ask for the head alone.
        let method = request.method == .head ? .get : HTTPMethod(rawValue: request.method.rawValue)
        let fields = request.headers.filter { ![.contentLength, .transferEncoding, .connection].contains($0.name) }
        let sent = CloudContainers.HTTPRequest(
            method,
            path,
            of: address,
            headers: HTTPHeaders(fields.map { HTTPHeaders.Field($0.name.rawName, $0.value) }),
            body: body.isEmpty ? nil : HTTPBody(body),
            kind: method == .get ? .read : method == .post ? .creation : .idempotentWrite,
            operation: "\(method)"
        )
        do {
            return try await transport.send(sent)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return Self.refusal(500, "Internal Server Error", "the simulator failed")
        }
    }

    /// The whole body; `nil` where it is too large.
    private static func body(of request: Request) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= maximumBodyBytes else { return nil }
            bytes += buffer.readableBytesView
        }
        // A connection that ends early ends the body without an error.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length != bytes.count {
            throw IncompleteBody()
        }
        return bytes
    }

    private struct IncompleteBody: Error {}

    private static func refusal(_ status: Int, _ error: String, _ message: String) -> CloudContainers.HTTPResponse {
        let body: JSONObject = ["status": .number(status), "error": .string(error), "message": .string(message)]
        return CloudContainers.HTTPResponse(
            status: status,
            headers: ["Content-Type": "application/json"],
            body: Array(JSONValue.object(body).text(.compact).utf8)
        )
    }
}
