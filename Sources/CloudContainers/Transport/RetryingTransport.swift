/// A transport that repeats what another one failed at, where repeating cannot do anything twice.
///
/// - It waits a random time before a repeat, from zero to a bound that doubles ("full jitter"), and never less than the
///   server asks for, see ``RateLimitHint``.
/// - A server that refuses with 429 and no hint is left alone for such a random time by all tasks; the bound doubles
///   with each such pause until the server takes a request.
/// - When a server asks for a pause, no task sends it anything before the pause has ended. A request that cannot wait
///   so long within the policy's time is answered with 429 and `Retry-After` at once; the same holds for the answer of
///   the server that asks for more time than there is.
/// - All tasks together draw from one ``RetryBudget``.
/// - After a task was cancelled, it sends nothing more.
///
/// Copies share their pauses and their budget. The transport that it wraps has to keep a request's time-out, which is
/// shortened to the time that is left.
public struct RetryingTransport: HTTPTransport {
    /// Which requests are repeated.
    public let policy: RetryPolicy
    /// How many repeats all tasks together have.
    public let budget: RetryBudget

    private typealias Outcome = Result<HTTPResponse, HTTPTransportError>

    private let wrapped: any HTTPTransport
    private let time: any TimeSource
    private let randomness: any Randomness
    private let observer: (@Sendable (TransportEvent) async -> Void)?
    private let pauses = OriginPauses()

    /// Wraps a transport.
    ///
    /// - Parameters:
    ///   - wrapped: What sends each attempt.
    ///   - policy: Which requests are repeated, how often, and after which waits.
    ///   - budget: How many repeats all tasks together have; transports may share one.
    ///   - time: Where time comes from.
    ///   - randomness: Where chance comes from.
    ///   - observer: Is told of each repeat and pause before it begins; the request goes on when it returns.
    public init(
        _ wrapped: any HTTPTransport,
        policy: RetryPolicy = RetryPolicy(),
        budget: RetryBudget = RetryBudget(),
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness(),
        observer: (@Sendable (TransportEvent) async -> Void)? = nil
    ) {
        self.wrapped = wrapped
        self.policy = policy
        self.budget = budget
        self.time = time
        self.randomness = randomness
        self.observer = observer
    }

    /// Sends a request as often as the policy allows.
    ///
    /// - Returns: The first answer that is not repeated, or the last one.
    /// - Throws: The `HTTPTransportError` of the last attempt; `CancellationError` when the task was cancelled.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        guard policy.maximumAttempts > 1 else { return try await wrapped.send(request) }
        let deadline = await time.now() + policy.maximumTime
        var attempt = 1
        var last: Outcome?
        var resume: Duration?
        while true {
            if let wait = try await waitUntilDue(request, resume: resume, deadline: deadline) {
                if let last { return try last.get() }
                await observer?(.heldBack(request: request.shortDescription, for: wait))
                return .refusal(retryAfter: wait)
            }
            let outcome = try await send(request, attempt, before: deadline)
            let arrival = await time.now()
            guard let delay = await delay(after: outcome, of: request, attempt: attempt, arrival: arrival, deadline)
            else { return try outcome.get() }
            resume = arrival + delay
            last = outcome
            attempt += 1
        }
    }

    /// Sends a request once, with no more time than there is.
    private func send(_ request: HTTPRequest, _ attempt: Int, before deadline: Duration) async throws -> Outcome {
        var request = request
        request.attempt = attempt
        request.timeout = min(request.timeout, max(deadline - (await time.now()), .zero))
        try Task.checkCancellation()
        do {
            return .success(try await wrapped.send(request))
        } catch let error as HTTPTransportError {
            return .failure(error)
        }
    }

    /// Waits for a request's own delay and for the pause of its server.
    ///
    /// - Returns: `nil` when it is due; the wait where that would end too late.
    private func waitUntilDue(
        _ request: HTTPRequest,
        resume: Duration?,
        deadline: Duration
    ) async throws -> Duration? {
        let origin = HTTPOrigin(request.baseURL)
        while true {
            try Task.checkCancellation()
            let now = await time.now()
            let own = max(resume ?? now, now)
            // Another task may have made the pause longer while this one waited for its end.
            let due = max(own, await pauses.end(for: origin) ?? now)
            if due == now { return nil }
            guard isEarlyEnough(due, for: request, deadline) else { return due - now }
            if due > own { await observer?(.isPausing(request: request.shortDescription, for: due - now)) }
            try await time.sleep(for: due - now)
        }
    }

    /// The wait before the next attempt; `nil` where there is none.
    private func delay(
        after outcome: Outcome,
        of request: HTTPRequest,
        attempt: Int,
        arrival: Duration,
        _ deadline: Duration
    ) async -> Duration? {
        let reason: TransportEvent.Reason
        let isRepeated: Bool
        var hint: Duration?
        switch outcome {
        case .success(let response):
            if response.isSuccess, attempt == 1 { await budget.giveBack() }
            reason = .status(response.status)
            isRepeated = policy.repeats(request.kind, afterStatus: response.status)
            hint = RateLimitHint(response.headers, wallClock: await time.wallClock()).wait(afterStatus: response.status)
        case .failure(let error):
            reason = .failure(error.code)
            isRepeated = policy.repeats(request.kind, after: error)
        }
        // What the server asked for holds for the other tasks too, whether this request is repeated or not.
        let origin = HTTPOrigin(request.baseURL)
        if let hint { await pauses.extend(for: origin, to: arrival + hint) }
        guard isRepeated else {
            if case .success = outcome { await pauses.endStreak(for: origin) }
            return nil
        }
        let delay: Duration
        if hint == nil, reason == .status(429) {
            // Callers that try again at once must not hammer either: the waits grow over all requests to the server.
            let number = max(attempt, await pauses.number(for: origin, at: arrival))
            delay = await randomness.duration(upTo: policy.delayLimit(afterAttempt: number))
            await pauses.begin(for: origin, until: arrival + delay, at: arrival)
        } else {
            delay = max(hint ?? .zero, await randomness.duration(upTo: policy.delayLimit(afterAttempt: attempt)))
        }

        var bound: TransportEvent.Bound?
        if attempt >= policy.maximumAttempts {
            bound = .attempts
        } else if !isEarlyEnough(arrival + delay, for: request, deadline) {
            bound = .time
        } else if !(await budget.takeRepeat(isAfterTimeOut: reason == .failure(.timedOut))) {
            bound = .budget
        }
        let name = request.shortDescription
        if let bound {
            await observer?(.gaveUp(request: name, attempts: attempt, bound: bound, reason: reason))
            return nil
        }
        await observer?(.willRetry(request: name, attempt: attempt + 1, after: delay, reason: reason))
        return delay
    }

    /// Whether an attempt at an instant has the time that it needs.
    ///
    /// A creation or a trigger whose time runs out leaves an outcome that nobody knows, which is worse than a refusal:
    /// it begins only with its whole time-out ahead, or half of all the time.
    private func isEarlyEnough(_ instant: Duration, for request: HTTPRequest, _ deadline: Duration) -> Bool {
        if request.kind.isRepeatable { return instant < deadline }
        return instant + min(request.timeout, policy.maximumTime / 2) <= deadline && instant < deadline
    }
}
