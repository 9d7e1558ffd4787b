import CloudContainers
import SimulationKit
import Testing

@Suite("The table of repeats")
struct RetryPolicyTests {
    /// What the table says, written a second time: attempts of three for a status and a kind.
    private static func attempts(_ status: Int, _ kind: HTTPRequest.Kind) -> Int {
        if status == 429 { return 3 }
        guard (500...599).contains(status), ![501, 505, 506, 508, 510, 511].contains(status) else { return 1 }
        return kind == .read || kind == .idempotentWrite ? 3 : 1
    }

    @Test(arguments: Array(500...599) + [100, 200, 201, 204, 301, 302, 400, 401, 403, 404, 408, 409, 425, 429, 600])
    func `row 5: the attempts of each status and kind equal the table`(_ status: Int) async throws {
        for kind in HTTPRequest.Kind.allCases {
            let time = VirtualTime()
            let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: status) }
            let transport = server.retrying(time: time, randomness: SeededRandomness(seed: UInt64(status)))
            let response = try await transport.send(.sample(kind))
            #expect(response.status == status)
            #expect(await server.sent.count == Self.attempts(status, kind), "\(status), \(kind)")
        }
    }

    @Test(arguments: HTTPTransportError.Code.allCases, HTTPRequest.Kind.allCases)
    func failuresAreRepeatedWhereNothingCanHappenTwice(
        _ code: HTTPTransportError.Code,
        _ kind: HTTPRequest.Kind
    ) async throws {
        for delivery in [HTTPTransportError.Delivery.notSent, .unknown] {
            let time = VirtualTime()
            let server = ScriptedTransport(time) { _, _, _ in throw HTTPTransportError(code, "no", delivery: delivery) }
            let transport = server.retrying(time: time)
            let request = try HTTPRequest.sample(kind)
            await #expect(throws: HTTPTransportError(code, "no", delivery: delivery)) {
                try await transport.send(request)
            }
            let isPassing = [.connectionFailed, .timedOut, .brokenAnswer].contains(code)
            let isSafe = kind == .read || kind == .idempotentWrite || delivery == .notSent
            #expect(await server.sent.count == (isPassing && isSafe ? 3 : 1), "\(code), \(kind), \(delivery)")
        }
    }

    @Test func theBoundsOfWaitsDoubleUpToTheCap() {
        let policy = RetryPolicy()
        let bounds = (1...9).map { policy.delayLimit(afterAttempt: $0) }
        #expect(bounds == [.milliseconds(500)] + [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        #expect(policy.delayLimit(afterAttempt: .max) == .seconds(30))
        #expect(policy.delayLimit(afterAttempt: .min + 1) == .milliseconds(500))
        #expect(RetryPolicy(baseDelay: .zero).delayLimit(afterAttempt: .max) == .zero)
        #expect(RetryPolicy(baseDelay: .seconds(60)).delayLimit(afterAttempt: 1) == .seconds(30))
    }

    @Test func senselessNumbersAreRaisedToTheirBounds() {
        let policy = RetryPolicy(
            maximumAttempts: -1,
            maximumTime: .seconds(-1),
            baseDelay: .seconds(-1),
            maximumDelay: .seconds(-1)
        )
        #expect(policy.maximumAttempts == 1)
        #expect([policy.maximumTime, policy.baseDelay, policy.maximumDelay] == [.zero, .zero, .zero])
    }

    @Test func neverSendsOnceAndWaitsForNothing() async throws {
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in HTTPResponse(status: 429, headers: ["Retry-After": "5"]) }
        let transport = server.retrying(.never, time: time)
        for _ in 1...3 { #expect(try await transport.send(.sample()).status == 429) }
        #expect(await server.times == [.zero, .zero, .zero])
    }
}
