import CloudContainers
import SimulationKit
import Testing

@Suite("Logging")
struct LoggingTransportTests {
    private func entry(
        for request: HTTPRequest,
        showsBodies: Bool = false,
        _ answer: @escaping @Sendable (VirtualTime) async throws -> HTTPResponse
    ) async throws -> HTTPLogEntry {
        let time = VirtualTime()
        let entries = Collected<HTTPLogEntry>()
        let server = ScriptedTransport(time) { _, _, _ in try await answer(time) }
        let transport = server.logging(showsBodies: showsBodies, time: time) { await entries.add($0) }
        _ = try? await transport.send(request)
        try #require(await entries.elements.count == 1)
        return try #require(await entries.elements.first)
    }

    @Test func anEntrySaysWhatWasSentAndWhatCame() async throws {
        let headers: HTTPHeaders = ["Accept": "application/json", "X-Auth-Token": "0123456789"]
        let body = HTTPBody(Array(#"{"value":"abcd"}"#.utf8), redacted: Array(#"{"value":"{secret:A}"}"#.utf8))
        let path = "/things?page=2&page_size=50&order_by=name&cursor=abc&flag"
        let request = try HTTPRequest.sample(.creation, path, headers: headers, body: body)
        let entry = try await entry(for: request, showsBodies: true) { time in
            try await time.sleep(for: .milliseconds(1234))
            let headers: HTTPHeaders = ["X-Request-Id": "r-1", "Set-Cookie": "c", "Content-Type": "application/json"]
            return HTTPResponse(status: 201, headers: headers, body: Array("{}".utf8))
        }
        #expect(entry.method == "POST")
        let url = "https://api.example.org/things?page=2&page_size=50&order_by=name&cursor=(hidden)&(hidden)"
        #expect(entry.url == url)
        #expect(entry.operation == "test things")
        #expect(entry.outcome == .answer(status: 201))
        #expect(entry.duration == .milliseconds(1234))
        #expect(entry.sentBytes == 16)
        #expect(entry.receivedBytes == 2)
        #expect(entry.requestID == "r-1")
        #expect(entry.requestHeaders == [HTTPHeaders.Field("Accept", "application/json")])
        #expect(entry.answerHeaders.map(\.name) == ["X-Request-Id", "Content-Type"])
        #expect(entry.requestBody == #"{"value":"{secret:A}"}"#)
        #expect(entry.excerpt == nil)
        #expect(entry.description == "POST \(url) → 201 in 1234 ms, 16 bytes sent, 2 received, request r-1")
    }

    @Test func anEntrySaysWhichAttemptItIs() async throws {
        let time = VirtualTime()
        let entries = Collected<HTTPLogEntry>()
        let server = ScriptedTransport(time) { number, _, _ in HTTPResponse(status: number == 3 ? 200 : 503) }
        let transport = server.logging(time: time) { await entries.add($0) }
            .retrying(time: time, randomness: SeededRandomness(seed: 1))
        _ = try await transport.send(.sample())
        #expect(await entries.elements.map(\.attempt) == [1, 2, 3])
        let told = await entries.elements.map { $0.description.contains("(attempt \($0.attempt)) → ") }
        #expect(told == [false, true, true])
    }

    @Test func bodiesAreShownOnlyOnDemand() async throws {
        let request = try HTTPRequest.sample(.creation, body: HTTPBody(Array("{}".utf8)))
        #expect(try await entry(for: request) { _ in HTTPResponse(status: 200) }.requestBody == nil)
    }

    @Test func anAnswersErrorIsCutAndEscaped() async throws {
        let text = "\u{1B}[31mno\n" + String(repeating: "é", count: 300)
        let entry = try await entry(for: .sample()) { _ in HTTPResponse(status: 400, body: Array(text.utf8)) }
        let excerpt = try #require(entry.excerpt)
        #expect(excerpt == #"\u{1b}[31mno\n"# + String(repeating: "é", count: 200 - 8) + "…")
    }

    @Test(arguments: [
        ("text/html; charset=utf-8", "oops"), ("", "<!DOCTYPE html><html></html>"),
        ("text/plain", "\n <HTML><body>502"),
    ])
    func `row 5: HTML is never printed`(_ type: String, _ body: String) async throws {
        let entry = try await entry(for: .sample()) { _ in
            HTTPResponse(status: 502, headers: ["Content-Type": type], body: Array(body.utf8))
        }
        #expect(entry.excerpt == "(HTML)")
    }

    @Test func aFailureIsLoggedAndPassedOn() async throws {
        let entry = try await entry(for: .sample()) { _ in throw HTTPTransportError(.timedOut, "too\u{7} late") }
        #expect(entry.outcome == .failure(.timedOut, message: #"too\u{7} late"#))
        let foreign = try await self.entry(for: .sample()) { _ in throw ContainerServiceError(.busy, "secret text") }
        #expect(foreign.outcome == .error(type: "ContainerServiceError"))
        #expect(try await self.entry(for: .sample()) { _ in throw CancellationError() }.outcome == .cancelled)
        let time = VirtualTime()
        let server = ScriptedTransport(time) { _, _, _ in throw HTTPTransportError(.timedOut, "too late") }
        let request = try HTTPRequest.sample()
        await #expect(throws: HTTPTransportError(.timedOut, "too late")) {
            try await server.logging(time: time) { _ in }.send(request)
        }
    }

    @Test func eachAttemptIsLogged() async throws {
        let time = VirtualTime()
        let entries = Collected<HTTPLogEntry>()
        let server = ScriptedTransport(time) { number, _, _ in HTTPResponse(status: number < 3 ? 503 : 200) }
        let transport = server.logging(time: time) { await entries.add($0) }.retrying(time: time)
        _ = try await transport.send(.sample())
        #expect(await entries.elements.map(\.outcome) == [503, 503, 200].map { .answer(status: $0) })
    }

    @Test(arguments: Canary.all)
    func `row 19: no spelling of a secret is in a log`(_ canary: Canary) async throws {
        let request = try canary.request()
        for outcome in canary.outcomes() {
            let entry = try await entry(for: request, showsBodies: true) { _ in try outcome.get() }
            var text = entry.description
            dump(entry, to: &text)
            // A dump hides the fields of a head, which a program can print all the same.
            for field in entry.requestHeaders + entry.answerHeaders { text += "\n\(field.name): \(field.value)" }
            for part in [entry.requestBody, entry.excerpt, entry.requestID] { text += "\n" + (part ?? "") }
            canary.expectAbsence(in: text)
        }
    }

    @Test func `row 19: a secret that is cut by the end of what is looked at is not shown`() async throws {
        let secret = (0..<250).map { "k\($0 % 10)ey" }.joined()
        let request = try HTTPRequest.sample(.read, headers: ["Authorization": secret])
        let entry = try await entry(for: request) { _ in
            HTTPResponse(status: 500, body: Array(String(repeating: secret, count: 20).utf8))
        }
        let excerpt = try #require(entry.excerpt)
        #expect(excerpt.hasPrefix("(hidden)(hidden)"))
        #expect(!excerpt.contains("k0ey"))
    }

    @Test(arguments: Canary.all)
    func `row 19: no spelling of a secret is in an event`(_ canary: Canary) async throws {
        let events = Collected<TransportEvent>()
        let time = VirtualTime()
        let server = ScriptedTransport(time) { number, _, _ in
            if number == 1 { throw HTTPTransportError(.connectionFailed, canary.text, delivery: .notSent) }
            return HTTPResponse(
                status: 429,
                headers: ["Retry-After": number == 2 ? "1" : "1000"],
                body: Array(canary.text.utf8)
            )
        }
        let pacing = server.paced(to: RateLimit(requests: 1, per: .seconds(1)), time: time) { await events.add($0) }
        let transport = pacing.retrying(time: time) { await events.add($0) }
        for _ in 1...2 { _ = try await transport.send(canary.request()) }
        #expect(await events.elements.count >= 5)
        var text = ""
        for event in await events.elements {
            text += event.description
            dump(event, to: &text)
        }
        canary.expectAbsence(in: text)
    }
}
