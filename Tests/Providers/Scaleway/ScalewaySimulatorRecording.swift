import CloudContainers
import Foundation

/// A recorded conversation with the real API.
struct ScalewayRecording: Sendable {
    /// One request and its answer.
    struct Line: Sendable {
        var number: Int
        var method: HTTPMethod
        /// What comes before the path.
        var base: String
        /// The path with its query.
        var path: String
        var body: JSONValue
        var status: Int
        var answer: JSONValue

        var state: String? { answer["status"]?.string }
        var isTransient: Bool { ["creating", "updating", "deleting", "pending"].contains(state) }
        /// The steps of the path behind the region.
        var steps: [String] {
            let plain = path.prefix { $0 != "?" }.split(separator: "/").map(String.init)
            return plain.count > 4 ? Array(plain.dropFirst(4)) : plain
        }
        /// The first two steps of the path: product and version.
        var product: String { path.split(separator: "/").prefix(2).joined(separator: "/") }
        var isList: Bool { method == .get && answer["total_count"] != nil }
        /// The runs of jobs that it tells of, by their states.
        var jobRuns: [(id: String, state: String)] {
            let runs = elements + (answer["job_definition_id"] == nil ? [] : [answer])
            return runs.compactMap { run in
                run["state"]?.string.map { (id: run["id"]?.string ?? "", state: $0) }
            }
        }
        /// The elements of a list.
        var elements: [JSONValue] { isList ? answer.object?.compactMap(\.value.array).first ?? [] : [] }

        /// What is the same for all requests that ask in the same way: the place, the status and the shape of the body.
        var kind: String {
            let parts = path.split(separator: "?", maxSplits: 1)
            let steps = parts[0].split(separator: "/").map { String($0).isUUID ? "{id}" : String($0) }
            let query = parts.dropFirst().joined().split(separator: "&").map { $0.prefix { $0 != "=" } }.sorted()
            let route = "/" + steps.joined(separator: "/") + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
            let shape = Self.shape(body, "").sorted().joined(separator: " ")
            return "\(method) \(route) \(status)" + (shape.isEmpty ? "" : " \(shape)")
        }

        private static func shape(_ value: JSONValue, _ name: String) -> [String] {
            switch value.content {
            case .object(let object):
                // What the keys of these are is not the shape.
                let isMap = ["environment_variables", "secret_environment_variables", "headers"].contains(name)
                if isMap || object.isEmpty { return ["\(name):map\(object.isEmpty ? "0" : "+")"] }
                let prefix = name.isEmpty ? "" : name + "."
                return object.flatMap { shape($0.value, $0.name).map { prefix + $0 } }
            case .array(let elements): return ["\(name):list\(elements.isEmpty ? "0" : "+")"]
            case .null: return name.isEmpty ? [] : ["\(name):null"]
            case .string(let text) where text.isEmpty || text.hasPrefix("unknown_"): return ["\(name):unset"]
            default: return ["\(name):\(value.typeName)"]
            }
        }
    }

    var folder: String
    var name: String
    var lines: [Line]

    init(_ file: URL) throws {
        folder = file.deletingLastPathComponent().lastPathComponent
        name = file.deletingPathExtension().lastPathComponent
        let recorded = try Payloads.document(file).root["interactions"]?.array ?? []
        lines = recorded.enumerated().compactMap { number, value in
            guard let url = value["url"]?.string, let scheme = url.range(of: "://"),
                let slash = url[scheme.upperBound...].firstIndex(of: "/")
            else { return nil }
            return Line(
                number: number,
                method: HTTPMethod(rawValue: value["method"]?.string ?? ""),
                base: String(url[..<slash]),
                path: String(url[slash...]),
                body: value["request_body"] ?? .null,
                status: value["status"]?.integer ?? 0,
                answer: value["response_body"] ?? .null
            )
        }
    }

    /// All recordings of the container API, of both versions, and of the jobs.
    static let all: [ScalewayRecording] = ["container", "jobs", "v1beta1"].flatMap { folder -> [ScalewayRecording] in
        guard let folder = Payloads.shared?.appending(path: "scaleway/recordings/\(folder)") else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.compactMap { try? Self($0) }
    }
}
