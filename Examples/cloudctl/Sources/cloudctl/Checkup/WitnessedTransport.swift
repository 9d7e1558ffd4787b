import CloudContainers

/// Remembers how the last request went.
actor Witness {
    /// An answer: its status, its heads, and when it came.
    typealias Answer = (status: Int, headers: HTTPHeaders, time: Timestamp)

    /// What was seen.
    struct Seen {
        /// The host that was asked.
        var host = "the provider"
        /// The answer, if one came.
        var answer: Answer?
        /// Why none came.
        var error: HTTPTransportError?
    }

    private(set) var seen = Seen()

    func see(_ answer: Answer, from host: String) { seen = Seen(host: host, answer: answer) }

    func see(_ error: HTTPTransportError, from host: String) { seen = Seen(host: host, error: error) }
}

/// A transport whose answers are witnessed.
struct WitnessedTransport: HTTPTransport {
    let transport: any HTTPTransport
    let time: any TimeSource
    let witness: Witness

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let host = request.baseURL.host
        do {
            let response = try await transport.send(request)
            await witness.see((response.status, response.headers, await time.wallClock()), from: host)
            return response
        } catch let error as HTTPTransportError {
            await witness.see(error, from: host)
            throw error
        }
    }
}
