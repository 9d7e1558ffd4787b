import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 1: what is read can be written again as it was.
@Suite("Law 1, faithful") struct FaithfulTests {
    @Test func wireTypesKeepEveryMember() async throws {
        try await GeneratedCase.each(default: 1_000) { generated in
            var random = SeededGenerator(seed: generated.seed)
            let payload = strange(generated.bundle, &random)
            let again =
                generated.dialect.provider == .qovery
                ? try QoveryBundle(json: payload).json : try ScalewayBundle(json: payload).json
            if again != payload { print("read:    \(payload.text(.compact))\nwritten: \(again.text(.compact))") }
            return again == payload
        }
    }

    /// The payload with members that nobody knows, some of them `null`, in every object that is a wire object.
    private func strange(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        switch value.content {
        case .object(let object):
            var result = JSONObject(object.members.map { .init(name: $0.name, value: strange($0.value, &random)) })
            let isMap = object.members.allSatisfy { $0.value.string != nil } || object.isEmpty
            if !isMap, random.isTrue(percent: 20) {
                result.set("future_member", random.pick(.null, 5, ["a": [1, "two", .null]]))
            }
            return .object(result)
        case .array(let array): return .array(array.map { strange($0, &random) })
        default: return value
        }
    }

    @Test func anUnchangedServiceNeedsNoRequest() async throws {
        try await GeneratedCase.each(default: 2_000) { generated in
            let given = Resolutions.permissive(for: try generated.read().value)
            let spec = try generated.read(given).value
            let live = JSONDocument(generated.bundle)
            guard let change = try generated.dialect.prepare(.update(spec, live: live), given).value else {
                // Qovery holds things that cannot be written again, such as no limit of instances.
                return generated.dialect.provider == .qovery
            }
            if !change.requests.isEmpty { print(change.document.text()) }
            return change.requests.isEmpty
        }
    }

    @Test func aPutThatChangesNothingIsTheAnswerWithoutWhatOnlyAnswersHave() async throws {
        try await GeneratedCase.each(default: 3_000) { generated in
            guard generated.dialect.provider == .qovery, let container = generated.bundle["container"] else {
                return true
            }
            let body = try QoveryContainer(json: container).updateBody.json
            var expected = container.object ?? JSONObject()
            for name in [
                "id", "created_at", "updated_at", "environment", "service_type", "maximum_cpu", "maximum_memory",
                "maximum_gpu", "registry",
            ] { expected.remove(name) }
            expected.set("registry_id", container["registry"]?["id"] ?? .null)
            for name in ["labels_groups", "annotations_groups"] {
                guard let groups = container[name]?.array else { continue }
                expected.set(name, .array(groups.map { ["id": $0["id"] ?? .null] }))
            }
            if var policy = container["autoscaling"]?.object {
                for name in ["id", "created_at", "updated_at", "service_id"] { policy.remove(name) }
                policy.set(
                    "scalers",
                    .array(
                        (policy["scalers"]?.array ?? []).map { scaler in
                            var scaler = scaler.object ?? JSONObject()
                            for name in ["id", "created_at", "updated_at"] { scaler.remove(name) }
                            return .object(scaler)
                        }
                    )
                )
                expected.set("autoscaling", .object(policy))
            }
            return body == .object(expected)
        }
    }

    @Test func writingForTheSameProviderIsIdempotent() async throws {
        try await GeneratedCase.each(default: 4_000) { generated in
            let given = Resolutions.permissive(for: try generated.read().value)
            let spec = try generated.read(given).value
            let written = generated.dialect.write(spec, given)
            // A resolved text with {{OTHER}} in it is resolved once more, and a finding says so.
            if written.ledger.findings.contains(where: { $0.finding.code == .variableBraces }) { return true }
            guard let first = written.value else { return true }
            let again = try #require(try generated.dialect.read(first, given).first?.value)
            let second = generated.dialect.write(again, given).value
            if first != second {
                print("first:  \(first.text(.compact))\nsecond: \(second?.text(.compact) ?? "nothing")")
            }
            return first == second
        }
    }

    @Test func aTripToTheOtherProviderAndBackKeepsTheAmounts() async throws {
        try await GeneratedCase.each(default: 5_000) { generated in
            let given = Resolutions.permissive(for: try generated.read().value)
            let spec = try generated.read(given).value
            guard let there = generated.other.write(spec, given).value,
                let seen = try generated.other.read(there, given).first?.value,
                let back = generated.dialect.write(seen, given).value,
                let result = try generated.dialect.read(back, given).first?.value
            else { return true }
            let isCut = generated.other.write(spec, given).ledger.findings.contains {
                [.cpuClamped, .memoryClamped, .diskClamped].contains($0.finding.code)
            }
            if isCut { return true }
            let isSame =
                result.resources.cpu == spec.resources.cpu && result.resources.memory == spec.resources.memory
                && (spec.resources.ephemeralStorage == nil
                    || result.resources.ephemeralStorage == spec.resources.ephemeralStorage)
            if !isSame { print("\(spec.resources)\n\(result.resources)\n\(there.text(.compact))") }
            return isSame
        }
    }
}
