import CloudContainers
import Foundation
import QoveryContainers
import ScalewayContainers
import Testing

/// Real payloads of the API: decoded without an unknown key, encoded as they were, translated without a silent field.
@Suite("Recorded payloads", .enabled(if: Payloads.shared != nil)) struct RecordedPayloadsTests {
    @Test func everyBodyAndAnswerDecodesAndEncodesTheSame() throws {
        var counts: [String: Int] = [:]
        for interaction in Interaction.all {
            for (side, body) in [("sent", interaction.request), ("answered", interaction.response)] {
                for payload in parts(of: body, interaction) where payload.object != nil {
                    let (again, unknown) = try encoded(payload, interaction.resource)
                    #expect(again == payload, "\(interaction) \(side)")
                    #expect(unknown.isEmpty, "\(interaction) \(side): \(unknown)")
                    counts["\(interaction.resource) \(side)", default: 0] += 1
                }
            }
        }
        print(
            "recorded payloads: \(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
        )
        #expect(counts["containers answered", default: 0] > 300)
    }

    /// A list answer gives its elements; an error body is not a resource.
    private func parts(of body: JSONValue, _ interaction: Interaction) -> [JSONValue] {
        if let list = body[interaction.resource]?.array { return list }
        return body["type"] != nil && body["message"] != nil ? [] : body["message"] == nil ? [body] : []
    }

    private func encoded(_ payload: JSONValue, _ resource: String) throws -> (JSONValue, [String]) {
        switch resource {
        case "containers":
            let value = try ScalewayContainer(json: payload)
            return (value.json, value.unknown.map(\.name))
        case "namespaces":
            let value = try ScalewayNamespace(json: payload)
            return (value.json, value.unknown.map(\.name))
        case "domains":
            let value = try ScalewayDomain(json: payload)
            return (value.json, value.unknown.map(\.name))
        case "triggers":
            let value = try ScalewayTrigger(json: payload)
            return (value.json, value.unknown.map(\.name))
        default: return (payload, [])
        }
    }

    @Test func everyCreationAndAnswerIsTranslatedWithoutASilentField() throws {
        let payloads = Interaction.creations.map(\.request) + Interaction.containers.map(\.response)
        var leaves = 0
        for payload in payloads {
            let read = try #require(try ScalewayDialect().read(JSONDocument(payload), Resolutions()).first)
            let written = QoveryDialect().write(read.value, .permissive(for: read.value))
            let bundle = try #require(written.value)
            let ledger = read.ledger.followed(by: written.ledger)
            let silent = ledger.findings.map(\.finding.code).filter { $0 == .fieldUnknown || $0 == .targetUnexplained }
            #expect(silent.isEmpty, "\(payload.text(.compact))")
            let sources = ledger.entries.flatMap { $0.sources.map(\.path) }
            let wanted = (["container": payload] as JSONValue).leaves().map(\.path)
            #expect(sources.count == wanted.count && Set(sources) == Set(wanted))
            #expect(Set(ledger.entries.flatMap { $0.targets.map(\.path) }) == Set(bundle.root.leaves().map(\.path)))
            leaves += wanted.count
        }
        print(
            "translated \(Interaction.creations.count) creations and \(Interaction.containers.count) answers, \(leaves) leaves"
        )
    }

    @Test func anUpdateOfAnUnchangedAnswerIsEmpty() throws {
        for interaction in Interaction.containers {
            let live = JSONDocument(interaction.response)
            let spec = try #require(try ScalewayDialect().read(live, Resolutions()).first?.value)
            let change = try ScalewayDialect().prepare(.update(spec, live: live), .permissive(for: spec)).value
            #expect(change?.requests.isEmpty == true, "\(interaction)")
        }
    }

    @Test func everyPropertyOfTheRecordingsHasARule() throws {
        let rules = ScalewayDialect().rules
        var seen: Set<String> = []
        var missing: Set<String> = []
        let prefixes = [
            "containers": "container", "namespaces": "namespace", "domains": "domains[0]", "triggers": "triggers[0]",
        ]
        for interaction in Interaction.all {
            guard let prefix = prefixes[interaction.resource] else { continue }
            for body in [interaction.request, interaction.response] {
                for payload in parts(of: body, interaction) {
                    for (path, _) in payload.leaves() where path != .root {
                        let full = path.prefixed(by: FieldPath(prefix))
                        seen.insert(full.description)
                        let isCovered = rules.contains { rule in
                            // An empty list or map has no element that a rule could speak of.
                            rule.covers(full) || FieldPath(rule.field).contains(full)
                                || full.contains(FieldPath(rule.field))
                        }
                        if !isCovered { missing.insert(full.description) }
                    }
                }
            }
        }
        print("properties of the recordings: \(seen.count) paths, \(missing.count) without a rule")
        #expect(missing.isEmpty, "\(missing.sorted())")
    }
}
