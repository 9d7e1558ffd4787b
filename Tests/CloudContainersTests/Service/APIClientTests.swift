import CloudContainers
import SimulationKit
import Testing

@Suite("API client") struct APIClientTests {
    /// Answers one after the other, the last one for ever.
    private actor Answers: HTTPTransport {
        private var answers: [HTTPResponse]
        private(set) var requests: [HTTPRequest] = []

        init(_ answers: [HTTPResponse]) { self.answers = answers }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            requests.append(request)
            return answers.count > 1 ? answers.removeFirst() : answers[0]
        }
    }

    private static let token = "t0ken-of-a-sample"

    private func client(_ answers: Answers, _ time: VirtualTime) throws -> APIClient {
        APIClient(
            provider: ProviderID(rawValue: "acme"),
            baseURL: try HTTPBaseURL(parsing: "https://api.example.org"),
            transport: answers,
            credential: try Credential(Self.token),
            header: "Authorization",
            prefix: "Token ",
            time: time,
            randomness: SeededRandomness(seed: 1),
            patience: .seconds(60),
            reading: { response in
                let answer = RefusedAnswer(response)
                let code = answer.first(of: "code") == "busy" ? ContainerServiceError.Code.busy : answer.code
                var error = ContainerServiceError(code, "", isRetryable: answer.isRetryable)
                error.providerMessage = answer.first(of: "message") ?? answer.text
                return error
            }
        )
    }

    private func error(
        _ answers: Answers,
        _ call: APICall,
        _ time: VirtualTime = VirtualTime()
    ) async throws -> ContainerServiceError? {
        do {
            _ = try await client(answers, time).document(call)
            return nil
        } catch let error as ContainerServiceError {
            return error
        }
    }

    private static func answer(_ status: Int, _ body: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        var headers = headers
        headers["X-Request-Id"] = "request-1"
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    private static let calls = [
        APICall(.get, "/a", operation: "look"), APICall(.put, "/a", operation: "set"),
        APICall(.delete, "/a", operation: "remove"), APICall(.post, "/a", operation: "make"),
        APICall(.post, "/a", kind: .trigger, operation: "start"),
    ]

    @Test func sendsItsHead() async throws {
        let answers = Answers([Self.answer(200, "{}")])
        let call = APICall(.post, "/a?b=c", json: ["x": 1], operation: "make")
        let document = try await client(answers, VirtualTime()).document(call)
        #expect(document.root == [:] && document.status == 200 && document.requestID == "request-1")
        let request = try #require(await answers.requests.first)
        #expect(request.url == "https://api.example.org/a?b=c" && request.kind == .creation)
        #expect(request.headers["Authorization"] == "Token \(Self.token)")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.headers["Accept-Encoding"] == "identity")
    }

    @Test("row 6: an answer that is none is read again three times, and never sent again", arguments: 0..<calls.count)
    func unreadableAnswers(_ index: Int) async throws {
        let call = Self.calls[index]
        let isMade = call.kind == .creation || call.kind == .trigger
        for body in ["", "{", "<html>", "[1,", "{}x"] {
            let answers = Answers([Self.answer(200, body)])
            let error = try await error(answers, call)
            let isEmptyWrite = body.isEmpty && call.kind == .idempotentWrite
            #expect(error?.code == (isMade || isEmptyWrite ? .outcomeUnknown : .answerNotUnderstood), "\(body)")
            #expect(error?.requestID == "request-1" || (body.isEmpty && call.kind != .read))
            #expect(await answers.requests.count == (call.kind == .read ? 3 : 1), "\(body)")
        }
        // The second answer is a good one.
        let answers = Answers([Self.answer(200, "{"), Self.answer(200, "{}")])
        let second = try await error(answers, call)
        #expect((second == nil) == (call.kind == .read))
    }

    @Test("row 3: half a refusal is asked for again three times") func unreadableRefusal() async throws {
        for body in ["", "{", #"{"code":"bu"#] {
            let time = VirtualTime()
            let answers = Answers([Self.answer(409, body)])
            #expect(try await error(answers, Self.calls[3], time)?.code == .conflict)
            #expect(await answers.requests.count == 4)
            #expect(await time.now() <= .seconds(7))
        }
        let told = Answers([Self.answer(409, "{"), Self.answer(409, #"{"code":"busy"}"#), Self.answer(200, "{}")])
        #expect(try await error(told, Self.calls[3]) == nil)
    }

    @Test("row 3: waits grow to fifteen seconds, and the last one ends at the limit") func waitsGrow() async throws {
        let time = VirtualTime()
        let answers = Answers([Self.answer(409, #"{"code":"busy","message":"the cook is busy"}"#)])
        let error = try await error(answers, Self.calls[1], time)
        #expect(error?.code == .busy && error?.message.contains("the cook is busy") == true)
        #expect(await time.now() == .seconds(60))
        let waits = await time.waits
        #expect(waits.dropLast().allSatisfy { $0 >= .milliseconds(500) && $0 <= .seconds(15) })
        for (index, most) in [1, 2, 4, 8].enumerated() { #expect(waits[index] <= .seconds(most)) }
    }

    @Test(
        "row 4: the instant that the provider names is told",
        arguments: [
            (["Retry-After": "37"], "37 s"), (["X-RateLimit-Reset": "1767225637"], "37 s"),
            (["Retry-After": "Thu, 01 Jan 2026 00:00:37 GMT"], "37 s"), ([:], nil),
        ] as [(HTTPHeaders, String?)]
    )
    func rateLimits(_ headers: HTTPHeaders, _ words: String?) async throws {
        let time = VirtualTime()
        let answers = Answers([Self.answer(429, "", headers)])
        let error = try await error(answers, Self.calls[0], time)
        #expect(error?.code == .rateLimited && error?.isRetryable == true)
        #expect(error?.details.first?.reason == words.map { "starts anew in \($0)" })
        #expect(await answers.requests.count == 1)
        #expect(await time.now() == .zero)
    }

    @Test("row 19: neither the credential nor a secret is in an error, also where it would be cut")
    func hidesSecrets() async throws {
        let secret = "s3cret with spaces"
        for filler in [0, 150, 195, 490, 499] {
            for word in [secret, "s3cret%20with%20spaces", "czNjcmV0IHdpdGggc3BhY2Vz", Self.token] {
                let answers = Answers([Self.answer(400, String(repeating: "x", count: filler) + word)])
                var call = APICall(.post, "/a", operation: "make", secrets: SecretValues(["S": secret]))
                call.body = HTTPBody(
                    Array(#"{"a":"\#(secret)"}"#.utf8),
                    redacted: Array(#"{"a":"{secret:S}"}"#.utf8)
                )
                let error = try await error(answers, call)
                #expect(error?.code == .invalidInput)
                let text = "\(error?.message ?? "") \(error?.providerMessage ?? "")"
                #expect(!text.contains(word.prefix(4)), "\(filler): \(text)")
            }
        }
    }

    @Test func keepsTheProvidersWordsAndQuotesThemSafely() async throws {
        let answer = Self.answer(400, #"{"message":"no \u001b[31mport\n\u202e"}"#)
        let error = try #require(try await error(Answers([answer]), Self.calls[3]))
        #expect(error.providerMessage == "no \u{1B}[31mport\n\u{202E}")
        #expect(error.message == #"acme refused to make: no \u{1b}[31mport\n\u{202e} (status 400)"#)
        #expect(error.words == #"no \u{1b}[31mport\n\u{202e}"#)
    }

    @Test("row 8: an error about the content names the call, the path and the request") func namesPath() async throws {
        let client = try client(Answers([Self.answer(200, #"{"list":[{"id":"a"},{"id":7}]}"#)]), VirtualTime())
        for call in Self.calls {
            let answer = try await client.document(call)
            let error = #expect(throws: ContainerServiceError.self) {
                try client.read(answer, of: call) { json throws(WireError) in
                    try json.requiredList("list") { item throws(WireError) in try item.requiredText("id") }
                }
            }
            let isMade = call.kind == .creation || call.kind == .trigger
            #expect(error?.code == (isMade ? .outcomeUnknown : .answerNotUnderstood))
            #expect(error?.diagnostics.first?.field == "list[1].id" && error?.requestID == "request-1")
            #expect(error?.message.contains(call.operation) == true && error?.httpStatus == 200)
        }
    }
}
