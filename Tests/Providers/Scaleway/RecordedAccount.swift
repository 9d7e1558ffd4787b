import CloudContainers
import Foundation
import SimulationKit

/// Answers as a recording did: the line that is due, and any other read from the latest that the recording has shown.
actor RecordedAccount: HTTPTransport {
    /// One recorded request of the containers API, and its answer.
    struct Line: Sendable, CustomStringConvertible {
        var place: String
        var method: HTTPMethod
        var region: String
        /// The path below the region.
        var path: String
        var query: [String: String]
        var body: JSONValue
        var status: Int
        var answer: JSONValue

        var resource: String { String(path.prefix { $0 != "/" }) }
        /// The identifier in the path, if there is one.
        var id: String? { path.contains("/") ? String(path.drop { $0 != "/" }.dropFirst()) : nil }
        var description: String { "\(place): \(method) \(path) → \(status)" }

        /// Reads an interaction; `nil` for one with another API.
        init?(_ value: JSONValue, _ place: String) {
            let marker = "/containers/v1/regions/"
            guard let url = value["url"]?.string, let start = url.range(of: marker),
                let parts = URLComponents(string: marker + url[start.upperBound...])
            else { return nil }
            let steps = parts.path.dropFirst(marker.count).split(separator: "/")
            self.place = place
            method = HTTPMethod(rawValue: value["method"]?.string ?? "")
            region = String(steps[0])
            path = steps.dropFirst().joined(separator: "/")
            query = (parts.queryItems ?? []).reduce(into: [:]) { $0[$1.name] = $1.value ?? "" }
            body = value["request_body"] ?? .null
            status = value["status"]?.integer ?? 0
            answer = value["response_body"] ?? .null
        }
    }

    /// What was sent for the line that was due.
    struct Sent: Sendable {
        var query: [String: String]
        var body: JSONValue
    }

    private var due: Line?
    private var sent: Sent?
    private var objects: [String: (status: Int, body: JSONValue)] = [:]
    /// How many reads came beside those of the recording.
    private(set) var extraReads = 0
    /// Writes that no line stood for.
    private(set) var strangers: [String] = []

    /// Makes a line the next to be asked for.
    func expect(_ line: Line) {
        due = line
        sent = nil
    }

    /// What was sent for the line that was due, which from now on belongs to what has been shown.
    func finish() -> Sent? {
        if let due, sent == nil { learn(due) }
        due = nil
        return sent
    }

    /// The latest that the recording has shown of something, if it is there.
    func latest(_ path: String) -> JSONValue? {
        guard let object = objects[path], object.status == 200 else { return nil }
        return object.body
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let parts = request.path.split(separator: "?", maxSplits: 1)
        // What comes first is `containers/v1/regions/REGION`.
        let path = parts[0].split(separator: "/").dropFirst(4).joined(separator: "/")
        let items = SimulatedRequest(request).query
        let query = items.reduce(into: [String: String]()) { $0[$1.name] = $1.value }
        if let due, sent == nil, due.method == request.method, due.path == path {
            sent = Sent(query: query, body: try SimulatedRequest(request).json() ?? .null)
            learn(due)
            return HTTPResponse(due.status, json: due.answer)
        }
        guard request.method == .get else {
            strangers.append("\(request.method) \(path), where \(due?.description ?? "nothing") is due")
            throw HTTPTransportError(.unavailable, "the recording has no such request", delivery: .notSent)
        }
        extraReads += 1
        if !path.contains("/") { return list(path, query) }
        let object = objects[path] ?? (404, ["message": "resource is not found", "type": "not_found"])
        return HTTPResponse(object.status, json: object.body)
    }

    /// The elements that have been shown and that the filters of the query leave.
    private func list(_ resource: String, _ query: [String: String]) -> HTTPResponse {
        let filters = ["namespace_id", "container_id", "project_id", "name"].filter { query[$0] != nil }
        let elements = objects.sorted { $0.key < $1.key }.filter { path, object in
            path.hasPrefix("\(resource)/") && object.status == 200
                && filters.allSatisfy { object.body[$0]?.string == query[$0] }
        }
        let list = elements.map(\.value.body)
        return HTTPResponse(
            200,
            json: .object([resource: .array(list), "total_count": .number(list.count)])
        )
    }

    private func learn(_ line: Line) {
        if let elements = line.answer[line.resource]?.array {
            for element in elements { learn(element, line.resource) }
        } else if line.id != nil {
            objects[line.path] = (line.status, line.answer)
        } else if line.status == 200 {
            learn(line.answer, line.resource)
        }
    }

    private func learn(_ object: JSONValue, _ resource: String) {
        if let id = object["id"]?.string { objects["\(resource)/\(id)"] = (200, object) }
    }
}
