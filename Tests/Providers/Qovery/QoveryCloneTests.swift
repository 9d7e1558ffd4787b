import CloudContainers
import QoveryContainers
import SimulationKit
import Testing

@Suite("Copies and settings of Qovery") struct QoveryCloneTests {
    private func service(_ shop: Workshop) throws -> QoveryContainerService {
        try #require(shop.service as? QoveryContainerService)
    }

    @Test func aCopyHasTheSameConfiguration() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let copy = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        #expect(copy.id != shop.container && copy.spec.name == "web-2" && copy.namespace == shop.namespace)
        let whole = try await service.container(copy.id)
        #expect(whole.spec.variables.contains { $0.name == "GREETING" })
        #expect(whole.status.state == .neverDeployed)
    }

    @Test func aWholeEnvironmentIsCopied() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let copy = try await service.cloneNamespace(shop.namespace, named: "shop-2", as: .staging)
        #expect(copy.id != shop.namespace && copy.name == "shop-2")
        #expect(try await service.completeContainers(in: copy.id).map(\.spec.name) == ["web"])
    }

    @Test func aNameThatIsTakenIsRefused() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let writes = await shop.account.writes.count
        let container = try await failure {
            _ = try await service.clone(shop.container, named: "WEB", into: shop.namespace)
        }
        let namespace = try await failure { _ = try await service.cloneNamespace(shop.namespace, named: "Shop") }
        #expect(container?.code == .alreadyExists && namespace?.code == .alreadyExists)
        #expect(await shop.account.writes.count == writes)
    }

    @Test func aNameIsWaitedForWhoseBearerIsBeingDeleted() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let first = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        let deployment = try await service.deploy([first.id], in: shop.namespace)
        try await service.wait(for: [first.id], in: shop.namespace, after: deployment, shop.account.waiting)
        try await service.delete(first.id)
        let second = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        #expect(second.id != first.id)
    }

    @Test("a lost answer makes one copy", arguments: [true, false])
    func isMadeOnce(_ acts: Bool) async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let fault: Fault = acts ? .cutAfterActing : .cutBeforeActing
        await shop.account.faults.add(FaultRule(fault, method: .post, occurrences: 1...1))
        var copy: Container?
        let error = try await failure {
            copy = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        }
        #expect(acts ? error == nil : error?.code == .outcomeUnknown)
        let found = try await service.completeContainers(in: shop.namespace).filter { $0.spec.name == "web-2" }
        #expect(found.map(\.id) == [copy?.id].compactMap { $0 } && found.count == (acts ? 1 : 0))

        await shop.account.faults.removeRules()
        await shop.account.faults.add(FaultRule(fault, method: .post, occurrences: 1...1))
        var environment: Namespace?
        let other = try await failure {
            environment = try await service.cloneNamespace(shop.namespace, named: "shop-2")
        }
        #expect(acts ? other == nil : other?.code == .outcomeUnknown)
        var names: [Namespace] = []
        for try await namespace in service.allNamespaces where namespace.name == "shop-2" { names.append(namespace) }
        #expect(names.map(\.id) == [environment?.id].compactMap { $0 } && names.count == (acts ? 1 : 0))
    }

    @Test func aMissingOriginalIsNotFound() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        try await service.delete(shop.container)
        try await service.wait(for: [shop.container], in: shop.namespace, until: .gone, shop.account.waiting)
        let error = try await failure {
            _ = try await service.clone(shop.container, named: "web-2", into: shop.namespace)
        }
        #expect(error?.code == .notFound)
    }

    // MARK: Advanced settings

    @Test func oneSettingIsChangedAndTheOthersStay() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let before = try await service.advancedSettings(of: shop.container)
        let key = "network.ingress.proxy_body_size_mb"
        let change = try await service.changeAdvancedSettings(of: shop.container, [key: 250, "no.such.key": true])
        #expect(change.settings.differences(from: before) == [key])
        #expect(change.settings[key] == 250 && change.ignoredKeys == ["no.such.key"])
        #expect(try await service.advancedSettings(of: shop.container) == change.settings)
        let back = try await service.changeAdvancedSettings(of: shop.container, [key: .null])
        #expect(back.settings.differences(from: before).isEmpty && back.ignoredKeys.isEmpty)
        let defaults = try await service.defaultAdvancedSettings()
        #expect(defaults[key] == before[key] && defaults.keys.count == before.keys.count)
    }

    @Test func nothingIsSentForWhatIsSo() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let writes = await shop.account.writes.count
        // The API writes numbers and truth values as texts too.
        let change = try await service.changeAdvancedSettings(
            of: shop.container,
            ["network.ingress.proxy_body_size_mb": "100", "network.ingress.force_ssl_redirect": "true"]
        )
        #expect(change.ignoredKeys.isEmpty)
        #expect(await shop.account.writes.count == writes)
    }

    @Test func unknownKeysAndFormsGoBackAsTheyCame() async throws {
        var sent: SentRequests?
        let shop = try await Workshop(.qovery) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        let service = try service(shop)
        let answer = #"{"a.new.key":{"deep":[1,2.50]},"network.ingress.keepalive_time_seconds":"3600"}"#
        await shop.account.faults.add(FaultRule(.body(Array(answer.utf8)), path: "/advancedSettings"))
        _ = try await service.changeAdvancedSettings(of: shop.container, ["hpa.cpu.average_utilization_percent": 70])
        let body = try #require(await sent?.requests.last { $0.method == .put }?.body)
        #expect(
            String(decoding: body.bytes, as: UTF8.self) == answer.dropLast()
                + #","hpa.cpu.average_utilization_percent":70}"#
        )
    }

    @Test func aChangeMeanwhileIsAConflict() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let read = try await service.advancedSettings(of: shop.container)
        _ = try await service.changeAdvancedSettings(of: shop.container, ["hpa.cpu.average_utilization_percent": 75])
        let writes = await shop.account.writes.count
        let error = try await failure {
            _ = try await service.changeAdvancedSettings(of: shop.container, ["network.dns.ndots": 2], since: read)
        }
        #expect(error?.code == .conflict && error?.message.contains("hpa.cpu.average_utilization_percent") == true)
        #expect(await shop.account.writes.count == writes)
    }
}
