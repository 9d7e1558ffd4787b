import CloudContainers
import SimulationKit

/// A token of Cockpit, whose key is answered once.
struct StoredCockpitToken: SavedResource {
    static let kind = "token"
    static let scopes = [
        "read_only_metrics", "write_only_metrics", "full_access_metrics_rules", "read_only_logs", "write_only_logs",
        "full_access_logs_rules", "full_access_alert_manager", "read_only_traces", "write_only_traces",
    ]

    let id: String
    let projectID: String
    let name: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    let scopes: [String]
    let key: StoredSecret

    var label: String { name }
    var json: JSONValue { json(key: .null) }

    func json(key: JSONValue) -> JSONValue {
        [
            "id": .string(id), "project_id": .string(projectID), "name": .string(name),
            "created_at": .string(createdAt.description), "updated_at": .string(createdAt.description),
            "scopes": .strings(scopes), "secret_key": key, "region": .string(region),
        ]
    }

    func save(_ object: inout JSONObject) { object.set("key", .string(key.hash)) }
}

extension StoredCockpitToken {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try answer.id(),
            projectID: try answer.reader.text("project_id"),
            name: try answer.reader.text("name"),
            region: try answer.reader.text("region"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            scopes: try answer.reader.strings("scopes"),
            key: try StoredSecret(state: try reader.text("key"), at: reader.path.appending("key"))
        )
    }
}
