public import CloudContainers
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with `URLSession`; made for scripts, which want no dependency.
///
/// Redirects are never followed, nothing is kept between calls but connections (no cookies, no cache, no credentials), and one
/// deadline covers connecting, head and body. On Linux a transfer of `URLSession` cannot be stopped safely. A call that is
/// cancelled or out of time ends at once for its caller, while its transfer runs out unseen; only so many transfers run at a
/// time, those included.
///
/// A tool does better with a transport on AsyncHTTPClient, as `Examples/cloudctl` has one: it starts faster, stops transfers,
/// and takes an own certificate authority.
public struct URLSessionTransport: HTTPTransport {
    private let shared: SharedSession
    private let places: TransferPlaces
    private let time: any TimeSource

    /// Makes a transport with connections of its own.
    ///
    /// - Parameters:
    ///   - time: The clock of the deadlines.
    ///   - maximumAbandonedCalls: How many cancelled or late transfers may run out at the same time, and so how many calls may
    ///     run. A further call waits until another ends; where all that is left is cancelled or late, it is refused.
    public init(time: any TimeSource = SystemTime(), maximumAbandonedCalls: Int = 64) {
        shared = SharedSession()
        places = TransferPlaces(maximumAbandonedCalls)
        self.time = time
    }

    /// Sends a request once.
    ///
    /// Of requests without a body, `URLSession` itself may send a read or a deletion again when a kept connection turns out to
    /// be closed. A creation has a body, and a trigger without one goes out on a new connection, so that neither is.
    ///
    /// - Throws: ``/CloudContainers/HTTPTransportError`` where there is no complete answer; `CancellationError` when the task
    ///   was cancelled.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let urlRequest = try Self.urlRequest(for: request)
        do {
            return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await exchange(request, urlRequest) }
                group.addTask { [time] in
                    try await time.sleep(for: request.timeout)
                    throw HTTPTransportError(.timedOut, "there was no complete answer within \(request.timeout)")
                }
                guard let response = try await group.next() else { throw CancellationError() }
                return response
            }
        } catch {
            throw Task.isCancelled ? CancellationError() : error
        }
    }

    /// Runs a transfer to its end; where the task is cancelled, the transfer is left to itself.
    private func exchange(_ request: HTTPRequest, _ urlRequest: URLRequest) async throws -> HTTPResponse {
        guard try await places.take() else {
            throw HTTPTransportError(
                .unavailable,
                "\(places.count) cancelled or late calls have not run out yet",
                delivery: .notSent
            )
        }
        // The end of a transfer that nobody waits for any more is dropped.
        let (ends, end) = AsyncStream<TransferEnd>.makeStream()
        let isFresh = request.kind == .trigger && request.body == nil
        // Only on a connection without a past does the library below never repeat a request without a body.
        let session = isFresh ? SharedSession.makeSession() : shared.session
        let task = session.dataTask(with: urlRequest) { data, response, error in
            end.yield(TransferEnd(data, response, error))
            end.finish()
        }
        task.resume()
        if isFresh { session.finishTasksAndInvalidate() }
        for await end in ends {
            await places.giveBack()
            return try end.answer(to: request, of: task)
        }
        await places.leave(to: task)
        throw CancellationError()
    }

    private static func urlRequest(for request: HTTPRequest) throws -> URLRequest {
        guard let url = URL(string: request.url) else {
            throw HTTPTransportError(.unavailable, "the address is none that can be asked", delivery: .notSent)
        }
        var result = URLRequest(url: url)
        result.httpMethod = request.method.rawValue
        result.cachePolicy = .reloadIgnoringLocalCacheData
        result.httpShouldHandleCookies = false
        // It counts whole seconds, and from each byte on; the own deadline comes first.
        result.timeoutInterval = Double(request.timeout.components.seconds) + 2
        if request.headers["Accept-Encoding"] == nil {
            result.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        }
        for field in request.headers.fields { result.addValue(field.value, forHTTPHeaderField: field.name) }
        result.httpBody = request.body.map { Data($0.bytes) }
        return result
    }
}

/// The session of a transport, which ends with it.
private final class SharedSession: Sendable {
    let session = SharedSession.makeSession()

    deinit { session.finishTasksAndInvalidate() }

    static func makeSession() -> URLSession {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 32
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        return URLSession(configuration: configuration, delegate: SessionDelegate(), delegateQueue: nil)
    }
}

/// The places of the transfers that may run at a time.
///
/// A transfer keeps its place when nobody waits for it any more. It could be stopped instead, and the places go, once the oldest
/// toolchain has the repair of cancellation (swift-corelibs-foundation#5417) and a storm of cancelled calls passes with it.
private actor TransferPlaces {
    nonisolated let count: Int
    /// How many belong to calls.
    private var taken = 0
    private var abandoned: [URLSessionTask] = []
    private var waiting: [AsyncStream<Never>.Continuation] = []

    init(_ count: Int) { self.count = count }

    /// Takes a place, if there is one or the end of a call can give one back.
    func take() async throws -> Bool {
        while true {
            try Task.checkCancellation()
            abandoned.removeAll { $0.state == .completed }
            if taken + abandoned.count < count {
                taken += 1
                return true
            }
            if taken == 0 { return false }
            let (stream, waker) = AsyncStream<Never>.makeStream()
            waiting.append(waker)
            for await _ in stream {}
        }
    }

    func giveBack() {
        taken -= 1
        for waker in waiting { waker.finish() }
        waiting = []
    }

    /// Gives a call's place to its transfer, which goes on.
    func leave(to task: URLSessionTask) {
        if task.state != .completed { abandoned.append(task) }
        giveBack()
    }
}
