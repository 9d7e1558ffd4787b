import CloudContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery simulator, deployments") struct QoverySimulatorDeploymentTests {
    private func probe(_ path: String, port: Int, failures: Int = 9) -> JSONValue {
        [
            "readiness_probe": [
                "type": ["http": ["path": .string(path), "port": .number(port)]],
                "failure_threshold": .number(failures),
            ]
        ]
    }

    @Test func aNewContainerIsReadyAndNeverDeployed() async throws {
        let client = try QoverySimulatorClient()
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        await client.pass(1000)
        let status = try await client.get("/container/\(container)/status")
        #expect(status["state"] == "READY")
        #expect(status["service_deployment_status"] == "NEVER_DEPLOYED")
        #expect(status["deployment_request_id"] == .null)
        #expect(status["is_part_last_deployment"] == false)
    }

    @Test func deploysOnTheVirtualClock() async throws {
        let client = try QoverySimulatorClient()
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        let asked = try await client.post("/container/\(container)/deploy", ["image_tag": "1.28"])
        #expect(asked.status == 202)
        #expect(asked["state"] == "DEPLOYMENT_QUEUED")
        #expect(asked["deployment_request_id"]?.string != nil)
        var states: [String] = []
        for _ in 0..<100 {
            let state = try await client.state(of: container)
            if states.last != state { states.append(state) }
            await client.pass(1)
        }
        #expect(states == ["READY", "DEPLOYMENT_QUEUED", "DEPLOYING", "DEPLOYED"])
        let status = try await client.get("/container/\(container)/status")
        #expect(status["service_deployment_status"] == "UP_TO_DATE")
        #expect(status["deployment_request_id"] == asked["deployment_request_id"])
        #expect(status["status_details"]?["status"] == "SUCCESS")
        #expect(try await client.get("/container/\(container)")["tag"] == "1.28")
        #expect(try await client.get("/container/\(container)/log").results.first?["version"] == "1.28")
    }

    @Test func theFirstStatusIsStale() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        try await client.deploy(container)
        let before = try await client.get("/container/\(container)/status")
        let asked = try await client.post(
            "/environment/\(environment)/service/deploy",
            ["containers": [["id": .string(container), "image_tag": "1.28"]]]
        )
        #expect(asked.status == 202)
        #expect(asked["state"] == "DEPLOYMENT_QUEUED")
        #expect(try await client.get("/container/\(container)/status").body == before.body)
        #expect(try await client.get("/environment/\(environment)/status")["state"] == "DEPLOYED")
        await client.pass(2)
        let status = try await client.get("/container/\(container)/status")
        #expect(status["state"] == "DEPLOYMENT_QUEUED")
        #expect(status["deployment_request_id"] == asked["deployment_request_id"])
        #expect(status["deployment_request_id"] != before["deployment_request_id"])
    }

    @Test func aStatusIsFreshWhereThatIsConfigured() async throws {
        var configuration = QoverySimulator.Configuration()
        configuration.durations.staleStatus = .zero
        let client = try QoverySimulatorClient(configuration)
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        try await client.post("/container/\(container)/deploy")
        #expect(try await client.state(of: container) == "DEPLOYMENT_QUEUED")
    }

    @Test(arguments: [
        DeclaredWorld(images: [:], otherImages: nil),
        DeclaredWorld(images: ["nginx:1.27": .init(starts: true)], otherImages: nil),
    ]) func aMissingImageFails(_ world: DeclaredWorld) async throws {
        let client = try QoverySimulatorClient(world: world)
        let container = try await client.makeContainer(in: try await client.makeEnvironment(), ["tag": "1.27"])
        try await client.deploy(container)
        let expected = world.images.isEmpty ? "DEPLOYMENT_ERROR" : "DEPLOYED"
        #expect(try await client.state(of: container) == expected)
    }

    @Test(arguments: [
        ("/health", 8080, 9, 0), ("/other", 8080, 9, 600), ("/health", 9090, 9, 600), ("/health", 9090, 100, 1530),
    ]) func aContainerThatDoesNotAnswerFailsLate(_ path: String, _ port: Int, _ failures: Int, _ wait: Int) async throws
    {
        let image = DeclaredWorld.Image(port: try PortNumber(8080), paths: ["/health"])
        let client = try QoverySimulatorClient(world: DeclaredWorld(images: ["docker.io/library/nginx:1.27": image]))
        let container = try await client.makeContainer(
            in: try await client.makeEnvironment(),
            ["healthchecks": probe(path, port: port, failures: failures)]
        )
        try await client.post("/container/\(container)/deploy")
        await client.pass(3 + max(wait - 1, 100))
        #expect(try await client.state(of: container) == (wait == 0 ? "DEPLOYED" : "DEPLOYING"))
        await client.pass(1)
        #expect(try await client.state(of: container) == (wait == 0 ? "DEPLOYED" : "DEPLOYMENT_ERROR"))
        let details = try await client.get("/container/\(container)/status")["status_details"]
        #expect(details?["status"] == (wait == 0 ? "SUCCESS" : "ERROR"))
    }

    @Test func stopsAndRefusesToStopTwice() async throws {
        let client = try QoverySimulatorClient()
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        #expect(try await client.post("/container/\(container)/stop").status == 409)
        try await client.deploy(container)
        #expect(try await client.post("/container/\(container)/stop")["state"] == "STOP_QUEUED")
        await client.pass(4)
        #expect(try await client.state(of: container) == "STOPPING")
        await client.pass(40)
        #expect(try await client.state(of: container) == "STOPPED")
        let again = try await client.post("/container/\(container)/stop")
        #expect(again.status == 409)
        #expect(again["error"] == "Conflict")
    }

    @Test func restartsWhatIsDeployedOnly() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        #expect(try await client.post("/container/\(container)/restart-service").status == 409)
        try await client.deploy(container)
        #expect(try await client.post("/container/\(container)/restart-service")["state"] == "RESTART_QUEUED")
        await client.pass(60)
        #expect(try await client.state(of: container) == "RESTARTED")
        let path = "/environment/\(environment)/service/restart-service"
        #expect(try await client.post(path, ["container_ids": [.string(container)]]).status == 202)
        await client.pass(60)
        #expect(try await client.post("/container/\(container)/redeploy")["state"] == "DEPLOYMENT_QUEUED")
    }

    @Test func uninstallsAndKeepsTheConfiguration() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        #expect(try await client.post("/container/\(container)/uninstall", [:]).status == 204)
        try await client.deploy(container)
        #expect(try await client.post("/container/\(container)/uninstall", [:]).status == 202)
        await client.pass(60)
        #expect(try await client.state(of: container) == "DELETED")
        #expect(try await client.get("/container/\(container)").status == 200)
        try await client.deploy(container)
        #expect(try await client.post("/environment/\(environment)/uninstall").status == 202)
        await client.pass(60)
        try await client.deploy(container)
        let path = "/environment/\(environment)/service/uninstall"
        #expect(try await client.post(path, ["container_ids": [.string(container)]]).status == 200)
        await client.pass(60)
        #expect(try await client.state(of: container) == "DELETED")
    }

    @Test(arguments: [(403, 404), (404, 404), (403, 403)])
    func deletesInItsOwnTime(_ deleted: Int, _ unknown: Int) async throws {
        var configuration = QoverySimulator.Configuration()
        configuration.deletedIDStatus = deleted
        configuration.unknownIDStatus = unknown
        let client = try QoverySimulatorClient(configuration)
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        try await client.deploy(container)
        let answer = try await client.delete("/container/\(container)")
        #expect(answer.status == 204)
        #expect(answer.headers["Content-Type"] == nil)
        #expect(try await client.delete("/container/\(container)").status == 204)
        await client.pass(2)
        #expect(try await client.state(of: container) == "DELETE_QUEUED")
        await client.pass(2)
        #expect(try await client.state(of: container) == "DELETING")
        #expect(try await client.get("/container/\(container)").status == 200)
        #expect(try await client.post("/container/\(container)/deploy").status == 409)
        await client.pass(40)
        #expect(try await client.get("/container/\(container)").status == deleted)
        #expect(try await client.get("/container/\(container)/status").status == deleted)
        let stranger = "00000000-0000-4000-8000-000000000000"
        #expect(try await client.get("/container/\(stranger)").status == unknown)
    }

    @Test func oneDeploymentAtATime() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        var containers: [String] = []
        for name in ["one", "two", "three"] {
            containers.append(try await client.makeContainer(in: environment, ["name": .string(name)]))
        }
        var requests: [JSONValue?] = []
        for container in containers {
            let asked = try await client.post("/container/\(container)/deploy", ["image_tag": "1.27"])
            requests.append(asked["deployment_request_id"])
        }
        // What waits and does the same becomes one.
        #expect(requests[0] != requests[1])
        #expect(requests[1] == requests[2])
        await client.pass(10)
        #expect(try await client.state(of: containers[0]) == "DEPLOYING")
        #expect(try await client.state(of: containers[1]) == "DEPLOYMENT_QUEUED")
        let queue = try await client.get("/environment/\(environment)/deploymentQueue").results
        #expect(queue.count == 1)
        #expect(queue.first?["stages"]?.array?.first?["services"]?.array?.count == 2)
        #expect(try await client.get("/service/\(containers[1])/deploymentQueue").results.count == 1)
        await client.pass(90)
        #expect(try await client.state(of: containers[0]) == "DEPLOYED")
        await client.pass(100)
        #expect(try await client.state(of: containers[1]) == "DEPLOYED")
        #expect(try await client.state(of: containers[2]) == "DEPLOYED")
        #expect(try await client.get("/environment/\(environment)/status")["state"] == "DEPLOYED")
    }

    @Test func refusesASecondDeploymentWhereThatIsConfigured() async throws {
        var configuration = QoverySimulator.Configuration()
        configuration.secondDeployment = .refused
        let client = try QoverySimulatorClient(configuration)
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        #expect(try await client.post("/container/\(container)/deploy", ["image_tag": "1"]).status == 202)
        #expect(try await client.post("/container/\(container)/deploy", ["image_tag": "2"]).status == 409)
        #expect(try await client.delete("/container/\(container)").status == 409)
        #expect(try await client.get("/container/\(container)")["tag"] == "1")
        await client.pass(100)
        #expect(try await client.post("/container/\(container)/deploy", ["image_tag": "2"]).status == 202)
    }

    @Test func theFirstDeploymentMayNeedATag() async throws {
        var configuration = QoverySimulator.Configuration()
        configuration.requiresTagForFirstDeployment = true
        let client = try QoverySimulatorClient(configuration)
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        #expect(try await client.post("/container/\(container)/deploy").status == 400)
        #expect(try await client.post("/container/\(container)/deploy", [:]).status == 400)
        try await client.deploy(container)
        #expect(try await client.post("/container/\(container)/deploy").status == 202)
    }

    @Test func cancelsWhatRunsAndWhatWaits() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let cancel = "/environment/\(environment)/cancelDeployment"
        #expect(try await client.post(cancel, ["force_cancel": false]).status == 409)
        try await client.post("/container/\(container)/deploy")
        await client.pass(10)
        let waiting = try await client.post("/container/\(container)/stop")["deployment_request_id"]?.string ?? ""
        #expect(try await client.post("/deploymentQueue/\(waiting)/cancelDeployment", [:]).status == 202)
        #expect(try await client.post("/deploymentQueue/\(waiting)/cancelDeployment", [:]).status == 409)
        let status = try await client.get("/environment/deploymentStatus?deploymentRequestId=\(waiting)")
        #expect(status["status"] == "CANCELED")
        #expect(try await client.post(cancel, ["force_cancel": true])["state"] == "CANCELING")
        await client.pass(10)
        #expect(try await client.state(of: container) == "CANCELED")
        #expect(try await client.get("/environment/\(environment)/status")["last_deployment_state"] == "CANCELED")
    }

    @Test func deploysAndStopsAWholeEnvironment() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let one = try await client.makeContainer(in: environment, ["name": "one"])
        let two = try await client.makeContainer(in: environment, ["name": "two"])
        #expect(try await client.get("/environment/\(environment)/status")["state"] == "READY")
        #expect(try await client.post("/environment/\(environment)/deploy").status == 202)
        await client.pass(100)
        #expect(
            try await client.get("/environment/\(environment)/container/status").results.map { $0["state"] } == [
                "DEPLOYED", "DEPLOYED",
            ]
        )
        let both: JSONValue = ["container_ids": [.string(one), .string(two)]]
        #expect(try await client.post("/environment/\(environment)/service/stop", both).status == 200)
        await client.pass(60)
        #expect(try await client.get("/environment/\(environment)/status")["state"] == "STOPPED")
        #expect(try await client.post("/environment/\(environment)/service/stop", both).status == 409)
        #expect(try await client.post("/environment/\(environment)/stop").status == 409)
        #expect(try await client.post("/environment/\(environment)/redeploy").status == 202)
        await client.pass(100)
        #expect(try await client.post("/environment/\(environment)/stop").status == 202)
        await client.pass(60)
        #expect(
            try await client.post("/environment/\(environment)/service/delete", ["container_ids": [.string(one)]])
                .status == 200
        )
        await client.pass(60)
        #expect(try await client.get("/container/\(one)").status == 403)
        #expect(try await client.delete("/environment/\(environment)").status == 204)
        #expect(try await client.post("/environment/\(environment)/deploy").status == 409)
        await client.pass(60)
        #expect(try await client.get("/environment/\(environment)").status == 403)
        #expect(try await client.get("/container/\(two)").status == 403)
    }

    @Test func oneFailureIsTheFailureOfTheEnvironment() async throws {
        let world = DeclaredWorld(images: ["nginx:1": .init()], otherImages: nil)
        let client = try QoverySimulatorClient(world: world)
        let environment = try await client.makeEnvironment()
        let good = try await client.makeContainer(in: environment, ["name": "good", "tag": "1"])
        let bad = try await client.makeContainer(in: environment, ["name": "bad", "tag": "2"])
        try await client.post("/environment/\(environment)/deploy")
        await client.pass(100)
        #expect(try await client.state(of: good) == "DEPLOYED")
        #expect(try await client.state(of: bad) == "DEPLOYMENT_ERROR")
        let statuses = try await client.get("/environment/\(environment)/statuses")
        #expect(statuses["environment"]?["state"] == "DEPLOYMENT_ERROR")
        #expect(statuses["containers"]?.array?.count == 2)
        let stages = try await client.get("/environment/\(environment)/statusesWithStages")["stages"]?.array
        #expect(stages?.map { $0["containers"]?.array?.count } == [0, 0, 2, 0])
        let history = try await client.get("/environment/\(environment)/deploymentHistoryV2?pageSize=5")
        #expect(history.results.first?["action_status"] == "ERROR")
        let own = try await client.get("/container/\(bad)/deploymentHistoryV2")
        #expect(own.results.map { $0["status"] } == ["DEPLOYMENT_ERROR"])
        #expect(try await client.get("\(client.project)/environment/status").results.count == 1)
    }

    @Test func readingChangesNothing() async throws {
        func end(polls: Int) async throws -> JSONValue {
            let client = try QoverySimulatorClient()
            let container = try await client.makeContainer(in: try await client.makeEnvironment())
            try await client.post("/container/\(container)/deploy")
            for _ in 0..<polls { try await client.get("/container/\(container)") }
            for _ in 0..<polls {
                await client.pass(100 / polls)
                try await client.get("/container/\(container)/status")
            }
            return try await client.get("/container/\(container)/status").body
        }
        #expect(try await end(polls: 1) == end(polls: 50))
    }
}
