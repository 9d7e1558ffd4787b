import CloudContainers
import ScalewayContainers
import ScalewaySimulator
import SimulationKit
import Testing

@Suite("What only Scaleway has") struct ScalewayTypedCallsTests {
    private static let canary = "c4nary-51e3a90b7c2d4f18"

    private func service(_ account: Account) throws -> ScalewayContainerService {
        try #require(account.service as? ScalewayContainerService)
    }

    // MARK: Namespaces

    @Test func aNamespaceIsReadAndChanged() async throws {
        let account = try Account(.scaleway)
        let service = try service(account)
        let id = try await service.createNamespace(named: "shop").id
        var change = ScalewayNamespaceChange()
        change.description = "the shop"
        change.tags = ["tea", "shop"]
        change.plainVariables = ["LOG_LEVEL": "info", "ODD": "{secret:TOKEN}"]
        let changed = try await service.updateNamespace(
            id,
            change,
            secrets: SecretValues(["TOKEN": "a-value", "KEY": "b-value"])
        )
        #expect(changed.description == "the shop" && changed.tags == ["tea", "shop"])
        #expect(changed.variables.filter { !$0.isSecret }.map(\.name) == ["LOG_LEVEL", "ODD"])
        #expect(changed.variables.contains { $0.value == .plain("{secret:TOKEN}") })
        #expect(Set(changed.variables.filter(\.isSecret).map(\.name)) == ["TOKEN", "KEY"])
        try await account.time.sleep(for: .seconds(60))
        let read = try await service.namespaceProperties(of: id)
        #expect(read.name == "shop" && read.providerWord == "ready" && read.projectID == changed.projectID)
        #expect(read.variables == changed.variables && read.createdAt != nil)
    }

