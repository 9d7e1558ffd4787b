import CloudContainers
import QoverySimulator
import SimulationKit
import Testing

/// What belongs to a container and its surroundings.
struct QoverySimulatorSurroundingsTests {
    private let client: QoverySimulatorClient
    private let project: String
    private let environment: String
    private let container: String

    init() async throws {
        let group = QoverySimulator.Configuration.LabelsGroup(
            id: "11111111-2222-4333-8444-555555555555",
            name: "team",
            labels: ["team": "shop"]
        )
        var configuration = QoverySimulator.Configuration()
        configuration.labelsGroups = [group]
        let world = DeclaredWorld(
            images: [
                "nginx:1.27": .init(port: try PortNumber(8080)), "nginx:2": .init(), "nginx:3": .init(starts: false),
            ],
            otherImages: nil
        )
        client = try QoverySimulatorClient(configuration, world: world)
        project = configuration.project.id
        environment = try await client.makeEnvironment()
        container = try await client.makeContainer(in: environment)
    }

    // MARK: Variables of one scope

    @Test func aProjectReplacesItsVariable() async throws {
        let path = "/project/\(project)/environmentVariable"
        let first = try await client.post(path, ["key": "A", "value": "1", "description": "old"])
        #expect(first.status == 201)
        let second = try await client.post(path, ["key": "A", "value": "2"])
        #expect(second.status == 201)
        #expect(second["value"] == "2" && second["description"] == "")
        let own = try await client.get(path).results.filter { $0["key"] == "A" }
        #expect(own.map { $0["value"] } == ["2"])
        // An environment does not replace what it inherits, and a container nothing at all.
        let narrower = "/environment/\(environment)/environmentVariable"
        #expect(try await client.post(narrower, ["key": "A", "value": "3"]).status == 409)
        #expect(try await client.post(narrower, ["key": "B", "value": "3"]).status == 201)
        #expect(try await client.post(narrower, ["key": "B", "value": "4"])["value"] == "4")
        let narrowest = "/container/\(container)/environmentVariable"
        #expect(try await client.post(narrowest, ["key": "C", "value": "5"]).status == 201)
        #expect(try await client.post(narrowest, ["key": "C", "value": "6"]).status == 409)
        #expect(try await client.get(narrowest).results.filter { ["A", "B", "C"].contains($0["key"]) }.count == 3)
    }

    @Test func aValueThatIsAKeyMakesAnAlias() async throws {
        let path = "/environment/\(environment)/environmentVariable"
        try await client.post("/project/\(project)/environmentVariable", ["key": "HOST", "value": "a.example"])
        let alias = try await client.post(path, ["key": "DB_HOST", "value": "HOST"])
        #expect(alias["variable_type"] == "ALIAS")
        #expect(alias["value"] == "a.example")
        #expect(alias["aliased_variable"]?["key"] == "HOST")
        let plain = "/container/\(container)/environmentVariable"
        #expect(try await client.post(plain, ["key": "OWN", "value": "HOST"])["variable_type"] == "VALUE")
    }

    @Test func secretsAndVariablesAreApart() async throws {
        let secrets = "/environment/\(environment)/secret"
        let secret = try await client.post(secrets, ["key": "TOKEN", "value": "hidden"])
        #expect(secret.status == 201)
        #expect(secret["value"] == nil)
        let variables = "/environment/\(environment)/environmentVariable"
        #expect(try await client.put("\(variables)/\(secret.id)", ["key": "TOKEN", "value": "x"]).status == 404)
        #expect(try await client.get(variables).results.allSatisfy { $0["key"] != "TOKEN" })
        #expect(try await client.get(secrets).results.map { $0["key"] } == ["TOKEN"])
        let narrower = "/container/\(container)/secret/\(secret.id)"
        let override = try await client.post("\(narrower)/override", ["value": "other"])
        #expect(override["overridden_secret"]?["key"] == "TOKEN")
        #expect(override["scope"] == "CONTAINER")
        #expect(try await client.post("\(narrower)/alias", ["key": "ALSO"])["aliased_secret"]?["key"] == "TOKEN")
        // It belongs to the environment, so that it is deleted there, with what is made of it.
        #expect(try await client.delete(narrower).status == 404)
        #expect(try await client.delete("\(secrets)/\(secret.id)").status == 204)
        #expect(try await client.get("/container/\(container)/secret").results.isEmpty)
    }

