import CloudContainers
import ScalewaySimulator
import SimulationKit

/// What others had in the project while a conversation was recorded, and what was pushed into the registry meanwhile.
struct ScalewayStrangers {
    private struct Stranger {
        var id: String
        var product: String
        var created: String
        var json: JSONValue
    }

    /// Those who have not appeared yet, in the order of their creation.
    private var waiting: [Stranger] = []
    private var present: [String: String] = [:]
    private let images: [JSONValue]
    /// The namespaces of the registry, with how many images they are known to hold.
    private var registries: [String: Int] = [:]

    init(of recording: ScalewayRecording) {
        let own = Set(recording.lines.filter { $0.method == .post }.compactMap { $0.answer["id"]?.string })
        var seen = own
        for line in recording.lines where line.isList && line.steps.first == "namespaces" {
            for element in line.elements {
                guard let id = element["id"]?.string, seen.insert(id).inserted else { continue }
                let created = element["created_at"]?.string ?? ""
                waiting.append(Stranger(id: id, product: line.product, created: created, json: element))
            }
        }
        waiting.sort { $0.created < $1.created }
        images = recording.lines.filter { $0.steps.first == "images" }.flatMap(\.elements)
    }

    /// Lets appear whoever was there when a request was answered, and disappear whoever was there no more.
    mutating func appear(
        before line: ScalewayRecording.Line,
        in account: SimulatedScaleway,
        _ disguise: Disguise,
        _ identifiers: inout [String: String]
    ) async throws {
        let listed = Set(line.elements.compactMap { $0["id"]?.string })
        let made = line.method == .post && line.steps.first == "namespaces" ? line.answer["created_at"]?.string : nil
        for stranger in waiting where stranger.product == line.product {
            guard listed.contains(stranger.id) || made.map({ stranger.created < $0 }) ?? false else { continue }
            let body: JSONValue = [
                "project_id": account.project, "name": disguise.value(stranger.json)["name"] ?? "",
                "description": stranger.json["description"] ?? "", "tags": disguise.value(stranger.json)["tags"] ?? [],
                "environment_variables": stranger.json["environment_variables"] ?? [:],
                "secret_environment_variables": Self.secrets(stranger.json),
            ]
            let path = "/\(stranger.product)/regions/fr-par/namespaces"
            let answer = try await account.send(.post, path, body)
            identifiers[stranger.id] = answer.id
            present[stranger.id] = path
        }
        waiting.removeAll { identifiers[$0.id] != nil }
        if line.isList, line.steps.first == "namespaces" {
            for (id, path) in present where !listed.contains(id) && path.hasPrefix("/\(line.product)") {
                await account.time.advance(by: .seconds(600))
                _ = try await account.send(.delete, "\(path)/\(identifiers[id] ?? "")")
                present[id] = nil
                await account.time.advance(by: .seconds(600))
            }
        }
        if line.product == "registry/v1", line.method != .post {
            try await push(line, in: account, disguise, identifiers)
        }
    }

    /// The values of the strangers' secrets are nobody's business.
    private static func secrets(_ json: JSONValue) -> JSONValue {
        let names = json["secret_environment_variables"]?.object?.names ?? []
        return .object(JSONObject(names.map { JSONObject.Member(name: $0, value: "unknown") }))
    }

    /// Pushes the images that lists show, and as many more as a namespace says that it has.
    private mutating func push(
        _ line: ScalewayRecording.Line,
        in account: SimulatedScaleway,
        _ disguise: Disguise,
        _ identifiers: [String: String]
    ) async throws {
        for image in images {
            guard let owner = image["namespace_id"]?.string, let id = identifiers[owner], registries[owner] == nil
            else {
                continue
            }
            let name =
                try await account.send(.get, "/registry/v1/regions/fr-par/namespaces/\(id)")["endpoint"].string ?? ""
            let mine = images.filter { $0["namespace_id"]?.string == owner }
            for image in mine {
                let tag = image["tags"]?.array?.first?.string ?? "latest"
                let reference = "\(name)/\(image["name"]?.string ?? ""):\(tag)"
                let bytes = image["size"]?.integer ?? 0
                try await account.simulator.push(reference, digest: "sha256:\(bytes)", bytes: bytes)
            }
            registries[owner] = mine.count
        }
        let spaces = line.isList ? line.elements : [line.answer]
        for space in spaces {
            guard let owner = space["id"]?.string, let count = space["image_count"]?.integer, registries[owner] == nil,
                let size = space["size"]?.integer
            else { continue }
            let endpoint = disguise.value(space)["endpoint"]?.string ?? ""
            for number in 0..<count {
                let bytes = number == 0 ? size : 0
                try await account.simulator.push("\(endpoint)/image\(number):1", digest: "sha256:1", bytes: bytes)
            }
            registries[owner] = count
        }
    }
}
