import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

@Suite("Preflight")
struct PreflightTests {
    private static let missing = DeclaredWorld(otherImages: nil)

    /// What a target says about creations of some services, and whether it was only read.
    private func remarks(
        of specs: [ContainerSpec],
        on account: Account,
        in namespace: Namespace.ID? = nil,
        registry: String? = nil
    ) async throws -> [PreflightRemark] {
        var given = account.given
        given.allowsAll = true
        if let registry { given.registries["docker.io"] = registry }
        given.secretNames = ["TOKEN"]
        let changes = try specs.map { spec in
            try #require(try account.service.dialect.prepare(.create(spec), given).value)
        }
        let before = await account.writes.filter { !$0.path.hasSuffix("/checkContainerImage") }.count
        let remarks = try await account.service.preflight(changes, in: namespace)
        #expect(await account.writes.filter { !$0.path.hasSuffix("/checkContainerImage") }.count == before)
        return remarks
    }

    @Test(arguments: Provider.allCases)
    func whatCanBeMadeHasNoRemark(at provider: Provider) async throws {
        let account = try Account(provider)
        _ = try await account.service.createNamespace(named: "shop")
        #expect(try await remarks(of: try Move.specs(3), on: account).isEmpty)
    }

    @Test(arguments: Provider.allCases, [true, false])
    func aRightThatIsMissingIsNamed(at provider: Provider, _ isInANewNamespace: Bool) async throws {
        let account = try Account(provider)
        let place = try await account.service.createNamespace(named: "shop")
        let namespace = isInANewNamespace ? nil : place.id
        #expect(try await account.service.missingRights(in: namespace).isEmpty)
        let remarks = try await account.reader.missingRights(in: namespace)
        #expect(remarks.map(\.verdict) == [.refused])
        let advice = provider == .qovery ? "permission Manager" : "permission set ContainersFullAccess"
        #expect(remarks.first?.advice?.contains(advice) == true)
        #expect(try await account.service.completeContainers(in: place.id).isEmpty)
        #expect(try await account.service.namespaces(after: nil).elements.count == 1)
    }

    @Test func qoveryNamesEachServiceOfAMissingImage() async throws {
        let account = try Account(.qovery, world: Self.missing)
        let place = try await account.service.createNamespace(named: "shop")
        let before = await account.history.count
        let remarks = try await remarks(of: try Move.specs(3), on: account, in: place.id)
        #expect(remarks.map(\.service) == ["service-0", "service-1", "service-2"])
        #expect(remarks.allSatisfy { $0.verdict == .refused })
        #expect(remarks.first?.subject == "image nginx:1.27")
        // One question for the one image of all three, and one for the registries.
        #expect(await account.history.count == before + 2)
    }

    @Test func qoveryNamesARegistryThatIsMissing() async throws {
        let account = try Account(.qovery)
        let id = "3f0a4ad0-0b62-4b4a-8b35-7f2b5f0f7f10"
        let remarks = try await remarks(of: try Move.specs(1), on: account, registry: id)
        #expect(remarks.map(\.subject) == ["registry \(id)"])
        #expect(remarks.map(\.verdict) == [.refused])
    }

    @Test func qoveryCannotCheckImagesWithoutAnyEnvironment() async throws {
        let account = try Account(.qovery, world: Self.missing)
        let remarks = try await remarks(of: try Move.specs(2), on: account)
        #expect(remarks.map(\.verdict) == [.unknown])
        #expect(remarks.map(\.service) == [nil])
    }

    @Test func scalewayLooksIntoItsOwnRegistry() async throws {
        let account = try Account(.scaleway)
        var spec = try #require(try Move.specs(1).first)
        spec.image = try ImageReference(parsing: "rg.fr-par.scw.cloud/shop/web:1")
        let found = try await remarks(of: [spec], on: account)
        #expect(found.map(\.verdict) == [.refused])
        #expect(found.map(\.service) == ["service-0"])
        let refusal = HTTPResponse.refusal(403, .scaleway, type: "permissions_denied", "insufficient permissions")
        await account.faults.add(FaultRule(.answer(refusal), path: "/registry/"))
        #expect(try await remarks(of: [spec], on: account).map(\.verdict) == [.unknown])
    }

    @Test func scalewayAddsUpTheMemoryOfTheAccount() async throws {
        let account = try Account(.scaleway)
        let place = try await account.service.createNamespace(named: "shop")
        var big = try #require(try Move.specs(1).first)
        (big.resources.cpu, big.resources.memory) = (.millicores(4000), .megabytes(12_000))
        big.scaling.maximum = .instances(.of(50))
        // 600 GB are within 600 GiB, twice as much is not.
        #expect(try await remarks(of: [big], on: account, in: place.id).isEmpty)
        var given = account.given
        given.allowsAll = true
        given.secretNames = ["TOKEN"]
        let secrets = SecretValues(["TOKEN": Move.canary])
        _ = try await account.service.apply(big, in: place.id, secrets: secrets, given)
        big.name = "another"
        let found = try await remarks(of: [big], on: account, in: place.id)
        #expect(found.map(\.verdict) == [.overLimit])
        #expect(found.first?.reason.contains("600Gi") == true, "\(found)")
    }

    @Test(arguments: MigrationTests.ways)
    func aPlanIsLookedAtAsAWhole(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(3, from: provider, to: other)
        let plan = try await move.plan()
        _ = try await move.target.service.createNamespace(named: "other")
        #expect(try await plan.preflight(on: move.target.service).isEmpty)
        await move.target.declare(Self.missing)
        let found = try await plan.preflight(on: move.target.service, services: ["service-1"])
        // Scaleway cannot be asked for images of other registries.
        #expect(found.map(\.service) == (other == .qovery ? ["service-1"] : []))
    }
}
