public import CloudContainers

/// A namespace with what only Scaleway knows about it.
///
/// Version 1 of the API gives a namespace no registry of its own, which version 1beta1 did;
/// ``ScalewayContainerService/registryNamespaces()`` lists those that there are.
public struct ScalewayNamespaceProperties: Sendable, Hashable {
    /// The identifier.
    public var id: Namespace.ID
    /// The name, which cannot be changed.
    public var name: String
    /// The project that it belongs to.
    public var projectID: String
    /// The organization that it belongs to.
    public var organizationID: String?
    /// The region.
    public var region: String?
    /// What it is for; empty for nothing.
    public var description: String
    /// Its tags.
    public var tags: [String]
    /// The variables that every container in it sees, unless it has one of the same name; secrets without their values.
    public var variables: [EnvironmentVariable]
    /// The state in the API's word.
    public var providerWord: String
    /// When it was made.
    public var createdAt: Timestamp?
    /// When it was changed last.
    public var updatedAt: Timestamp?

    init(_ json: JSONValue) throws(WireError) {
        let wire = try ScalewayNamespace(json: json)
        id = Namespace.ID(rawValue: try json.requiredText("id"))
        name = try json.requiredText("name")
        projectID = wire.projectID.value ?? ""
        organizationID = wire.organizationID.value
        region = wire.region.value
        description = wire.description.value ?? ""
        tags = wire.tags.value ?? []
        variables =
            (wire.environmentVariables.value ?? [:]).map { EnvironmentVariable(name: $0.key, value: .plain($0.value)) }
            + (wire.secretEnvironmentVariables.value ?? [:]).map {
                EnvironmentVariable(name: $0.key, value: .secret(.provided))
            }
        providerWord = wire.status.value ?? ""
        createdAt = wire.createdAt.value.flatMap { try? Timestamp(parsing: $0) }
        updatedAt = wire.updatedAt.value.flatMap { try? Timestamp(parsing: $0) }
    }
}

/// What to change of a namespace; `nil` and empty leave things as they are.
public struct ScalewayNamespaceChange: Sendable, Hashable {
    /// What it is for, at most 255 characters; `""` clears it.
    public var description: String?
    /// All its tags.
    public var tags: [String]?
    /// All its plain variables; `[:]` removes them.
    public var plainVariables: OrderedMap<String>?
    /// The names of secrets to remove; all others keep their values.
    public var removedSecrets: Set<String> = []

    /// Makes a change that changes nothing.
    public init() {}
}

// Namespaces beyond their names.
extension ScalewayContainerService {
    /// A namespace with its description, tags and variables (`GET /namespaces/{id}`).
    public func namespaceProperties(of id: Namespace.ID) async throws -> ScalewayNamespaceProperties {
        let call = await call(.get, "namespaces", id.rawValue, operation: "get the namespace \(id)")
        let answer = try await client.document(call)
        await known.insert(id.rawValue)
        return try client.read(answer, of: call) { json throws(WireError) in try ScalewayNamespaceProperties(json) }
    }

    /// Changes what a namespace is and what its containers see (`PATCH /namespaces/{id}`), with nothing else touched.
    ///
    /// The API takes all secrets or none, and keeps the value of one that is sent as an empty text; so where secrets change,
    /// the names are read first, and one that somebody else adds in between is lost. Whether its containers are deployed
    /// again when variables change is not known.
    ///
    /// - Parameters:
    ///   - id: The namespace.
    ///   - change: What to change.
    ///   - secrets: The values of new and changed secrets; the others keep theirs.
    /// - Returns: The namespace as the API answers it; nothing is sent where nothing is to be changed.
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for an empty secret, which the API would read as "keep".
    public func updateNamespace(
        _ id: Namespace.ID,
        _ change: ScalewayNamespaceChange,
        secrets: SecretValues = SecretValues()
    ) async throws -> ScalewayNamespaceProperties {
        let live = try await namespaceProperties(of: id)
        var body = JSONObject()
        if let description = change.description { body.set("description", .string(description)) }
        if let tags = change.tags { body.set("tags", .array(tags.map { .string($0) })) }
        if let plain = change.plainVariables { body.set("environment_variables", ScalewayVariables.map(plain)) }
        let stored = live.variables.filter(\.isSecret).map(\.name)
        let kept = stored.filter { !change.removedSecrets.contains($0) }
        let new = secrets.names.map { EnvironmentVariable(name: $0, value: .secret(.provided)) }
        let values = try VariableChange(new, secrets: secrets)
        if let empty = new.first(where: { values.value(of: $0).isEmpty }) {
            throw ContainerServiceError(
                .invalidInput,
                "the secret \(empty.name) is empty, which Scaleway reads as no change; remove it instead",
                provider: .scaleway
            )
        }
        let isSameSecrets = new.isEmpty && kept == stored
        if body.isEmpty, isSameSecrets { return live }
        var call = await call(.patch, "namespaces", id.rawValue, operation: "update the namespace \(id)")
        call.secrets = secrets
        call.body = values.body { value in
            if isSameSecrets { return .object(body) }
            var whole = body
            let sent = ScalewayVariables.secretMap(keeping: kept, new.map { ($0.name, value($0)) })
            whole.set("secret_environment_variables", sent)
            return .object(whole)
        }
        return try client.read(try await client.document(call), of: call) { json throws(WireError) in
            try ScalewayNamespaceProperties(json)
        }
    }
}
