import CloudContainers
import SimulationKit
import TestSupport
import Testing

@Suite("Pacing")
struct PacedTransportTests {
    private static let hourly = RateLimit(requests: 1000, per: .seconds(3600))

    @Test func the1001stRequestWaits() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, _ in
            if number <= 1000 { try await time.sleep(for: .seconds(1)) }
            return HTTPResponse(status: 200)
        }
        let events = Collected<TransportEvent>()
        let transport = server.paced(to: Self.hourly, time: time) { await events.add($0) }
        for _ in 1...1000 { _ = try await transport.send(.sample()) }
        #expect(await events.elements.isEmpty)
        #expect(await server.times.last == .seconds(999))
        _ = try await transport.send(.sample())
        #expect(await server.times.last == .seconds(3600))
        let name = "GET https://api.example.org/things"
        let event = TransportEvent.isPacing(request: name, for: .seconds(2600), limit: .own(Self.hourly))
        #expect(await events.elements == [event])
        #expect(event.description == "\(name): waits 43m20s, the limit is 1000 requests in 1h")
        // The second request was one second after the first, and so on.
        _ = try await transport.send(.sample())
        #expect(await server.times.last == .seconds(3601))
    }

    @Test func noPeriodSeesMoreThanTheLimit() async throws {
        let seed = testSeed(default: 51)
        var generator = SeededGenerator(seed: seed)
        for number in 0..<caseCount(default: 200) {
            let limit = RateLimit(requests: generator.number(1...7), per: .seconds(generator.number(1...60)))
            let time = VirtualTime()
            let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 200) }
            let transport = server.paced(to: limit, time: time)
            for _ in 0..<40 {
                try await time.sleep(for: .milliseconds(generator.pick(0, 0, generator.number(0...20_000))))
                _ = try await transport.send(.sample())
            }
            let times = await server.times
            for (first, next) in zip(times, times.dropFirst(limit.requests)) {
                #expect(next - first >= limit.period, "seed \(seed), case \(number), \(limit)")
            }
        }
    }

    @Test func copiesAndTasksShareTheLimit() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 200) }
        let transport = server.paced(to: RateLimit(requests: 10, per: .seconds(60)), time: time)
        let copy = transport
        let request = try HTTPRequest.sample()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...32 {
                group.addTask { _ = try await (number.isMultiple(of: 2) ? transport : copy).send(request) }
            }
            await time.untilSleeping(22)
            #expect(await server.sent.count == 10)
            await time.advance(by: .seconds(60))
            await time.untilSleeping(12)
            #expect(await server.sent.count == 20)
            await time.advance(by: .seconds(60))
            await time.untilSleeping(2)
            await time.advance(by: .seconds(60))
            try await group.waitForAll()
        }
        let counts = Dictionary(grouping: await server.times, by: \.self).mapValues(\.count)
        #expect(counts == [.zero: 10, .seconds(60): 10, .seconds(120): 10, .seconds(180): 2])
    }

    @Test func theServersCountIsKept() async throws {
        let time = VirtualTime(startingAt: Timestamp(seconds: 1_767_225_600))
        let events = Collected<TransportEvent>()
        // Another program has used most of the limit.
        let server = ScriptedTransport(time) { number, now, _ in
            let reset = now < .seconds(90) ? 1_767_225_690 : 1_767_229_290
            let remaining = now < .seconds(90) ? 3 - number : 1000 - number
            return HTTPResponse(
                status: 200,
                headers: ["X-RateLimit-Remaining": String(remaining), "X-RateLimit-Reset": String(reset)]
            )
        }
        let transport = server.paced(to: Self.hourly, time: time) { await events.add($0) }
        for _ in 1...6 { _ = try await transport.send(.sample()) }
        #expect(await server.times == [0, 0, 0, 90, 90, 90].map { .seconds($0) })
        let name = "GET https://api.example.org/things"
        #expect(await events.elements == [.isPacing(request: name, for: .seconds(90), limit: .server)])
    }

    @Test func answersInAnotherOrderDoNotRaiseTheCount() async throws {
        let time = VirtualTime(.manual)
        // The first request is handled first and answered last.
        let server = ScriptedTransport(time) { number, _, _ in
            if number == 1 { try await time.sleep(for: .seconds(1)) }
            return HTTPResponse(
                status: 200,
                headers: ["X-RateLimit-Remaining": String(2 - number), "X-RateLimit-Reset": "100"]
            )
        }
        let transport = server.paced(to: nil, time: time)
        let request = try HTTPRequest.sample()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await transport.send(request) }
            await time.untilSleeping(1)
            _ = try await transport.send(request)
            await time.advance(by: .seconds(1))
            try await group.waitForAll()
            group.addTask { _ = try await transport.send(request) }
            await time.untilSleeping(1)
            #expect(await server.sent.count == 2)
            // The late answer was taken to end its period a second later, within the blur of whole seconds.
            await time.advance(by: .seconds(100))
            try await group.waitForAll()
        }
        #expect(await server.sent.count == 3)
    }

    @Test func requestsUnderWayCountAgainstWhatIsLeft() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { number, _, _ in
            if number > 1 { try await time.sleep(for: .seconds(5)) }
            return HTTPResponse(
                status: 200,
                headers: ["X-RateLimit-Remaining": String(max(4 - number, 0)), "X-RateLimit-Reset": "1000"]
            )
        }
        let transport = server.paced(to: nil, time: time)
        let request = try HTTPRequest.sample()
        _ = try await transport.send(request)
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...10 { group.addTask { _ = try? await transport.send(request) } }
            // Three are under way and seven look again later.
            await time.untilSleeping(10)
            #expect(await server.sent.count == 4)
            await time.advance(by: .seconds(5))
            await time.untilSleeping(7)
            #expect(await server.sent.count == 4)
            group.cancelAll()
        }
        #expect(await server.sent.count == 4)
    }

    @Test func aWaitThatIsTooLongIsARefusal() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 200) }
        let limit = RateLimit(requests: 1, per: .seconds(60))
        let paced = server.paced(to: limit, maximumWait: .seconds(59), time: time)
        _ = try await paced.send(.sample())
        let refusal = try await paced.send(.sample())
        #expect(refusal.isSame(as: HTTPResponse(status: 429, headers: ["Retry-After": "60"])))
        #expect(await server.sent.count == 1)
        // Behind a transport that repeats, it is waited for there.
        #expect(try await paced.retrying(time: time).send(.sample()).status == 200)
        #expect(await server.times == [.zero, .seconds(60)])
    }

    @Test func repeatsArePacedToo() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, _ in HTTPResponse(status: number < 3 ? 503 : 200) }
        let limit = RateLimit(requests: 1, per: .seconds(60))
        let transport = server.paced(to: limit, time: time).retrying(time: time)
        #expect(try await transport.send(.sample()).status == 200)
        #expect(await server.times == [.zero, .seconds(60), .seconds(120)])
    }

    @Test func aFailureIsCountedAndPassedOn() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in throw HTTPTransportError(.timedOut, "too late") }
        let transport = server.paced(to: RateLimit(requests: 2, per: .seconds(60)), time: time)
        let request = try HTTPRequest.sample()
        for _ in 1...3 {
            await #expect(throws: HTTPTransportError(.timedOut, "too late")) { try await transport.send(request) }
        }
        #expect(await server.times == [.zero, .zero, .seconds(60)])
    }

    @Test func `row 37: a request that is cancelled while it waits is not sent`() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 200) }
        let transport = server.paced(to: RateLimit(requests: 1, per: .seconds(60)), time: time)
        let request = try HTTPRequest.sample()
        _ = try await transport.send(request)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 1...8 {
                group.addTask {
                    do {
                        _ = try await transport.send(request)
                        return false
                    } catch { return error is CancellationError }
                }
            }
            await time.untilSleeping(8)
            group.cancelAll()
            for await isCancelled in group { #expect(isCancelled) }
        }
        #expect(await server.sent.count == 1)
    }

    @Test func senselessLimitsAreRaisedToTheirBounds() {
        let limit = RateLimit(requests: 0, per: .seconds(-1))
        #expect(limit.requests == 1)
        #expect(limit.period == .zero)
    }
}
