import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// What becomes of namespaces and containers as time passes.
@Suite("Scaleway simulator: lifecycle") struct ScalewaySimulatorLifecycleTests {
    @Test func aNamespaceIsReadyAfterAWhile() async throws {
        let account = SimulatedScaleway()
        let made = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        #expect(made.status == 200 && made.state == "creating")
        await account.time.advance(by: .seconds(4))
        #expect(try await account.send(.get, "namespaces/\(made.id)").state == "creating")
        await account.time.advance(by: .seconds(11))
        let ready = try await account.send(.get, "namespaces/\(made.id)")
        #expect(ready.state == "ready")
        #expect(ready["updated_at"] == made["created_at"])
        #expect(ready.json.object?.names.contains("error_message") == false)
    }

    @Test func aContainerIsReadyAfterAWhile() async throws {
        let account = SimulatedScaleway()
        let made = try await account.createContainer(in: try await account.readyNamespace())
        #expect(made.status == 200 && made.state == "creating")
        #expect(made.json.object?.names.contains("error_message") == false)
        await account.time.advance(by: .seconds(9))
        #expect(try await account.send(.get, "containers/\(made.id)").state == "creating")
        await account.time.advance(by: .seconds(36))
        let ready = try await account.send(.get, "containers/\(made.id)")
        #expect(ready.state == "ready" && ready["error_message"] == "")
    }

