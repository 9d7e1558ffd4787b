import CloudContainers

/// What Qovery's containers write: the last 1000 lines, by the log endpoint.
///
/// Older lines, and lines as they are written, come over a websocket only, which a transport of requests and answers has not.
struct QoveryLogs: LogService {
    private let service: QoveryContainerService

    init(_ service: QoveryContainerService) { self.service = service }

    func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry] {
        let path = "/container/\(PercentCoding.encoded(id.rawValue))/log"
        let (json, call) = try await service.get(
            path,
            id.rawValue,
            "read the log of the container \(id)",
            maximumAnswerSize: APICall.largestLogPage
        )
        let lines = try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) in try Self.entry(item) }
        }
        let wanted = lines.filter { line in
            query.since.map { line.time >= $0 } ?? true && query.until.map { line.time < $0 } ?? true
        }
        return Array(wanted.sorted { ($0.time, $0.id) < ($1.time, $1.id) }.suffix(query.limit))
    }

    private static func entry(_ json: JSONValue) throws(WireError) -> LogEntry {
        let text = try json.requiredText("created_at")
        guard let time = try? Timestamp(parsing: text) else {
            throw WireError.wrongType(json["created_at"] ?? json, expected: "an instant").inside("created_at")
        }
        return LogEntry(
            id: try json.requiredText("id"),
            time: time,
            message: try json.required("message").string ?? "",
            instance: json["pod_name"]?.string
        )
    }
}
