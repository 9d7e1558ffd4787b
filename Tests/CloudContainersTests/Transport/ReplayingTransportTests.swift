import CloudContainers
import Testing

@Suite("Replaying")
struct ReplayingTransportTests {
    private static func exchange(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil,
        status: Int
    ) -> RecordedExchange {
        RecordedExchange(
            method,
            path,
            requestBody: body.map { .json(JSONDocument($0)) },
            outcome: .answer(status: status, headers: [:], body: nil)
        )
    }

    private static func request(_ path: String, _ body: JSONValue? = nil) throws -> HTTPRequest {
        try .sample(
            body == nil ? .read : .creation,
            path,
            body: body.map { HTTPBody(Array($0.text(.pretty).utf8)) }
        )
    }

    @Test func eachExchangeAnswersOnceAndInOrder() async throws {
        let recording = HTTPRecording([
            Self.exchange(.get, "/a", status: 200), Self.exchange(.get, "/b", status: 201),
            Self.exchange(.get, "/a", status: 202),
        ])
        let replay = ReplayingTransport(recording)
        #expect(try await replay.send(Self.request("/a")).status == 200)
        #expect(await replay.remaining.map(\.path) == ["/b", "/a"])
        #expect(try await replay.send(Self.request("/a")).status == 202)
        #expect(try await replay.send(Self.request("/b")).status == 201)
        #expect(await replay.remaining.isEmpty)
        let request = try Self.request("/a")
        let error = try await #require(throws: HTTPTransportError.self) { try await replay.send(request) }
        #expect(error.code == .unavailable)
        #expect(error.delivery == .notSent)
        #expect(error.message.hasSuffix("the nearest is number 1, GET /a: it has answered already"))
    }

    @Test(arguments: [
        ("/a?x=1&y=2", "/a?y=2&x=1", true), ("/a?x=1", "/a?x=1&x=1", false), ("/a?name=a%20b", "/a?name=a%20b", true),
        ("/a?name=1", "/a?name=2", false), ("/a?x=(hidden)", "/a?x=5", true), ("/a?x=1", "/a", false),
        ("/a%2Fb", "/a/b", false), ("/a/", "/a", true), ("/a", "/b", false),
    ])
    func theQueryIsASet(_ recorded: String, _ sent: String, _ fits: Bool) async throws {
        let replay = ReplayingTransport(HTTPRecording([Self.exchange(.get, recorded, status: 200)]))
        let status = try? await replay.send(Self.request(sent)).status
        #expect(status == (fits ? 200 : nil))
        let loose = ReplayingTransport(
            HTTPRecording([Self.exchange(.get, recorded, status: 200)]),
            matching: .methodAndPath
        )
        let isSamePath = !["/a%2Fb", "/a"].contains(recorded)
        #expect((try? await loose.send(Self.request(sent)).status) == (isSamePath ? 200 : nil))
    }

    @Test(
        arguments: [
            (["a": 1, "b": "x"], ["b": "x", "a": 1], nil), (["a": 1], ["a": 2], "a"), (["a": [1, 2]], ["a": [1]], "a"),
            (["a": 1], ["a": 1, "b": 2], "b"), (["a": ["b": [1, nil]]], ["a": ["b": [1, false]]], "a.b[1]"),
            (["password": "(hidden)"], ["password": "new"], nil), (["token": "old"], ["token": "new"], nil),
            (["v": "{secret:V}"], ["v": "{secret:W}"], nil), (["token": "old"], [:], "token"),
        ] as [(JSONValue, JSONValue, String?)]
    )
    func bodiesAreComparedAsJSONWithoutSecrets(
        _ recorded: JSONValue,
        _ sent: JSONValue,
        _ place: String?
    ) async throws {
        let recording = HTTPRecording([Self.exchange(.post, "/a", recorded, status: 201)])
        let replay = ReplayingTransport(recording)
        let request = try Self.request("/a", sent)
        if let place {
            let error = try await #require(throws: HTTPTransportError.self) { try await replay.send(request) }
            #expect(error.message.contains("the body differs at \(place)"), "\(error)")
        } else {
            #expect(try await replay.send(request).status == 201)
        }
        #expect(try await ReplayingTransport(recording, matching: .methodAndPath).send(request).status == 201)
    }

    @Test func anExchangeWithoutABodyFitsAnyBody() async throws {
        let recording = HTTPRecording([Self.exchange(.post, "/a", status: 201)])
        #expect(try await ReplayingTransport(recording).send(Self.request("/a", ["x": 1])).status == 201)
    }

    @Test func theNearestExchangeIsNamed() async throws {
        let replay = ReplayingTransport(
            HTTPRecording([
                Self.exchange(.post, "/a/1", status: 200), Self.exchange(.get, "/a/2?page=1", status: 200),
                Self.exchange(.get, "/b/c/d", status: 200),
            ])
        )
        let request = try Self.request("/a/2?page=2")
        let error = try await #require(throws: HTTPTransportError.self) { try await replay.send(request) }
        #expect(error.message.contains("fits GET https://api.example.org/a/2?page=2;"))
        #expect(error.message.hasSuffix("the nearest is number 2, GET /a/2?page=1: the query differs"))
        let empty = ReplayingTransport(HTTPRecording([]))
        let none = try await #require(throws: HTTPTransportError.self) { try await empty.send(request) }
        #expect(none.message.hasSuffix("the recording is empty"))
    }

    @Test func aPathOfTheAddressCounts() async throws {
        let replay = ReplayingTransport(HTTPRecording([Self.exchange(.get, "/v1/a", status: 200)]))
        var request = try Self.request("/a")
        request.baseURL = try HTTPBaseURL(parsing: "https://api.example.org/v1")
        #expect(try await replay.send(request).status == 200)
    }

    @Test func nothingIsRepeatedWhereNoExchangeFits() async throws {
        let replay = ReplayingTransport(HTTPRecording([]))
        let request = try Self.request("/a")
        let error = try await #require(throws: HTTPTransportError.self) { try await replay.retrying().send(request) }
        #expect(error.code == .unavailable)
    }
}
