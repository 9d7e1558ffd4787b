import CloudContainers
import SimulationKit

/// A token of version 1beta1, by which a private container was called.
///
/// Its text says no more than its identifier does, and nothing is opened by it.
struct StoredLegacyToken: StoredResource, SavedResource {
    static let kind = "token"

    let id: String
    /// The container that it is for; one of the two is set.
    let container: String?
    let namespace: String?
    let description: String
    let expires: Timestamp?
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var lifecycle: Lifecycle

    var label: String { id }

    /// The token as it is answered after its creation.
    var json: JSONValue { json(text: lifecycle.status == .deleting ? "" : text, key: "") }
    /// The token as the answer to its creation holds it.
    var creationJSON: JSONValue { json(text: text, key: "simulated.\(id).key") }

    private var text: String { "simulated.\(id).token" }

    private func json(text: String, key: String) -> JSONValue {
        var object: JSONObject = ["token": .string(text), "public_key": .string(key)]
        if let namespace { object.set("namespace_id", .string(namespace)) }
        if let container { object.set("container_id", .string(container)) }
        object.set("id", .string(id))
        object.set("status", .string(lifecycle.status.rawValue))
        object.set("expires_at", expires.map { .string($0.description) } ?? .null)
        object.set("description", .string(description))
        return .object(object)
    }

    func save(_ object: inout JSONObject) {
        object.set("lifecycle", lifecycle.stateJSON)
        object.set("created_at", .string(createdAt.description))
        object.set("updated_at", .string(updatedAt.description))
    }
}

extension StoredLegacyToken {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        let isEndless = answer.reader.object["expires_at"]?.isNull ?? true
        self.init(
            id: try answer.id(),
            container: try answer.reader.textIfPresent("container_id"),
            namespace: try answer.reader.textIfPresent("namespace_id"),
            description: try answer.reader.text("description"),
            expires: isEndless ? nil : try answer.reader.timestamp("expires_at"),
            sequence: try reader.integer("sequence"),
            createdAt: try reader.timestamp("created_at"),
            updatedAt: try reader.timestamp("updated_at"),
            lifecycle: try Lifecycle(state: try reader.reader("lifecycle"))
        )
    }
}
