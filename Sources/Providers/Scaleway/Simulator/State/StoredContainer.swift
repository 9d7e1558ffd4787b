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
    /// When a deployment was ready for the last time, which only version 1beta1 answers.
    var readyAt: Timestamp?
    /// The names of secrets in the order in which version 1beta1 got them.
    var secretOrder: [String] = []

    var label: String { name }

    /// The host name of a new container.
    static func host(name: String, in namespace: StoredNamespace) -> String {
        "\(namespace.slug)-\(name).functions.fnc.\(namespace.region).scw.cloud"
    }

    mutating func noteEnd(at time: Timestamp) {
        updatedAt = time
        if lifecycle.status == .ready { readyAt = time }
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
