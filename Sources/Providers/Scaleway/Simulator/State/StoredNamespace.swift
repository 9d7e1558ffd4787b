import CloudContainers

/// A namespace of the account.
struct StoredNamespace: StoredResource {
    static let kind = "namespace"

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
    /// The namespace of the registry that version 1beta1 makes with it.
    var registryID: String?

    var label: String { name }

    /// The beginning of its containers' host names: its name without dashes, cut to 20 characters, and the beginning of
    /// its identifier.
    var slug: String { name.filter { $0 != "-" }.prefix(20).lowercased() + id.prefix(8) }

    /// The date of the last change stays.
    mutating func noteEnd(at time: Timestamp) {}

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
