import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The server between clients and simulators.
@Suite struct SimulationServerTests {
    /// Answers what it was asked.
    private struct Echo: HTTPTransport {
        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let size = request.body?.bytes.count ?? 0
            let text = "\(request.method) \(request.path) \(request.headers["X-One"] ?? "") \(size)"
            let headers: HTTPHeaders = ["Content-Type": "text/plain", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"]
            return HTTPResponse(status: 200, headers: headers, body: Array(text.utf8))
        }
    }

    /// Answers `/slow` only when it is let go.
    private actor Gate: HTTPTransport {
        private let (entries, entered) = AsyncStream<Void>.makeStream()
        private let (releases, released) = AsyncStream<Never>.makeStream()

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            if request.path == "/slow" {
                entered.yield()
                for await _ in releases {}
            }
            return HTTPResponse(status: 200, body: Array("answered".utf8))
        }

        nonisolated func untilEntered() async { _ = await entries.first { _ in true } }
        nonisolated func release() { released.finish() }
    }

    private func withServer<Served: HTTPTransport>(
        _ served: Served,
        _ body: (HTTPBaseURL, AsyncHTTPClientTransport) async throws -> Void
    ) async throws {
        try await withAsyncHTTPClientTransport(environment: [:]) { transport in
            try await withSimulationServer(host: "127.0.0.1", port: 0, time: VirtualTime(.manual)) { _ in
                served
            } _: { address, _ in
                try await body(try HTTPBaseURL(parsing: address), transport)
            }
        }
    }

    private func request(_ method: HTTPMethod, _ path: String, of address: HTTPBaseURL, body: Int = 0) -> HTTPRequest {
        HTTPRequest(
            method,
            path,
            of: address,
            headers: ["X-One": "1"],
            body: body == 0 ? nil : HTTPBody([UInt8](repeating: 0x20, count: body)),
            kind: .read,
            operation: "test"
        )
    }

    @Test func passesRequestsOn() async throws {
        try await withServer(Echo()) { address, transport in
            let answer = try await transport.send(request(.put, "/a%20b?c=d&e", of: address, body: 70_000))
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == "PUT /a%20b?c=d&e 1 70000")
            #expect(answer.headers["Date"] == "Thu, 01 Jan 2026 00:00:00 GMT")
        }
    }

    @Test func answersTheHeadAlone() async throws {
        try await withServer(Echo()) { address, transport in
            let head = try await transport.send(request(HTTPMethod(rawValue: "HEAD"), "/", of: address))
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.headers["Content-Length"] == "\("GET / 1 0".utf8.count)")
            // The connection is still good.
            #expect(try await transport.send(request(.get, "/", of: address)).body == Array("GET / 1 0".utf8))
        }
    }

    @Test func refusesBodiesThatAreTooLarge() async throws {
        try await withServer(Echo()) { address, transport in
            let answer = try await transport.send(request(.post, "/", of: address, body: 4 * 1024 * 1024 + 1))
            #expect(answer.status == 413)
            #expect(answer.isJSON)
            let next = try await transport.send(request(.post, "/", of: address, body: 4 * 1024 * 1024))
            #expect(next.status == 200)
        }
    }

    @Test func answersWhatCameBeforeItsEnd() async throws {
        let gate = Gate()
        try await withAsyncHTTPClientTransport(environment: [:]) { transport in
            try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
                try await withSimulationServer(host: "127.0.0.1", port: 0, time: VirtualTime(.manual)) { _ in
                    gate
                } _: { address, _ in
                    let address = try HTTPBaseURL(parsing: address)
                    let slow = request(.get, "/slow", of: address)
                    let quick = request(.get, "/quick", of: address)
                    group.addTask { try await transport.send(slow) }
                    await gate.untilEntered()
                    group.addTask {
                        // Nobody listens any more: the end has begun.
                        while (try? await transport.send(quick)) != nil {}
                        gate.release()
                        return nil
                    }
                }
                var answers: [HTTPResponse] = []
                while let answer = try await group.next() { if let answer { answers.append(answer) } }
                #expect(answers.map(\.status) == [200])
                #expect(answers.map(\.body) == [Array("answered".utf8)])
            }
        }
    }

    @Test func endsWhereNothingCanListen() async throws {
        try await withServer(Echo()) { address, _ in
            let terminal = try Terminal()
            let result = await terminal.run("simulate", "--port", "\(address.port.value)")
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.error.contains("port \(address.port.value)"))
        }
    }
}