    @Test func aContainerTakesManyVariablesAtOnce() async throws {
        let path = "/container/\(container)/environmentVariable"
        let body: JSONValue = [
            "overwrite": false,
            "vars": [
                ["name": "A", "value": "1", "scope": "CONTAINER", "is_secret": false],
                ["name": "A", "value": "2", "scope": "CONTAINER", "is_secret": false],
            ],
        ]
        let reply = try await client.post("\(path)/import", body)
        #expect(reply.status == 201)
        #expect(reply["total_variables_to_import"] == 2)
        #expect(reply["successful_imported_variables"]?.array?.count == 1)
    }

    // MARK: Logs

    @Test(arguments: [
        ("1.27", nil), ("none", "IMAGE_NOT_FOUND"), ("3", "CONTAINER_NOT_STARTED"), ("2", "PROBE_FAILED"),
    ])
    func theLogsSayWhyADeploymentFailed(_ tag: String, _ failure: String?) async throws {
        var configuration = client.configuration
        configuration.durations.patience = .seconds(30)
        let images: [String: DeclaredWorld.Image] = [
            "nginx:1.27": .init(), "nginx:3": .init(starts: false), "nginx:2": .init(port: try PortNumber(9000)),
        ]
        let client = try QoverySimulatorClient(configuration, world: .init(images: images, otherImages: nil))
        let environment = try await client.makeEnvironment()
        let checks: JSONValue = ["readiness_probe": ["type": ["tcp": ["port": 8080]], "failure_threshold": 1]]
        let container = try await client.makeContainer(in: environment, ["healthchecks": checks])
        #expect(try await client.get("/environment/\(environment)/logs").body == [])
        try await client.post("/container/\(container)/deploy", ["image_tag": .string(tag)])
        await client.pass(200)
        let log = try await client.get("/environment/\(environment)/logs").body.array ?? []
        let errors = log.filter { $0["type"] == "error" }
        #expect(errors.map { $0["error"]?["tag"]?.string } == (failure.map { [$0, $0] } ?? []))
        let own = log.filter { $0["details"]?["transmitter"]?["id"]?.string == container }
        #expect(own.last?["details"]?["stage"]?["step"]?.string == (failure == nil ? "Deployed" : "DeployedError"))
        #expect(log.compactMap { $0["timestamp"]?.string } == log.compactMap { $0["timestamp"]?.string }.sorted())
        let execution = log.first?["details"]?["execution_id"]?.string ?? ""
        #expect(try await client.get("/environment/\(environment)/logs?version=\(execution)").body.array == log)
        #expect(try await client.get("/environment/\(environment)/logs?version=other").body == [])
        let older = try await client.get("/environment/\(environment)/log").results
        #expect(older.last?["state"]?.string == (failure == nil ? "DEPLOYED" : "DEPLOYMENT_ERROR"))
    }

