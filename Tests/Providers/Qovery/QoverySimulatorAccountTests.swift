import CloudContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery simulator, the rest") struct QoverySimulatorAccountTests {
    @Test func takesBothKindsOfTokens() async throws {
        let client = try QoverySimulatorClient()
        let token = client.configuration.token
        let person = client.configuration.userToken
        let heads: [(HTTPHeaders, Int)] = [
            (["Authorization": "Token \(token)"], 200), (["Authorization": "Bearer \(person)"], 200),
            (["Authorization": "Bearer \(token)"], 401), (["Authorization": "Token \(person)"], 401),
            (["Authorization": "Token qov_other"], 401), (["Authorization": token], 401), ([:], 401),
            (["Authorization": "Token \(token)", "authorization": "Token \(token)"], 401),
        ]
        for (headers, status) in heads {
            let reply = try await client.send(.get, "/organization", headers: headers)
            #expect(reply.status == status)
            if status == 401 {
                #expect(reply["status"] == 401)
                #expect(reply["error"] == "Unauthorized")
                #expect(!reply.detail.isEmpty)
            }
        }
    }

    @Test func everyAnswerHasAHead() async throws {
        let client = try QoverySimulatorClient()
        let reply = try await client.get("/organization")
        #expect(reply.headers["Date"] == "Thu, 01 Jan 2026 00:00:00 GMT")
        #expect(reply.headers["Content-Type"] == "application/json")
        let other = try await client.get("/organization")
        #expect(reply.headers["X-Request-Id"] != nil)
        #expect(reply.headers["X-Request-Id"] != other.headers["X-Request-Id"])
        #expect(reply.headers["X-RateLimit-Limit"] == nil)
    }

    @Test func limitsTheRate() async throws {
        var configuration = QoverySimulator.Configuration()
        configuration.requestsPerHour = 2
        let client = try QoverySimulatorClient(configuration)
        await client.pass(100)
        let first = try await client.get("/organization")
        #expect(first.headers["X-RateLimit-Limit"] == "2")
        #expect(first.headers["X-RateLimit-Remaining"] == "1")
        #expect(first.headers["X-RateLimit-Reset"] == "\(1_767_225_600 + 100 + 3600)")
        #expect(try await client.get("/organization").status == 200)
        await client.pass(3599)
        let refused = try await client.get("/organization")
        #expect(refused.status == 429)
        #expect(refused["error"] == "Too Many Requests")
        await client.pass(1)
        #expect(try await client.get("/organization").status == 200)
    }

    @Test func aBodyHasToBeJSONAndToSaySo() async throws {
        let client = try QoverySimulatorClient()
        let token = "Token \(client.configuration.token)"
        let path = "\(client.organization)/project"
        let doubled = HTTPHeaders([
            .init("Authorization", token), .init("Content-Type", "application/json"),
            .init("Content-Type", "application/json"),
        ])
        #expect(try await client.send(.post, path, ["name": "x"], headers: doubled).status == 415)
        #expect(try await client.send(.post, path, ["name": "x"], headers: ["Authorization": token]).status == 415)
        #expect(try await client.post(path, []).status == 400)
        #expect(try await client.post(path).status == 400)
        let request = HTTPRequest(
            .post,
            path,
            of: try HTTPBaseURL(parsing: "https://api.qovery.com"),
            headers: ["Authorization": token, "Content-Type": "application/json"],
            body: HTTPBody(Array("{\"name\"".utf8)),
            kind: .creation,
            operation: "test"
        )
        #expect(try await client.simulator.send(request).status == 400)
    }

    @Test(arguments: ["/nowhere", "/container/abc-1", "/organization/00000000-0000-4000-8000-000000000000"])
    func whatLeadsNowhereIsAnError(_ path: String) async throws {
        let reply = try await QoverySimulatorClient().get(path)
        #expect(reply.status == 404)
        #expect(!reply.detail.isEmpty)
    }

    @Test func hasOrganizationProjectClusterAndRegistries() async throws {
        let client = try QoverySimulatorClient()
        #expect(try await client.get("/organization").results.map { $0["name"] } == ["Sample organization"])
        #expect(try await client.get(client.organization)["id"]?.string == client.configuration.organization.id)
        #expect(try await client.get("\(client.organization)/project").results.count == 1)
        let clusters = try await client.get("\(client.organization)/cluster").results
        #expect(clusters.map { $0["keda"]?["enabled"] } == [true])
        let registries = try await client.get("\(client.organization)/containerRegistry").results
        #expect(registries.map { $0["kind"] } == ["DOCKER_HUB", "SCALEWAY_CR"])
        for path in ["annotationsGroups", "labelsGroups"] {
            #expect(try await client.get("\(client.organization)/\(path)").results.isEmpty)
        }
    }

    @Test func makesAndEditsProjects() async throws {
        let client = try QoverySimulatorClient()
        let path = "\(client.organization)/project"
        let made = try await client.post(path, ["name": "Shop", "description": "all"])
        #expect(made.status == 200)
        #expect(try await client.post(path, ["name": "SHOP"]).status == 409)
        #expect(try await client.get("/project/\(made.id)")["description"] == "all")
        #expect(try await client.put("/project/\(made.id)", ["name": "Store"])["description"] == "")
        #expect(try await client.put("/project/\(made.id)", ["name": "sample project"]).status == 409)
        #expect(try await client.get("/project/\(made.id)")["name"] == "Store")
    }

    @Test func makesAndEditsEnvironments() async throws {
        let client = try QoverySimulatorClient()
        let path = "\(client.project)/environment"
        let made = try await client.post(path, ["name": "Live"])
        #expect(made.status == 201)
        #expect(made["mode"] == "DEVELOPMENT")
        #expect(try await client.post(path, ["name": "live"]).status == 409)
        #expect(try await client.post(path, ["name": "x", "mode": "PREVIEW"]).status == 400)
        let cluster: JSONValue = "00000000-0000-4000-8000-000000000000"
        #expect(try await client.post(path, ["name": "x", "cluster": cluster]).detail.contains("exist"))
        let edited = try await client.put("/environment/\(made.id)", ["mode": "PRODUCTION"])
        #expect(edited["mode"] == "PRODUCTION")
        #expect(edited["name"] == "Live")
        #expect(try await client.get(path).results.count == 1)
        #expect(try await client.get("\(client.organization)/environments").results.count == 1)
        _ = try await client.makeContainer(in: made.id)
        let services = "\(client.organization)/services"
        #expect(try await client.get("\(services)?environment_id=\(made.id)").results.count == 1)
        #expect(try await client.get("\(services)?project_id=\(made.id)").results.isEmpty)
    }

    @Test func keepsRegistriesWithoutTheirSecrets() async throws {
        let client = try QoverySimulatorClient()
        let path = "\(client.organization)/containerRegistry"
        let request: JSONValue = [
            "name": "ghcr", "kind": "GITHUB_CR", "config": ["username": "me", "password": "hidden"],
        ]
        let made = try await client.post(path, request)
        #expect(made.status == 201)
        #expect(made["url"] == "https://ghcr.io")
        #expect(made["config"] == ["username": "me"])
        #expect(try await client.post(path, request).status == 409)
        #expect(try await client.post(path, ["name": "x", "kind": "NEW", "config": [:]]).status == 400)
        #expect(try await client.post(path, ["name": "x", "kind": "ECR", "config": [:]]).status == 400)
        let changed: JSONValue = [
            "name": "mine", "kind": "GENERIC_CR", "url": "https://images.example/path", "config": [:],
        ]
        #expect(try await client.put("\(path)/\(made.id)", changed)["url"] == "https://images.example/path")
        let container = try await client.makeContainer(
            in: try await client.makeEnvironment(),
            ["registry_id": .string(made.id)]
        )
        #expect(try await client.get("\(path)/\(made.id)")["associated_services_count"] == 1)
        #expect(try await client.get("\(path)/\(made.id)/associatedServices").results.count == 1)
        #expect(try await client.delete("\(path)/\(made.id)").status == 204)
        #expect(try await client.get("\(path)/\(made.id)").status == 403)
        // What used it can still be read, but not deployed.
        #expect(try await client.get("/container/\(container)")["registry"]?["kind"] == "GENERIC_CR")
        try await client.deploy(container)
        #expect(try await client.state(of: container) == "DEPLOYMENT_ERROR")
    }

    @Test func knowsTheImagesOfTheWorld() async throws {
        let world = DeclaredWorld(
            images: [
                "nginx:1.27": .init(), "nginx:1.28": .init(), "docker.io/me/app:1": .init(),
                "rg.fr-par.scw.cloud/shop/web:2": .init(),
            ],
            otherImages: nil
        )
        let client = try QoverySimulatorClient(world: world)
        let registries = "\(client.organization)/containerRegistry"
        let hub = client.configuration.registries[0].id
        let images = try await client.get("\(registries)/\(hub)/images").results
        #expect(images.map { $0["image_name"] } == ["me/app", "nginx"])
        #expect(images.last?["versions"] == ["1.27", "1.28"])
        #expect(try await client.get("\(registries)/\(hub)/images?search=me%2F").results.count == 1)
        #expect(try await client.get("\(registries)/\(hub)/images?imageName=nginx").results.count == 1)
        let check = "/environment/\(try await client.makeEnvironment())/checkContainerImage"
        for (tag, status) in [("1.27", 200), ("9", 400)] {
            let body: JSONValue = ["registry_id": .string(hub), "image_name": "nginx", "tag": .string(tag)]
            #expect(try await client.post(check, body).status == status)
        }
    }

    @Test func checksHostNamesInTheWorld() async throws {
        let client = try QoverySimulatorClient()
        let id = try await client.makeContainer(in: try await client.makeEnvironment())
        let path = "/container/\(id)/customDomain"
        let made = try await client.post(path, ["domain": "Shop.Example", "generate_certificate": true])
        #expect(made.status == 201)
        #expect(made["status"] == "VALIDATION_PENDING")
        let target = try #require(made["validation_domain"]?.string)
        #expect(try await client.post(path, ["domain": "shop.example", "generate_certificate": true]).status == 409)
        for wrong in ["shop", "-a.example", "a..example", "https://a.example"] {
            let body: JSONValue = ["domain": .string(wrong), "generate_certificate": true]
            #expect(try await client.post(path, body).status == 400)
        }
        #expect(try await client.post(path, ["domain": "a.example"]).status == 400)
        for (aliases, status) in [
            ([:], "DOMAIN_NOT_CONFIGURED"), (["shop.example": "old.example"], "DOMAIN_LINKED_TO_WRONG_HOST"),
            (["shop.example": "\(target)."], "MATCHES_LOAD_BALANCER_HOST"),
            (["shop.example": "cdn.example", "cdn.example": target], "MATCHES_LOAD_BALANCER_HOST"),
        ] {
            await client.simulator.declare(DeclaredWorld(aliases: aliases))
            let checked = try await client.get("/container/\(id)/checkCustomDomain").results
            #expect(checked.map { $0["status"]?.string } == [status])
        }
        let edited = try await client.put(
            "\(path)/\(made.id)",
            ["domain": "shop.example", "generate_certificate": false, "use_cdn": true]
        )
        #expect(edited["use_cdn"] == true)
        await client.simulator.declare(DeclaredWorld(aliases: ["shop.example": "cdn.example"]))
        let checked = try await client.get("/container/\(id)/checkCustomDomain").results
        #expect(checked.map { $0["status"] } == ["RESOLVES_TO_IP"])
        #expect(try await client.get("\(path)/\(made.id)/status")["status"] == "VALIDATION_PENDING")
        #expect(try await client.delete("\(path)/\(made.id)").status == 204)
        #expect(try await client.get(path).results.isEmpty)
    }

    @Test func givesLinksBeforeAnyDeployment() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let id = try await client.makeContainer(
            in: environment,
            [
                "ports": [
                    ["internal_port": 8080, "publicly_accessible": true],
                    ["internal_port": 9090, "publicly_accessible": true, "protocol": "GRPC"],
                    ["internal_port": 5432, "publicly_accessible": true, "protocol": "TCP"],
                    ["internal_port": 9464, "publicly_accessible": false],
                ]
            ]
        )
        try await client.post("/container/\(id)/customDomain", ["domain": "a.example", "generate_certificate": true])
        let links = try await client.get("/container/\(id)/link").results
        #expect(links.filter { $0["is_default"] == true }.count == 2)
        #expect(links.contains { $0["url"] == "https://a.example" && $0["is_qovery_domain"] == false })
        #expect(links.contains { $0["internal_port"] == 5432 && $0["external_port"] == 5432 })
        #expect(!links.contains { $0["internal_port"] == 9464 })
        #expect(try await client.get("/environment/\(environment)/link").results.count == links.count)
    }

    @Test func aRefusedRequestChangesNothing() async throws {
        let client = try QoverySimulatorClient()
        let id = try await client.makeContainer(in: try await client.makeEnvironment())
        let path = "/variable?parent_id=\(id)&scope=CONTAINER"
        let before = try await client.get(path).body
        let good: JSONValue = ["name": "A", "value": "1", "scope": "CONTAINER", "is_secret": false]
        let bad: JSONValue = ["name": "B", "value": "1", "scope": "JOB", "is_secret": false]
        let reply = try await client.post(
            "/variable/import?service_id=\(id)&service_type=CONTAINER",
            ["overwrite": false, "vars": [good, bad]]
        )
        #expect(reply.status == 400)
        #expect(try await client.get(path).body == before)
    }

    @Test func aCancelledTaskGetsNoAnswer() async throws {
        let client = try QoverySimulatorClient()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.get("/organization").status
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await client.simulator.history.isEmpty)
    }

    @Test func writesDownEveryRequest() async throws {
        let client = try QoverySimulatorClient()
        await client.pass(5)
        try await client.get("/organization")
        try await client.post("\(client.organization)/project", [:])
        let history = await client.simulator.history
        #expect(history.map(\.number) == [1, 2])
        #expect(history.map(\.status) == [200, 400])
        #expect(history.map(\.isWrite) == [false, true])
        #expect(history[0].time == .seconds(5))
        #expect(history[1].body == "{}")
    }

    @Test func theSameSeedGivesTheSameAnswers() async throws {
        func transcript(_ seed: UInt64) async throws -> [JSONValue] {
            let client = try QoverySimulatorClient(seed: seed)
            let environment = try await client.makeEnvironment()
            let id = try await client.makeContainer(
                in: environment,
                ["ports": .array((1...5).map { ["internal_port": .number($0), "publicly_accessible": false] })]
            )
            var answers: [JSONValue] = []
            try await client.post("/container/\(id)/deploy")
            for _ in 0..<20 {
                await client.pass(5)
                for path in ["/container/\(id)", "/container/\(id)/status", "/environment/\(environment)/statuses"] {
                    answers.append(try await client.get(path).body)
                }
            }
            return answers
        }
        let first = try await transcript(7)
        #expect(try await transcript(7) == first)
        #expect(try await transcript(8) != first)
    }
}
