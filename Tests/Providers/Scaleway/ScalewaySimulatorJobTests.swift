import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Definitions of jobs: what they answer, what they refuse, what a change clears.
@Suite("Scaleway simulator: jobs") struct ScalewaySimulatorJobTests {
    @Test func aDefinitionAnswersInTheOrderOfTheAPI() async throws {
        let account = SimulatedScaleway()
        let made = try await account.defineJob()
        #expect(made.status == 200)
        #expect(
            made.json.object?.names == [
                "id", "name", "project_id", "created_at", "updated_at", "cpu_limit", "memory_limit",
                "local_storage_capacity", "image_uri", "command", "environment_variables", "job_timeout", "description",
                "cron_schedule", "startup_command", "args", "region",
            ]
        )
        #expect(made["job_timeout"] == "86400s" && made["cron_schedule"].isNull)
        // Names are not unique.
        #expect(try await account.defineJob().status == 200)
        let list = try await account.job(.get, "job-definitions?page_size=1&page=2&order_by=created_at_desc")
        #expect(list["total_count"] == 2 && list["job_definitions"].array == [made.json])
        #expect(try await account.job(.get, "job-definitions?order_by=name_asc").status == 400)
    }

    @Test func nestedNullsRemove() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob([
            "cron_schedule": ["schedule": "5 4 1 * *", "timezone": "Europe/Paris"], "retry_policy": ["max_retries": 3],
            "args": ["a"], "environment_variables": ["A": "1"],
        ])
        func change(_ body: JSONValue) async throws -> SimulatedScaleway.Answer {
            try await account.job(.patch, "job-definitions/\(id)", body)
        }
        let nothing = try await change(["cron_schedule": nil, "retry_policy": nil, "args": nil])
        #expect(nothing["cron_schedule"] == ["schedule": "5 4 1 * *", "timezone": "Europe/Paris"])
        #expect(nothing["retry_policy"] == ["max_retries": 3] && nothing["args"] == ["a"])
        #expect(nothing["updated_at"] != nothing["created_at"])
        let part = try await change(["cron_schedule": ["schedule": "0 0 * * *"]])
        #expect(part["cron_schedule"] == ["schedule": "0 0 * * *", "timezone": "Europe/Paris"])
        let cleared = try await change([
            "cron_schedule": ["schedule": nil, "timezone": nil], "retry_policy": ["max_retries": nil], "args": [],
            "environment_variables": [:],
        ])
        #expect(cleared["cron_schedule"].isNull && cleared.json.object?["retry_policy"] == nil)
        #expect(cleared["args"] == [] && cleared["environment_variables"] == [:])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var member: String
        var value: JSONValue
        var argument: String?
        var testDescription: String { "\(member) \(value.text(.compact).prefix(60))" }
    }

    @Test(arguments: [
        Wrong(member: "name", value: "a"), Wrong(member: "name", value: "a b c"), Wrong(member: "name", value: nil),
        Wrong(member: "cpu_limit", value: 0), Wrong(member: "cpu_limit", value: 6001),
        Wrong(member: "cpu_limit", value: nil), Wrong(member: "memory_limit", value: "256"),
        Wrong(member: "memory_limit", value: 16_385), Wrong(member: "local_storage_capacity", value: 10_241),
        Wrong(member: "image_uri", value: "no image"), Wrong(member: "image_uri", value: nil),
        Wrong(member: "job_timeout", value: "86401s"), Wrong(member: "job_timeout", value: "1m"),
        Wrong(member: "description", value: .string(String(repeating: "x", count: 256))),
        Wrong(member: "retry_policy", value: ["max_retries": 6], argument: "retry_policy.max_retries"),
        Wrong(member: "retry_policy", value: [:], argument: "retry_policy.max_retries"),
        Wrong(
            member: "cron_schedule",
            value: ["schedule": "* * * *", "timezone": "UTC"],
            argument: "cron_schedule.schedule"
        ),
        Wrong(member: "cron_schedule", value: ["schedule": "* * * * *"], argument: "cron_schedule.timezone"),
        Wrong(
            member: "cron_schedule",
            value: ["schedule": "* * * * *", "timezone": "a zone"],
            argument: "cron_schedule.timezone"
        ),
        Wrong(member: "startup_command", value: "echo"), Wrong(member: "args", value: [1]),
        Wrong(
            member: "environment_variables",
            value: ["scw_sls_id": "1"],
            argument: "environment_variables.scw_sls_id"
        ),
        Wrong(member: "project_id", value: "mine"),
    ]) func whatIsWrongIsNamed(_ wrong: Wrong) async throws {
        let account = SimulatedScaleway()
        let answer = try await account.defineJob([wrong.member: wrong.value])
        #expect(answer.status == 400 && answer.refused == [wrong.argument ?? wrong.member], "\(answer)")
        #expect(try await account.job(.get, "job-definitions")["total_count"] == 0)
    }

    @Test func refusalsHaveTheRecordedBodies() async throws {
        let account = SimulatedScaleway()
        let nowhere = "00000000-0000-4000-8000-000000000000"
        for method in [HTTPMethod.get, .delete] {
            let answer = try await account.job(method, "job-definitions/\(nowhere)")
            #expect(answer.status == 404 && answer.json == ["message": "job definition is not found"])
        }
        let id = try await account.madeJob()
        let run = try await account.startedRun(of: id)
        let refusal = try await account.job(.delete, "job-definitions/\(id)")
        #expect(refusal.status == 403 && refusal.json == ["message": "one or more job runs are still running"])
        _ = try await account.job(.post, "job-runs/\(run)/stop", [:])
        #expect(try await account.job(.delete, "job-definitions/\(id)").status == 403)
        await account.time.advance(by: .seconds(5))
        let gone = try await account.job(.delete, "job-definitions/\(id)")
        #expect(gone.status == 204 && gone.body.isEmpty && gone.headers["Content-Type"] == "application/json")
        #expect(try await account.job(.get, "job-runs?job_definition_id=\(id)")["total_count"] == 0)
        #expect(try await account.job(.get, "job-runs/\(run)").status == 404)
    }

    @Test func quotasAreKept() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.quotas.jobDefinitions = 1
        configuration.quotas.parallelJobRuns = 2
        let account = SimulatedScaleway(configuration: configuration)
        let id = try await account.madeJob()
        #expect(try await account.defineJob()["type"] == "quotas_exceeded")
        let start = "job-definitions/\(id)/start"
        #expect(try await account.job(.post, start, ["replicas": 2])["job_runs"].array?.count == 2)
        let refusal = try await account.job(.post, start, [:])
        #expect(refusal.status == 403 && refusal["type"] == "quotas_exceeded")
        #expect(try await account.job(.post, start, ["replicas": 0]).refused == ["replicas"])
    }

    @Test func resourcesAndLimitsAreTold() async throws {
        let account = SimulatedScaleway()
        let resources = try await account.job(.get, "job-resources")["resources"].array ?? []
        #expect(resources.first == ["compute_limit_mvcpu": 70, "memory_limit_bytes": 134_217_728])
        #expect(try await account.job(.get, "job-limits").json == ["secrets_per_job_definition": 100])
        #expect(try await account.job(.post, "job-limits", [:]).status == 405)
        #expect(try await account.job(.get, "nothing").status == 404)
        let elsewhere = "/serverless-jobs/v1alpha2/regions/nl-ams/job-definitions"
        #expect(try await account.send(.get, elsewhere)["total_count"] == 0)
    }

    @Test func everyOperationIsAnswered() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob()
        let secret = try await account.managedSecret()
        let run = try await account.startedRun(of: id)
        let reference = try await account.job(
            .post,
            "secrets",
            [
                "job_definition_id": .string(id),
                "secrets": [["secret_manager_id": .string(secret), "secret_manager_version": "1", "path": "/a"]],
            ]
        )
        let trigger = try await account.job(
            .post,
            "triggers",
            [
                "job_definition_id": .string(id), "name": "often",
                "cron_config": ["schedule": "0 0 * * *", "timezone": "UTC"],
            ]
        )
        let jobs = ScalewaySimulator.operations.filter {
            $0.contains("/serverless-jobs") || $0.contains("/secret-manager")
        }
        #expect(jobs.count == 33)
        let ids = [
            "job-definitions/*": id, "job-runs/*": run, "triggers/*": trigger.id, "versions/*": "1",
            "v1alpha2/regions/fr-par/secrets/*": reference["secrets"].array?.first?["secret_id"]?.string ?? "",
            "v1beta1/regions/fr-par/secrets/*": secret,
        ]
        // What deletes comes last, versions before their secret.
        let sorted = jobs.sorted { ($0.hasPrefix("DELETE") ? 1 : 0, $1) < ($1.hasPrefix("DELETE") ? 1 : 0, $0) }
        for operation in sorted {
            let words = operation.split(separator: " ").map(String.init)
            var path = words[1].replacing("regions/*", with: "regions/fr-par")
            for (place, id) in ids { path = path.replacing(place, with: String(place.dropLast()) + id) }
            if path.hasSuffix("v1alpha2/regions/fr-par/secrets") || path.hasSuffix("/triggers") {
                path += "?job_definition_id=\(id)"
            }
            let isChange = words[0] == "POST" || words[0] == "PATCH"
            let answer = try await account.send(HTTPMethod(rawValue: words[0]), path, isChange ? [:] : nil)
            // An empty body makes nothing; a live run is in the way of one deletion.
            let isRefused = answer.refused.isEmpty == false || answer.status == 403
            #expect([200, 204].contains(answer.status) || isRefused, "\(operation): \(answer)")
        }
    }

    // MARK: References to secrets

    @Test func secretsAreReferredToAllOrNone() async throws {
        let account = SimulatedScaleway()
        let id = try await account.madeJob()
        let secret = JSONValue.string(try await account.managedSecret())
        func refer(_ secrets: JSONValue) async throws -> SimulatedScaleway.Answer {
            try await account.job(.post, "secrets", ["job_definition_id": .string(id), "secrets": secrets])
        }
        let made = try await refer([
            ["secret_manager_id": secret, "secret_manager_version": "latest", "env_var_name": "TOKEN"],
            ["secret_manager_id": secret, "secret_manager_version": "1", "path": "/run/token"],
        ])
        #expect(made.status == 200 && made["secrets"].array?.count == 2)
        #expect(made["secrets"].array?.first?["env_var"] == ["name": "TOKEN"])
        #expect(made["secrets"].array?.last?["file"] == ["path": "/run/token"])
        let good: JSONValue = ["secret_manager_id": secret, "secret_manager_version": "1", "env_var_name": "OTHER"]
        let nowhere: JSONValue = "00000000-0000-4000-8000-000000000000"
        for (bad, status): (JSONValue, Int) in [
            (["secret_manager_id": nowhere, "secret_manager_version": "1", "env_var_name": "A"], 404),
            (["secret_manager_id": secret, "secret_manager_version": "2", "env_var_name": "A"], 404),
            (["secret_manager_id": secret, "secret_manager_version": "first", "env_var_name": "A"], 400),
            (["secret_manager_id": secret, "secret_manager_version": "1", "env_var_name": "TOKEN"], 400),
            (["secret_manager_id": secret, "secret_manager_version": "1", "env_var_name": "A", "path": "/a"], 400),
            (["secret_manager_id": secret, "secret_manager_version": "1"], 400),
            (["secret_manager_id": secret, "secret_manager_version": "1", "path": "a/b"], 400),
            (["secret_manager_id": secret, "secret_manager_version": "1", "env_var_name": "SCW_SLS_A"], 400),
            ("text", 400),
        ] {
            let answer = try await refer([good, bad])
            #expect(answer.status == status, "\(bad): \(answer)")
        }
        #expect(try await refer([]).status == 400)
        let list = try await account.job(.get, "secrets?job_definition_id=\(id)")
        #expect(list["total_count"] == 2)
        #expect(try await account.job(.get, "secrets").status == 400)
        let first = made["secrets"].array?.first?["secret_id"]?.string ?? ""
        let renamed = try await account.job(.patch, "secrets/\(first)", ["env_var_name": "KEY"])
        #expect(renamed["env_var"] == ["name": "KEY"] && renamed["secret_manager_version"] == "latest")
        #expect(try await account.job(.patch, "secrets/\(first)", ["path": "/key"]).refused == ["path"])
        #expect(try await account.job(.delete, "secrets/\(first)").status == 204)
        #expect(try await account.job(.get, "secrets/\(first)").status == 404)
    }

    @Test func aManagedSecretIsNeverAnswered() async throws {
        let account = SimulatedScaleway()
        let id = try await account.managedSecret("token", data: "Y2FuYXJ5")
        #expect(await account.simulator.holdsManagedSecret("canary", of: id))
        #expect(await account.simulator.holdsManagedSecret("other", revision: 1, of: id) == false)
        let path = "\(SimulatedScaleway.secrets)/\(id)"
        for text in ["no base64", "YQ", "YQ=", "Y===", "YQ==YQ=="] {
            #expect(try await account.send(.post, "\(path)/versions", ["data": .string(text)]).refused == ["data"])
        }
        let second = try await account.send(.post, "\(path)/versions", ["data": "", "disable_previous": true])
        #expect(second["revision"] == 2 && second["latest"] == true)
        #expect(try await account.send(.get, "\(path)/versions/1")["status"] == "disabled")
        #expect(try await account.send(.post, "\(path)/versions/1/enable", [:])["status"] == "enabled")
        #expect(try await account.send(.delete, "\(path)/versions/latest").status == 204)
        #expect(try await account.send(.get, "\(path)/versions/latest")["revision"] == 1)
        #expect(try await account.send(.post, "\(path)/versions", ["data": "YQ=="])["revision"] == 3)
        #expect(try await account.send(.get, path)["version_count"] == 2)
        let saved = await account.simulator.save().text()
        #expect(!saved.contains("canary") && !saved.contains("Y2FuYXJ5"))
        let twin = try await account.send(
            .post,
            SimulatedScaleway.secrets,
            ["project_id": account.project, "name": "token"]
        )
        #expect(twin.status == 409 && twin["type"] == "already_exists")
        #expect(try await account.send(.patch, path, ["protected": true])["protected"] == true)
        #expect(try await account.send(.delete, path).status == 412)
    }
}