    @Test func secretsKeepTheirValuesUnlessToldOtherwise() async throws {
        var sent: SentRequests?
        let account = try Account(.scaleway) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        let service = try service(account)
        let id = try await service.createNamespace(named: "shop").id
        let values = SecretValues(["A": Self.canary, "B": "b-value", "C": "c-value"])
        _ = try await service.updateNamespace(id, ScalewayNamespaceChange(), secrets: values)
        var change = ScalewayNamespaceChange()
        change.removedSecrets = ["B"]
        let changed = try await service.updateNamespace(id, change, secrets: SecretValues(["D": "d-value"]))
        #expect(Set(changed.variables.map(\.name)) == ["A", "C", "D"])
        let patches = await sent?.requests.filter { $0.method == .patch } ?? []
        let last = try JSONDocument(parsing: try #require(patches.last?.body?.bytes)).root
        #expect(last == ["secret_environment_variables": ["A": "", "C": "", "D": "d-value"]])
        for patch in patches {
            let shown = String(decoding: patch.body?.redacted ?? [], as: UTF8.self)
            #expect(!shown.contains(Self.canary) && !shown.contains("d-value"))
        }
        // A change of anything else leaves the secrets out.
        var description = ScalewayNamespaceChange()
        description.description = "quiet"
        _ = try await service.updateNamespace(id, description)
        let quiet = try JSONDocument(parsing: try #require(await sent?.requests.last?.body?.bytes)).root
        #expect(quiet == ["description": "quiet"])
    }

    @Test func failuresOfNamespaces() async throws {
        let account = try Account(.scaleway)
        let service = try service(account)
        let id = try await service.createNamespace(named: "shop").id
        let writes = await account.writes.count
        let empty = try await failure {
            _ = try await service.updateNamespace(id, ScalewayNamespaceChange(), secrets: SecretValues(["A": ""]))
        }
        #expect(empty?.code == .invalidInput && empty?.message.contains("A") == true)
        _ = try await service.updateNamespace(id, ScalewayNamespaceChange())
        #expect(await account.writes.count == writes)
        let missing = try await failure {
            _ = try await service.namespaceProperties(of: Namespace.ID(rawValue: "none"))
        }
        #expect(missing != nil)
        let quoting = HTTPResponse.refusal(
            400,
            .scaleway,
            type: "invalid_arguments",
            "the value \(Self.canary) is long"
        )
        await account.faults.add(FaultRule(.answer(quoting), method: .patch))
        let error = try await failure {
            _ = try await service.updateNamespace(
                id,
                ScalewayNamespaceChange(),
                secrets: SecretValues(["A": Self.canary])
            )
        }
        #expect(error?.code == .invalidInput && "\(String(describing: error))".contains(Self.canary) == false)
    }

    // MARK: Single fields

    @Test func oneFieldIsSentAlone() async throws {
        let shop = try await Workshop(.scaleway)
        let service = try service(shop.account)
        let network = "7a5f7d4c-8d7e-4d6b-9c0e-2f3b1a4c5d6e"
        func settle(_ deployment: Deployment) async throws -> ContainerSpec {
            #expect(deployment.containers == [shop.container])
            try await service.wait(for: [shop.container], in: shop.namespace, after: deployment, shop.account.waiting)
            return try await service.container(shop.container).spec
        }
        let before = try await service.container(shop.container).spec
        #expect(try await settle(service.setPrivacy(.private, of: shop.container)).ports.first?.exposure == .token)
        #expect(try await settle(service.setPrivacy(.public, of: shop.container)).ports.first?.exposure == .public)
        #expect(try await settle(service.setSandbox(.v1, of: shop.container)).scaleway?.sandbox == .v1)
        let attached = try await settle(service.attach(shop.container, toPrivateNetwork: network))
        #expect(attached.scaleway?.privateNetworkID == network)
        var after = try await settle(service.detachPrivateNetwork(of: shop.container))
        #expect(after.scaleway?.privateNetworkID == nil)
        after.scaleway?.sandbox = before.scaleway?.sandbox
        #expect(after == before)
        let writes = await shop.account.writes.count
        let empty = try await failure { try await service.attach(shop.container, toPrivateNetwork: "") }
        #expect(empty?.code == .invalidInput)
        #expect(await shop.account.writes.count == writes)
        let missing = Container.ID(rawValue: "3f0a4ad0-0b62-4b4a-8b35-7f2b5f0f7f10")
        let error = try await failure { try await service.setSandbox(.v2, of: missing) }
        #expect(error?.code == .notFound)
    }

    // MARK: Registry

    /// An account whose registry has a namespace, and a service on it.
    private func registry() async throws -> (SimulatedScaleway, ScalewayContainerService) {
        let account = SimulatedScaleway()
        let answer = try await account.send(
            .post,
            "/registry/v1/regions/fr-par/namespaces",
            ["name": "shop", "project_id": account.project]
        )
        try #require(answer.status == 200, "\(answer)")
        var profile = ScalewayProfile()
        profile.secretKey = account.simulator.configuration.secretKey
        profile.projectID = account.simulator.configuration.projectID
        let service = ScalewayContainerService(
            try ScalewayConfiguration(profile),
            transport: account.simulator,
            time: account.time
        )
        return (account, service)
    }

    private static let image = "rg.fr-par.scw.cloud/shop/web:1"

    @Test func aTagThatMovesIsSeen() async throws {
        let (account, service) = try await registry()
        try await account.simulator.push(Self.image, digest: "sha256:1")
        await account.time.advance(by: .seconds(60))
        let id = Container.ID(
            rawValue: try await account.readyContainer("web", in: nil, ["image": .string(Self.image)])
        )
        #expect(try await service.imageFreshness(of: id) == .current(digest: "sha256:1"))
        await account.time.advance(by: .seconds(60))
        try await account.simulator.push(Self.image, digest: "sha256:2")
        let pushed = await account.time.wallClock()
        #expect(try await service.imageFreshness(of: id) == .newImage(digest: "sha256:2", since: pushed))
        await account.time.advance(by: .seconds(60))
        _ = try await service.deploy([id], in: Namespace.ID(rawValue: "any"))
        await account.time.advance(by: .seconds(120))
        #expect(try await service.imageFreshness(of: id) == .current(digest: "sha256:2"))
        let tag = try #require(try await service.registryTag(of: try ImageReference(parsing: Self.image)))
        #expect(tag.name == "1" && tag.digest == "sha256:2" && tag.updatedAt == pushed)
    }

    @Test func whatTheRegistryCannotTell() async throws {
        let (account, service) = try await registry()
        let namespace = try await account.readyNamespace()
        func freshness(_ name: String, _ image: String) async throws -> ScalewayImageFreshness {
            let answer = try await account.createContainer(name, in: namespace, ["image": .string(image)])
            try #require(answer.status == 200, "\(answer)")
            return try await service.imageFreshness(of: Container.ID(rawValue: answer.id))
        }
        #expect(try await freshness("elsewhere", "nginx:1.29") == .notInRegistry(host: "docker.io"))
        #expect(try await freshness("unpushed", Self.image) == .tagMissing)
        #expect(try await freshness("foreign", "rg.fr-par.scw.cloud/theirs/web:1") == .tagMissing)
        let digest = "sha256:" + String(repeating: "a", count: 64)
        #expect(
            try await freshness("pinned", "rg.fr-par.scw.cloud/shop/web@\(digest)") == .current(digest: digest)
        )
        let error = try await failure {
            _ = try await service.registryTag(of: try ImageReference(parsing: "nginx:1.29"))
        }
        #expect(error?.code == .invalidInput)
    }

    @Test func rightsAreNotGuessed() async throws {
        let (account, _) = try await registry()
        let id = try await account.readyContainer("web", in: nil, ["image": .string(Self.image)])
        let faults = FaultInjector(account.simulator, time: account.time)
        let refusal = HTTPResponse.refusal(403, .scaleway, type: "permissions_denied", "insufficient permissions")
        await faults.add(FaultRule(.answer(refusal), path: "/registry/"))
        var profile = ScalewayProfile()
        profile.secretKey = account.simulator.configuration.secretKey
        let service = ScalewayContainerService(
            try ScalewayConfiguration(profile),
            transport: faults,
            time: account.time
        )
        let found = try await service.imageFreshness(of: Container.ID(rawValue: id))
        #expect(found == .unknown(reason: "the key may not read the registry"))
    }

    @Test func allPagesOfTheRegistryAreRead() async throws {
        let (account, service) = try await registry()
        for index in 1...120 {
            let body: JSONValue = ["name": .string("team-\(index)"), "project_id": account.project]
            let answer = try await account.send(.post, "/registry/v1/regions/fr-par/namespaces", body)
            try #require(answer.status == 200, "\(answer)")
        }
        let namespaces = try await service.registryNamespaces()
        #expect(namespaces.count == 121)
        let shop = try #require(namespaces.first { $0.name == "shop" })
        #expect(shop.endpoint == "rg.fr-par.scw.cloud/shop" && !shop.isPublic && shop.providerWord == "ready")
        #expect(shop.size == .megabytes(0))
    }
}
