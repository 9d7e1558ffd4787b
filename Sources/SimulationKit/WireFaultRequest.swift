public import CloudContainers

/// A request as a wire-fault server saw it.
public struct WireFaultRequest: Sendable, CustomStringConvertible {
    /// Its number among all requests, from 1.
    public var number: Int
    /// The number of its connection, from 1.
    public var connection: Int
    /// Its number on its connection, from 1; above 1 the connection was used again.
    public var numberOnConnection: Int
    /// The verb.
    public var method: String
    /// The second word of its first line: a path, a whole address (to a proxy), or a host with a port (`CONNECT`).
    public var target: String
    /// The fields of its head.
    public var headers: HTTPHeaders
    /// Its body.
    public var body: [UInt8]

    /// Makes a record of a request.
    public init(
        number: Int,
        connection: Int,
        numberOnConnection: Int,
        method: String,
        target: String,
        headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8] = []
    ) {
        self.number = number
        self.connection = connection
        self.numberOnConnection = numberOnConnection
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The verb and the target.
    public var description: String { "\(method) \(target)" }
}

/// Takes requests out of the bytes of a connection.
struct WireFaultParser {
    private var bytes: [UInt8] = []

    mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

    /// The next whole request, if it is there.
    mutating func next(number: Int, connection: Int, numberOnConnection: Int) -> WireFaultRequest? {
        guard let end = endOfHead else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        var headers = HTTPHeaders()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers.append(String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        let length = headers["Content-Length"].flatMap { Int($0) } ?? 0
        let bodyBegin = end + 4
        guard bytes.count >= bodyBegin + length else { return nil }
        let body = Array(bytes[bodyBegin..<(bodyBegin + length)])
        bytes.removeFirst(bodyBegin + length)
        return WireFaultRequest(
            number: number,
            connection: connection,
            numberOnConnection: numberOnConnection,
            method: words.first.map { String($0) } ?? "",
            target: words.dropFirst().first.map { String($0) } ?? "",
            headers: headers,
            body: body
        )
    }

    /// Where the empty line begins; a storm of requests passes here, so it is looked for byte by byte.
    private var endOfHead: Int? {
        guard bytes.count >= 4 else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = 3
            while index < bytes.count {
                if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
                    return index - 3
                }
                index += 1
            }
            return nil
        }
    }
}
