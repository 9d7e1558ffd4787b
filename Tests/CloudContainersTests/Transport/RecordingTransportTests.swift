import CloudContainers
import SimulationKit
import TestSupport
import Testing

@Suite("Recording and replaying")
struct RecordingTransportTests {
    private func json(_ text: String) throws -> JSONValue { try JSONDocument(parsing: text).root }

    private func record(_ request: HTTPRequest, _ response: HTTPResponse) async throws -> RecordedExchange {
        let recorder = ScriptedTransport(VirtualTime()) { _, _, _ in response }.recording()
        _ = try await recorder.send(request)
        return try #require(await recorder.recording.exchanges.first)
    }

    private func body(of exchange: RecordedExchange) throws -> JSONValue? {
        guard case .answer(_, _, let body) = exchange.outcome, case .json(let document) = body else { return nil }
        return document.root
    }

    // MARK: Secrets

    @Test(arguments: [
        (#"{"secret_key": "abc"}"#, #"{"secret_key": "(hidden)"}"#),
        (#"{"a": [{"secret_access_key": "abc"}]}"#, #"{"a": [{"secret_access_key": "(hidden)"}]}"#),
        (#"{"secretKey": 17, "token": true}"#, #"{"secretKey": "(hidden)", "token": "(hidden)"}"#),
        (#"{"password": null, "token": ""}"#, #"{"password": null, "token": ""}"#),
        (
            #"{"db_password": "x", "credentials_json": {"a": ["b"]}}"#,
            #"{"db_password": "(hidden)", "credentials_json": {"a": ["(hidden)"]}}"#
        ),
        (
            #"{"secret_environment_variables": [{"key": "A", "hashed_value": "h"}]}"#,
            #"{"secret_environment_variables": [{"key": "A", "hashed_value": "(hidden)"}]}"#
        ),
        (
            #"{"secret_environment_variables": {"A": "x", "B": "{secret:B}"}}"#,
            #"{"secret_environment_variables": {"A": "(hidden)", "B": "{secret:B}"}}"#
        ),
        (
            #"{"results": [{"key": "A", "value": "x", "is_secret": true}, {"key": "B", "value": "y"}]}"#,
            #"{"results": [{"key": "A", "value": "(hidden)", "is_secret": true}, {"key": "B", "value": "y"}]}"#
        ),
        (
            #"{"kind": "DOCKER_HUB", "config": {"username": "me", "scaleway_secret_key": "x"}}"#,
            #"{"kind": "DOCKER_HUB", "config": {"username": "(hidden)", "scaleway_secret_key": "(hidden)"}}"#
        ),
        (
            #"{"container_registry": {"config": {"a": "b"}}, "config": "kept"}"#,
            #"{"container_registry": {"config": {"a": "(hidden)"}}, "config": "kept"}"#
        ),
        (
            #"{"next_page_token": "kept", "secret": "kept", "tokens": 3}"#,
            #"{"next_page_token": "kept", "secret": "kept", "tokens": 3}"#
        ),
    ])
    func valuesUnderNamesOfSecretsAreHidden(_ answer: String, _ kept: String) async throws {
        let exchange = try await record(.sample(), HTTPResponse(status: 200, body: Array(answer.utf8)))
        #expect(try body(of: exchange) == json(kept))
    }

    @Test func theConfigOfRegistriesIsHidden() async throws {
        let answer = HTTPResponse(status: 200, body: Array(#"{"results": [{"config": {"a": "b"}}]}"#.utf8))
        let exchange = try await record(.sample(.read, "/organization/1/containerRegistry"), answer)
        #expect(try body(of: exchange) == json(#"{"results": [{"config": {"a": "(hidden)"}}]}"#))
    }

    @Test(arguments: [#"{"secret_key": "abc"#, #"[{"token":"abc"}, "#, #" {"a": 1, "value": "x", "is_secret": true"#])
    func aBrokenAnswerWithSuchANameIsHiddenWhole(_ text: String) async throws {
        let exchange = try await record(.sample(), HTTPResponse(status: 200, body: Array(text.utf8)))
        #expect(exchange.outcome == .answer(status: 200, headers: [:], body: .text("(hidden)")))
    }

    @Test func onlyHarmlessFieldsOfTheHeadAreKept() async throws {
        let headers: HTTPHeaders = [
            "Content-Type": "text/plain", "Set-Cookie": "c", "X-Secret": "s", "Content-Length": "2", "Retry-After": "5",
        ]
        let response = HTTPResponse(status: 429, headers: headers, body: Array("no".utf8))
        let exchange = try await record(.sample(.read, "/a?page=1&x=y"), response)
        #expect(
            exchange
                == RecordedExchange(
                    .get,
                    "/a?page=1&x=(hidden)",
                    outcome: .answer(
                        status: 429,
                        headers: ["Content-Type": "text/plain", "Retry-After": "5"],
                        body: .text("no")
                    ),
                    operation: "test things"
                )
        )
    }

    @Test(arguments: Canary.all)
    func `row 19: no spelling of a secret is in a recording`(_ canary: Canary) async throws {
        let request = try canary.request()
        let outcomes = canary.outcomes()
        let recorder = ScriptedTransport(VirtualTime()) { number, _, _ in try outcomes[number - 1].get() }.recording()
        for _ in outcomes { _ = try? await recorder.send(request) }
        let recording = await recorder.recording
        #expect(recording.exchanges.count == outcomes.count)
        canary.expectAbsence(in: recording.document.text(.compact))
        // As a person reads it, without the escapes of JSON.
        canary.expectAbsence(in: recording.document.root.leaves().compactMap(\.value.string).joined(separator: "\n"))
        // A secret is replaced where the body that was sent had it, and what is none stays.
        let sent = try #require(recording.exchanges.first?.requestBody?.bytes)
        #expect(try JSONDocument(parsing: sent).root["name"] == "web")
        #expect(
            try JSONDocument(parsing: sent).root.leaves().contains { $0.value.string?.contains("{secret:KEY}") == true }
        )
    }

    // MARK: Order and form

    @Test func exchangesStandInTheOrderInWhichTheyWereSent() async throws {
        let time = VirtualTime(.manual)
        let server = ScriptedTransport(time) { number, _, _ in
            try await time.sleep(for: .seconds(10 - number))
            return HTTPResponse(status: 200 + number)
        }
        let recorder = server.recording()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...3 {
                let request = try HTTPRequest.sample(.read, "/\(number)")
                group.addTask { _ = try await recorder.send(request) }
                await time.untilSleeping(number)
            }
            await time.advance(by: .seconds(7))
            _ = try await group.next()
            #expect(await recorder.recording.exchanges.map(\.path) == ["/3"])
            await time.advance(by: .seconds(3))
            try await group.waitForAll()
        }
        #expect(await recorder.recording.exchanges.map(\.path) == ["/1", "/2", "/3"])
    }

    @Test func whatIsRecordedIsSavedReadAndReplayed() async throws {
        let seed = testSeed(default: 61)
        var generator = SeededGenerator(seed: seed)
        for number in 0..<caseCount(default: 500) {
            var requests: [HTTPRequest] = []
            var outcomes: [Result<HTTPResponse, HTTPTransportError>] = []
            for _ in 0..<generator.number(1...8) {
                requests.append(try Self.request(&generator))
                outcomes.append(Self.outcome(&generator))
            }
            let answers = outcomes
            let recorder = ScriptedTransport(VirtualTime()) { number, _, _ in try answers[number - 1].get() }
                .recording()
            for request in requests { _ = try? await recorder.send(request) }
            let recording = await recorder.recording
            let read = try HTTPRecording(document: JSONDocument(parsing: recording.document.text()))
            #expect(read == recording, "seed \(seed), case \(number)")
            let replay = ReplayingTransport(read)
            for (request, outcome) in zip(requests, outcomes) {
                do {
                    let response = try await replay.send(request)
                    let expected = try outcome.get()
                    #expect(response.status == expected.status, "seed \(seed), case \(number)")
                    #expect(response.headers == expected.headers, "seed \(seed), case \(number)")
                    #expect(response.body == expected.body, "seed \(seed), case \(number)")
                } catch let error as HTTPTransportError {
                    #expect(throws: error, "seed \(seed), case \(number)") { try outcome.get() }
                }
            }
            #expect(await replay.remaining.isEmpty, "seed \(seed), case \(number)")
        }
    }

    private static func request(_ generator: inout SeededGenerator) throws -> HTTPRequest {
        let kind = generator.pick(HTTPRequest.Kind.read, .idempotentWrite, .creation)
        let path =
            "/a/\(generator.number(1...2))" + generator.pick("", "?page=1&name=x%20y", "?cursor=\(generator.uuid())")
        let json: JSONValue = ["n": .number(generator.number(0...2)), "t": .string(generator.pick("", "ä\n", "x"))]
        return try .sample(kind, path, body: kind == .read ? nil : HTTPBody(Array(json.text(.compact).utf8)))
    }

    private static func outcome(_ generator: inout SeededGenerator) -> Result<HTTPResponse, HTTPTransportError> {
        if generator.isTrue(percent: 20) {
            let codes = HTTPTransportError.Code.allCases
            let code = codes[generator.number(0...(codes.count - 1))]
            return .failure(HTTPTransportError(code, "failed", delivery: generator.pick(.notSent, .unknown)))
        }
        let json: JSONValue = [
            "id": .string(generator.uuid()), "list": [.number(generator.number(0...99)), nil, false],
        ]
        let body = generator.pick("", json.text(.compact), "null", "not json ä\n", json.text(.compact) + "x", "[]")
        let headers: HTTPHeaders = generator.pick([:], ["Content-Type": "application/json", "X-Request-Id": "1"])
        return .success(HTTPResponse(status: generator.number(200...599), headers: headers, body: Array(body.utf8)))
    }

    @Test(arguments: [
        (#"{"exchanges": [{"method": "GET", "status": 200}]}"#, "exchanges[0].path"),
        (#"{"exchanges": [{"method": "GET", "path": "/"}]}"#, "no outcome"),
        (#"{"exchanges": [{"method": "GET", "path": "/", "status": 200, "failure": "timedOut"}]}"#, "two outcomes"),
        (#"{"exchanges": [{"method": "GET", "path": "/", "failure": "timedout"}]}"#, "timedOut"),
        (#"{"exchanges": [{"method": "GET", "path": "/", "status": 200, "bodi": 1}]}"#, "body"),
        ("{}", "exchanges"), ("[]", "an object"),
    ])
    func aBrokenDocumentIsAnErrorWithItsPlace(_ text: String, _ part: String) throws {
        let document = try JSONDocument(parsing: text)
        let error = try #require(throws: ContainerServiceError.self) { try HTTPRecording(document: document) }
        let diagnostic = try #require(error.diagnostics.first)
        #expect("\(error) \(diagnostic)".contains(part), "\(error) \(diagnostic)")
        #expect(diagnostic.location != nil)
    }
}
