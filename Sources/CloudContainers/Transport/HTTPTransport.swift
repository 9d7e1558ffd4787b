/// Sends one HTTP request and gives its whole answer.
///
/// A transport that talks to the network refuses redirects, keeps one deadline over connecting, head and body, and limits the
/// size of an answer. Transports that wrap another add retries, pacing, logging and recording; a simulator is a transport too.
public protocol HTTPTransport: Sendable {
    /// Sends a request once.
    ///
    /// Any status is an answer, also 404 and 500.
    ///
    /// - Throws: ``HTTPTransportError`` where there is no complete answer; `CancellationError` when the task was cancelled.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
