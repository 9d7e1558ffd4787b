import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Runs of jobs: how they go, and what starts them.
@Suite("Scaleway simulator: runs of jobs") struct ScalewaySimulatorJobRunTests {
    private static let image = "docker.io/alpine:latest"

    private func world(_ image: DeclaredWorld.Image?) -> DeclaredWorld {
        DeclaredWorld(images: image.map { [Self.image: $0] } ?? [:], otherImages: nil)
    }

    @Test func aRunGoesThroughItsStates() async throws {
        let account = SimulatedScaleway(
            world: world(.init(run: .init(length: .seconds(12), output: ["hello", "bye"])))
        )
        let id = try await account.madeJob(["environment_variables": ["A": "1", "B": "2"], "args": ["all"]])
        let start = try await account.job(
            .post,
            "job-definitions/\(id)/start",
            ["startup_command": ["sh"], "environment_variables": ["B": "3"]]
        )
        let first = try #require(start["job_runs"].array?.first)
        #expect(
            first.object?.names == [
                "id", "job_definition_id", "created_at", "updated_at", "started_at", "terminated_at", "run_duration",
                "state", "cpu_limit", "memory_limit", "local_storage_capacity", "command", "environment_variables",
                "startup_command", "args", "region",
            ]
        )
        #expect(first["environment_variables"] == ["A": "1", "B": "3"])
        #expect(first["startup_command"] == ["sh"] && first["args"] == ["all"])
        let course = try await account.course(of: first["id"]?.string ?? "")
        #expect(course.states == ["validated", "queued", "running", "succeeded"])
        #expect(course.last["exit_code"] == 0 && course.last["attempts"] == 1)
        #expect(course.last["run_duration"] == "12s" && course.last.json.object?["reason"] == nil)
        let final = try await account.job(.post, "job-runs/\(course.last.id)/stop", [:])
        #expect(final.status == 409)
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        var image: DeclaredWorld.Image?
        var reason: String
        var exitCode: Int?
        var starts = true
        var testDescription: String { reason }
    }

    @Test(arguments: [
        Ending(image: nil, reason: "image_not_found", starts: false),
        Ending(image: .init(starts: false), reason: "application_not_started", starts: false),
        Ending(image: .init(run: .init(exitCode: 3)), reason: "exited_with_error", exitCode: 3),
        Ending(
            image: .init(run: .init(memory: .mebibytes(257))),
            reason: "memory_usage_exceeded",
            exitCode: 137
        ),
        Ending(
            image: .init(run: .init(storage: .mebibytes(1001))),
            reason: "storage_usage_exceeded",
            exitCode: 137
        ),
        Ending(image: .init(run: .init(length: .seconds(61))), reason: "timeout"),
    ]) func aRunFailsForItsReason(_ ending: Ending) async throws {
        let account = SimulatedScaleway(world: world(ending.image))
        let id = try await account.madeJob(["job_timeout": "60s"])
        let course = try await account.course(of: account.startedRun(of: id))
        #expect(course.states == ["validated", "queued"] + (ending.starts ? ["running"] : []) + ["failed"])
        #expect(course.last["reason"] == .string(ending.reason))
        #expect(course.last.json.object?["exit_code"]?.integer == ending.exitCode)
        #expect(course.last["started_at"].isNull == !ending.starts)
        #expect(course.last["error_message"].string?.isEmpty == false)
    }

    @Test func failuresAreRetried() async throws {
        let run = DeclaredWorld.Run(length: .seconds(1), exitCode: 1, failures: 2)
        let account = SimulatedScaleway(world: world(.init(run: run)))
        let one = try await account.madeJob(["retry_policy": ["max_retries": 1]])
        let short = try await account.course(of: account.startedRun(of: one))
        #expect(short.states == ["validated", "queued", "running", "retrying", "running", "failed"])
        #expect(short.last["attempts"] == 2 && short.last["reason"] == "exited_with_error")
        let five = try await account.madeJob(["retry_policy": ["max_retries": 5]])
        let long = try await account.course(of: account.startedRun(of: five))
        #expect(long.states.suffix(2) == ["running", "succeeded"] && long.last["attempts"] == 3)
        #expect(long.last.json.object?["reason"] == nil && long.last["exit_code"] == 0)
    }

    @Test func aRunIsStopped() async throws {
        let account = SimulatedScaleway(world: world(.init(run: .init(length: .seconds(3600)))))
        let id = try await account.madeJob(["retry_policy": ["max_retries": 5]])
        for isRunning in [false, true] {
            let run = try await account.startedRun(of: id)
            if isRunning { await account.time.advance(by: .seconds(30)) }
            let answer = try await account.job(.post, "job-runs/\(run)/stop", [:])
            #expect(answer["state"] == "interrupting" && answer["reason"] == "cancellation")
            #expect(try await account.job(.post, "job-runs/\(run)/stop", [:]).json == answer.json)
            let course = try await account.course(of: run)
            #expect(course.states == ["interrupting", "interrupted"] && course.last["reason"] == "cancellation")
            #expect(course.last["started_at"].isNull != isRunning)
        }
    }

    @Test func secretsAreLookedUpWhenARunBegins() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob()
        let secret = try await account.managedSecret()
        let made = try await account.job(
            .post,
            "secrets",
            [
                "job_definition_id": .string(id),
                "secrets": [
                    [
                        "secret_manager_id": .string(secret), "secret_manager_version": "latest", "env_var_name": "T",
                    ]
                ],
            ]
        )
        #expect(made.status == 200)
        let path = "\(SimulatedScaleway.secrets)/\(secret)"
        #expect(try await account.course(of: account.startedRun(of: id)).states.last == "succeeded")
        _ = try await account.send(.post, "\(path)/versions/1/disable", [:])
        #expect(try await account.course(of: account.startedRun(of: id)).last["reason"] == "secret_disabled")
        _ = try await account.send(.delete, path)
        #expect(try await account.course(of: account.startedRun(of: id)).last["reason"] == "secret_not_found")
    }

    @Test func aFailureInsideOfTheProviderIsDeclared() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob()
        await account.simulator.declareFailure("Something broke.", ofNextRunOf: id)
        let first = try await account.course(of: account.startedRun(of: id))
        #expect(first.last["reason"] == "technical_error" && first.last["error_message"] == "Something broke.")
        #expect(try await account.course(of: account.startedRun(of: id)).states.last == "succeeded")
    }

    @Test func aStartWhoseAnswerIsLostHasStarted() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob()
        let rule = FaultRule(.cutAfterActing, method: .post, path: "/start", occurrences: 1...1)
        let transport = FaultInjector(account.simulator, rules: [rule])
        let request = HTTPRequest(
            .post,
            "\(SimulatedScaleway.jobs)/job-definitions/\(id)/start",
            of: try HTTPBaseURL(parsing: "https://api.scaleway.com"),
            headers: ["X-Auth-Token": ScalewaySimulator.Configuration.sampleSecretKey],
            body: HTTPBody(Array("{}".utf8)),
            kind: .creation,
            operation: "start"
        )
        await #expect(throws: (any Error).self) { try await transport.send(request) }
        #expect(try await account.job(.get, "job-runs")["total_count"] == 1)
    }

    @Test func runsAreListedByFilters() async throws {
        let account = SimulatedScaleway(world: world(.init(run: .init(length: .seconds(1), exitCode: 1))))
        let (one, other) = (try await account.madeJob(), try await account.madeJob())
        let failed = try await account.startedRun(of: one)
        await account.time.advance(by: .seconds(100))
        _ = try await account.job(.post, "job-definitions/\(other)/start", ["replicas": 3])
        func count(_ query: String) async throws -> JSONValue {
            try await account.job(.get, "job-runs?\(query)")["total_count"]
        }
        #expect(try await count("") == 4)
        #expect(try await count("job_definition_id=\(other)") == 3)
        #expect(try await count("state=failed") == 1)
        #expect(try await count("state=unknown_state") == 4)
        #expect(try await count("states=failed&states=validated") == 4)
        #expect(try await count("reasons=exited_with_error&reasons=timeout") == 1)
        #expect(try await count("reasons=timeout") == 0)
        #expect(try await account.job(.get, "job-runs?states=lost").status == 400)
        let oldest = try await account.job(.get, "job-runs?order_by=created_at_asc&page_size=1")
        #expect(oldest["job_runs"].array?.first?["id"] == .string(failed))
        let last = try await account.job(.get, "job-runs?page=2&page_size=3")
        #expect(last["job_runs"].array?.count == 1 && last["total_count"] == 4)
    }

    // MARK: Schedules

    /// 2026-01-01T00:00:00Z, a Thursday.
    private static let newYear = Timestamp(seconds: 1_767_225_600)

    private func starts(_ account: SimulatedScaleway, _ id: String) async throws -> [String] {
        let list = try await account.job(
            .get,
            "job-runs?job_definition_id=\(id)&page_size=1000&order_by=created_at_asc"
        )
        return (list["job_runs"].array ?? []).compactMap { $0["created_at"]?.string }
    }

    @Test func aScheduleStartsRunsAsTheClockPasses() async throws {
        let account = SimulatedScaleway(world: world(.init(run: .init(length: .seconds(5)))))
        let id = try await account.madeJob(["cron_schedule": ["schedule": "*/20 * * * *", "timezone": "Etc/UTC"]])
        #expect(try await starts(account, id).isEmpty)
        await account.time.advance(by: .seconds(3600))
        #expect(
            try await starts(account, id) == ["2026-01-01T00:20:00Z", "2026-01-01T00:40:00Z", "2026-01-01T01:00:00Z"]
        )
        let list = try await account.job(.get, "job-runs?job_definition_id=\(id)")
        #expect(list["job_runs"].array?.map { $0["state"] } == ["succeeded", "succeeded", "initialized"])
        #expect(try await account.job(.delete, "job-definitions/\(id)").status == 403)
        let run = list["job_runs"].array?.last?["id"]?.string ?? ""
        #expect(
            try await account.course(of: run).states == ["initialized", "validated", "queued", "running", "succeeded"]
        )
        _ = try await account.job(
            .patch,
            "job-definitions/\(id)",
            ["cron_schedule": ["schedule": nil, "timezone": nil]]
        )
        await account.time.advance(by: .seconds(86_400))
        #expect(try await starts(account, id).count == 3)
    }

    @Test func eachTriggerStartsRunsWithItsCommand() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob(["startup_command": ["work"], "args": ["daily"]])
        func trigger(_ name: String, _ config: JSONValue) async throws -> SimulatedScaleway.Answer {
            try await account.job(
                .post,
                "triggers",
                ["job_definition_id": .string(id), "name": .string(name), "cron_config": config]
            )
        }
        let plain = try await trigger("plain", ["schedule": "0 1 * * *", "timezone": "Etc/UTC"])
        #expect(
            plain.json.object?.names == ["id", "job_definition_id", "name", "created_at", "updated_at", "cron_config"]
        )
        #expect(plain["cron_config"].object?.names == ["schedule", "timezone", "startup_command", "args"])
        let special = try await trigger(
            "special",
            ["schedule": "0 2 * * *", "timezone": "Etc/UTC", "startup_command": ["weekly"], "args": ["a"]]
        )
        await account.time.advance(by: .seconds(3 * 3600))
        let list = try await account.job(.get, "job-runs?job_definition_id=\(id)")
        #expect(list["job_runs"].array?.map { $0["startup_command"] } == [["work"], ["weekly"]])
        #expect(list["job_runs"].array?.map { $0["args"] } == [["daily"], ["a"]])
        let changed = try await account.job(
            .patch,
            "triggers/\(special.id)",
            ["name": "other", "cron_config": ["schedule": "30 3 * * *", "args": []]]
        )
        #expect(changed["name"] == "other" && changed["cron_config"]["timezone"] == "Etc/UTC")
        #expect(changed["cron_config"]["args"] == [] && changed["cron_config"]["startup_command"] == ["weekly"])
        #expect(try await account.job(.delete, "triggers/\(plain.id)").status == 204)
        await account.time.advance(by: .seconds(3600))
        #expect(try await account.job(.get, "job-runs?job_definition_id=\(id)")["total_count"] == 3)
        let triggers = try await account.job(.get, "triggers?job_definition_id=\(id)")
        #expect(triggers["total_count"] == 1 && triggers["triggers"].array == [changed.json])
        #expect(try await account.job(.get, "triggers/\(special.id)").json == changed.json)
        #expect(try await account.job(.get, "triggers/\(plain.id)").json == ["message": "trigger is not found"])
        #expect(try await trigger("", ["schedule": "0 1 * * *", "timezone": "Etc/UTC"]).refused == ["name"])
        #expect(try await trigger("none", nil).refused == ["cron_config"])
        #expect(
            try await trigger("bad", ["schedule": "@daily", "timezone": "UTC"]).refused == ["cron_config.schedule"]
        )
    }

    @Test func zonesThatAreKnownMoveTheRuns() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.timeZones = { zone, _ in
            zone.rawValue == "Europe/Paris" ? try? UTCOffset(.seconds(3600)) : nil
        }
        let account = SimulatedScaleway(configuration: configuration)
        let id = try await account.madeJob(["cron_schedule": ["schedule": "0 3 * * *", "timezone": "Europe/Paris"]])
        await account.time.advance(by: .seconds(86_400))
        #expect(try await starts(account, id) == ["2026-01-01T02:00:00Z"])
        let refusal = try await account.defineJob(["cron_schedule": ["schedule": "0 3 * * *", "timezone": "Mars/Base"]])
        #expect(refusal.refused == ["cron_schedule.timezone"])
    }

    @Test func runsAreForgottenAndLeapsOfTheClockEnd() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.durations.jobHistory = .seconds(7 * 86_400)
        let account = SimulatedScaleway(configuration: configuration)
        let id = try await account.madeJob(["cron_schedule": ["schedule": "0 * * * *", "timezone": "Etc/UTC"]])
        let never = try await account.madeJob(["cron_schedule": ["schedule": "0 0 30 2 *", "timezone": "Etc/UTC"]])
        await account.time.advance(by: .seconds(50 * 365 * 86_400))
        #expect(try await account.job(.get, "job-runs?job_definition_id=\(id)")["total_count"] == 168)
        #expect(try await starts(account, never).isEmpty)
    }

    @Test func whatIsDueBeyondTheQuotaFails() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.quotas.parallelJobRuns = 1
        let account = SimulatedScaleway(
            configuration: configuration,
            world: world(.init(run: .init(length: .seconds(90))))
        )
        let id = try await account.madeJob(["cron_schedule": ["schedule": "* * * * *", "timezone": "Etc/UTC"]])
        await account.time.advance(by: .seconds(150))
        let list = try await account.job(.get, "job-runs?job_definition_id=\(id)")
        #expect(list["job_runs"].array?.map { $0["state"] } == ["running", "failed"])
        #expect(list["job_runs"].array?.last?["reason"] == "quota_exceeded")
    }

    @Test func howOftenSomebodyAsksChangesNothing() async throws {
        let (calm, busy) = (SimulatedScaleway(), SimulatedScaleway())
        var answers: [JSONValue] = []
        for account in [calm, busy] {
            let cron: JSONValue = ["schedule": "*/5 * * * *", "timezone": "Etc/UTC"]
            let id = try await account.madeJob(["cron_schedule": cron])
            for _ in 0..<60 {
                await account.time.advance(by: .seconds(61))
                if account.time === busy.time { _ = try await account.job(.get, "job-runs") }
            }
            let runs = try await account.job(.get, "job-runs?page_size=100")["job_runs"].array ?? []
            answers.append(.array(runs.map { [$0["id"] ?? nil, $0["created_at"] ?? nil, $0["state"] ?? nil] }))
            answers.append(try await account.startedRun(of: id).isEmpty ? false : true)
        }
        #expect(answers.count == 4 && answers[0] == answers[2])
        #expect(answers[0].array?.count == 12)
    }

    // MARK: Logs

    @Test func whatARunWritesIsReadInCockpit() async throws {
        let account = SimulatedScaleway(world: world(.init(run: .init(length: .seconds(2), output: ["one", "two"]))))
        let run = try await account.startedRun(of: account.madeJob())
        _ = try await account.course(of: run)
        let token = try await account.send(
            .post,
            "/cockpit/v1/regions/fr-par/tokens",
            ["project_id": account.project, "name": "logs", "token_scopes": ["read_only_logs"]]
        )
        let host = "https://\(ScalewaySimulator.Configuration.logsSourceID).logs.cockpit.fr-par.scw.cloud"
        let query = "%7Bresource_type%3D%22serverless_job%22%2C%20resource_id%3D%22\(run)%22%7D"
        let answer = try await account.send(
            .get,
            "/loki/api/v1/query_range?query=\(query)&direction=forward",
            to: host,
            token: nil,
            key: token["secret_key"].string
        )
        let stream = try #require(answer["data"]["result"]?.array?.first)
        #expect(stream["stream"]?["resource_name"] == "nightly")
        let texts = stream["values"]?.array?.compactMap { $0.array?.last?.string } ?? []
        #expect(texts.count == 2 && texts[0].contains("\"message\":\"one\"") && texts[1].contains("\"two\""))
    }
}
