import CloudContainers
import SimulationKit
import TestSupport
import Testing

@Suite("Repeating")
struct RetryingTransportTests {
    private static let refusal = HTTPResponse(status: 429, headers: ["x-envoy-ratelimited": "true"])

    // MARK: Hints

    @Test(
        arguments: [
            (["Retry-After": "7"], 7), (["Retry-After": "Thu, 01 Jan 2026 00:00:09 GMT"], 9),
            (["X-RateLimit-Reset": "1767225642"], 42),
            (["Retry-After": "3", "Date": "Fri, 01 Jan 2021 00:00:00 GMT"], 3),
            (["Retry-After": "Fri, 01 Jan 2021 00:00:11 GMT", "Date": "Fri, 01 Jan 2021 00:00:00 GMT"], 11),
        ] as [(HTTPHeaders, Int)]
    )
    func `row 4: the next call is at the stated instant, for every kind`(
        _ headers: HTTPHeaders,
        _ seconds: Int
    ) async throws {
        for kind in HTTPRequest.Kind.allCases {
            let time = VirtualTime(startingAt: Timestamp(seconds: 1_767_225_600))
            let server = ScriptedTransport(time) { number, _, _ in
                number == 1 ? HTTPResponse(status: 429, headers: headers) : HTTPResponse(status: 200)
            }
            let transport = server.retrying(time: time, randomness: SeededRandomness(seed: 1))
            #expect(try await transport.send(.sample(kind)).status == 200)
            #expect(await server.times == [.zero, .seconds(seconds)])
        }
    }

