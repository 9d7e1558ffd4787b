import CloudContainers
import SimulationKit

/// Calls that end before their answer.
extension TransportScene {
    func endsWhenCancelled() async throws {
        for behaviour in [WireFaultBehaviour.holding(), .holdingHalfway(WireFaultAnswer(body: "0123456789"))] {
            try await stage(behaviour) { server, transport in
                let ending = await withTaskGroup(of: Outcome?.self) { group async -> Outcome? in
                    group.addTask { await outcome(of: request(of: server.address), by: transport) }
                    group.addTask {
                        await server.untilRequests(1)
                        return nil
                    }
                    // The first to end is the server, which has the request and holds its answer.
                    if let early = await group.next() ?? nil { return early }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                try expect(ending?.isCancelled == true, "a cancellation", saw: ending.map { "\($0)" } ?? "nothing")
            }
        }
    }

    func sendsNothingWhenCancelled() async throws {
        try await stage(.answering(WireFaultAnswer())) { server, transport in
            let ending = await withTaskGroup(of: Outcome.self) { group in
                group.cancelAll()
                group.addTask { await outcome(of: request(of: server.address), by: transport) }
                return await group.next()
            }
            try expect(ending?.isCancelled == true, "a cancellation", saw: ending.map { "\($0)" } ?? "nothing")
            let seen = await server.requests().count
            try expect(seen == 0, "no request", saw: "\(seen)")
        }
    }

    /// The deadline is the only thing that ends the wait for a connection, and its time passes at once.
    func endsWithoutConnection() async throws {
        let time = VirtualTime(.manual)
        try await withSilentPort { address in
            try await harness(TransportSetting(time: time)) { transport in
                let request = request(of: address, timeout: .seconds(30))
                let ending = await outcome(of: request, by: transport, onceWaiting: time) {
                    await time.advance(by: .seconds(30))
                }
                _ = try error([.timedOut], ending, of: request)
                let waits = await time.waits
                try expect(waits == [.seconds(30)], "one deadline of 30 seconds", saw: "\(waits)")

                let cancelled = await withTaskGroup(of: Outcome?.self) { group async -> Outcome? in
                    group.addTask { await outcome(of: request, by: transport) }
                    group.addTask {
                        await time.untilSleeping(1)
                        return nil
                    }
                    if let early = await group.next() ?? nil { return early }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                try expect(
                    cancelled?.isCancelled == true,
                    "a cancellation",
                    saw: cancelled.map { "\($0)" } ?? "nothing"
                )
            }
        }
    }

    /// Sends a request, does something once its deadline runs, and says how the request ended.
    private func outcome(
        of request: HTTPRequest,
        by transport: any HTTPTransport,
        onceWaiting time: VirtualTime,
        then act: @escaping @Sendable () async -> Void
    ) async -> Outcome {
        await withTaskGroup(of: Outcome?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await outcome(of: request, by: transport) }
            group.addTask {
                await time.untilSleeping(1)
                if !Task.isCancelled { await act() }
                return nil
            }
            for await outcome in group {
                if let outcome { return outcome }
            }
            return .other("none")
        }
    }

    func endsWithoutHead() async throws { try await endsHeld(by: .holding()) }

    func endsWithinBody() async throws { try await endsHeld(by: .holdingHalfway(WireFaultAnswer(body: "0123456789"))) }

    /// The time stands still until the server has the request, and then passes at once.
    private func endsHeld(by behaviour: WireFaultBehaviour) async throws {
        let time = VirtualTime(.manual)
        try await stage(behaviour, TransportSetting(time: time)) { server, transport in
            let request = request(of: server.address, timeout: .seconds(30))
            let ending = await outcome(of: request, by: transport, once: server, hasSeen: 1) {
                await time.untilSleeping(1)
                await time.advance(by: .seconds(30))
            }
            let error = try error([.timedOut], ending, of: request)
            try expect(error.delivery == .unknown, "that the request may have arrived", saw: "the opposite")
            let waits = await time.waits
            try expect(waits == [.seconds(30)], "one deadline of 30 seconds", saw: "\(waits)")
        }
    }

    func endsInSlowHead() async throws {
        // Within the first line, where each transport stands it that the connection ends.
        let line = "HTTP/1.1 200 \(String(repeating: "x", count: 300))"
        let behaviour = WireFaultBehaviour { _ in
            [.drip(Array(line.utf8), every: .milliseconds(100)), .send(Array("\r\nContent-Length: 0\r\n\r\n".utf8))]
        }
        try await endsDripping(behaviour)
    }

    func endsInSlowBody() async throws {
        let answer = WireFaultAnswer(body: String(repeating: "x", count: 300))
        try await endsDripping(.drippingBody(of: answer, every: .milliseconds(100)))
    }

    /// The whole answer takes half a minute, so that a busy machine has time for the deadline; a transport whose deadline moves
    /// with each byte would give it.
    private func endsDripping(_ behaviour: WireFaultBehaviour) async throws {
        try await stage(behaviour) { server, transport in
            let request = request(of: server.address, timeout: .milliseconds(300))
            try await failure(.timedOut, of: request, by: transport)
        }
    }

    func survivesStorm() async throws {
        try await stage(.answering(WireFaultAnswer(body: "{}"))) { server, transport in
            let chance = SeededRandomness(seed: 20_000)
            for _ in 0..<200 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<100 {
                        let patience = await chance.number(below: 200)
                        group.addTask { try await cancelledCall(to: server, by: transport, after: patience) }
                    }
                    try await group.waitForAll()
                }
            }
            // No call of the storm comes late.
            let before = await server.requests().count
            try await answer(to: request(of: server.address), by: transport)
            let after = await server.requests().count
            try expect(after == before + 1, "1 request after the storm", saw: "\(after - before)")
        }
    }

    private func cancelledCall(
        to server: WireFaultServer,
        by transport: any HTTPTransport,
        after patience: UInt64
    ) async throws {
        let ending = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await outcome(of: request(of: server.address), by: transport) }
            for _ in 0..<patience { await Task.yield() }
            group.cancelAll()
            return await group.next() ?? .other("none")
        }
        try expect(ending.isCancelled || ending.status == 200, "an answer or a cancellation", saw: "\(ending)")
    }
}
