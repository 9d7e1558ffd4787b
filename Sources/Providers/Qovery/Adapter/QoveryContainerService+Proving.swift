public import CloudContainers

extension QoveryContainerService {
    /// Says which secrets are there; the API answers nothing of their values.
    public func proveSecrets(_ values: SecretValues, of id: Container.ID) async throws -> [String: SecretProof] {
        let path = QoveryServiceKind.container.variablesPath(of: id)
        let keys = try await part(path, id, "variables") { json throws(WireError) in
            try Self.results(json) { variable throws(WireError) in
                variable["is_secret"]?.bool == true ? try variable.requiredText("key") : nil
            }
        }
        return Self.proofs(values, Set(keys.compactMap(\.self)))
    }

    /// Says which secrets are there, of the variables that were read.
    public func proveSecrets(_ values: SecretValues, in container: Container) async throws -> [String: SecretProof] {
        guard let variables = container.bundle.root["variables"]?.array else {
            return try await proveSecrets(values, of: container.id)
        }
        let keys = variables.filter { $0["is_secret"]?.bool == true }.compactMap { $0["key"]?.string }
        return Self.proofs(values, Set(keys))
    }

    private static func proofs(_ values: SecretValues, _ keys: Set<String>) -> [String: SecretProof] {
        Dictionary(values.names.map { ($0, keys.contains($0) ? .present : .missing) }) { first, _ in first }
    }
}
