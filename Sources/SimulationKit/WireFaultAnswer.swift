public import CloudContainers

/// The bytes of an HTTP answer.
public struct WireFaultAnswer: Sendable {
    /// How the end of the body is told.
    public enum Framing: Sendable, Hashable {
        /// By `Content-Length`.
        case length
        /// In chunks of at most so many bytes.
        case chunked(Int)
        /// By the end of the connection.
        case untilClose
    }

    /// The status.
    public var status: Int
    /// The fields of the head, without those of the framing.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]
    /// How the end of the body is told.
    public var framing: Framing

    /// Makes an answer.
    public init(
        _ status: Int = 200,
        headers: HTTPHeaders = HTTPHeaders(),
        body: String = "",
        framing: Framing = .length
    ) {
        self.status = status
        self.headers = headers
        self.body = Array(body.utf8)
        self.framing = framing
    }

    /// The first line and the fields, with the empty line behind them.
    public var head: [UInt8] {
        var text = "HTTP/1.1 \(status) Status\r\n"
        for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
        switch framing {
        case .length: text += "Content-Length: \(body.count)\r\n"
        case .chunked: text += "Transfer-Encoding: chunked\r\n"
        case .untilClose: text += "Connection: close\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    /// The body as it is sent.
    public var framedBody: [UInt8] {
        guard case .chunked(let size) = framing else { return body }
        var bytes: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(max(size, 1))
            rest = rest.dropFirst(chunk.count)
            bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }

    /// The whole answer as it is sent.
    public var bytes: [UInt8] { head + framedBody }
}
