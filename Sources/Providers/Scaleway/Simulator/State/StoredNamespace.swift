import CloudContainers

/// A namespace of the account.
struct StoredNamespace: StoredResource {
    static let kind = "namespace"
    static let stampsCompletion = false

    let id: String
    let name: String
    let organizationID: String
    let projectID: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var lifecycle: Lifecycle
    var description = ""
    var variables = Variables()
    var tags: [String] = []

    var label: String { name }

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "organization_id": .string(organizationID),
            "project_id": .string(projectID), "description": .string(description),
            "status": .string(lifecycle.status.rawValue), "environment_variables": .map(variables.plain),
            "secret_environment_variables": variables.hashes, "tags": .strings(tags),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "region": .string(region),
        ]
    }
}
