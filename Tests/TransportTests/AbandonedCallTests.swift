import CloudContainers
import SimulationKit
import Testing
import URLSessionTransport

@Suite(.ownThread) struct AbandonedCallTests {
    private func request(_ path: String, of server: WireFaultServer) -> HTTPRequest {
        HTTPRequest(.get, path, of: server.address, kind: .read, operation: "test")
    }

    /// Sends a request that the server holds, and cancels it when the server has seen so many.
    private func cancelCall(to server: WireFaultServer, by transport: URLSessionTransport, number: Int) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await (try? transport.send(request("/held", of: server))) != nil }
            group.addTask {
                await server.untilRequests(number)
                return false
            }
            _ = await group.next()
            group.cancelAll()
        }
    }

    @Test func refusesCallsWhileTooManyRunOut() async throws {
        let behaviour = WireFaultBehaviour { request in
            (request.target == "/held" ? [.hold] : []) + [.send(WireFaultAnswer(body: "{}").bytes)]
        }
        try await withWireFaultServer(behaviour) { server in
            let transport = URLSessionTransport(maximumAbandonedCalls: 3)
            for number in 1...3 { await cancelCall(to: server, by: transport, number: number) }
            let error = await #expect(throws: HTTPTransportError.self) {
                try await transport.send(request("/free", of: server))
            }
            #expect(error?.code == .unavailable)
            #expect(error?.delivery == .notSent)
            #expect(await server.requests().count == 3)

            // Once the server lets them go, they run out, and there is room again.
            await server.release()
            var status: Int?
            while status == nil {
                do {
                    status = try await transport.send(request("/free", of: server)).status
                } catch let error as HTTPTransportError where error.code == .unavailable {
                    await Task.yield()
                }
            }
            #expect(status == 200)
        }
    }

    @Test func leavesOtherCallsAlone() async throws {
        let behaviour = WireFaultBehaviour { request in
            (request.target == "/held" ? [.hold] : []) + [.send(WireFaultAnswer(body: "{}").bytes)]
        }
        try await withWireFaultServer(behaviour) { server in
            let transport = URLSessionTransport()
            for number in 1...20 { await cancelCall(to: server, by: transport, number: number) }
            let response = try await transport.send(request("/free", of: server))
            #expect(response.status == 200)
        }
    }
}
