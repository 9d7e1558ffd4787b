import CloudContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery simulator, containers") struct QoverySimulatorContainerTests {
    @Test func fillsInWhatIsLeftOut() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let made = try await client.post("/environment/\(environment)/container", client.body())
        #expect(made.status == 201)
        let container = try await client.get("/container/\(made.id)")
        let expected: JSONObject = [
            "cpu": 500, "memory": 512, "gpu": 0, "min_running_instances": 1, "max_running_instances": 1,
            "maximum_cpu": 16_000, "maximum_memory": 32_768, "maximum_gpu": 0, "arguments": [], "storage": [],
            "description": "", "auto_preview": false, "auto_deploy": false, "service_type": "CONTAINER",
            "icon_uri": "app://qovery-console/container", "cpu_architecture": nil,
            "healthchecks": ["readiness_probe": nil, "liveness_probe": nil],
        ]
        for member in expected { #expect(container[member.name] == member.value, "\(member.name)") }
        #expect(container["entrypoint"] == nil)
        let port = try #require(container["ports"]?.array?.first)
        #expect(port["name"] == "p8080")
        #expect(port["external_port"] == 443)
        #expect(port["is_default"] == true)
        #expect(container["created_at"]?.string?.contains(".") == true)
        #expect(try await client.get("/environment/\(environment)/container").results.count == 1)
    }

    @Test func aProbeIsAnsweredWithAllItsKinds() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let kinds: [(String, JSONValue, JSONValue)] = [
            ("tcp", ["port": 1], ["port": 1, "host": nil]),
            ("http", ["port": 2], ["path": "/", "scheme": "HTTP", "port": 2]),
            ("exec", ["command": ["true"]], ["command": ["true"]]),
            ("grpc", ["port": 3, "service": "x"], ["port": 3, "service": "x"]),
        ]
        for (name, sent, answered) in kinds {
            let probe: JSONValue = ["type": .object([.init(name: name, value: sent)].asObject)]
            let id = try await client.makeContainer(
                in: environment,
                ["name": .string(name), "healthchecks": ["liveness_probe": probe]]
            )
            let live = try await client.get("/container/\(id)")["healthchecks"]?["liveness_probe"]
            #expect(live?["type"]?.object?.count == 4)
            #expect(live?["type"]?[name] == answered)
            #expect(live?["failure_threshold"] == 9)
        }
    }

    @Test func aReplacementResetsWhatItLeavesOut() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let id = try await client.makeContainer(
            in: environment,
            [
                "cpu": 1000, "memory": 1024, "description": "shop", "entrypoint": "run", "arguments": ["--fast"],
                "max_running_instances": 5, "cpu_architecture": "ARM64", "ephemeral_storage_in_gib": 4,
                "storage": [["type": "FAST_SSD", "size": 10, "mount_point": "/data"]],
                "autoscaling": [
                    "mode": "KEDA",
                    "scalers": [["scaler_type": "cron", "role": "PRIMARY", "config_json": ["a": "b"]]],
                ],
            ]
        )
        let before = try await client.get("/container/\(id)")
        #expect(before["autoscaling"]?["polling_interval_seconds"] == 30)
        #expect(before["entrypoint"] == "run")
        let replaced = try await client.put("/container/\(id)", client.body())
        #expect(replaced.status == 200)
        for (name, value) in [("cpu", 500), ("memory", 512), ("max_running_instances", 1)] as [(String, JSONValue)] {
            #expect(replaced[name] == value)
        }
        for name in ["entrypoint", "autoscaling", "ephemeral_storage_in_gib"] { #expect(replaced[name] == nil) }
        #expect(replaced["storage"] == [])
        #expect(replaced["arguments"] == [])
        #expect(replaced["description"] == "")
        #expect(replaced["cpu_architecture"] == .null)
    }

    @Test func anIDThatIsSentIsKept() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let id = try await client.makeContainer(
            in: environment,
            ["storage": [["type": "FAST_SSD", "size": 10, "mount_point": "/data"]]]
        )
        let before = try await client.get("/container/\(id)")
        let port = try #require(before["ports"]?.array?.first?["id"])
        let storage = try #require(before["storage"]?.array?.first?["id"])
        let kept = try await client.put(
            "/container/\(id)",
            client.body([
                "ports": [
                    ["id": port, "internal_port": 9090, "publicly_accessible": true],
                    ["internal_port": 5432, "publicly_accessible": false, "protocol": "TCP"],
                ], "storage": [["id": storage, "type": "FAST_SSD", "size": 20, "mount_point": "/data"]],
            ])
        )
        let ports = kept["ports"]?.array ?? []
        #expect(ports.first { $0["internal_port"] == 9090 }?["id"] == port)
        #expect(ports.first { $0["internal_port"] == 5432 }?["external_port"] == nil)
        #expect(kept["storage"]?.array?.first?["id"] == storage)
        let new = try await client.put("/container/\(id)", client.body())
        #expect(new["ports"]?.array?.first?["id"] != port)
    }

    @Test func onePortIsTheDefault() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        for (index, flags) in [[false, false], [true, true], [false, true]].enumerated() {
            let ports = flags.enumerated().map { offset, isDefault -> JSONValue in
                [
                    "internal_port": .number(8080 + offset), "publicly_accessible": true,
                    "is_default": .bool(isDefault),
                ]
            }
            let made = try await client.post(
                "/environment/\(environment)/container",
                client.body(["name": .string("c\(index)"), "ports": .array(ports)])
            )
            #expect(made["ports"]?.array?.filter { $0["is_default"] == true }.count == 1)
        }
    }

    @Test func portsComeInAnyOrder() async throws {
        for isShuffled in [true, false] {
            var configuration = QoverySimulator.Configuration()
            configuration.shufflesPorts = isShuffled
            let client = try QoverySimulatorClient(configuration)
            let ports = (1...6).map { ["internal_port": .number($0), "publicly_accessible": false] as JSONValue }
            let id = try await client.makeContainer(
                in: try await client.makeEnvironment(),
                ["ports": .array(ports)]
            )
            var orders: Set<JSONValue> = []
            for _ in 0..<20 { orders.insert(try await client.get("/container/\(id)")["ports"] ?? .null) }
            #expect((orders.count > 1) == isShuffled)
        }
    }

    @Test(
        arguments: [
            ["cpu": 9], ["cpu": 16_001], ["memory": 0], ["memory": 32_769], ["memory": "512"], ["gpu": 1],
            ["cpu_architecture": "RISCV"], ["min_running_instances": 0], ["max_running_instances": 0],
            ["min_running_instances": 3, "max_running_instances": 2], ["name": " "], ["name": nil], ["tag": nil],
            ["image_name": ""], ["healthchecks": nil], ["healthchecks": []],
            ["healthchecks": ["readiness_probe": ["type": [:]]]],
            ["healthchecks": ["readiness_probe": ["type": ["tcp": ["port": 1], "http": ["port": 1]]]]],
            ["healthchecks": ["readiness_probe": ["type": ["tcp": ["port": 0]]]]],
            ["healthchecks": ["liveness_probe": ["type": ["exec": ["command": []]]]]],
            ["healthchecks": ["liveness_probe": ["type": ["tcp": ["port": 1]], "period_seconds": 0]]],
            ["ports": [["internal_port": 0, "publicly_accessible": true]]],
            ["ports": [["internal_port": 65_536, "publicly_accessible": true]]], ["ports": [["internal_port": 80]]],
            ["ports": [["internal_port": 80, "publicly_accessible": false, "public_path": "/x"]]],
            ["ports": [["internal_port": 80, "publicly_accessible": true, "protocol": "HTTP3"]]],
            ["storage": [["type": "FAST_SSD", "size": 0, "mount_point": "/data"]]],
            ["storage": [["type": "HDD", "size": 4, "mount_point": "/data"]]],
            ["storage": [["type": "FAST_SSD", "size": 4, "mount_point": "data"]]],
            ["registry_id": "00000000-0000-4000-8000-000000000000"], ["autoscaling": ["mode": "HPA", "scalers": []]],
            ["autoscaling": ["mode": "KEDA", "scalers": []], "max_running_instances": 2],
            ["labels_groups": [["id": "00000000-0000-4000-8000-000000000000"]]],
        ] as [JSONObject]
    ) func refusesWhatIsInvalid(_ members: JSONObject) async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let answer = try await client.post("/environment/\(environment)/container", client.body(members))
        #expect(answer.status == 400)
        #expect(answer["status"] == 400)
        #expect(answer["error"] == "Bad Request")
        #expect(!answer.detail.isEmpty)
        #expect(try await client.get("/environment/\(environment)/container").results.isEmpty)
    }

    @Test func sayThatARegistryDoesNotExist() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let members: JSONObject = ["registry_id": "00000000-0000-4000-8000-000000000000"]
        let answer = try await client.post("/environment/\(environment)/container", client.body(members))
        #expect(answer.detail.contains("exist"))
    }

    @Test func scalesToZeroByEventsOnly() async throws {
        let keda: JSONValue = [
            "mode": "KEDA", "scalers": [["scaler_type": "rabbitmq", "role": "PRIMARY", "config_yaml": "queueName: q"]],
        ]
        for hasKEDA in [true, false] {
            var configuration = QoverySimulator.Configuration()
            configuration.cluster.hasKEDA = hasKEDA
            let client = try QoverySimulatorClient(configuration)
            let environment = try await client.makeEnvironment()
            let answer = try await client.post(
                "/environment/\(environment)/container",
                client.body(["min_running_instances": 0, "max_running_instances": 3, "autoscaling": keda])
            )
            #expect(answer.status == (hasKEDA ? 201 : 400))
        }
    }

    @Test func namesAreUniqueWithoutRegardToCase() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let web = try await client.makeContainer(in: environment, ["name": "Web"])
        let create = "/environment/\(environment)/container"
        #expect(try await client.post(create, client.body(["name": "web"])).status == 409)
        #expect(try await client.post(create, client.body(["name": " WEB "])).status == 409)
        let other = try await client.makeContainer(in: environment, ["name": "api"])
        #expect(try await client.put("/container/\(other)", client.body(["name": "WEB"])).status == 409)
        #expect(try await client.put("/container/\(web)", client.body(["name": "WEB"])).status == 200)
        let elsewhere = try await client.makeEnvironment("other")
        #expect(try await client.post("/environment/\(elsewhere)/container", client.body()).status == 201)
    }

    @Test func anEditMakesADeploymentOutOfDate() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let id = try await client.makeContainer(in: environment)
        func summary() async throws -> JSONValue? {
            try await client.get("/container/\(id)/status")["service_deployment_status"]
        }
        let edits: [(String, () async throws -> Void)] = [
            ("configuration", { try await client.put("/container/\(id)", client.body(["cpu": 700])) }),
            (
                "settings",
                {
                    try await client.put(
                        "/container/\(id)/advancedSettings",
                        ["deployment.termination_grace_period_seconds": 90]
                    )
                }
            ), ("network", { try await client.put("/container/\(id)/network", ["sticky_session": true]) }),
            (
                "variable of the environment",
                {
                    try await client.post(
                        "/variable",
                        [
                            "key": "A", "value": "b", "is_secret": false, "variable_scope": "ENVIRONMENT",
                            "variable_parent_id": .string(environment),
                        ]
                    )
                }
            ),
            (
                "domain",
                {
                    try await client.post(
                        "/container/\(id)/customDomain",
                        ["domain": "shop.example", "generate_certificate": true]
                    )
                }
            ),
        ]
        for (name, edit) in edits {
            try await client.deploy(id)
            #expect(try await summary() == "UP_TO_DATE", "\(name)")
            try await edit()
            #expect(try await summary() == "OUT_OF_DATE", "\(name)")
        }
        try await client.deploy(id)
        // The same again is no edit.
        try await client.put("/container/\(id)/network", ["sticky_session": true])
        #expect(try await summary() == "UP_TO_DATE")
    }

    @Test func advancedSettingsAreReplacedWhole() async throws {
        let client = try QoverySimulatorClient()
        let id = try await client.makeContainer(in: try await client.makeEnvironment())
        let path = "/container/\(id)/advancedSettings"
        let defaults = try await client.get("/defaultContainerAdvancedSettings")
        #expect(try await client.get(path).body == defaults.body)
        let changed = try await client.put(
            path,
            [
                "hpa.cpu.average_utilization_percent": "70", "network.ingress.enable_cors": "true",
                "network.ingress.proxy_buffering": "off", "hpa.memory.average_utilization_percent": 80,
                "no.such.setting": 1,
            ]
        )
        #expect(changed.status == 201)
        #expect(changed["hpa.cpu.average_utilization_percent"] == 70)
        #expect(changed["network.ingress.enable_cors"] == true)
        #expect(changed["no.such.setting"] == nil)
        #expect(try await client.get(path).body == changed.body)
        let reset = try await client.put(path, ["hpa.memory.average_utilization_percent": 80])
        #expect(reset["network.ingress.proxy_buffering"] == "on")
        #expect(reset["hpa.cpu.average_utilization_percent"] == 60)
        for wrong in [
            ["hpa.cpu.average_utilization_percent": "much"], ["network.ingress.enable_cors": 1],
            ["deployment.update_strategy.type": "BlueGreen"],
        ] as [JSONValue] { #expect(try await client.put(path, wrong).status == 400) }
    }

    @Test func clonesWithoutHostNames() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let id = try await client.makeContainer(in: environment, ["cpu": 700])
        let domain: JSONValue = ["domain": "shop.example", "generate_certificate": true]
        try await client.post("/container/\(id)/customDomain", domain)
        try await client.post(
            "/variable",
            [
                "key": "A", "value": "b", "is_secret": false, "variable_scope": "CONTAINER",
                "variable_parent_id": .string(id),
            ]
        )
        let clone = "/container/\(id)/clone"
        let request: JSONValue = ["name": "copy", "environment_id": .string(environment)]
        let copy = try await client.post(clone, request)
        #expect(copy.status == 202)
        #expect(copy["cpu"] == 700)
        #expect(try await client.get("/container/\(copy.id)/customDomain").results.isEmpty)
        let variables = try await client.get("/variable?parent_id=\(copy.id)&scope=CONTAINER").results
        #expect(variables.contains { $0["key"] == "A" && $0["service_id"]?.string == copy.id })
        #expect(try await client.post(clone, request).status == 409)
    }
}

extension [JSONObject.Member] {
    fileprivate var asObject: JSONObject { JSONObject(self) }
}