    @Test func `row 4: without a hint the wait is drawn from zero to a bound that doubles to 30 s`() async throws {
        for isLargest in [true, false] {
            let time = VirtualTime()
            let server = ScriptedTransport(time) { _, _, _ in Self.refusal }
            let transport = server.retrying(
                RetryPolicy(maximumAttempts: 9),
                time: time,
                randomness: FixedChance(isLargest: isLargest)
            )
            #expect(try await transport.send(.sample(.creation)).isSame(as: Self.refusal))
            let times = await server.times
            let waits = zip(times, times.dropFirst()).map { $1 - $0 }
            let largest: [Duration] = [.milliseconds(500)] + [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) }
            #expect(waits == (isLargest ? largest : Array(repeating: .zero, count: 8)))
        }
    }

    @Test func `row 4: never a call before the stated instant, whatever is drawn`() async throws {
        let seed = testSeed(default: 31)
        var generator = SeededGenerator(seed: seed)
        for number in 0..<caseCount(default: 1000) {
            let waits = (0..<4).map { _ in generator.number(0...40) }
            let clockError = Int64(generator.number(-100_000...100_000))
            let form = generator.number(0...2)
            let time = VirtualTime(startingAt: Timestamp(seconds: 1_767_225_600 + clockError))
            let server = ScriptedTransport(time) { number, now, _ in
                guard number <= waits.count else { return HTTPResponse(status: 200) }
                let wait = Int64(waits[number - 1])
                // The server's clock is right, and its date is cut to seconds.
                let instant = 1_767_225_600 + now.components.seconds
                let date = HTTPDate(Timestamp(seconds: instant)).description
                let headers: HTTPHeaders =
                    switch form {
                    case 0: ["Retry-After": String(wait)]
                    case 1: ["Retry-After": HTTPDate(Timestamp(seconds: instant + wait)).description, "Date": date]
                    default: ["X-RateLimit-Reset": String(instant + wait), "Date": date]
                    }
                return HTTPResponse(status: 429, headers: headers)
            }
            let randomness = SeededRandomness(seed: seed &+ UInt64(number))
            let transport = server.retrying(RetryPolicy(maximumAttempts: 5), time: time, randomness: randomness)
            #expect(try await transport.send(.sample()).status == 200)
            let times = await server.times
            for (index, wait) in waits.enumerated() {
                let gap = times[index + 1] - times[index]
                #expect(gap >= .seconds(wait), "seed \(seed), case \(number), form \(form)")
                // What is drawn lengthens a short wait only.
                #expect(gap <= max(.seconds(wait), .seconds(4)), "seed \(seed), case \(number), form \(form)")
            }
        }
    }

    @Test(arguments: [-3600, 3600] as [Int64])
    func `row 13: a step of the wall clock changes no wait`(_ step: Int64) async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { number, _, _ in
            let reset = String(1_767_225_600 + 30)
            return number == 1
                ? HTTPResponse(status: 429, headers: ["X-RateLimit-Reset": reset]) : HTTPResponse(status: 200)
        }
        let transport = server.retrying(time: time)
        let request = try HTTPRequest.sample()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await transport.send(request).status }
            await time.untilSleeping(1)
            await time.stepWallClock(by: step)
            await time.advance(by: .seconds(30) - .nanoseconds(1))
            #expect(await server.sent.count == 1)
            await time.advance(by: .nanoseconds(1))
            let status = try await group.next()
            #expect(status == 200)
        }
        #expect(await server.times == [.zero, .seconds(30)])
        #expect(await time.waits == [.seconds(30)])
    }

    @Test func `row 4: a hint beyond the time left gives the answer back at once`() async throws {
        let time = VirtualTime()
        let answer = HTTPResponse(status: 429, headers: ["Retry-After": "300"])
        let server = ScriptedTransport(time) { _, _, _ in answer }
        let events = Collected<TransportEvent>()
        let transport = server.retrying(time: time) { await events.add($0) }
        #expect(try await transport.send(.sample()).isSame(as: answer))
        let name = "GET https://api.example.org/things"
        #expect(await events.elements == [.gaveUp(request: name, attempts: 1, bound: .time, reason: .status(429))])
        #expect(await server.times == [.zero])
        // The server's wish holds for the next request too; that one has the time to wait for it.
        try await time.sleep(for: .milliseconds(500))
        #expect(try await transport.send(.sample()).isSame(as: answer))
        #expect(await server.times == [.zero, .seconds(300)])
    }

    @Test func aRequestThatCannotWaitForThePauseIsAnsweredWithoutBeingSent() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 429, headers: ["Retry-After": "3600"]) }
        let events = Collected<TransportEvent>()
        let transport = server.retrying(time: time) { await events.add($0) }
        _ = try await transport.send(.sample())
        try await time.sleep(for: .milliseconds(500))
        let held = try await transport.send(.sample(.read, "/others?page=2&cursor=abc"))
        #expect(held.isSame(as: HTTPResponse(status: 429, headers: ["Retry-After": "3600"])))
        #expect(await server.sent.count == 1)
        let name = "GET https://api.example.org/others?page=2&cursor=(hidden)"
        #expect(await events.elements.last == .heldBack(request: name, for: .milliseconds(3_599_500)))
        // Another server is not concerned.
        var other = try HTTPRequest.sample()
        other.baseURL = try HTTPBaseURL(parsing: "https://api.example.org:444")
        _ = try await transport.send(other)
        #expect(await server.sent.count == 2)
    }

    // MARK: Shared pauses

    @Test func `row 4: 32 tasks share the pause and then go on`() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { _, now, _ in
            now < .seconds(30)
                ? HTTPResponse(status: 429, headers: ["Retry-After": "30"]) : HTTPResponse(status: 200)
        }
        let transport = server.retrying(time: time)
        let request = try HTTPRequest.sample(.creation)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...32 { group.addTask { try await transport.send(request).status } }
            await time.untilSleeping(32)
            let first = await server.sent.count
            #expect((1...32).contains(first))
            await time.advance(by: .seconds(30) - .nanoseconds(1))
            #expect(await server.sent.count == first)
            await time.advance(by: .nanoseconds(1))
            for try await status in group { #expect(status == 200) }
            #expect(
                await server.times == Array(repeating: .zero, count: first) + Array(repeating: .seconds(30), count: 32)
            )
        }
    }

    @Test func `row 4: a task that comes during the pause waits for its end`() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { number, _, _ in
            number == 1 ? HTTPResponse(status: 503, headers: ["Retry-After": "30"]) : HTTPResponse(status: 200)
        }
        let events = Collected<TransportEvent>()
        let transport = server.retrying(time: time) { await events.add($0) }
        // The creation is not repeated after 503, and the pause holds all the same.
        #expect(try await transport.send(.sample(.creation)).status == 503)
        let request = try HTTPRequest.sample()
        try await withThrowingTaskGroup(of: Int.self) { group in
            await time.advance(by: .seconds(10))
            group.addTask { try await transport.send(request).status }
            await time.untilSleeping(1)
            await time.advance(by: .seconds(20))
            let status = try await group.next()
            #expect(status == 200)
        }
        #expect(await server.times == [.zero, .seconds(30)])
        let name = "GET https://api.example.org/things"
        #expect(await events.elements == [.isPausing(request: name, for: .seconds(20))])
    }

    @Test(arguments: 1...10)
    func `row 4: 32 tasks that never give up send at most 600 requests in an outage of 60 s`(
        _ number: UInt64
    ) async throws {
        let seed = testSeed(default: 41) &+ number
        let time = VirtualTime(.manual)
        let finished = Collected<Int>()
        let server = ScriptedTransport(time) { _, now, _ in
            // All are under way before the first answer comes.
            try await time.sleep(for: .milliseconds(50))
            return now < .seconds(60) ? Self.refusal : HTTPResponse(status: 200)
        }
        let transport = server.retrying(time: time, randomness: SeededRandomness(seed: seed))
        let request = try HTTPRequest.sample()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 1...32 {
                group.addTask {
                    while try await transport.send(request).status != 200 {}
                    await finished.add(task)
                }
            }
            for _ in 0..<600 {
                await time.untilSleeping(32)
                await time.advance(by: .milliseconds(100))
            }
            while await finished.elements.count < 32 {
                await time.advance(by: .seconds(1))
                await Task.yield()
            }
            try await group.waitForAll()
        }
        let count = await server.times.count { $0 < .seconds(60) }
        #expect(count <= 600, "seed \(seed)")
        #expect(count >= 32, "seed \(seed)")
    }

    // MARK: Attempts, time, budget

    @Test(arguments: 2...6)
    func attemptsAreCounted(_ maximum: Int) async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 503) }
        let events = Collected<TransportEvent>()
        let policy = RetryPolicy(maximumAttempts: maximum)
        let transport = server.retrying(policy, time: time) { await events.add($0) }
        #expect(try await transport.send(.sample()).status == 503)
        #expect(await server.sent.count == maximum)
        let attempts = await events.elements.compactMap { event -> Int? in
            guard case .willRetry(_, let attempt, _, .status(503)) = event else { return nil }
            return attempt
        }
        #expect(attempts == Array(2...maximum))
        let name = "GET https://api.example.org/things"
        #expect(
            await events.elements.last
                == .gaveUp(request: name, attempts: maximum, bound: .attempts, reason: .status(503))
        )
    }

    @Test(arguments: [5, 59, 60, 61, 100, 150, 1000], HTTPRequest.Kind.allCases)
    func allAttemptsTogetherKeepToTheTime(_ seconds: Int, _ kind: HTTPRequest.Kind) async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, request in
            // A refusal first, so that a creation is repeated too.
            if number == 1 { return HTTPResponse(status: 429, headers: ["Retry-After": "2"]) }
            try await time.sleep(for: request.timeout)
            throw HTTPTransportError(.timedOut, "too late")
        }
        let policy = RetryPolicy(maximumAttempts: 1000, maximumTime: .seconds(seconds))
        let transport = server.retrying(policy, time: time, randomness: SeededRandomness(seed: 5))
        let request = try HTTPRequest.sample(kind)
        await #expect(throws: HTTPTransportError(.timedOut, "too late")) { try await transport.send(request) }
        #expect(await time.now() <= .seconds(seconds))
        #expect(await server.sent.count > 1)
    }

    @Test func aCreationIsNotBegunWithTooLittleTime() async throws {
        let time = VirtualTime()
        let answer = HTTPResponse(status: 429, headers: ["Retry-After": "50"])
        let server = ScriptedTransport(time) { _, _, _ in answer }
        let transport = server.retrying(RetryPolicy(maximumTime: .seconds(100)), time: time)
        #expect(try await transport.send(.sample(.creation)).isSame(as: answer))
        #expect(await server.times == [.zero, .seconds(50)])
        let other = server.retrying(RetryPolicy(maximumTime: .seconds(99)), time: time)
        #expect(try await other.send(.sample(.creation)).isSame(as: answer))
        #expect(await server.sent.count == 3)
    }

    @Test func `row 4: the budget bounds the repeats of all tasks together`() async throws {
        for (error, repeats) in [(nil, 100), (HTTPTransportError(.timedOut, "too late"), 50)] {
            let time = VirtualTime()
            let server = ScriptedTransport(time) { _, _, _ in
                if let error { throw error }
                return HTTPResponse(status: 503)
            }
            let budget = RetryBudget()
            let transport = server.retrying(budget: budget, time: time)
            let request = try HTTPRequest.sample()
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...500 { group.addTask { _ = try? await transport.send(request) } }
            }
            let count = await server.sent.count
            #expect(count == 500 + repeats)
            #expect(count * 10 <= 12 * budget.capacity)
            #expect(await budget.tokens == 0)
        }
    }

    @Test func aCleanSuccessGivesOneTokenBack() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, _ in HTTPResponse(status: number == 1 ? 503 : 200) }
        let budget = RetryBudget(capacity: 7)
        let transport = server.retrying(budget: budget, time: time)
        _ = try await transport.send(.sample())
        #expect(await budget.tokens == 2)
        for expected in [3, 4, 5, 6, 7, 7] {
            _ = try await transport.send(.sample())
            #expect(await budget.tokens == expected)
        }
    }

    @Test func anEmptyBudgetIsSaid() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 500) }
        let events = Collected<TransportEvent>()
        let transport = server.retrying(budget: RetryBudget(capacity: 4), time: time) { await events.add($0) }
        #expect(try await transport.send(.sample()).status == 500)
        let name = "GET https://api.example.org/things"
        #expect(await events.elements == [.gaveUp(request: name, attempts: 1, bound: .budget, reason: .status(500))])
    }

    // MARK: Never repeated

    @Test(arguments: HTTPRequest.Kind.allCases)
    func `row 11: 401 is never repeated`(_ kind: HTTPRequest.Kind) async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 401, headers: ["Retry-After": "1"]) }
        let transport = server.retrying(time: time)
        #expect(try await transport.send(.sample(kind)).status == 401)
        #expect(await server.sent.count == 1)
    }

    @Test func otherErrorsPassThroughAtOnce() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in throw ContainerServiceError(.busy, "no") }
        let transport = server.retrying(time: time)
        let request = try HTTPRequest.sample()
        await #expect(throws: ContainerServiceError(.busy, "no")) { try await transport.send(request) }
        #expect(await server.sent.count == 1)
    }

    // MARK: Cancellation

    @Test func `row 37: a cancelled task sends nothing`() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 200) }
        let request = try HTTPRequest.sample()
        for transport in [server.retrying(time: time), server.retrying(.never, time: time)] {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try await transport.send(request)
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(await server.sent.isEmpty)
    }

    @Test(arguments: 1...5)
    func `row 37: after a cancel at any attempt no new request starts`(_ cancelled: Int) async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, _ in
            if number == cancelled { withUnsafeCurrentTask { $0?.cancel() } }
            return HTTPResponse(status: 503)
        }
        let transport = server.retrying(RetryPolicy(maximumAttempts: 6), time: time)
        let request = try HTTPRequest.sample()
        let task = Task { _ = try await transport.send(request) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await server.sent.count == cancelled)
    }

    @Test func `row 37: a cancel during the shared pause starts no storm`() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 429, headers: ["Retry-After": "30"]) }
        let transport = server.retrying(time: time)
        let request = try HTTPRequest.sample()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 1...32 {
                group.addTask {
                    do {
                        _ = try await transport.send(request)
                        return false
                    } catch { return error is CancellationError }
                }
            }
            await time.untilSleeping(32)
            let count = await server.sent.count
            group.cancelAll()
            for await isCancelled in group { #expect(isCancelled) }
            #expect(await server.sent.count == count)
        }
    }

    @Test func `row 37: a cancel by the observer is seen before the next request`() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 503) }
        let transport = server.retrying(time: time, randomness: FixedChance(isLargest: false)) { _ in
            withUnsafeCurrentTask { $0?.cancel() }
        }
        let request = try HTTPRequest.sample()
        let task = Task { _ = try await transport.send(request) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await server.sent.count == 1)
    }
}
