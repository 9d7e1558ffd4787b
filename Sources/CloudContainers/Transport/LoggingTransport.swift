/// A transport that tells a log about each exchange of another one, without credentials and secrets.
public struct LoggingTransport: HTTPTransport {
    private let wrapped: any HTTPTransport
    private let showsBodies: Bool
    private let time: any TimeSource
    private let log: @Sendable (HTTPLogEntry) async -> Void

    /// Wraps a transport.
    ///
    /// - Parameters:
    ///   - wrapped: What sends the requests.
    ///   - showsBodies: Whether entries hold the body of the request, with placeholders for secrets.
    ///   - time: Where time comes from.
    ///   - log: Takes an entry after each exchange, also after one that failed or was cancelled; the answer goes on to
    ///     the caller when it returns.
    public init(
        _ wrapped: any HTTPTransport,
        showsBodies: Bool = false,
        time: any TimeSource = SystemTime(),
        log: @escaping @Sendable (HTTPLogEntry) async -> Void
    ) {
        self.wrapped = wrapped
        self.showsBodies = showsBodies
        self.time = time
        self.log = log
    }

    /// Sends a request once.
    ///
    /// - Throws: What the wrapped transport throws.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        var entry = HTTPLogEntry(request, showsBody: showsBodies)
        let start = await time.now()
        do {
            let response = try await wrapped.send(request)
            entry.take(response, to: request)
            entry.duration = await time.now() - start
            await log(entry)
            return response
        } catch {
            entry.take(error, to: request)
            entry.duration = await time.now() - start
            await log(entry)
            throw error
        }
    }
}
