import CloudContainers
import TestSupport
import Testing

@Suite("Hints of rate limits")
struct RateLimitHintTests {
    private static let now = Timestamp(seconds: 1_767_225_600)
    private static let date = HTTPDate(now).description

    private func wait(_ headers: HTTPHeaders, after status: Int = 429, clock: Timestamp = now) -> Duration? {
        RateLimitHint(headers, wallClock: clock).wait(afterStatus: status)
    }

    @Test(arguments: [
        ("0", 0), ("1", 1), ("120", 120), (" 7\t", 7), ("1.2", 2), ("3.000", 3),
        ("99999999999999999999", 1_000_000_000_000),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30), ("Thursday, 01-Jan-26 00:01:00 GMT", 60),
        ("Thu Jan  1 00:00:05 2026", 5),
        ("Wed, 31 Dec 2025 23:00:00 GMT", 0),
    ])
    func retryAfterIsSecondsOrADate(_ text: String, _ seconds: Int64) {
        #expect(wait(["Retry-After": text, "Date": Self.date]) == .seconds(seconds))
        #expect(wait(["retry-after": text]) == .seconds(seconds))
    }

    @Test(arguments: ["", "-1", "soon", "1e3", "0x10", "1.", ".5", "1.-5", "+5", "٣"])
    func whatCannotBeReadIsNoHint(_ text: String) {
        #expect(wait(["Retry-After": text]) == nil)
        #expect(wait(["X-RateLimit-Reset": text]) == nil)
        #expect(RateLimitHint(["X-RateLimit-Remaining": text], wallClock: Self.now).remaining == nil)
    }

    @Test(arguments: [
        ("1767225630", Duration.seconds(30)), ("1767229200", .seconds(3600)), ("1767225599", .zero), ("0", .zero),
        ("45", .seconds(45)), ("1767225630250", .milliseconds(30_250)),
    ])
    func theResetIsAnInstant(_ text: String, _ expected: Duration) {
        #expect(wait(["X-RateLimit-Reset": text, "Date": Self.date]) == expected)
    }

    @Test func theLaterOfBothHintsHolds() {
        #expect(wait(["Retry-After": "5", "X-RateLimit-Reset": "1767225630"]) == .seconds(30))
        #expect(wait(["Retry-After": "50", "X-RateLimit-Reset": "1767225630"]) == .seconds(50))
    }

    @Test func aGatewaysBareRefusalHasNoHint() { #expect(wait(["x-envoy-ratelimited": "true"]) == nil) }

    @Test(arguments: [200, 201, 302, 401, 404, 409])
    func otherStatusesAskForNothing(_ status: Int) {
        #expect(wait(["Retry-After": "5", "X-RateLimit-Reset": "1767225630"], after: status) == nil)
    }

    @Test func failuresOfTheServerAskByRetryAfterAlone() {
        #expect(wait(["Retry-After": "5", "X-RateLimit-Reset": "1767225630"], after: 503) == .seconds(5))
        #expect(wait(["X-RateLimit-Reset": "1767225630"], after: 503) == nil)
    }

    @Test func `row 13: the answer's own date makes the local clock irrelevant`() {
        let seed = testSeed(default: 22)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<caseCount() {
            let server = Int64.random(in: 1_000_000_000...4_000_000_000, using: &generator)
            let seconds = Int64(generator.number(0...100_000))
            let clock = Timestamp(seconds: server + Int64(generator.number(-1_000_000_000...1_000_000_000)))
            let date = HTTPDate(Timestamp(seconds: server)).description
            let instant = HTTPDate(Timestamp(seconds: server + seconds)).description
            let byDate = wait(["Date": date, "Retry-After": instant], clock: clock)
            let byReset = wait(["Date": date, "X-RateLimit-Reset": String(server + seconds)], clock: clock)
            #expect(byDate == .seconds(seconds), "seed \(seed): \(date), \(instant), clock \(clock)")
            #expect(byReset == .seconds(seconds), "seed \(seed): \(date), \(instant), clock \(clock)")
        }
    }
}
