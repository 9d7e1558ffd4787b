import CloudContainers
import Foundation
import ScalewaySimulator

/// A recorded answer beside the simulator's.
///
/// They agree when status, keys, types and all values do, except what no two answers of the real API share: identifiers and
/// hashes, which are mapped as they appear, dates, the part of a host name that comes from an identifier, whether something is
/// finished already, and what is measured.
struct ScalewayComparison {
    /// Numbers that are measured, of which only the names and types can agree.
    private static let measured = ["stats", "current_month_usage"]

    let place: String
    let group: String
    let kind: String
    private(set) var identifiers: [String: String]
    private(set) var differences: [String] = []
    /// Whether the recording was not as far as the simulator.
    private(set) var isUntimed = false
    private let line: ScalewayRecording.Line

    init(of line: ScalewayRecording.Line, in recording: ScalewayRecording, _ identifiers: [String: String]) {
        self.line = line
        self.identifiers = identifiers
        place = "\(recording.name) \(line.number)"
        group = "\(recording.folder) \(line.method)"
        kind = line.kind
    }

    mutating func compare(with answer: SimulatedScaleway.Answer, expected: JSONValue) {
        guard line.status == answer.status else {
            return differences.append("status \(line.status), not \(answer)")
        }
        compare(expected, answer.json, "")
    }

    private mutating func compare(_ recorded: JSONValue, _ simulated: JSONValue, _ path: String) {
        switch (recorded.content, simulated.content) {
        case (.object(var left), .object(var right)):
            if isUntimed(left, right) {
                isUntimed = true
                for name in ["status", "error_message", "updated_at", "url", "ready_at"] {
                    left.remove(name)
                    right.remove(name)
                }
            }
            if left.names != right.names { differences.append("\(path): \(left.names), not \(right.names)") }
            for member in left {
                guard let other = right[member.name] else { continue }
                if Self.measured.contains(member.name) {
                    if Self.form(member.value) != Self.form(other) {
                        differences.append("\(path).\(member.name): shape")
                    }
                } else {
                    compare(member.value, other, "\(path).\(member.name)")
                }
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() { compare(pair.0, pair.1, "\(path)[\(index)]") }
        case (.string(let left), .string(let right)):
            if !agree(left, right) { differences.append("\(path): \(left), not \(right)") }
        default:
            if recorded != simulated {
                let texts = (recorded.text(.compact).prefix(200), simulated.text(.compact).prefix(200))
                differences.append("\(path): \(texts.0), not \(texts.1)")
            }
        }
    }

    /// Whether two states of a resource differ by the time of the question only.
    private func isUntimed(_ left: JSONObject, _ right: JSONObject) -> Bool {
        let transient = ["creating", "updating", "deleting", "pending"]
        let states = (left["status"]?.string ?? "", right["status"]?.string ?? "")
        return line.method == .get && states.0 != states.1 && left["id"] != nil && transient.contains(states.0)
    }

    private mutating func agree(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        if left.isUUID, right.isUUID {
            if let known = identifiers[left] { return known == right }
            identifiers[left] = right
            return true
        }
        if (try? Timestamp(parsing: left)) != nil { return (try? Timestamp(parsing: right)) != nil }
        if left.hasPrefix("$argon2id$v=19$"), right.hasPrefix("$argon2id$v=19$") {
            // A hash stays as long as its value does, and no longer.
            if let known = identifiers[left] { return known == right }
            let isNew = !identifiers.values.contains(right)
            identifiers[left] = right
            return isNew
        }
        if left == "REDACTED" { return !right.isEmpty }
        if left.hasSuffix(".logs.cockpit.fr-par.scw.cloud") { return right.hasSuffix(".logs.cockpit.fr-par.scw.cloud") }
        return Self.registry(right) == left || Disguise.withoutIdentifier(right) == left
    }

    /// A name that version 1beta1 makes in the registry, without what comes from an identifier.
    private static func registry(_ text: String) -> String {
        var steps = text.split(separator: "/").map(String.init)
        guard steps.count > 1, steps[1].hasPrefix("funcscw") else { return text }
        steps[1] = String(steps[1].dropLast(8))
        return steps.joined(separator: "/")
    }

    /// The names and types of a value.
    private static func form(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .object(let object):
            .object(JSONObject(object.map { JSONObject.Member(name: $0.name, value: form($0.value)) }))
        case .array(let elements): .array(elements.map(form))
        default: .string(value.typeName)
        }
    }

    /// The lines of a recorded stream.
    static func lines(of stream: JSONValue) -> [ScalewayLogLine] {
        (stream["values"]?.array ?? []).compactMap { value in
            guard let time = value.array?.first?.string.flatMap(Int64.init), let text = value.array?.last?.string,
                let content = (try? JSONDocument(parsing: text))?.root
            else { return nil }
            let billion: Int64 = 1_000_000_000
            return ScalewayLogLine(
                content["message"]?.string ?? "",
                at: Timestamp(seconds: time / billion, nanoseconds: Int32(time % billion)),
                level: stream["stream"]?["detected_level"]?.string ?? "",
                stream: content["stream"]?.string.flatMap(ScalewayLogLine.Stream.init) ?? .standardOutput,
                instance: content["resource_instance"]?.string ?? ""
            )
        }
    }
}
