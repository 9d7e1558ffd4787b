import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// What the simulator takes, what it refuses, and with which words.
@Suite("Scaleway simulator: requests") struct ScalewaySimulatorRequestTests {
    @Test(
        arguments: [
            (nil, "unknown_method", "not_found"),
            ("not-a-key", "api_key", "invalid_argument"),
            ("00000000-0000-4000-8000-000000000000", "api_key", "not_found"),
        ] as [(String?, String, String)]
    )
    func aWrongCredentialIsDenied(_ token: String?, _ method: String, _ reason: String) async throws {
        let answer = try await SimulatedScaleway().send(.get, "namespaces", token: token)
        #expect(answer.status == 401)
        #expect(
            answer.json == [
                "message": "authentication is denied", "method": .string(method), "reason": .string(reason),
                "type": "denied_authentication",
            ]
        )
    }

    @Test(arguments: [
        "/", "/containers", "/containers/v1/regions/fr-par", "/containers/v1/regions/fr-par/crons",
        "/containers/v1/regions/fr-par/containers/x/deploy",
        "/containers/v1/regions/it-mil/containers", "/containers/v1/regions/fr-par/namespaces/x/redeploy",
    ]) func anUnknownPathIsNotFound(_ path: String) async throws {
        let answer = try await SimulatedScaleway().send(.get, path)
        #expect(answer.status == 404 && answer["message"].string != nil && answer.json["type"] == nil)
    }

    @Test(arguments: [
        (HTTPMethod.put, "containers", "GET, POST"), (.delete, "namespaces", "GET, POST"),
        (.post, "domains/5ca1ab1e-0000-4000-8000-000000005ca1", "GET, PATCH, DELETE"),
        (.get, "containers/5ca1ab1e-0000-4000-8000-000000005ca1/redeploy", "POST"),
    ]) func aWrongMethodIsNotAllowed(_ method: HTTPMethod, _ path: String, _ allowed: String) async throws {
        let answer = try await SimulatedScaleway().send(method, path, [:])
        #expect(answer.status == 405 && answer.headers["Allow"] == allowed)
    }

    @Test(arguments: ["", "{", "[]", "null", "{\"name\":1,\"name\":2}", "\u{0}"])
    func aBodyThatIsNoObjectIsRefused(_ body: String) async throws {
        let answer = try await SimulatedScaleway().send(.post, "namespaces", bytes: Array(body.utf8))
        #expect(answer.status == 400 && answer["type"] == "invalid_arguments" && answer.refused == ["body"])
    }

    @Test func aRefusalNamesEachArgument() async throws {
        let account = SimulatedScaleway()
        let answer = try await account.send(.post, "namespaces", ["project_id": "no", "tags": [1]])
        #expect(answer.status == 400)
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == """
                {"details":[{"argument_name":"project_id","help_message":"value must be a valid UUID",\
                "reason":"format"},{"argument_name":"name","help_message":"value is required","reason":"required"},\
                {"argument_name":"tags","help_message":"value must be a list of strings","reason":"format"}],\
                "message":"invalid argument(s)","type":"invalid_arguments"}
                """
        )
    }

    @Test(arguments: ["namespaces", "containers", "domains", "triggers"])
    func anIdentifierThatIsNoUUIDIsRefused(_ collection: String) async throws {
        let answer = try await SimulatedScaleway().send(.get, "\(collection)/web")
        #expect(answer.status == 400 && answer.refused == ["\(collection.dropLast())_id"])
    }

    @Test(arguments: ["namespaces", "containers", "domains", "triggers"])
    func whatDoesNotExistIsNotFound(_ collection: String) async throws {
        let account = SimulatedScaleway()
        let id = "5ca1ab1e-0000-4000-8000-000000005ca1"
        let expected: JSONValue = [
            "message": "resource is not found", "resource": .string(String(collection.dropLast())),
            "resource_id": .string(id), "type": "not_found",
        ]
        for method in [HTTPMethod.get, .patch, .delete] {
            let answer = try await account.send(method, "\(collection)/\(id)", method == .patch ? [:] : nil)
            #expect(answer.status == 404 && answer.json == expected)
        }
    }

    @Test func anotherProjectIsNotPermitted() async throws {
        let other: JSONValue = ["project_id": "5ca1ab1e-0000-4000-8000-000000005ca1", "name": "shop"]
        let answer = try await SimulatedScaleway().send(.post, "namespaces", other)
        #expect(answer.status == 403 && answer["type"] == "permissions_denied")
        #expect(answer["details"].array?.count == 1)
    }

    @Test func namesAreUnique() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace()
        let again = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        #expect(again.status == 409 && again["type"] == "already_exists")
        #expect(again["resource"] == "namespace" && again["resource_id"] == .string(namespace))
        let id = try await account.readyContainer(in: namespace)
        let second = try await account.createContainer(in: namespace)
        #expect(second.status == 409)
        #expect(second.json.object?.names == ["help_message", "message", "resource", "resource_id", "type"])
        #expect(second["resource_id"] == .string(id) && second["message"] == "resource already exists")
        let other = try await account.readyNamespace("other")
        #expect(try await account.createContainer(in: other).status == 200)
    }

    @Test func theMemoryQuotaCountsEveryInstance() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.quotas.memoryBytes = 25_000_000_000
        let account = SimulatedScaleway(configuration: configuration)
        let namespace = try await account.readyNamespace()
        let id = try await account.readyContainer(in: namespace, ["max_scale": 10])
        let expected: JSONValue = [
            "details": [
                [
                    "current": 20_480_000_000, "organization_id": .string(configuration.organizationID),
                    "quota": 25_000_000_000, "resource": "containers_memory_bytes",
                ]
            ],
            "message": "quota(s) exceeded for this resource", "type": "quotas_exceeded",
        ]
        let second = try await account.createContainer("second", in: namespace)
        #expect(second.status == 403 && second.json == expected)
        let grown = try await account.send(.patch, "containers/\(id)", ["max_scale": 13])
        #expect(grown.status == 403 && grown.json == expected)
        #expect(try await account.send(.patch, "containers/\(id)", ["max_scale": 12]).status == 200)
    }

    @Test func theNumbersOfNamespacesAndContainersAreLimited() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.quotas.namespaces = 1
        configuration.quotas.containers = 1
        let account = SimulatedScaleway(configuration: configuration)
        let namespace = try await account.readyNamespace()
        let more = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "more"])
        #expect(more.status == 403 && more["type"] == "quotas_exceeded")
        _ = try await account.readyContainer(in: namespace)
        #expect(try await account.createContainer("more", in: namespace).status == 403)
    }

    @Test func everyAnswerHasADateAndAnIdentifier() async throws {
        let account = SimulatedScaleway()
        await account.time.advance(by: .seconds(3661))
        let first = try await account.send(.get, "namespaces")
        let second = try await account.send(.get, "namespaces", token: nil)
        #expect(first.headers["Date"] == "Thu, 01 Jan 2026 01:01:01 GMT")
        #expect(first.headers["Content-Type"] == "application/json")
        #expect(second.headers["Content-Type"] == "application/json")
        #expect(first.headers["X-Request-Id"] != nil && first.headers["X-Request-Id"] != second.headers["X-Request-Id"])
    }

    @Test func theHistoryHoldsWhatWasAsked() async throws {
        let account = SimulatedScaleway()
        _ = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        await account.time.advance(by: .seconds(7))
        _ = try await account.send(.get, "containers?page=0")
        let history = await account.simulator.history
        #expect(
            history.map(\.description) == [
                "1. POST /containers/v1/regions/fr-par/namespaces → 200",
                "2. GET /containers/v1/regions/fr-par/containers?page=0 → 400",
            ]
        )
        #expect(history.map(\.time) == [.zero, .seconds(7)])
    }

    @Test func theSameSeedGivesTheSameAnswers() async throws {
        #expect(try await script(seed: 5, polls: 2) == script(seed: 5, polls: 2))
        #expect(try await script(seed: 5, polls: 2) != script(seed: 6, polls: 2))
        // How often somebody looked does not change what is chosen later.
        let (few, many) = (try await script(seed: 5, polls: 1).last, try await script(seed: 5, polls: 9).last)
        #expect(few?.id == many?.id)
    }

    /// What a few requests answer, without the part of the dates that counts requests.
    private func script(seed: UInt64, polls: Int) async throws -> [Line] {
        let account = SimulatedScaleway(seed: seed)
        var lines: [Line] = []
        let namespace = try await account.readyNamespace("shop", ["secret_environment_variables": ["A": "1"]])
        for _ in 0..<polls { lines.append(Line(try await account.send(.get, "namespaces/\(namespace)"))) }
        lines.append(Line(try await account.createContainer(in: namespace)))
        return lines
    }

    private struct Line: Equatable {
        var id: String
        var body: [UInt8]
        var request: String?

        init(_ answer: SimulatedScaleway.Answer) {
            id = answer.id
            body = answer.body
            request = answer.headers["X-Request-Id"]
        }
    }

    @Test func aCancelledRequestDoesNothing() async throws {
        let account = SimulatedScaleway()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await account.simulator.history.isEmpty)
    }

    @Test func theGatewaysRateLimitHasNoBody() async throws {
        let account = SimulatedScaleway()
        let rule = FaultRule(.answer(ScalewayErrorAnswer.rateLimited.response), occurrences: 1...1)
        let transport = FaultInjector(account.simulator, rules: [rule])
        let request = HTTPRequest(
            .get,
            "/containers/v1/regions/fr-par/namespaces",
            of: try HTTPBaseURL(parsing: "https://api.scaleway.com"),
            headers: ["X-Auth-Token": ScalewaySimulator.Configuration.sampleSecretKey],
            kind: .read,
            operation: "list"
        )
        let limited = try await transport.send(request)
        #expect(limited.status == 429 && limited.body.isEmpty && !limited.isJSON)
        #expect(limited.headers["x-envoy-ratelimited"] == "true")
        #expect(try await transport.send(request).status == 200)
    }

    struct ErrorBody: Sendable, CustomTestStringConvertible {
        var answer: ScalewayErrorAnswer
        var status: Int
        var body: JSONValue
        var testDescription: String { body["type"]?.string ?? "untyped" }
    }

    static let errorBodies: [ErrorBody] = [
        ErrorBody(
            answer: .tooManyRequests(quota: 10, window: 60, reset: 7, at: Timestamp(seconds: 0)),
            status: 429,
            body: [
                "help_message": "at most 10 requests are taken in 60 seconds",
                "limit": ["quota": 10, "window_seconds": 60], "message": "too many requests",
                "reset_at": "1970-01-01T00:00:00Z", "reset_seconds": 7, "type": "too_many_requests",
            ]
        ),
        ErrorBody(
            answer: .conflict(),
            status: 409,
            body: ["message": "resource was changed concurrently", "type": "conflict"]
        ),
        ErrorBody(
            answer: .expired("container", "1", since: Timestamp(seconds: 0)),
            status: 410,
            body: [
                "expired_since": "1970-01-01T00:00:00Z", "message": "resource has expired", "resource": "container",
                "resource_id": "1", "type": "resource_expired",
            ]
        ),
        ErrorBody(
            answer: .preconditionFailed("protected_resource", help: "unprotect it"),
            status: 412,
            body: [
                "help_message": "unprotect it", "message": "precondition is not respected",
                "precondition": "protected_resource", "type": "precondition_failed",
            ]
        ),
        ErrorBody(
            answer: .locked("container", "1"),
            status: 423,
            body: ["message": "resource is locked", "resource": "container", "resource_id": "1", "type": "locked"]
        ),
        ErrorBody(
            answer: .outOfStock("container"),
            status: 503,
            body: ["message": "resource is out of stock", "resource": "container", "type": "out_of_stock"]
        ),
        ErrorBody(
            answer: .permissionsDenied([]),
            status: 403,
            body: ["details": [], "message": "insufficient permissions", "type": "permissions_denied"]
        ),
        ErrorBody(answer: .untyped(503, "later"), status: 503, body: ["message": "later"]),
    ]

    @Test(arguments: errorBodies) func errorAnswersHaveTheFieldsOfTheirType(_ error: ErrorBody) throws {
        let response = error.answer.response
        #expect(response.status == error.status && response.isJSON)
        let body = try JSONDocument(parsing: response.body).root
        #expect(body == error.body)
        #expect(body.object?.names == error.body.object?.names)
    }
}
