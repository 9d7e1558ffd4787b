import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// What is around a container: the registry, private networks, locks, other regions, and the older version of the API.
@Suite("Scaleway simulator: surroundings") struct ScalewaySimulatorSurroundingsTests {
    private static let registry = "/registry/v1/regions/fr-par"
    private static let older = "/containers/v1beta1/regions/fr-par"

    @Test func theSameTagGetsAnotherDigest() async throws {
        let account = SimulatedScaleway()
        let made = try await account.send(
            .post,
            "\(Self.registry)/namespaces",
            ["project_id": account.project, "name": "shop"]
        )
        #expect(made["endpoint"] == "rg.fr-par.scw.cloud/shop" && made["image_count"] == 0)
        let image = "rg.fr-par.scw.cloud/shop/team/web:1"
        try await account.simulator.push(image, digest: "sha256:a", bytes: 5)
        let images = try await account.send(.get, "\(Self.registry)/images?namespace_id=\(made.id)&name=team/web")
        let found = try #require(images["images"].array?.first)
        #expect(images["total_count"] == 1 && found["tags"] == ["1"] && found["size"] == 5)
        let path = "\(Self.registry)/images/\(found["id"]?.string ?? "")/tags"
        let before = try await account.send(.get, path)
        await account.time.advance(by: .seconds(60))
        try await account.simulator.push(image, digest: "sha256:b", bytes: 6)
        let after = try await account.send(.get, path)
        #expect(before["tags"].array?.first?["digest"] == "sha256:a")
        #expect(after["tags"].array?.first?["digest"] == "sha256:b" && after["total_count"] == 1)
        #expect(after["tags"].array?.first?["id"] == before["tags"].array?.first?["id"])
        #expect(try await account.send(.get, "\(Self.registry)/namespaces/\(made.id)")["size"] == 6)
        await #expect(throws: ContainerServiceError.self) {
            try await account.simulator.push("rg.fr-par.scw.cloud/other/web:1", digest: "sha256:c")
        }
        #expect(try await account.send(.delete, "\(Self.registry)/namespaces/\(made.id)").state == "deleting")
        await account.time.advance(by: .seconds(60))
        #expect(try await account.send(.get, path).status == 404)
    }

    @Test func namesInTheRegistryAreThereOnce() async throws {
        let account = SimulatedScaleway()
        let body: JSONValue = ["project_id": account.project, "name": "shop"]
        #expect(try await account.send(.post, "\(Self.registry)/namespaces", body).status == 200)
        #expect(try await account.send(.post, "\(Self.registry)/namespaces", body)["type"] == "already_exists")
        #expect(try await account.send(.post, "\(Self.registry)/images", body).status == 405)
        #expect(try await account.send(.get, "\(Self.registry)/namespaces?name=sho")["total_count"] == 0)
    }

    @Test(arguments: [
        ("page_size=2&page=2", ["c"]), ("page_size=2", ["b", "a"]), ("order_by=name_desc", ["c", "b", "a"]),
        ("order_by=name_asc&page_size=1&page=3", ["c"]), ("page=9", []),
        ("organization_id=5ca1ab1e-0000-4000-8000-000000005ca1", []), ("name=b", ["b"]),
    ]) func listsBesideContainersAreCutAndOrdered(_ query: String, _ names: [String]) async throws {
        let account = SimulatedScaleway()
        for name in ["b", "a", "c"] {
            let body: JSONValue = ["project_id": account.project, "name": .string(name)]
            _ = try await account.send(.post, "\(Self.registry)/namespaces", body)
        }
        let list = try await account.send(.get, "\(Self.registry)/namespaces?\(query)")
        #expect(list["namespaces"].array?.compactMap { $0["name"]?.string } == names, "\(list)")
    }

    @Test(arguments: [
        "\(registry)/namespaces?page_size=0", "\(registry)/images?namespace_id=x",
        "/cockpit/v1/regions/fr-par/tokens?page=x", "\(older)/containers?order_by=size",
    ]) func aWrongQueryIsRefusedBesideContainersToo(_ path: String) async throws {
        let answer = try await SimulatedScaleway().send(.get, path)
        #expect(answer.status == 400 && answer["type"] == "invalid_arguments")
    }

    @Test(arguments: [
        (HTTPMethod.post, "/cockpit/v1/regions/fr-par/data-sources"), (.patch, "\(registry)/namespaces"),
        (.patch, "\(older)/domains/5ca1ab1e-0000-4000-8000-000000005ca1"), (.get, "\(older)/containers/x/deploy"),
    ]) func aWrongMethodIsNotAllowedBesideContainersEither(_ method: HTTPMethod, _ path: String) async throws {
        let answer = try await SimulatedScaleway().send(method, path, method == .get ? nil : [:])
        #expect(answer.status == 405 && answer.headers["Allow"] != nil)
        #expect(try await SimulatedScaleway().send(method, path, nil, token: nil).status == 401)
    }

    @Test func onlyDeclaredPrivateNetworksExist() async throws {
        let known = "6f9b3e11-0000-4000-8000-000000000001"
        let other = "6f9b3e11-0000-4000-8000-000000000002"
        let account = SimulatedScaleway()
        await account.simulator.declarePrivateNetworks([known])
        let id = try await account.readyContainer("web", in: nil, ["private_network_id": .string(known)])
        let refused = try await account.send(.patch, "containers/\(id)", ["private_network_id": .string(other)])
        #expect(
            refused.status == 404 && refused["resource"] == "private_network"
                && refused["resource_id"] == .string(other)
        )
        // What is attached stays attached, even where the network is gone.
        await account.simulator.declarePrivateNetworks([])
        #expect(try await account.send(.patch, "containers/\(id)", ["max_scale": 3]).status == 200)
    }

    @Test func aDeclaredFailureStrikesOnce() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        await account.simulator.declareFailure("An internal error occurred.", ofNextDeploymentOf: id)
        _ = try await account.send(.patch, "containers/\(id)", ["max_scale": 3])
        await account.time.advance(by: .seconds(60))
        let failed = try await account.send(.get, "containers/\(id)")
        #expect(failed.state == "error" && failed["error_message"] == "An internal error occurred.")
        _ = try await account.send(.post, "containers/\(id)/redeploy", [:])
        await account.time.advance(by: .seconds(60))
        #expect(try await account.send(.get, "containers/\(id)").state == "ready")
    }

    @Test func aLockedResourceRefusesChanges() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        #expect(await account.simulator.lock(id))
        #expect(try await account.send(.get, "containers/\(id)").state == "locked")
        for answer in [
            try await account.send(.patch, "containers/\(id)", ["max_scale": 3]),
            try await account.send(.post, "containers/\(id)/redeploy", [:]),
            try await account.send(.delete, "containers/\(id)"),
        ] {
            #expect(answer.status == 423 && answer["type"] == "locked" && answer["resource_id"] == .string(id))
        }
        #expect(await account.simulator.unlock(id))
        #expect(await account.simulator.unlock(id) == false)
        #expect(try await account.send(.patch, "containers/\(id)", ["max_scale": 3]).status == 200)
        #expect(await account.simulator.lock(id) == false)
    }

    @Test func inOtherRegionsThereIsNothing() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyNamespace()
        let list = try await account.send(.get, "/containers/v1/regions/pl-waw/namespaces")
        #expect(list.json == ["namespaces": [], "total_count": 0])
        let one = try await account.send(.get, "/containers/v1/regions/pl-waw/namespaces/\(id)")
        #expect(one.status == 404 && one["resource"] == "namespace")
        let body: JSONValue = ["project_id": account.project, "name": "shop"]
        #expect(try await account.send(.post, "/containers/v1/regions/pl-waw/namespaces", body).status == 403)
    }

    @Test func theOlderVersionSharesTheState() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace()
        let made = try await account.send(
            .post,
            "\(Self.older)/containers",
            [
                "namespace_id": .string(namespace), "name": "web", "registry_image": "nginx:1.29", "memory_limit": 512,
                "cpu_limit": 280, "http_option": "redirected",
                "secret_environment_variables": [["key": "B", "value": "b"], ["key": "A", "value": "a"]],
            ]
        )
        #expect(made.status == 200 && made.state == "created", "\(made)")
        let names = made["secret_environment_variables"].array?.compactMap { $0["key"]?.string }
        #expect(names == ["B", "A"])
        let newer = try await account.send(.get, "containers/\(made.id)")
        #expect(newer.state == "unknown_status" && newer["memory_limit_bytes"] == 512_000_000)
        #expect(newer["https_connections_only"] == true)
        let changed = try await account.send(
            .patch,
            "\(Self.older)/containers/\(made.id)",
            ["secret_environment_variables": [["key": "B", "value": nil], ["key": "C", "value": "c"]]]
        )
        #expect(changed.state == "pending")
        #expect(changed["secret_environment_variables"].array?.compactMap { $0["key"]?.string } == ["A", "C"])
        #expect(await account.simulator.holdsSecret("a", named: "A", of: made.id))
        await account.time.advance(by: .seconds(60))
        #expect(try await account.send(.post, "\(Self.older)/containers/\(made.id)/deploy", [:]).state == "pending")
        await account.time.advance(by: .seconds(60))
        #expect(try await account.send(.get, "\(Self.older)/containers/\(made.id)").state == "ready")
        #expect(try await account.send(.get, "\(Self.older)/containers")["total_count"] == 1)
    }

    @Test func aCronOfTheOlderVersionIsATrigger() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let made = try await account.send(
            .post,
            "\(Self.older)/crons",
            ["container_id": .string(id), "schedule": "5 4 * * *", "args": ["a": 1], "name": "nightly"]
        )
        #expect(made.status == 200 && made["args"] == ["a": 1] && made.state == "pending", "\(made)")
        let trigger = try await account.send(.get, "triggers/\(made.id)")
        #expect(trigger["cron_config"]["body"] == #"{"a":1}"# && trigger["source_type"] == "cron")
        await account.time.advance(by: .seconds(20))
        let changed = try await account.send(.patch, "\(Self.older)/crons/\(made.id)", ["schedule": "6 4 * * *"])
        #expect(changed["schedule"] == "6 4 * * *" && changed["args"] == ["a": 1])
        #expect(try await account.send(.get, "\(Self.older)/crons?container_id=\(id)")["total_count"] == 1)
        let missing = try await account.send(.get, "\(Self.older)/crons/\(id)")
        #expect(missing.status == 404 && missing.json == ["message": "Cron was not found"])
    }
}
