import CloudContainers

/// Variables and secrets of Scaleway's containers and namespaces; a container's own wins.
///
/// A change is one request, which deploys a container at once. The API takes the whole map and knows no version of it, so that
/// what somebody else changes between the reading and the request is lost. A secret that is not to change is sent as an empty
/// text, which keeps it; a secret that is itself empty cannot be set.
struct ScalewayVariables: VariableService {
    private let service: ScalewayContainerService

    init(_ service: ScalewayContainerService) { self.service = service }

    /// What a container or a namespace holds.
    private struct Maps {
        var plain: OrderedMap<String>
        /// The names of the secrets; their hashes stay outside.
        var secrets: [String]

        var names: Set<String> { Set(plain.keys + secrets) }
    }

    func variables(of id: Container.ID) async throws -> [ScopedVariable] {
        let (own, namespaceID) = try await container(id)
        let (inherited, _) = try await maps("namespaces", namespaceID, "namespace \(namespaceID)")
        let outer = Self.variables(inherited, .namespace).map { variable in
            var variable = variable
            variable.isInEffect = !own.names.contains(variable.variable.name)
            return variable
        }
        let inner = Self.variables(own, .container).map { variable in
            var variable = variable
            if inherited.names.contains(variable.variable.name) { variable.origin = .override(of: .namespace) }
            return variable
        }
        return (outer + inner).sortedByName
    }

    func variables(in place: VariablePlace) async throws -> [ScopedVariable] {
        switch place {
        case .container(let id): return try await variables(of: id).filter { $0.scope == .container }
        case .namespace, .project:
            let (_, maps) = try await read(place)
            return Self.variables(maps, .namespace).sortedByName
        }
    }

    func setVariables(
        _ variables: [EnvironmentVariable],
        in place: VariablePlace,
        secrets: SecretValues
    ) async throws {
        let change = try VariableChange(variables, secrets: secrets)
        for variable in variables { try Self.check(variable, change) }
        if variables.isEmpty { return }
        let (resource, maps) = try await read(place)
        var plain = maps.plain
        var kept = maps.secrets
        var new: [EnvironmentVariable] = []
        for variable in variables {
            switch variable.value {
            case .plain(let text):
                plain[variable.name] = text
                kept.removeAll { $0 == variable.name }
            case .secret:
                plain[variable.name] = nil
                kept.removeAll { $0 == variable.name }
                new.append(variable)
            }
        }
        let isSameSecrets = new.isEmpty && kept == maps.secrets
        if plain == maps.plain, isSameSecrets { return }
        let body = change.body { value in
            var body = JSONObject()
            if plain != maps.plain { body.set("environment_variables", Self.map(plain)) }
            if !isSameSecrets {
                body.set(
                    "secret_environment_variables",
                    Self.secretMap(keeping: kept, new.map { ($0.name, value($0)) })
                )
            }
            return .object(body)
        }
        let names = variables.map(\.name).joined(separator: ", ")
        try await patch(resource, body, "set \(names) in \(place)", secrets)
    }

    func removeVariables(named names: [String], from place: VariablePlace) async throws {
        let (resource, maps) = try await read(place)
        let missing = Set(names).subtracting(maps.names)
        if !missing.isEmpty {
            throw .missingVariables(Array(missing), in: place, provider: .scaleway) as ContainerServiceError
        }
        var plain = maps.plain
        for name in names { plain[name] = nil }
        let kept = maps.secrets.filter { !names.contains($0) }
        var body = JSONObject()
        if plain != maps.plain { body.set("environment_variables", Self.map(plain)) }
        if kept != maps.secrets { body.set("secret_environment_variables", Self.secretMap(keeping: kept)) }
        if body == JSONObject() { return }
        let words = "remove \(names.joined(separator: ", ")) from \(place)"
        try await patch(resource, HTTPBody(Array(JSONValue.object(body).text(.compact).utf8)), words, SecretValues())
    }

    // MARK: Requests

    /// A container or a namespace by the API's words.
    private typealias Resource = (kind: String, id: String)

