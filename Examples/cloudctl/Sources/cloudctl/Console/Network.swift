package import CloudContainers

/// The way to the providers.
package protocol Network: Sendable {
    /// Lends a transport that sends requests once, for the time of a closure.
    ///
    /// - Parameters:
    ///   - environment: The environment, which can name proxies and certificate authorities.
    ///   - time: The clock of the deadlines.
    ///   - body: The closure.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws, and `HTTPTransportError` where the transport cannot be made.
    func withTransport<Result>(
        environment: [String: String],
        time: any TimeSource,
        _ body: (any HTTPTransport) async throws -> Result
    ) async throws -> Result
}

/// The network itself, by AsyncHTTPClient.
package struct ClientNetwork: Network {
    /// Makes a way to the network, which opens nothing yet.
    package init() {}

    /// Lends a transport of AsyncHTTPClient.
    package func withTransport<Result>(
        environment: [String: String],
        time: any TimeSource,
        _ body: (any HTTPTransport) async throws -> Result
    ) async throws -> Result {
        try await withAsyncHTTPClientTransport(environment: environment, time: time) { transport in
            try await body(transport)
        }
    }
}
