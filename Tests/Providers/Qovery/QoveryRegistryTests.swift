import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Registries of Qovery") struct QoveryRegistryTests {
    private static let request = QoveryRegistryRequest(
        named: "tea-shop",
        .gitLab,
        url: "https://registry.example.org",
        access: .password(username: "reader"),
        description: "the shop's images"
    )
    private static let canary = "c4nary-9f2b77d1e0a84c55"
    private static let secrets = SecretValues(["password": canary])

    private func service(_ account: Account) throws -> QoveryContainerService {
        try #require(account.service as? QoveryContainerService)
    }

    @Test func isMadeReadChangedAndDeleted() async throws {
        let account = try Account(.qovery)
        let service = try service(account)
        let before = try await service.registries()
        let made = try await service.createRegistry(Self.request, secrets: Self.secrets)
        #expect(made.name == "tea-shop" && made.kind == .gitLab && made.description == "the shop's images")
        #expect(made.account["username"] == "reader" && made.url == "https://registry.example.org")
        #expect(made.serviceCount == .of(0) && made.createdAt != nil)
        #expect(try await service.registry(made.id) == made)
        #expect(try await service.registries().count == before.count + 1)
        var change = Self.request
        change.name = "tea-house"
        change.access = .anonymous
        let changed = try await service.updateRegistry(made.id, to: change)
        #expect(changed.id == made.id && changed.name == "tea-house" && changed.account.isEmpty)
        try await service.deleteRegistry(made.id)
        #expect(try await service.registries().map(\.id) == before.map(\.id))
        let error = try await failure { _ = try await service.registry(made.id) }
        #expect(error?.code == .notFound)
    }

    @Test func theSecretStaysPut() async throws {
        var sent: SentRequests?
        let account = try Account(.qovery) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        let service = try service(account)
        let made = try await service.createRegistry(Self.request, secrets: Self.secrets)
        // A server that quotes what it was sent.
        let quoting = HTTPResponse.refusal(400, .qovery, "the password \(Self.canary) is too weak")
        await account.faults.add(FaultRule(.answer(quoting), method: .put))
        let error = try await failure {
            _ = try await service.updateRegistry(made.id, to: Self.request, secrets: Self.secrets)
        }
        #expect(error?.code == .invalidInput && error?.providerMessage?.contains("(hidden)") == true)
        var shown = ""
        dump((made, error, Self.request), to: &shown)
        #expect(!shown.contains(Self.canary) && !"\(made) \(String(describing: error))".contains(Self.canary))
        let bodies = await sent?.requests.compactMap(\.body) ?? []
        let holding = bodies.filter { String(decoding: $0.bytes, as: UTF8.self).contains(Self.canary) }
        #expect(holding.count == 2)
        for body in bodies { #expect(!String(decoding: body.redacted, as: UTF8.self).contains(Self.canary)) }
        for body in holding { #expect(String(decoding: body.redacted, as: UTF8.self).contains("{secret:password}")) }
    }

    @Test func nothingIsSentWithoutTheSecret() async throws {
        let account = try Account(.qovery)
        let service = try service(account)
        let error = try await failure { _ = try await service.createRegistry(Self.request) }
        #expect(error?.code == .secretMissing && error?.message.contains("password") == true)
        #expect(await account.history.isEmpty)
    }

    @Test func aNameThatIsTakenIsRefused() async throws {
        let account = try Account(.qovery)
        let service = try service(account)
        _ = try await service.createRegistry(Self.request, secrets: Self.secrets)
        let writes = await account.writes.count
        var other = Self.request
        other.name = "Tea-Shop"
        let error = try await failure { _ = try await service.createRegistry(other, secrets: Self.secrets) }
        #expect(error?.code == .alreadyExists)
        #expect(await account.writes.count == writes)
    }

    @Test("a lost answer makes one registry", arguments: [true, false])
    func isMadeOnce(_ acts: Bool) async throws {
        let account = try Account(.qovery)
        let service = try service(account)
        let before = try await service.registries().count
        let fault: Fault = acts ? .cutAfterActing : .cutBeforeActing
        await account.faults.add(FaultRule(fault, method: .post, occurrences: 1...1))
        var made: QoveryContainerRegistry?
        let error = try await failure {
            made = try await service.createRegistry(Self.request, secrets: Self.secrets)
        }
        let found = try await service.registries().filter { $0.name == "tea-shop" }
        #expect(found == [made].compactMap { $0 })
        #expect(try await service.registries().count == before + (acts ? 1 : 0))
        #expect(acts ? error == nil : error?.code == .outcomeUnknown)
    }

    @Test func oneInUseIsNotDeleted() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop.account)
        let used = try #require(try await service.registries().first { $0.serviceCount != .of(0) })
        let users = try await service.services(pullingFrom: used.id)
        #expect(users.map(\.service.id) == [shop.container] && users.first?.environment == shop.namespace)
        let error = try await failure { try await service.deleteRegistry(used.id) }
        #expect(error?.code == .conflict && error?.message.contains("web in shop") == true)
        #expect(error?.details.first?.subject.contains(shop.container.rawValue) == true)
        #expect(try await service.registry(used.id).id == used.id)
        #expect(await !shop.account.writes.contains { $0.method == .delete })
    }

    @Test func imagesAreFoundByNameAndPart() async throws {
        let world = DeclaredWorld(
            images: [
                "docker.io/library/nginx:1.27": .init(), "docker.io/library/nginx:1.28": .init(),
                "docker.io/copperleaf/nginx-tools:1": .init(),
            ],
            otherImages: nil
        )
        let account = try Account(.qovery, world: world)
        let service = try service(account)
        let hub = try #require(try await service.registries().first { $0.kind == .dockerHub })
        #expect(try await service.images(in: hub.id).count == 2)
        #expect(try await service.images(in: hub.id, named: "nginx").map(\.tags) == [["1.27", "1.28"]])
        #expect(try await service.images(in: hub.id, containing: "tools").map(\.name) == ["copperleaf/nginx-tools"])
        let namespace = try await service.createNamespace(named: "shop").id
        #expect(try await service.checkImage("nginx", tag: "1.28", in: hub.id, from: namespace) == .available)
        let missing = try await service.checkImage("nginx", tag: "9", in: hub.id, from: namespace)
        guard case .unavailable(let reason) = missing else { return #expect(Bool(false), "\(missing)") }
        #expect(reason.contains("nginx:9"))
        let nowhere = Namespace.ID(rawValue: "3f0a4ad0-0b62-4b4a-8b35-7f2b5f0f7f10")
        let error = try await failure {
            _ = try await service.checkImage("nginx", tag: "1.28", in: hub.id, from: nowhere)
        }
        #expect(error?.code == .notFound || error?.code == .permissionDenied)
    }

    @Test func withoutAnOrganizationNothingIsSent() async throws {
        let time = VirtualTime()
        let simulator = QoverySimulator(time: time)
        let configuration = try QoveryConfiguration(token: QoverySimulator.Configuration().token)
        let service = QoveryContainerService(configuration, transport: simulator, time: time)
        let error = try await failure { _ = try await service.registries() }
        #expect(error?.code == .invalidInput && error?.message.contains("QOVERY_ORGANIZATION_ID") == true)
        #expect(await simulator.history.isEmpty)
    }
}
