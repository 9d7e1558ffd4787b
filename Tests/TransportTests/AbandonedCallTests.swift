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

    /// However many calls are cancelled at the same moment.
    @Test func runsOutNoMoreTransfersThanItMay() async throws {
        let behaviour = WireFaultBehaviour { request in
            (request.number <= 16 ? [.hold] : []) + [.send(WireFaultAnswer(body: "{}").bytes)]
        }
        try await withWireFaultServer(behaviour) { server in
            let transport = URLSessionTransport(maximumAbandonedCalls: 16)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<100 { group.addTask { _ = try? await transport.send(request("/held", of: server)) } }
                await server.untilRequests(16)
                group.cancelAll()
            }
            let error = await #expect(throws: HTTPTransportError.self) {
                try await transport.send(request("/free", of: server))
            }
            #expect(error?.code == .unavailable && error?.delivery == .notSent)
            await server.release()
            var status: Int?
            while status == nil { status = try? await transport.send(request("/free", of: server)).status }
            #expect(status == 200)
            #expect(await server.requests().filter { $0.target == "/held" }.count == 16)
        }
    }

    /// A call that finds no place has one as soon as another ends.
    @Test func letsCallsWaitForEachOther() async throws {
        try await withWireFaultServer(.answering(WireFaultAnswer(body: "{}"))) { server in
            let transport = URLSessionTransport(maximumAbandonedCalls: 2)
            let statuses = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<50 {
                    group.addTask { try? await transport.send(request("/", of: server)).status }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 50))
            #expect(await server.connectionCount() <= 2)
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
