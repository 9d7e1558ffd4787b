/// A transport that keeps to a limit of requests and waits where it is used up, instead of being refused.
///
/// It keeps two limits: one of its own, of which no period of that length ever sees more, and what the server states in
/// `X-RateLimit-Remaining` and `X-RateLimit-Reset`, which also counts what other programs send with the same
/// credential. Copies share what they count, so that one transport serves all tasks; use one for each credential.
public struct PacedTransport: HTTPTransport {
    /// The limit that the program set, if it set one.
    public let limit: RateLimit?
    /// The longest wait; a request that would wait longer is answered with 429 and `Retry-After` at once.
    public let maximumWait: Duration

    private let wrapped: any HTTPTransport
    private let time: any TimeSource
    private let observer: (@Sendable (TransportEvent) async -> Void)?
    private let pacer: RequestPacer

    /// Wraps a transport.
    ///
    /// - Parameters:
    ///   - wrapped: What sends the requests.
    ///   - limit: The most requests in any period; `nil` keeps to what the server states alone.
    ///   - maximumWait: The longest wait of a request.
    ///   - time: Where time comes from.
    ///   - observer: Is told once for each request that waits, before it does.
    public init(
        _ wrapped: any HTTPTransport,
        limit: RateLimit?,
        maximumWait: Duration = .seconds(3600),
        time: any TimeSource = SystemTime(),
        observer: (@Sendable (TransportEvent) async -> Void)? = nil
    ) {
        self.wrapped = wrapped
        self.limit = limit
        self.maximumWait = max(maximumWait, .zero)
        self.time = time
        self.observer = observer
        pacer = RequestPacer(limit: limit)
    }

    /// Sends a request as soon as the limits allow.
    ///
    /// - Throws: What the wrapped transport throws; `CancellationError` when the task was cancelled, also while it
    ///   waits.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let latest = await time.now() + maximumWait
        var isTold = false
        while true {
            try Task.checkCancellation()
            let now = await time.now()
            guard let wait = await pacer.take(at: now) else { break }
            guard now + wait.duration <= latest else { return .refusal(retryAfter: wait.duration) }
            if !isTold, let pace = wait.pace {
                isTold = true
                let name = request.shortDescription
                await observer?(.isPacing(request: name, for: wait.duration, limit: pace))
            }
            try await time.sleep(for: wait.duration)
        }
        let response: HTTPResponse
        do {
            response = try await wrapped.send(request)
        } catch {
            await pacer.finish(nil, at: time.now())
            throw error
        }
        let hint = RateLimitHint(response.headers, wallClock: await time.wallClock())
        await pacer.finish(hint, at: time.now())
        return response
    }
}
