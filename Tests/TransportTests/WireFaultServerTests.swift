import CloudContainers
import SimulationKit
import Testing
import URLSessionTransport

@Suite(.ownThread) struct WireFaultServerTests {
    private func get(_ path: String, of server: WireFaultServer) -> HTTPRequest {
        HTTPRequest(.get, path, of: server.address, kind: .read, operation: "test")
    }

    @Test func recordsWhatItSaw() async throws {
        try await withWireFaultServer(.answering(WireFaultAnswer(201, body: "made"))) { server in
            #expect(await server.requests().isEmpty)
            let request = HTTPRequest(
                .post,
                "/things?a=b",
                of: server.address,
                headers: ["X-One": "1"],
                body: HTTPBody(Array("{}".utf8)),
                kind: .creation,
                operation: "test"
            )
            let transport = URLSessionTransport()
            let response = try await transport.send(request)
            #expect(response.status == 201)
            let seen = try #require(await server.requests().first)
            #expect("\(seen)" == "POST /things?a=b")
            #expect(seen.headers["x-one"] == "1")
            #expect(seen.body == Array("{}".utf8))
            #expect(seen.numberOnConnection == 1)
            _ = try await transport.send(request)
            #expect(await server.requests().map(\.numberOnConnection) == [1, 2])
            #expect(await server.connectionCount() == 1)
        }
    }

    @Test func endsConnectionsWithItself() async throws {
        let transport = URLSessionTransport()
        let request = try await withWireFaultServer(.answering(WireFaultAnswer())) { server in
            let request = get("/", of: server)
            let response = try await transport.send(request)
            #expect(response.status == 200)
            return request
        }
        let error = await #expect(throws: HTTPTransportError.self) { try await transport.send(request) }
        #expect(error?.code == .connectionFailed)
    }

    @Test func throwsWhatTheBodyThrows() async throws {
        await #expect(throws: CancellationError.self) {
            try await withWireFaultServer(.holding()) { _ in throw CancellationError() }
        }
    }

    @Test(arguments: [WireFaultStep.close, .reset])
    func endsAConnectionWithoutAnAnswer(_ step: WireFaultStep) async throws {
        try await withWireFaultServer(WireFaultBehaviour { _ in [step] }) { server in
            let error = await #expect(throws: HTTPTransportError.self) {
                try await URLSessionTransport().send(get("/", of: server))
            }
            #expect(error.map { [.connectionFailed, .brokenAnswer].contains($0.code) } == true)
            #expect(error?.delivery == .unknown)
        }
    }
}
