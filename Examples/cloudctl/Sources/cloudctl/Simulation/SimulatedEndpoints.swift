import CloudContainers

/// The way to the containers of a simulator, as their callers have it.
struct SimulatedEndpoints: HTTPTransport {
    /// What is outside of the simulator.
    let outside: SimulatedOutside

    /// Answers in the place of a container.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let answer = await outside.answer(request) { return answer }
        throw HTTPTransportError(.nameNotFound, "no simulated container has the address", delivery: .notSent)
    }
}
