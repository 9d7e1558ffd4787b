import CloudContainers

/// Counts the requests that pass, those that read and those that change something.
actor RequestCounter: HTTPTransport {
    private let next: any HTTPTransport
    /// The requests that only read.
    private(set) var reads = 0
    /// The requests that change something.
    private(set) var writes = 0
    /// Those of them that were refused; what is under way is waited out, and asked for again.
    private(set) var refusals = 0

    init(_ next: any HTTPTransport) { self.next = next }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let isRead = request.kind == .read
        if isRead { reads += 1 } else { writes += 1 }
        let response = try await next.send(request)
        if !isRead, !response.isSuccess { refusals += 1 }
        return response
    }

    /// Forgets what has passed until now.
    func reset() { (reads, writes, refusals) = (0, 0, 0) }
}
