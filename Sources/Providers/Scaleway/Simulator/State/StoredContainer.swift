import CloudContainers

/// A container of the account.
struct StoredContainer: StoredResource {
    static let kind = "container"

    let id: String
    let name: String
    let namespaceID: String
    let region: String
    /// The host name of its public endpoint, which stays.
    let host: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var lifecycle: Lifecycle
    var description = ""
    var tags: [String] = []
    var settings: ContainerSettings

    var label: String { name }

    /// The host name of a new container: the namespace without dashes, cut to 20 characters, with the beginning of its
    /// identifier, and the container's name.
    static func host(name: String, in namespace: StoredNamespace) -> String {
        let slug = namespace.name.filter { $0 != "-" }.prefix(20).lowercased() + namespace.id.prefix(8)
        return "\(slug)-\(name).functions.fnc.\(namespace.region).scw.cloud"
    }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "name": .string(name), "namespace_id": .string(namespaceID),
            "description": .string(description), "status": .string(lifecycle.status.rawValue),
        ]
        object.set(errorOf: lifecycle)
        object.set("created_at", .string(createdAt.description))
        object.set("updated_at", .string(updatedAt.description))
        for member in settings.limits { object.set(member.name, member.value) }
        object.set("tags", .strings(tags))
        if let network = settings.privateNetworkID { object.set("private_network_id", .string(network)) }
        object.set("command", .strings(settings.command))
        object.set("args", .strings(settings.args))
        object.set("environment_variables", .map(settings.variables.plain))
        object.set("public_endpoint", .string("https://\(host)"))
        object.set("liveness_probe", settings.livenessProbe.json)
        object.set("startup_probe", settings.startupProbe?.json ?? .null)
        object.set("secret_environment_variables", settings.variables.hashes)
        object.set("region", .string(region))
        return .object(object)
    }
}
