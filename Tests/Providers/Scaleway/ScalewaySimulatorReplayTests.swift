import CloudContainers
import Foundation
import ScalewaySimulator
import SimulationKit
import Testing

/// Recorded conversations with the real API, held with the simulator: it has to answer the same.
@Suite("Scaleway simulator: recorded conversations", .enabled(if: Payloads.shared != nil))
struct ScalewaySimulatorReplayTests {
    static let files: [URL] = {
        guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/container") else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }()

    @Test(arguments: files) func theSimulatorAnswersWhatTheAPIAnswered(_ file: URL) async throws {
        var replay = try Replay(file)
        try await replay.run()
        #expect(replay.differences.isEmpty, "\(replay.differences.joined(separator: "\n"))")
        print("replayed \(file.lastPathComponent): \(replay.count) answers, \(replay.untimed) of them at another time")
    }
}

/// One recorded conversation that is held again.
private struct Replay {
    private struct Line {
        var method: HTTPMethod
        var path: String
        var body: JSONValue
        var status: Int
        var answer: JSONValue

        var state: String? { answer["status"]?.string }
        var isTransient: Bool { ["creating", "updating", "deleting"].contains(state) }
    }

    private let lines: [Line]
    private let account: SimulatedScaleway
    private var world = DeclaredWorld()
    /// The simulator's identifier for each recorded one.
    private var identifiers: [String: String] = [:]
    private(set) var differences: [String] = []
    private(set) var count = 0
    /// How many answers came when the recording was not as far as the simulator.
    private(set) var untimed = 0

    init(_ file: URL) throws {
        let recorded = try Payloads.document(file).root["interactions"]?.array ?? []
        lines = recorded.compactMap { value in
            guard let url = value["url"]?.string, let start = url.range(of: "/containers/v1/") else { return nil }
            return Line(
                method: HTTPMethod(rawValue: value["method"]?.string ?? ""),
                path: String(url[start.lowerBound...]),
                body: value["request_body"] ?? .null,
                status: value["status"]?.integer ?? 0,
                answer: value["response_body"] ?? .null
            )
        }
        var configuration = ScalewaySimulator.Configuration()
        let namespace = lines.first { $0.answer["organization_id"] != nil }?.answer
        configuration.organizationID = namespace?["organization_id"]?.string ?? ""
        configuration.projectID = namespace?["project_id"]?.string ?? ""
        account = SimulatedScaleway(configuration: configuration)
    }

    mutating func run() async throws {
        for (index, line) in lines.enumerated() {
            if line.method == .get, !line.isTransient || line.status == 404 {
                // Somebody waited here.
                await account.time.advance(by: .seconds(600))
            }
            try await prepareWorld(for: line, followedBy: lines[(index + 1)...])
            let body = line.body.isNull ? nil : mapped(line.body)
            let answer = try await account.send(line.method, mapped(line.path), body)
            count += 1
            if let id = line.answer["id"]?.string, line.method == .post { identifiers[id] = answer.id }
            compare(line, answer, "\(index) \(line.method) \(line.path)")
        }
    }

    /// Declares what the rest of the recording shows of the world.
    private mutating func prepareWorld(for line: Line, followedBy rest: ArraySlice<Line>) async throws {
        if line.method == .post, let host = line.body["hostname"]?.string, let id = line.body["container_id"]?.string {
            let endpoint = try await account.send(.get, "containers/\(mapped(id))")["public_endpoint"].string ?? ""
            world.aliases[host] = String(endpoint.dropFirst("https://".count))
        }
        if let image = line.answer["image"]?.string, line.method != .get {
            let end = rest.first { $0.answer["id"] == line.answer["id"] && !$0.isTransient }
            let message = end?.answer["error_message"]?.string ?? ""
            // A failure inside of the provider is nothing that the world could be told.
            world.images[image] = DeclaredWorld.Image(starts: !message.hasPrefix("Container is unable to start"))
            if message.contains(" and path ") {
                let probe = line.answer["startup_probe"]?["tcp"] ?? line.answer["liveness_probe"]?["tcp"]
                world.images[image] = DeclaredWorld.Image(paths: probe == nil ? nil : [])
            }
        }
        await account.simulator.declare(world)
    }

    private func mapped(_ text: String) -> String {
        identifiers.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }

    private func mapped(_ value: JSONValue) -> JSONValue {
        switch value.content {
        case .string(let text): .string(mapped(text))
        case .array(let elements): .array(elements.map(mapped))
        case .object(let object):
            .object(JSONObject(object.map { JSONObject.Member(name: $0.name, value: mapped($0.value)) }))
        default: value
        }
    }

    private mutating func compare(_ line: Line, _ answer: SimulatedScaleway.Answer, _ place: String) {
        if line.status != answer.status { differences.append("\(place): \(line.status), not \(answer)") }
        var recorded = mapped(line.answer)
        var simulated = answer.json
        if let list = recorded.object?.members.first, let elements = list.value.array {
            // Strangers were in the same project, so the elements and their number say nothing.
            if recorded.object?.names != simulated.object?.names { differences.append("\(place): members \(answer)") }
            guard let left = elements.first, let right = simulated[list.name]?.array?.first else { return }
            let names = (left: left.object?.names, right: right.object?.names)
            if names.left != names.right { differences.append("\(place): \(names)") }
            return
        }
        if recorded["error_message"]?.string?.hasPrefix("An internal error") == true {
            recorded = Self.without(["status", "error_message"], recorded)
            simulated = Self.without(["status", "error_message"], simulated)
        } else if line.isTransient, line.state != answer.state {
            untimed += 1
            recorded = Self.without(["status", "error_message", "updated_at"], recorded)
            simulated = Self.without(["status", "error_message", "updated_at"], simulated)
        }
        compare(recorded, simulated, place)
    }

    private mutating func compare(_ recorded: JSONValue, _ simulated: JSONValue, _ place: String) {
        switch (recorded.content, simulated.content) {
        case (.object(let left), .object(let right)):
            if left.names != right.names { differences.append("\(place): \(left.names), not \(right.names)") }
            for member in left {
                guard let other = right[member.name] else { continue }
                compare(member.value, other, "\(place).\(member.name)")
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() { compare(pair.0, pair.1, "\(place)[\(index)]") }
        case (.string(let left), .string(let right)):
            if Self.form(left) != Self.form(right) { differences.append("\(place): \(left), not \(right)") }
        default:
            if recorded != simulated { differences.append("\(place): \(recorded), not \(simulated)") }
        }
    }

    /// What has to be the same about two texts: of dates the digits, of hashes the form, of an endpoint the end.
    private static func form(_ text: String) -> String {
        if (try? Timestamp(parsing: text)) != nil {
            return "date of \(text.contains(".") ? "a request" : "a whole second")"
        }
        if text.hasPrefix("$argon2id$") { return text.split(separator: "$").prefix(3).joined(separator: "$") }
        if text.hasPrefix("https://"), text.hasSuffix(".scw.cloud"), let dash = text.firstIndex(of: "-") {
            return String(text[..<dash].dropLast(8)) + text[dash...]
        }
        return text
    }

    private static func without(_ names: [String], _ value: JSONValue) -> JSONValue {
        var object = value.object ?? JSONObject()
        for name in names { object.remove(name) }
        return .object(object)
    }
}
