/// A transport that keeps what another one sent and received, to be replayed by ``ReplayingTransport``.
///
/// Secrets are taken out before anything is kept: of heads only fields are kept that never hold a credential, of a
/// request's body its redacted form, of addresses the path with harmless items of the query. In JSON the values under
/// names that hold secrets are hidden, and everywhere each text that holds a secret of the request. The recording grows
/// with each exchange.
public actor RecordingTransport: HTTPTransport {
    private let wrapped: any HTTPTransport
    private var slots: [RecordedExchange?] = []

    /// Wraps a transport.
    public init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    /// The exchanges that have ended, in the order in which their requests were sent.
    public var recording: HTTPRecording { HTTPRecording(slots.compactMap(\.self)) }

    /// Sends a request once and keeps what came of it; a cancelled one is not kept.
    ///
    /// - Throws: What the wrapped transport throws.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let slot = slots.count
        slots.append(nil)
        do {
            let response = try await wrapped.send(request)
            slots[slot] = RecordedExchange(request, .success(response))
            return response
        } catch let error as HTTPTransportError {
            slots[slot] = RecordedExchange(request, .failure(error))
            throw error
        }
    }
}
