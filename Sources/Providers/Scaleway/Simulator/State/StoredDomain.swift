import CloudContainers

/// A host name of the user's that leads to a container.
struct StoredDomain: StoredResource {
    static let kind = "domain"

    let id: String
    let containerID: String
    let hostname: String
    let sequence: Int
    let createdAt: Timestamp
    /// When it was asked for, on the clock that nobody sets.
    let begun: Duration
    var updatedAt: Timestamp
    var lifecycle: Lifecycle
    var tags: [String] = []

    var label: String { hostname }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "hostname": .string(hostname), "container_id": .string(containerID),
            "status": .string(lifecycle.status.rawValue),
        ]
        object.set(errorOf: lifecycle)
        object.set("created_at", .string(createdAt.description))
        object.set("updated_at", .string(updatedAt.description))
        object.set("tags", .strings(tags))
        return .object(object)
    }
}