    @Test func aContainerWritesWhatIsDeclared() async throws {
        try await client.deploy(container)
        try await client.simulator.declareLogs((1...1200).map { "line \($0)" }, of: container)
        let lines = try await client.get("/container/\(container)/log").results
        #expect(lines.count == 1000)
        #expect(lines.first?["message"] == "line 201")
        #expect(lines.last?["message"] == "line 1200")
        let error = await #expect(throws: ContainerServiceError.self) {
            try await client.simulator.declareLogs(["x"], of: environment)
        }
        #expect(error?.code == .notFound)
    }

    // MARK: Stages, clones and automatic deployments

    @Test func aServiceMovesToAnotherStage() async throws {
        let path = "/environment/\(environment)/deploymentStage"
        let stages = try await client.get(path).results
        #expect(stages.map { $0["deployment_order"] } == [1, 2, 3, 4])
        let first = try #require(stages.first?["id"]?.string)
        let attached = try await client.put("/deploymentStage/\(first)/service/\(container)", ["is_skipped": true])
        #expect(attached.results.map { $0["services"]?.array?.count } == [1, 0, 0, 0])
        #expect(try await client.get("/service/\(container)/deploymentStage")["name"] == "DATABASE DEFAULT")
        #expect(try await client.get("/deploymentStage/\(first)")["services"]?.array?.first?["is_skipped"] == true)
        // What is skipped is left out of deployments of the whole environment.
        try await client.post("/environment/\(environment)/deploy")
        await client.pass(100)
        #expect(try await client.state(of: container) == "READY")
        try await client.deploy(container)
        let history = try await client.get("/environment/\(environment)/deploymentHistoryV2").results
        #expect(history.first?["stages"]?.array?.map { $0["name"] } == ["DATABASE DEFAULT"])
        let other = try await client.makeContainer(in: try await client.makeEnvironment("other"))
        #expect(try await client.put("/deploymentStage/\(first)/service/\(other)", [:]).status == 404)
    }

    @Test func aCopyOfAnEnvironmentHasEverythingButDomains() async throws {
        let origin = try await client.post(
            "/environment/\(environment)/environmentVariable",
            ["key": "A", "value": "1"]
        )
        let alias: JSONValue = ["key": "B"]
        try await client.post("/container/\(container)/environmentVariable/\(origin.id)/alias", alias)
        let domain: JSONValue = ["domain": "www.example.com", "generate_certificate": true]
        try await client.post("/container/\(container)/customDomain", domain)
        let copy = try await client.post("/environment/\(environment)/clone", ["name": "copy", "mode": "PREVIEW"])
        #expect(copy.status == 202)
        #expect(copy["mode"] == "PREVIEW")
        let containers = try await client.get("/environment/\(copy.id)/container").results
        #expect(containers.map { $0["name"] } == ["web"])
        let twin = containers.first?["id"]?.string ?? ""
        #expect(twin != container)
        #expect(try await client.get("/container/\(twin)/customDomain").results.isEmpty)
        let variables = try await client.get("/container/\(twin)/environmentVariable").results
        let twinAlias = variables.first { $0["key"] == "B" }
        #expect(twinAlias?["aliased_variable"]?["key"] == "A")
        #expect(twinAlias?["aliased_variable"]?["id"]?.string != origin.id)
        #expect(try await client.state(of: twin) == "READY")
        #expect(try await client.post("/environment/\(environment)/clone", ["name": "COPY"]).status == 409)
    }

    @Test func aNewTagDeploysWhatWaitsForIt() async throws {
        let path = "\(client.organization)/container/deploy"
        let body: JSONValue = ["image_name": "nginx", "tag": "2"]
        let waiting = try await client.makeContainer(in: environment, ["name": "auto", "auto_deploy": true])
        let stopped = try await client.makeContainer(in: environment, ["name": "stopped", "auto_deploy": true])
        #expect(try await client.post(path, body)["deployment_request_id"] == .null)
        try await client.post("/environment/\(environment)/deploy")
        await client.pass(100)
        try await client.post("/container/\(stopped)/stop")
        await client.pass(100)
        let reply = try await client.post(path, body)
        #expect(reply.status == 202)
        #expect(reply["deployment_request_id"]?.string != nil)
        await client.pass(100)
        #expect(try await client.get("/container/\(waiting)")["tag"] == "2")
        #expect(try await client.get("/container/\(stopped)")["tag"] == "1.27")
        #expect(try await client.get("/container/\(container)")["tag"] == "1.27")
    }

    // MARK: The rest

    @Test func olderHistoriesAreTheSameDeployments() async throws {
        for _ in 0..<3 { try await client.deploy(container) }
        let path = "/environment/\(environment)/deploymentHistory"
        let all = try await client.get(path).results
        #expect(all.count == 3)
        #expect(all.first?["containers"]?.array?.first?["tag"] == "1.27")
        let rest = try await client.get("\(path)?startId=\(all[0]["id"]?.string ?? "")").results
        #expect(rest == Array(all.dropFirst()))
        #expect(try await client.get("/container/\(container)/deploymentHistory").results.count == 3)
    }

    @Test func groupsAreDeclared() async throws {
        let group = try #require(client.configuration.labelsGroups.first)
        let body = client.body(["name": "labelled", "labels_groups": [["id": .string(group.id)]]])
        let made = try await client.post("/environment/\(environment)/container", body)
        #expect(made["labels_groups"]?.array?.first?["name"] == "team")
        let groups = try await client.get("\(client.organization)/labelsGroups").results
        #expect(groups.first?["associated_items_count"] == 1)
        #expect(try await client.get("\(client.organization)/annotationsGroups").results.isEmpty)
    }

    @Test func clusterRegistriesAndIngressAreTold() async throws {
        let cluster = "\(client.organization)/cluster/\(client.configuration.cluster.id)"
        #expect(try await client.get("\(cluster)/isReady")["is_ready"] == true)
        #expect(try await client.get("\(cluster)/status")["status"] == "DEPLOYED")
        #expect(try await client.get("/availableContainerRegistry").results.count == 11)
        let ingress = "/CONTAINER/\(container)/ingressDeploymentStatus"
        #expect(try await client.get(ingress)["status"] == "READY")
        try await client.deploy(container)
        #expect(try await client.get(ingress)["status"] == "DEPLOYED")
        #expect(try await client.get("/HELM/\(container)/ingressDeploymentStatus").status == 404)
        let registry = client.configuration.registries[0].id
        let path = "\(client.organization)/containerRegistry/\(registry)/container/status"
        #expect(try await client.get(path).results.map { $0["id"]?.string } == [container])
    }

    @Test func nothingIsExported() async throws {
        let path = "/environment/\(environment)/terraformExport"
        #expect(try await client.get("\(path)?exportSecrets=true").status == 403)
    }
}
