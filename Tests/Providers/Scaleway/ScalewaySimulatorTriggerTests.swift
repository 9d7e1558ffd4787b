import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Schedules and queues that call containers.
@Suite("Scaleway simulator: triggers") struct ScalewaySimulatorTriggerTests {
    static let sources: [String: JSONValue] = [
        "cron": [
            "schedule": "*/5 * * * SUN", "timezone": "Europe/Paris", "body": "text", "headers": ["B": "2", "A": "1"],
        ],
        "sqs": [
            "region": "fr-par", "endpoint": "https://sqs.example.org", "access_key_id": "key",
            "secret_access_key": "hidden", "queue_url": "https://sqs.example.org/q",
        ],
        "nats": [
            "server_urls": ["nats://example.org:4222"], "subject": "orders", "credentials_file_content": "hidden",
        ],
    ]

    private func create(
        _ account: SimulatedScaleway,
        _ kind: String,
        _ source: JSONValue? = nil,
        _ more: [(String, JSONValue)] = []
    ) async throws -> SimulatedScaleway.Answer {
        let id = try await account.readyContainer()
        var body: JSONObject = ["container_id": .string(id), "name": "call-me"]
        body.set("\(kind)_config", source ?? Self.sources[kind] ?? .null)
        for (name, value) in more { body.set(name, value) }
        return try await account.send(.post, "triggers", .object(body))
    }

    @Test(arguments: [
        ("cron", ["schedule", "timezone", "body", "headers"]),
        ("sqs", ["region", "endpoint", "queue_url", "access_key_id"]),
        ("nats", ["server_urls", "subject"]),
    ]) func aTriggerAnswersEverythingButCredentials(_ kind: String, _ members: [String]) async throws {
        let account = SimulatedScaleway()
        let made = try await create(account, kind)
        #expect(made.status == 200 && made.state == "creating")
        #expect(
            made.json.object?.names == [
                "id", "name", "description", "tags", "status", "container_id", "destination_config", "source_type",
                "created_at", "updated_at", "\(kind)_config",
            ]
        )
        #expect(made["\(kind)_config"].object?.names == members && made["source_type"] == .string(kind))
        #expect(made["destination_config"] == ["http_path": "/", "http_method": "post"])
        #expect(!made.description.contains("hidden"))
        await account.time.advance(by: .seconds(11))
        let ready = try await account.send(.get, "triggers/\(made.id)")
        #expect(ready.state == "ready" && ready["error_message"] == "")
    }

    @Test func onlyAChangeOfTheCallMakesATriggerBusy() async throws {
        let account = SimulatedScaleway()
        let made = try await create(account, "cron")
        #expect(try await account.send(.patch, "triggers/\(made.id)", ["name": "other"]).status == 409)
        await account.time.advance(by: .seconds(11))
        let named = try await account.send(
            .patch,
            "triggers/\(made.id)",
            [
                "name": "other", "description": "text", "tags": ["a"],
                "cron_config": ["schedule": nil, "timezone": nil, "body": nil, "headers": nil],
            ]
        )
        #expect(named.state == "ready" && named["name"] == "other" && named["cron_config"] == made["cron_config"])
        let changed = try await account.send(
            .patch,
            "triggers/\(made.id)",
            ["cron_config": ["schedule": "0 0 * * *"], "destination_config": ["http_path": "/run"]]
        )
        #expect(changed.state == "updating" && changed["cron_config"]["timezone"] == "Europe/Paris")
        #expect(changed["destination_config"] == ["http_path": "/run", "http_method": "post"])
        await account.time.advance(by: .seconds(11))
        #expect(try await account.send(.delete, "triggers/\(made.id)").state == "deleting")
        await account.time.advance(by: .seconds(5))
        #expect(try await account.send(.get, "triggers/\(made.id)").status == 404)
    }

    @Test func theKindOfATriggerCannotChange() async throws {
        let account = SimulatedScaleway()
        let made = try await create(account, "cron")
        await account.time.advance(by: .seconds(11))
        let answer = try await account.send(
            .patch,
            "triggers/\(made.id)",
            ["sqs_config": try #require(Self.sources["sqs"])]
        )
        #expect(answer.status == 400 && answer.refused == ["sqs_config"])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var kind: String
        var source: JSONValue
        var more: [(String, JSONValue)] = []
        var argument: String
        var testDescription: String { "\(kind): \(argument)" }
    }

    static let wrong: [Wrong] = [
        Wrong(kind: "cron", source: ["schedule": "* * * *", "timezone": "UTC"], argument: "cron_config.schedule"),
        Wrong(kind: "cron", source: ["schedule": "@daily", "timezone": "UTC"], argument: "cron_config.schedule"),
        Wrong(kind: "cron", source: ["timezone": "UTC"], argument: "cron_config.schedule"),
        Wrong(kind: "cron", source: ["schedule": "* * * * *"], argument: "cron_config.timezone"),
        Wrong(
            kind: "cron",
            source: [
                "schedule": "* * * * *", "timezone": "UTC", "body": .string(String(repeating: "x", count: 10_001)),
            ],
            argument: "cron_config.body"
        ),
        Wrong(kind: "cron", source: [:], argument: "cron_config.schedule"),
        Wrong(
            kind: "nats",
            source: ["server_urls": ["nats://a"], "subject": "a b", "credentials_file_content": "c"],
            argument: "nats_config.subject"
        ),
        Wrong(
            kind: "nats",
            source: ["subject": "a", "credentials_file_content": "c"],
            argument: "nats_config.server_urls"
        ),
        Wrong(
            kind: "sqs",
            source: ["region": "fr-par", "access_key_id": "k", "queue_url": "https://q"],
            argument: "sqs_config.secret_access_key"
        ),
        Wrong(kind: "http", source: [:], argument: "cron_config"),
        Wrong(
            kind: "cron",
            source: ["schedule": "* * * * *", "timezone": "UTC"],
            more: [("nats_config", ["server_urls": ["nats://a"], "subject": "a", "credentials_file_content": "c"])],
            argument: "cron_config"
        ),
        Wrong(
            kind: "cron",
            source: ["schedule": "* * * * *", "timezone": "UTC"],
            more: [("destination_config", ["http_path": "run"])],
            argument: "destination_config.http_path"
        ),
        Wrong(
            kind: "cron",
            source: ["schedule": "* * * * *", "timezone": "UTC"],
            more: [("destination_config", ["http_method": "GET"])],
            argument: "destination_config.http_method"
        ),
        Wrong(
            kind: "cron",
            source: ["schedule": "* * * * *", "timezone": "UTC"],
            more: [("name", "x")],
            argument: "name"
        ),
    ]

    @Test(arguments: wrong) func triggersKeepTheirBounds(_ wrong: Wrong) async throws {
        let answer = try await create(SimulatedScaleway(), wrong.kind, wrong.source, wrong.more)
        #expect(answer.status == 400 && answer.refused.contains(wrong.argument), "\(answer)")
    }
}