    @Test func aContainerGetsTheDefaultsOfTheAPI() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace("My-shop-with-a-very-long-name")
        let made = try await account.createContainer(in: namespace)
        let expected: JSONValue = [
            "min_scale": 0, "max_scale": 5, "memory_limit_bytes": 2_048_000_000, "mvcpu_limit": 1000, "timeout": "300s",
            "privacy": "public", "protocol": "http1", "port": 8080, "https_connections_only": false, "sandbox": "v2",
            "local_storage_limit_bytes": 1_000_000_000, "scaling_option": ["concurrent_requests_threshold": 50],
            "tags": [], "command": [], "args": [], "environment_variables": [:], "description": "",
            "liveness_probe": ["failure_threshold": 30, "interval": "10s", "timeout": "1s", "tcp": [:]],
            "startup_probe": nil, "secret_environment_variables": [:], "region": "fr-par",
        ]
        for member in try #require(expected.object) { #expect(made[member.name] == member.value, "\(member.name)") }
        #expect(made.json.object?.names.contains("private_network_id") == false)
        let slug = "myshopwithaverylongn\(namespace.prefix(8))-web"
        #expect(made["public_endpoint"] == .string("https://\(slug).functions.fnc.fr-par.scw.cloud"))
    }

    @Test func memberOrderIsTheAPIs() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let names = try await account.send(.get, "containers/\(id)").json.object?.names
        #expect(
            names == [
                "id", "name", "namespace_id", "description", "status", "error_message", "created_at", "updated_at",
                "min_scale", "max_scale", "memory_limit_bytes", "mvcpu_limit", "timeout", "privacy", "image",
                "protocol",
                "port", "https_connections_only", "sandbox", "local_storage_limit_bytes", "scaling_option", "tags",
                "command", "args", "environment_variables", "public_endpoint", "liveness_probe", "startup_probe",
                "secret_environment_variables", "region",
            ]
        )
    }

    @Test func theDefaultProbeFailsAfterFiveMinutes() async throws {
        let account = SimulatedScaleway(world: DeclaredWorld(images: ["nginx:1.29": .init(starts: false)]))
        let made = try await account.createContainer(in: try await account.readyNamespace(), ["port": 81])
        await account.time.advance(by: .seconds(300))
        #expect(try await account.send(.get, "containers/\(made.id)").state == "creating")
        await account.time.advance(by: .seconds(5))
        let failed = try await account.send(.get, "containers/\(made.id)")
        #expect(failed.state == "error")
        #expect(failed["error_message"] == "Container is unable to start OR is not listening on port 81")
    }

    struct FailingProbe: Sendable, CustomTestStringConvertible {
        var name: String
        var image: DeclaredWorld.Image
        var probes: JSONValue
        var patience: Duration
        var message: String
        var testDescription: String { name }
    }

    static let failingProbes = [
        FailingProbe(
            name: "another port",
            image: .init(port: .of(3000)),
            probes: ["liveness_probe": ["failure_threshold": 40, "interval": "12s", "timeout": "1s", "tcp": [:]]],
            patience: .seconds(480),
            message: "Container is unable to start OR is not listening on port 8080"
        ),
        FailingProbe(
            name: "a path that does not answer",
            image: .init(paths: ["/"]),
            probes: [
                "liveness_probe": [
                    "failure_threshold": 3, "interval": "10.000000000s", "timeout": "30s", "http": ["path": "/live"],
                ],
                "startup_probe": ["failure_threshold": 5, "interval": "15s", "timeout": "60s", "tcp": [:]],
            ],
            patience: .seconds(30),
            message: "Container is unable to start OR does not respond to HTTP requests on port 8080 and path /live"
        ),
        FailingProbe(
            name: "the startup probe goes first",
            image: .init(starts: false),
            probes: [
                "startup_probe": [
                    "failure_threshold": 10, "interval": "10s", "timeout": "15s", "http": ["path": "/start"],
                ]
            ],
            patience: .seconds(100),
            message: "Container is unable to start OR does not respond to HTTP requests on port 8080 and path /start"
        ),
    ]

    @Test(arguments: failingProbes) func aFailingProbeIsGivenItsTime(_ failing: FailingProbe) async throws {
        let account = SimulatedScaleway(world: DeclaredWorld(images: ["nginx:1.29": failing.image]))
        let made = try await account.createContainer(in: try await account.readyNamespace(), failing.probes)
        await account.time.advance(by: failing.patience)
        #expect(try await account.send(.get, "containers/\(made.id)").state == "creating")
        await account.time.advance(by: .seconds(5))
        let failed = try await account.send(.get, "containers/\(made.id)")
        #expect(failed.state == "error" && failed["error_message"] == .string(failing.message))
    }

    @Test func anImageThatDoesNotExistIsAnError() async throws {
        let account = SimulatedScaleway(world: DeclaredWorld(otherImages: nil))
        let made = try await account.createContainer(in: try await account.readyNamespace())
        await account.time.advance(by: .seconds(15))
        let failed = try await account.send(.get, "containers/\(made.id)")
        #expect(failed.state == "error")
        #expect(failed["error_message"] == "Image was not found in container registry.")
    }

    @Test func aContainerInErrorIsMendedByAnUpdate() async throws {
        let account = SimulatedScaleway(world: DeclaredWorld(images: ["nginx:1.30": .init()], otherImages: nil))
        let made = try await account.createContainer(in: try await account.readyNamespace())
        await account.time.advance(by: .seconds(20))
        let tagged = try await account.send(.patch, "containers/\(made.id)", ["tags": ["broken"]])
        #expect(tagged.state == "error" && tagged["tags"] == ["broken"])
        let mended = try await account.send(.patch, "containers/\(made.id)", ["image": "nginx:1.30"])
        #expect(mended.state == "updating")
        await account.time.advance(by: .seconds(45))
        #expect(try await account.send(.get, "containers/\(made.id)").state == "ready")
    }

    @Test func aContainerInErrorCanBeDeleted() async throws {
        let account = SimulatedScaleway(world: DeclaredWorld(otherImages: nil))
        let made = try await account.createContainer(in: try await account.readyNamespace())
        await account.time.advance(by: .seconds(20))
        #expect(try await account.send(.delete, "containers/\(made.id)").state == "deleting")
    }

    struct Patch: Sendable, CustomTestStringConvertible {
        var body: JSONValue
        var state: String
        var testDescription: String { body.text(.compact) }
    }

    @Test(arguments: [
        Patch(body: [:], state: "ready"),
        Patch(body: ["description": "text", "tags": ["a"]], state: "ready"),
        Patch(body: ["port": 8080, "min_scale": 0, "timeout": "300.000000000s"], state: "ready"),
        Patch(body: ["privacy": "unknown_privacy", "protocol": "unknown_protocol"], state: "ready"),
        Patch(body: ["port": nil, "tags": nil, "scaling_option": nil, "liveness_probe": nil], state: "ready"),
        Patch(body: ["name": "other", "namespace_id": "x", "https_connections_only": true], state: "ready"),
        Patch(body: ["port": 80], state: "updating"),
        Patch(body: ["https_connection_only": true], state: "updating"),
        Patch(body: ["image": "nginx:1.29"], state: "updating"),
        Patch(body: ["environment_variables": ["A": "1"]], state: "updating"),
        Patch(body: ["scaling_option": ["concurrent_requests_threshold": 10]], state: "updating"),
    ]) func anUpdateDeploysExactlyWhenItHasTo(_ patch: Patch) async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let before = try await account.send(.get, "containers/\(id)")
        let answer = try await account.send(.patch, "containers/\(id)", patch.body)
        #expect(answer.status == 200 && answer.state == patch.state, "\(answer)")
        #expect(answer["name"] == before["name"] && answer["created_at"] == before["created_at"])
        #expect(answer.json.object?.names.contains("error_message") == (patch.state == "ready"))
    }

    @Test func anUpdateReplacesListsMapsAndObjects() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer(
            "web",
            [
                "environment_variables": ["A": "1", "B": "2"], "tags": ["x"], "command": ["run"], "args": ["-v"],
                "private_network_id": "6f9b3e11-0000-4000-8000-000000000001",
                "startup_probe": ["failure_threshold": 9, "interval": "10s", "timeout": "2s", "tcp": [:]],
            ]
        )
        let answer = try await account.send(
            .patch,
            "containers/\(id)",
            [
                "environment_variables": ["C": "3"], "tags": [], "args": [], "private_network_id": "",
                "scaling_option": ["cpu_usage_threshold": 70], "min_scale": 1, "https_connection_only": true,
                "liveness_probe": ["failure_threshold": 3, "interval": "5s", "timeout": "2s", "http": ["path": "/"]],
                "startup_probe": ["failure_threshold": 12, "interval": nil, "timeout": nil],
            ]
        )
        #expect(answer["environment_variables"] == ["C": "3"])
        #expect(answer["tags"] == [] && answer["command"] == ["run"] && answer["args"] == [])
        #expect(answer["scaling_option"] == ["cpu_usage_threshold": 70])
        #expect(answer["https_connections_only"] == true)
        #expect(answer.json.object?.names.contains("private_network_id") == false)
        #expect(
            answer["liveness_probe"]
                == ["failure_threshold": 3, "interval": "5s", "timeout": "2s", "http": ["path": "/"]]
        )
        #expect(
            answer["startup_probe"] == ["failure_threshold": 12, "interval": "10s", "timeout": "2s", "tcp": [:]]
        )
    }

    @Test func redeployingDeploys() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        #expect(try await account.send(.post, "containers/\(id)/redeploy", [:]).state == "updating")
        #expect(try await account.send(.post, "containers/\(id)/redeploy", [:]).status == 409)
        await account.time.advance(by: .seconds(45))
        #expect(try await account.send(.get, "containers/\(id)").state == "ready")
    }

    @Test func aDeletedContainerIsGoneAfterAWhile() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let deleted = try await account.send(.delete, "containers/\(id)")
        #expect(deleted.status == 200 && deleted.state == "deleting")
        #expect(try await account.send(.get, "containers/\(id)").state == "deleting")
        await account.time.advance(by: .seconds(16))
        let gone = try await account.send(.get, "containers/\(id)")
        #expect(gone.status == 404)
        #expect(
            String(decoding: gone.body, as: UTF8.self)
                == """
                {"message":"resource is not found","resource":"container","resource_id":"\(id)","type":"not_found"}
                """
        )
        #expect(try await account.send(.delete, "containers/\(id)").status == 404)
    }

    @Test func aDeletedNamespaceTakesEverythingWithIt() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace()
        let id = try await account.readyContainer(in: namespace)
        let trigger = try await account.send(
            .post,
            "triggers",
            [
                "container_id": .string(id), "name": "nightly",
                "cron_config": ["schedule": "0 3 * * *", "timezone": "UTC"],
            ]
        )
        // What is inside may be under way.
        let second = try await account.createContainer("second", in: namespace)
        let other = try await account.readyNamespace("other")
        #expect(try await account.send(.delete, "namespaces/\(namespace)").state == "deleting")
        #expect(try await account.send(.get, "containers/\(second.id)").state == "deleting")
        await account.time.advance(by: .seconds(16))
        for path in [
            "namespaces/\(namespace)", "containers/\(id)", "containers/\(second.id)", "triggers/\(trigger.id)",
        ] {
            #expect(try await account.send(.get, path).status == 404)
        }
        #expect(try await account.send(.get, "namespaces/\(other)").status == 200)
        #expect(try await account.send(.get, "containers")["total_count"] == 0)
    }

    @Test func datesHaveAFractionOnlyWhereARequestSetThem() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let ready = try await account.send(.get, "containers/\(id)")
        let created = try #require(ready["created_at"].string)
        let updated = try #require(ready["updated_at"].string)
        #expect(created.hasSuffix("Z") && created.split(separator: ".").last?.count == 7)
        #expect(updated.hasSuffix("Z") && !updated.contains("."))
        #expect(try Timestamp(parsing: created) < Timestamp(parsing: updated))
    }

    @Test(arguments: ["patch", "redeploy", "delete", "domain", "trigger"])
    func aContainerUnderWayRefusesOtherChanges(_ change: String) async throws {
        let account = SimulatedScaleway()
        let made = try await account.createContainer(in: try await account.readyNamespace())
        let id = made.id
        let answer =
            switch change {
            case "patch": try await account.send(.patch, "containers/\(id)", ["port": 80])
            case "redeploy": try await account.send(.post, "containers/\(id)/redeploy", [:])
            case "delete": try await account.send(.delete, "containers/\(id)")
            case "domain":
                try await account.send(
                    .post,
                    "domains",
                    ["container_id": .string(id), "hostname": "www.example.org"]
                )
            default:
                try await account.send(
                    .post,
                    "triggers",
                    [
                        "container_id": .string(id), "name": "tick",
                        "cron_config": ["schedule": "* * * * *", "timezone": "UTC"],
                    ]
                )
            }
        #expect(answer.status == 409)
        #expect(
            answer.json == [
                "current_state": "creating", "message": "resource is in a transient state", "resource": "container",
                "resource_id": .string(id), "type": "transient_state",
            ]
        )
    }

    @Test func aContainerUnderWayCanBeDeletedWhereThatIsAllowed() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.refusesDeletionInTransientState = false
        let account = SimulatedScaleway(configuration: configuration)
        let made = try await account.createContainer(in: try await account.readyNamespace())
        #expect(try await account.send(.delete, "containers/\(made.id)").state == "deleting")
        #expect(try await account.send(.delete, "containers/\(made.id)").status == 409)
    }

    @Test func aNamespaceUnderWayTakesNoContainer() async throws {
        let account = SimulatedScaleway()
        let made = try await account.send(.post, "namespaces", ["project_id": account.project, "name": "shop"])
        let refused = try await account.createContainer(in: made.id)
        #expect(refused.status == 409 && refused["resource"] == "namespace" && refused["current_state"] == "creating")
        #expect(try await account.send(.delete, "namespaces/\(made.id)").status == 409)
    }

    @Test func onlyAChangeOfVariablesMakesANamespaceBusy() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyNamespace()
        let text = try await account.send(.patch, "namespaces/\(id)", ["description": "text", "tags": ["a"]])
        #expect(text.state == "ready" && text["updated_at"] != text["created_at"])
        let variables = try await account.send(.patch, "namespaces/\(id)", ["environment_variables": ["A": "1"]])
        #expect(variables.state == "updating")
        #expect(try await account.send(.patch, "namespaces/\(id)", ["tags": []]).status == 409)
        await account.time.advance(by: .seconds(15))
        let cleared = try await account.send(.patch, "namespaces/\(id)", ["environment_variables": [:], "tags": []])
        #expect(cleared.state == "updating" && cleared["environment_variables"] == [:] && cleared["tags"] == [])
    }
}
