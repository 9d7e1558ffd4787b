import CloudContainers

/// What the API calls a kind of service, in paths, placeholders and words.
enum QoveryServiceKind: String, Sendable {
    case container
    case job

    /// The word for the kind and for the scope of its variables.
    var word: String { rawValue.uppercased() }
    /// What stands for the id of a service that is made.
    var placeholder: String { "{\(rawValue)}" }
    /// The path of a service that is made.
    var path: String { "/\(rawValue)/\(placeholder)" }
    /// The path of a service.
    func path(of id: Container.ID) -> String { "/\(rawValue)/\(PercentCoding.encoded(id.rawValue))" }
    /// The path of the variables of a service, those that it inherits with them.
    func variablesPath(of id: Container.ID) -> String {
        "/variable?parent_id=\(PercentCoding.encoded(id.rawValue))&scope=\(word)"
    }
    /// The request that gives a service another value than it inherits; a second variable of the same key is refused (409).
    func override(_ wire: QoveryVariable, id: String, named name: String, by value: JSONValue) -> PreparedRequest {
        var body: JSONObject = [
            "value": value, "override_scope": .string(word), "override_parent_id": .string(placeholder),
        ]
        for member in wire.keptByEdits { body.set(member.name, member.value) }
        return PreparedRequest(
            "POST",
            "/variable/\(PercentCoding.encoded(id))/override",
            body: .object(body),
            purpose: "override \(name)"
        )
    }

    /// The path at which the variables of a service are made.
    var importPath: String { "/variable/import?service_id=\(placeholder)&service_type=\(word)" }
}
