import CloudContainers
import QoverySimulator
import Testing

@Suite("Qovery simulator, jobs") struct QoverySimulatorJobTests {
    @Test func whatIsLeftOutGetsItsDefault() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let made = try await client.post("/environment/\(environment)/job", client.jobBody())
        #expect(made.status == 201)
        #expect(made["job_type"] == "CRON" && made["service_type"] == "JOB")
        #expect(made["cpu"] == 500 && made["memory"] == 512 && made["gpu"] == 0)
        #expect(made["max_nb_restart"] == 0 && made["max_duration_seconds"] == nil && made["port"] == .null)
        #expect(made["auto_preview"] == false && made["auto_deploy"] == false)
        let cron: JSONValue = ["arguments": [], "timezone": "Etc/UTC", "scheduled_at": "0 3 * * *"]
        #expect(made["schedule"] == ["cronjob": cron])
        #expect(made["source"]?["image"]?["registry"]?["name"] == "Docker Hub")
        #expect(made["source"]?["docker"] == nil)
        #expect(try await client.get("/job/\(made.id)").body == made.body)
        #expect(try await client.get("/environment/\(environment)/job").results == [made.body])
        #expect(try await client.get("/environment/\(environment)/container").results.isEmpty)
        let settings = try await client.get("/defaultJobAdvancedSettings").body
        #expect(settings["cronjob.concurrency_policy"] == "Forbid")
        #expect(try await client.get("/job/\(made.id)/advancedSettings").body == settings)
    }

    @Test func aReplacementSaysEverything() async throws {
        let client = try QoverySimulatorClient()
        let job = try await client.makeJob(in: try await client.makeEnvironment(), ["max_nb_restart": 3, "port": 80])
        let body = client.jobBody([
            "source": QoverySimulatorClient.repository, "max_duration_seconds": 300,
            "schedule": ["on_start": ["entrypoint": "sh", "arguments": ["-c"]], "on_delete": [:]],
        ])
        let changed = try await client.put("/job/\(job)", body)
        #expect(changed.status == 200)
        #expect(changed["job_type"] == "LIFECYCLE" && changed["max_nb_restart"] == 0 && changed["port"] == .null)
        let schedule: JSONValue = [
            "on_start": ["arguments": ["-c"], "entrypoint": "sh"], "on_delete": ["arguments": []],
            "lifecycle_type": "GENERIC",
        ]
        #expect(changed["schedule"] == schedule)
        #expect(changed["source"]?["image"] == nil)
        #expect(changed["source"]?["docker"]?["git_repository"]?["name"] == "tasks")
        #expect(changed["max_duration_seconds"] == 300)
        // What does not fit the source is refused.
        #expect(try await client.post("/job/\(job)/deploy", ["image_tag": "2"]).status == 400)
        #expect(try await client.post("/job/\(job)/deploy", ["git_commit_id": "abc"]).status == 202)
        let repository = try await client.get("/job/\(job)")["source"]?["docker"]?["git_repository"]
        #expect(repository?["deployed_commit_id"] == "abc")
    }

    static let wrong: [JSONObject] = [
        ["name": nil], ["name": " "], ["healthchecks": nil], ["cpu": 1], ["memory": "512"], ["gpu": -1],
        ["max_nb_restart": -1], ["max_duration_seconds": -1], ["port": 0], ["port": 65_536], ["source": nil],
        ["source": [:]], ["source": ["image": [:]]], ["source": ["image": nil, "docker": nil]],
        ["source": ["docker": [:]]], ["source": ["docker": ["git_repository": ["url": "https://example.com/a/b"]]]],
        [
            "source": [
                "image": ["registry_id": "9e2d7c41-6f0b-4a8e-b3c5-1a2b3c4d5e30", "image_name": "a", "tag": "1"],
                "docker": [:],
            ]
        ],
        [
            "source": [
                "image": ["registry_id": "00000000-0000-4000-8000-000000000000", "image_name": "a", "tag": "1"]
            ]
        ],
        ["schedule": nil], ["schedule": [:]], ["schedule": ["lifecycle_type": "GENERIC"]],
        ["schedule": ["cronjob": [:]]], ["schedule": ["cronjob": ["scheduled_at": "0 3 * *"]]],
        ["schedule": ["cronjob": ["scheduled_at": "0 0 3 * * *"]]],
        ["schedule": ["cronjob": ["scheduled_at": "60 3 * * *"]]],
        ["schedule": ["cronjob": ["scheduled_at": "0 3 * * *", "timezone": ""]]],
        ["schedule": ["cronjob": ["scheduled_at": "0 3 * * *"], "on_start": [:]]],
        ["schedule": ["on_start": ["arguments": "x"]]], ["schedule": ["on_start": [:], "lifecycle_type": "OTHER"]],
        ["labels_groups": [["id": "00000000-0000-4000-8000-000000000000"]]],
    ]

    @Test(arguments: wrong) func aWrongBodyIsRefused(_ members: JSONObject) async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let reply = try await client.post("/environment/\(environment)/job", client.jobBody(members))
        #expect(reply.status == 400 && !reply.detail.isEmpty, "\(reply)")
        #expect(try await client.get("/environment/\(environment)/job").results.isEmpty)
        let job = try await client.makeJob(in: environment)
        #expect(try await client.put("/job/\(job)", client.jobBody(members)).status == 400)
    }

    @Test(arguments: ["* * * * *", "*/15 0-6,22 1 jan-mar MON", "0 0 31 12 7", "5/10 * * * sun,sat"])
    func aScheduleIsTaken(_ date: String) async throws {
        let client = try QoverySimulatorClient()
        let schedule: JSONValue = ["cronjob": ["scheduled_at": .string(date), "timezone": "Europe/Paris"]]
        let job = try await client.makeJob(in: try await client.makeEnvironment(), ["schedule": schedule])
        #expect(try await client.get("/job/\(job)")["schedule"]?["cronjob"]?["scheduled_at"]?.string == date)
    }

    @Test func aNameIsThereOnceInAnEnvironment() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let path = "/environment/\(environment)/job"
        #expect(try await client.post(path, client.jobBody(["name": "WEB"])).status == 409)
        let job = try await client.makeJob(in: environment)
        #expect(try await client.put("/job/\(job)", client.jobBody(["name": "Web "])).status == 409)
        #expect(try await client.put("/job/\(job)", client.jobBody(["name": "NIGHTLY"])).status == 200)
        #expect(try await client.put("/container/\(container)", client.body(["name": "nightly"])).status == 409)
        let clone: JSONValue = ["name": "web", "environment_id": .string(environment)]
        #expect(try await client.post("/job/\(job)/clone", clone).status == 409)
    }

    @Test func advancedSettingsAreThoseOfJobs() async throws {
        let client = try QoverySimulatorClient()
        let job = try await client.makeJob(in: try await client.makeEnvironment())
        let path = "/job/\(job)/advancedSettings"
        let changed = try await client.put(
            path,
            ["cronjob.failed_jobs_history_limit": "3", "hpa.cpu.average_utilization_percent": 50]
        )
        #expect(changed.status == 201)
        #expect(changed["cronjob.failed_jobs_history_limit"] == 3)
        #expect(changed["hpa.cpu.average_utilization_percent"] == nil)
        #expect(try await client.put(path, ["cronjob.concurrency_policy": "Sometimes"]).status == 400)
    }

    @Test func aCopyHasTheSameVariables() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let job = try await client.makeJob(in: environment, ["cpu": 250])
        try await client.post("/job/\(job)/environmentVariable", ["key": "A", "value": "1"])
        let body: JSONValue = ["name": "copy", "environment_id": .string(environment)]
        let copy = try await client.post("/job/\(job)/clone", body)
        #expect(copy.status == 202)
        #expect(copy["cpu"] == 250 && copy["name"] == "copy" && copy["job_type"] == "CRON")
        let variables = try await client.get("/variable?scope=JOB&parent_id=\(copy.id)").results
        #expect(variables.contains { $0["key"] == "A" && $0["value"] == "1" && $0["service_type"] == "JOB" })
        let all = try await client.post("/environment/\(environment)/clone", ["name": "twin"])
        let jobs = try await client.get("/environment/\(all.id)/job").results
        #expect(jobs.map { $0["name"] } == ["nightly", "copy"])
        let status = try await client.get("/job/\(copy.id)/status")
        #expect(status["state"] == "READY" && status["service_deployment_status"] == "NEVER_DEPLOYED")
    }

    @Test func aJobInheritsVariables() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let job = try await client.makeJob(in: environment)
        let wide = try await client.post(
            "/environment/\(environment)/environmentVariable",
            ["key": "WIDE", "value": "1"]
        ).id
        func create(_ key: String) async throws -> Int {
            let body: JSONValue = [
                "key": .string(key), "value": "v", "is_secret": false, "variable_scope": "JOB",
                "variable_parent_id": .string(job),
            ]
            return try await client.post("/variable", body).status
        }
        #expect(try await create("OWN") == 201)
        #expect(try await create("WIDE") == 409)
        try await client.post("/job/\(job)/deploy")
        await client.pass(100)
        let override: JSONValue = ["value": "2", "override_scope": "JOB", "override_parent_id": .string(job)]
        #expect(try await client.post("/variable/\(wide)/override", override).status == 201)
        let alias: JSONValue = ["key": "OTHER", "alias_scope": "JOB", "alias_parent_id": .string(job)]
        #expect(try await client.post("/variable/\(wide)/alias", alias).status == 201)
        #expect(try await client.get("/job/\(job)/status")["service_deployment_status"] == "OUT_OF_DATE")
        let variables = try await client.get("/variable?scope=JOB&parent_id=\(job)").results
        #expect(variables.filter { $0["scope"] == "JOB" }.map { $0["key"] } == ["OWN", "WIDE", "OTHER"])
        #expect(variables.contains { $0["key"]?.string?.hasSuffix("_HOST_INTERNAL") == true })
        #expect(try await client.get("/variable?scope=JOB&parent_id=\(container)").status == 404)
        #expect(
            try await client.get("/variable?scope=CONTAINER&parent_id=\(container)").results.allSatisfy {
                $0["scope"] != "JOB"
            }
        )
        let imported: JSONValue = [
            "overwrite": true,
            "vars": [
                ["name": "OWN", "value": "3", "scope": "JOB", "is_secret": false],
                ["name": "TWO", "value": "4", "scope": "ENVIRONMENT", "is_secret": true],
            ],
        ]
        let path = "/variable/import?service_id=\(job)&service_type="
        #expect(try await client.post("\(path)CONTAINER", imported).status == 400)
        let reply = try await client.post("\(path)JOB", imported)
        #expect(reply.status == 201 && reply["successful_imported_variables"]?.array?.count == 2)
        let own = try await client.get("/job/\(job)/environmentVariable").results.first { $0["key"] == "OWN" }
        #expect(own?["value"] == "3")
        #expect(try await client.get("/job/\(job)/secret").results.map { $0["key"] } == ["TWO"])
        try await client.delete("/job/\(job)/environmentVariable/\(own?["id"]?.string ?? "")")
        #expect(try await client.get("/variable?scope=JOB&parent_id=\(job)").results.allSatisfy { $0["key"] != "OWN" })
    }
}
