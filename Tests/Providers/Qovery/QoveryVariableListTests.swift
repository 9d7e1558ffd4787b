import CloudContainers
import QoveryContainers
import Testing

/// What is kept of the built-in variables that Qovery answers about other services.
@Suite("Qovery: built-in variables of others")
struct QoveryVariableListTests {
    private func fleet(_ count: Int) async throws -> (service: any ContainerService, ids: [Container.ID]) {
        let account = try Account(.qovery)
        let place = try await account.service.createNamespace(named: "shop")
        var ids: [Container.ID] = []
        for index in 0..<count {
            let spec = try ContainerSpec.sample(named: "service-\(index)", "GREETING", "hello")
            ids.append(try await account.service.apply(spec, in: place.id, account.given))
        }
        return (account.service, ids)
    }

    private func keys(_ container: Container) -> [String] {
        (container.bundle.root["variables"]?.array ?? []).compactMap { $0["key"]?.string }
    }

    @Test func theyAreCountedAndSaidOnce() async throws {
        let (service, ids) = try await fleet(4)
        let container = try await service.container(ids[0])
        let own = "QOVERY_CONTAINER_Z\(ids[0].rawValue.prefix(8).uppercased())_HOST"
        #expect(keys(container).filter { $0.hasPrefix("QOVERY_CONTAINER") } == ["\(own)_INTERNAL", "\(own)_EXTERNAL"])
        #expect(container.bundle.root["built_ins_of_others"] == 6)
        let path = FieldPath("built_ins_of_others")
        let ledger = try service.dialect.ledger(of: container)
        let entries = ledger.entries.filter { $0.sources.contains { $0.path == path } }
        #expect(entries.flatMap(\.findings).map(\.code) == [.variableBuiltIn])
        #expect(entries.flatMap(\.findings).map(\.subject) == ["6 of other services"])
        #expect(service.dialect.rules.contains { $0.field == "built_ins_of_others" })
    }

    @Test func thoseThatAValueRefersToAreKept() async throws {
        let (service, ids) = try await fleet(5)
        func key(_ index: Int, _ end: String) -> String {
            "QOVERY_CONTAINER_Z\(ids[index].rawValue.prefix(8).uppercased())_HOST_\(end)"
        }
        let variables = try #require((service as? QoveryContainerService)?.qoveryVariables)
        let host = "container-z\(ids[3].rawValue.prefix(8))-service-3"
        try await variables.setVariables(
            [
                EnvironmentVariable(name: "BRACES", value: .plain("http://{{ \(key(1, "INTERNAL")) }}:8080")),
                EnvironmentVariable(name: "HOST", value: .plain("http://\(host):8080/v1")),
            ],
            in: .container(ids[0]),
            secrets: SecretValues()
        )
        _ = try await variables.addAlias("ALIAS", of: key(2, "EXTERNAL"), in: .container(ids[0]))
        let container = try await service.container(ids[0])
        let kept = keys(container).filter { key in key.hasPrefix("QOVERY_CONTAINER") }.dropFirst(2)
        #expect(Set(kept) == [key(1, "INTERNAL"), key(2, "EXTERNAL"), key(3, "INTERNAL")])
        #expect(container.bundle.root["built_ins_of_others"] == 5)
        let ledger = try service.dialect.ledger(of: container)
        let blocked = ledger.findings.map(\.finding).filter { $0.code == .variableReference }
        #expect(Set(blocked.compactMap(\.subject)) == ["ALIAS", "BRACES"])
    }

    @Test func anotherServiceIsNoChangeOfThisOne() async throws {
        let (service, ids) = try await fleet(2)
        let before = try await service.container(ids[0])
        let spec = try ContainerSpec.sample(named: "late", "GREETING", "hello")
        _ = try await service.apply(spec, in: before.namespace, Account(.qovery).given)
        let after = try await service.container(ids[0])
        #expect(before.bundle != after.bundle)
        #expect(service.dialect.basis(of: before.bundle) == service.dialect.basis(of: after.bundle))
    }
}
