import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 4: applying the same thing twice changes nothing the second time; what is absent is not managed.
@Suite("Law 4, stable") struct StableTests {
    @Test func applyingTwiceChangesNothing() async throws {
        try await GeneratedCase.each(default: 40_000) { generated in
            var random = SeededGenerator(seed: generated.seed)
            let spec = thinned(try generated.read().value, &random)
            for target in [generated.dialect, generated.other] {
                let given = Resolutions.permissive(for: spec)
                guard let bundle = target.write(spec, given).value else { continue }
                let live = JSONDocument(LiveService.answer(of: bundle.root, target.provider, &random))
                let prepared = try target.prepare(.update(spec, live: live), given)
                guard let change = prepared.value else {
                    print("\(target.provider): \(prepared.ledger.obstacles.codes)")
                    return false
                }
                guard change.requests.isEmpty else {
                    print("\(target.provider): \(differences(change, live))")
                    return false
                }
            }
            return true
        }
    }

    @Test func anAbsentFieldKeepsTheLiveValue() async throws {
        try await GeneratedCase.each(default: 50_000) { generated in
            let given = Resolutions.permissive(for: try generated.read().value)
            let live = try generated.read(given).value
            var wish = ContainerSpec(name: live.name, image: live.image)
            // Without ports a service is a worker, which Scaleway does not run.
            wish.ports = live.ports
            wish.imageAccess = live.imageAccess
            let document = JSONDocument(generated.bundle)
            guard let change = try generated.dialect.prepare(.update(wish, live: document), given).value else {
                return true
            }
            if !change.requests.isEmpty { print(differences(change, document)) }
            return change.requests.isEmpty
        }
    }

    @Test(arguments: [
        "description", "command", "arguments", "resources.cpu", "resources.memory", "scaling", "probes.liveness",
        "httpsOnly", "environment", "secrets",
    ])
    func nullSetsBackAndStaysSo(_ field: String) throws {
        for seed in UInt64(0)..<100 {
            let generated = GeneratedCase(seed: 90_000 + seed)
            let given = Resolutions.permissive(for: try generated.read().value)
            let current = try generated.read(given).value
            var wish = ContainerSpec(name: current.name, image: current.image)
            wish.ports = current.ports
            wish.imageAccess = current.imageAccess
            wish.resets = [FieldPath(field)]
            let live = JSONDocument(generated.bundle)
            let first = try generated.dialect.prepare(.update(wish, live: live), given)
            guard let change = first.value else { continue }
            // The field is set back, or a finding says that it cannot be.
            let body = change.requests.first {
                ["PUT", "PATCH"].contains($0.method) && !$0.path.contains("/variable/")
            }
            let after = LiveService.applying(change, to: generated.bundle)
            let second = try generated.dialect.prepare(.update(wish, live: JSONDocument(after)), given)
            #expect(second.value?.requests.isEmpty == true, "\(generated.comment) \(body?.body?.text() ?? "")")
        }
    }

    @Test func whatCannotBeSetBackIsSaid() throws {
        let generated = GeneratedCase(seed: 1)
        let given = Resolutions.permissive(for: try generated.read().value)
        let current = try generated.read(given).value
        var wish = ContainerSpec(name: current.name, image: current.image)
        wish.ports = current.ports
        wish.resets = ["probes.startup"]
        let change = try generated.dialect.prepare(.update(wish, live: JSONDocument(generated.bundle)), given)
        #expect(change.ledger.findings.contains { $0.finding.code == .resetImpossible })
    }

    /// The members of the requests' bodies that are not in the live container.
    private func differences(_ change: PreparedChange, _ live: JSONDocument) -> String {
        let container = live.root["container"]
        return change.requests.map { request in
            let members = request.body?.root.object?.members ?? []
            let texts = members.map { member in
                let old = container?[member.name]?.text(.compact) ?? "absent"
                return "\(member.name): \(old) → \(member.value.text(.compact))"
            }
            return "\(request.method) \(request.path) \(texts.joined(separator: "\n  "))"
        }.joined(separator: "\n")
    }

    /// The specification with some fields left out, as a manifest would have it.
    private func thinned(_ spec: ContainerSpec, _ random: inout SeededGenerator) -> ContainerSpec {
        var spec = spec
        if random.isTrue(percent: 20) { spec.resources.cpu = nil }
        if random.isTrue(percent: 20) { spec.resources.memory = nil }
        if random.isTrue(percent: 30) { spec.resources.ephemeralStorage = nil }
        if random.isTrue(percent: 20) { spec.scaling = Scaling() }
        if random.isTrue(percent: 20) { spec.probes = Probes() }
        if random.isTrue(percent: 20) { spec.timeouts = Timeouts() }
        if random.isTrue(percent: 20) { spec.description = nil }
        if random.isTrue(percent: 20) { spec.httpsOnly = nil }
        if random.isTrue(percent: 20) { spec.variables = [] }
        if random.isTrue(percent: 30) { spec.providers = ProviderSettingsSet() }
        return spec
    }
}
