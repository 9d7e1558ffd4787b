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
                let ending = await outcome(of: request, by: transport, once: { await time.untilSleeping(1) }) {
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

    /// How the calls of a storm ended.
    private struct StormTally {
        var answered = 0
        /// Cancelled, and the server never had the request.
        var stoppedBefore = 0
        /// Cancelled when the server had the request.
        var stoppedAfter = 0
    }

    /// Which calls of a storm end how is left to chance, but for two of each hundred: one waits for its answer, and one is
    /// cancelled when the server has it.
    func survivesStorm() async throws {
        let (rounds, width) = (200, 100)
        let behaviour = WireFaultBehaviour { request in
            (request.target.hasPrefix("/held/") ? [.hold] : []) + [.send(WireFaultAnswer(body: "{}").bytes)]
        }
        try await stage(behaviour) { server, transport in
            let chance = SeededRandomness(seed: 20_000)
            var endings: [String: Outcome] = [:]
            for round in 0..<rounds {
                try await withThrowingTaskGroup(of: (String, Outcome).self) { group in
                    for index in 0..<width {
                        let patience = await chance.number(below: 200)
                        let path = index == 1 ? "/held/\(round)" : "/\(round)/\(index)"
                        group.addTask {
                            let call = request(.get, path, of: server.address, timeout: .seconds(600))
                            switch index {
                            case 0: return (path, await outcome(of: call, by: transport))
                            case 1: return (path, await outcome(of: call, by: transport, cancelledBy: server))
                            default: return (path, await outcome(of: call, by: transport, cancelledAfter: patience))
                            }
                        }
                    }
                    for try await (path, ending) in group {
                        let isFit = ending.isCancelled || ending.status == 200
                        try expect(isFit, "an answer or a cancellation", saw: "\(ending)")
                        endings[path] = ending
                    }
                }
            }
            // No call of the storm comes late.
            let seen = await server.requests()
            try await answer(to: request(.get, "/after", of: server.address), by: transport)
            let after = await server.requests().count
            try expect(after == seen.count + 1, "1 request after the storm", saw: "\(after - seen.count)")

            let reached = Set(seen.map(\.target))
            try expect(seen.count == reached.count, "each request once", saw: "\(seen.count - reached.count) repeats")
            var tally = StormTally()
            for (path, ending) in endings {
                if !ending.isCancelled {
                    tally.answered += 1
                } else if reached.contains(path) {
                    tally.stoppedAfter += 1
                } else {
                    tally.stoppedBefore += 1
                }
            }
            let isMixed = tally.answered >= rounds && tally.stoppedAfter >= rounds && tally.stoppedBefore > 0
            try expect(isMixed, "answers, and cancellations before and after arrival", saw: "\(tally)")
            // A call that is answered leaves its connection to another.
            let connections = await server.connectionCount()
            let most = tally.stoppedBefore + tally.stoppedAfter + width + 1
            try expect(connections <= most, "at most \(most) connections", saw: "\(connections)")
        }
    }

    /// Sends a request whose answer the server holds, and cancels it when the server has it.
    private func outcome(
        of request: HTTPRequest,
        by transport: any HTTPTransport,
        cancelledBy server: WireFaultServer
    ) async -> Outcome {
        await withTaskGroup(of: Outcome?.self) { group async -> Outcome in
            group.addTask { await outcome(of: request, by: transport) }
            group.addTask {
                await server.untilRequest(to: request.path)
                return nil
            }
            if let early = await group.next() ?? nil { return early }
            group.cancelAll()
            return (await group.next() ?? nil) ?? .other("none")
        }
    }

    private func outcome(
        of request: HTTPRequest,
        by transport: any HTTPTransport,
        cancelledAfter patience: UInt64
    ) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await outcome(of: request, by: transport) }
            for _ in 0..<patience { await Task.yield() }
            group.cancelAll()
            return await group.next() ?? .other("none")
        }
    }
}
