import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 6: no part of a secret's value occurs in anything that a translation gives.
@Suite("Law 6, secrets stay put") struct SecretsStayPutTests {
    @Test func noSecretLeavesATranslation() async throws {
        try await GeneratedCase.each(default: 70_000) { generated in
            var random = SeededGenerator(seed: generated.seed)
            let canary = (0..<32).map { _ in String(random.number(0...15), radix: 16) }.joined()
            let payload = planting(canary, in: generated.bundle, generated.dialect.provider)
            let planted = payload.text(.compact).contains(canary)
            let given = Resolutions.permissive(for: try generated.read().value)
            let read = try #require(try generated.dialect.read(JSONDocument(payload), given).first)
            // Reflection is slow, so a share of the cases is dumped too.
            let isDumped = generated.seed.isMultiple(of: 64) || generated.seed % 64 == 1
            var texts = [read.value.document.text(.compact), shown(read.ledger)]
            if isDumped { texts.append(dumped(read)) }
            for target in [generated.dialect, generated.other] {
                let written = target.write(read.value, given)
                texts += [written.value?.text(.compact) ?? "", shown(written.ledger)]
                let change = try target.prepare(.create(read.value), given)
                texts.append(change.value?.document.text(.compact) ?? "")
                if isDumped { texts += [dumped(written), dumped(change), "\(written.ledger)"] }
            }
            let traces = forms(of: canary)
            let hit = texts.first { text in traces.contains { text.contains($0) } }
            if let hit {
                print("the canary of seed \(generated.seed) leaks (planted: \(planted)): \(hit.prefix(2000))")
            }
            return hit == nil
        }
    }

    /// All values of a ledger as a report prints them.
    private func shown(_ ledger: Ledger) -> String {
        ledger.entries.map { entry in
            let leaves = (entry.sources + entry.targets).map { "\($0.path) \($0.value)" }
            let findings = entry.findings.map {
                "\($0.subject ?? "") \($0.before) \($0.after) \($0.detail ?? "") \($0.resolution ?? "")"
            }
            return (leaves + findings).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private func forms(of canary: String) -> [String] {
        [String(canary.prefix(8)), Data(canary.utf8).base64EncodedString().prefix(8).description]
    }

    /// The payload with the canary as the value of every secret that it holds.
    private func planting(_ canary: String, in bundle: JSONValue, _ provider: ProviderID) -> JSONValue {
        var result = bundle
        for (path, _) in bundle.leaves() where path.description.contains("secret_environment_variables.") {
            result = result.replacing(path, with: .string(canary))
        }
        for (index, variable) in (bundle["variables"]?.array ?? []).enumerated()
        where variable["is_secret"]?.bool == true {
            let path = FieldPath("variables").appending(index).appending("value")
            result = result.replacing(path, with: .string(canary))
        }
        for (index, trigger) in (bundle["triggers"]?.array ?? []).enumerated() {
            guard var config = trigger["sqs_config"]?.object else { continue }
            config.set("secret_access_key", .string(canary))
            var object = trigger.object ?? JSONObject()
            object.set("sqs_config", .object(config))
            result = result.replacing(FieldPath("triggers").appending(index), with: .object(object))
        }
        return result
    }
}
