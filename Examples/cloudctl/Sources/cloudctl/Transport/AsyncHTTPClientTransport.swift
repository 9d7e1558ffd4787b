import AsyncHTTPClient
package import CloudContainers
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends requests with AsyncHTTPClient.
///
/// Redirects are never followed, nothing is unpacked, one deadline covers connecting, head and body, and an answer has a largest
/// size. A call that is cancelled or out of time is stopped. AsyncHTTPClient sends nothing a second time.
package struct AsyncHTTPClientTransport: HTTPTransport {
    private let direct: HTTPClient
    private let proxied: HTTPClient?
    private let proxies: ProxyEnvironment
    private let time: any TimeSource

    fileprivate init(direct: HTTPClient, proxied: HTTPClient?, proxies: ProxyEnvironment, time: any TimeSource) {
        self.direct = direct
        self.proxied = proxied
        self.proxies = proxies
        self.time = time
    }

    /// Sends a request once.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let usesProxy = proxies.proxy(for: request.baseURL) != nil
        let client = usesProxy ? proxied ?? direct : direct
        do {
            return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await Self.exchange(request, by: client) }
                // The client's own deadline ends with the head, so that a body could drip for ever.
                group.addTask { [time] in
                    try await time.sleep(for: request.timeout)
                    throw HTTPTransportError(.timedOut, "there was no complete answer within \(request.timeout)")
                }
                guard let response = try await group.next() else { throw CancellationError() }
                return response
            }
        } catch let error as HTTPTransportError {
            throw Task.isCancelled ? CancellationError() : error
        } catch {
            throw Task.isCancelled ? CancellationError() : HTTPTransportError(error, of: request, usesProxy: usesProxy)
        }
    }

    private static func exchange(_ request: HTTPRequest, by client: HTTPClient) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = NIOHTTP1.HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers.fields { outgoing.headers.add(name: field.name, value: field.value) }
        // Nothing is unpacked here, so that a small answer cannot become a large one.
        if request.headers["Accept-Encoding"] == nil {
            outgoing.headers.add(name: "Accept-Encoding", value: "identity")
        }
        if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body.bytes)) }

        let response = try await client.execute(outgoing, deadline: .distantFuture)
        var answer = HTTPResponse(status: Int(response.status.code))
        for (name, value) in response.headers { answer.headers.append(name, value) }
        if (300..<400).contains(answer.status), let location = answer.headers["Location"] {
            throw HTTPTransportError.refusedRedirect(to: location, of: request)
        }
        let isTooLarge = HTTPTransportError(
            .answerTooLarge,
            "the answer is larger than \(request.maximumAnswerSize)"
        )
        let limit = request.maximumAnswerSize.bytes
        if let length = answer.announcedLength, length > limit { throw isTooLarge }
        for try await buffer in response.body {
            guard answer.body.count + buffer.readableBytes <= limit else { throw isTooLarge }
            buffer.withUnsafeReadableBytes { answer.body.append(contentsOf: $0) }
        }
        // A body that is read in a cancelled task just ends.
        try Task.checkCancellation()
        try answer.checkLength(as: request)
        return answer
    }
}

/// Whose certificates are believed.
enum CertificateAuthorities {
    /// The variable that names a file of certificate authorities (PEM).
    static let variable = "SSL_CERT_FILE"

    /// The file that an environment names in the place of the system's.
    static func file(_ environment: [String: String]) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Runs something with a transport on AsyncHTTPClient, and shuts it down.
///
/// - Parameters:
///   - environment: The environment that names the proxies, and in `SSL_CERT_FILE` a file with certificate authorities.
///   - certificateFile: A file with certificate authorities (PEM) in the place of the system's, before `SSL_CERT_FILE`.
///   - time: The clock of the deadlines.
///   - body: What is run.
/// - Returns: What `body` returns.
/// - Throws: `HTTPTransportError` with the code `unavailable` for a proxy or a file that cannot be used.
package func withAsyncHTTPClientTransport<Result>(
    environment: [String: String],
    certificateFile: String? = nil,
    time: any TimeSource = SystemTime(),
    _ body: (AsyncHTTPClientTransport) async throws -> Result
) async throws -> Result {
    let proxies = try ProxyEnvironment(environment)
    let file = certificateFile ?? CertificateAuthorities.file(environment)
    let configuration = try configuration(certificateFile: file)
    return try await HTTPClient.withHTTPClient(configuration: configuration) { direct in
        guard let proxy = proxies.encrypted else {
            return try await body(
                AsyncHTTPClientTransport(direct: direct, proxied: nil, proxies: proxies, time: time)
            )
        }
        // A client has one proxy for all hosts; those that are spared take the other client.
        var configuration = configuration
        configuration.proxy = proxy.setting
        return try await HTTPClient.withHTTPClient(configuration: configuration) { proxied in
            try await body(AsyncHTTPClientTransport(direct: direct, proxied: proxied, proxies: proxies, time: time))
        }
    }
}

private func configuration(certificateFile: String?) throws -> HTTPClient.Configuration {
    var encryption = TLSConfiguration.makeClientConfiguration()
    if let certificateFile {
        do {
            let authorities = try NIOSSLCertificate.fromPEMFile(certificateFile)
            guard !authorities.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
            encryption.trustRoots = .certificates(authorities)
        } catch {
            throw HTTPTransportError(
                .unavailable,
                "the file of certificate authorities cannot be read, or holds none (PEM)",
                delivery: .notSent
            )
        }
    }
    var configuration = HTTPClient.Configuration(
        tlsConfiguration: encryption,
        redirectConfiguration: .disallow,
        decompression: .disabled
    )
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    // With it, a refused connection or an unknown name would be told only at the deadline.
    configuration.connectionPool.retryConnectionEstablishment = false
    // Nothing was sent by then, so that repeating is safe; and shutting down waits for attempts to connect.
    configuration.timeout.connect = .seconds(10)
    return configuration
}

extension ProxyEnvironment.Proxy {
    fileprivate var setting: HTTPClient.Configuration.Proxy {
        switch kind {
        case .http:
            .server(
                host: host,
                port: port,
                authorization: user.map { .basic(username: $0, password: password ?? "") }
            )
        case .socks: .socksServer(host: host, port: port)
        }
    }
}