    private func read(_ place: VariablePlace) async throws -> (Resource, Maps) {
        switch place {
        case .container(let id): return (("containers", id.rawValue), try await container(id).maps)
        case .namespace(let id):
            return (("namespaces", id.rawValue), try await maps("namespaces", id.rawValue, "namespace \(id)").maps)
        case .project:
            throw ContainerServiceError(
                .unsupported,
                "Scaleway's projects have no variables; set them in each namespace or container",
                provider: .scaleway
            )
        }
    }

    private func container(_ id: Container.ID) async throws -> (maps: Maps, namespace: String) {
        let (maps, namespace) = try await maps("containers", id.rawValue, "container \(id)")
        guard let namespace else {
            throw ContainerServiceError(
                .answerNotUnderstood,
                "Scaleway does not say in which namespace the container \(id) is",
                provider: .scaleway
            )
        }
        return (maps, namespace)
    }

    private func maps(
        _ kind: String,
        _ id: String,
        _ words: String
    ) async throws -> (maps: Maps, namespace: String?) {
        let call = await service.call(.get, kind, id, operation: "get the variables of the \(words)")
        let answer = try await service.client.document(call)
        await service.known.insert(id)
        return try service.client.read(answer, of: call) { json throws(WireError) in
            // The two kinds spell their variables alike.
            let wire = try ScalewayContainer(json: json)
            let secrets = wire.secretEnvironmentVariables.value ?? [:]
            return (Maps(plain: wire.environmentVariables.value ?? [:], secrets: secrets.keys), wire.namespaceID.value)
        }
    }

    private func patch(
        _ resource: Resource,
        _ body: HTTPBody,
        _ operation: String,
        _ secrets: SecretValues
    ) async throws {
        var call = await service.call(.patch, resource.kind, resource.id, operation: operation)
        call.body = body
        call.secrets = secrets
        _ = try await service.client.send(call)
    }

    // MARK: Forms

    static func map(_ map: OrderedMap<String>) -> JSONValue {
        .object(JSONObject(map.map { JSONObject.Member(name: $0.key, value: .string($0.value)) }))
    }

    /// All secrets as a request holds them: an empty text keeps the value of one that stays.
    static func secretMap(keeping names: [String], _ new: [(name: String, value: String)] = []) -> JSONValue {
        var all = OrderedMap<String>()
        for name in names { all[name] = "" }
        for (name, value) in new { all[name] = value }
        return map(all)
    }

    private static func variables(_ maps: Maps, _ scope: VariableScope) -> [ScopedVariable] {
        let plain = maps.plain.map { entry in
            ScopedVariable(
                EnvironmentVariable(name: entry.key, value: .plain(entry.value)),
                scope: scope,
                providerScope: scope.rawValue,
                resolution: .plain(entry.value)
            )
        }
        let secrets = maps.secrets.map { name in
            ScopedVariable(
                EnvironmentVariable(name: name, value: .secret(.provided)),
                scope: scope,
                providerScope: scope.rawValue,
                resolution: .secret
            )
        }
        return plain + secrets
    }

    /// Refuses what no request can say.
    private static func check(
        _ variable: EnvironmentVariable,
        _ change: VariableChange
    ) throws(ContainerServiceError) {
        let name = variable.name
        if variable.mountPath != nil {
            throw ContainerServiceError(
                .unsupported,
                "Scaleway has no variables that are files, as \(name) is to be one",
                provider: .scaleway
            )
        }
        if ScalewayDialect.isReserved(name) {
            throw .invalidInput(
                Diagnostic(
                    problem: "the variable \(name) has a name that Scaleway keeps for itself (PORT, SCW_*)",
                    advice: "Choose another name; the port of the service is set in PORT by Scaleway itself."
                ),
                provider: .scaleway
            )
        }
        if variable.isSecret, change.value(of: variable).isEmpty {
            throw .invalidInput(
                Diagnostic(
                    problem: "the secret \(name) is empty, which Scaleway takes for one that is to stay as it is",
                    advice: "Give it a value, or remove the secret."
                ),
                provider: .scaleway
            )
        }
    }
}
