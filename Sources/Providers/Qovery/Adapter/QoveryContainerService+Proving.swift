public import CloudContainers

extension QoveryContainerService {
    /// Says which secrets are there; the API answers nothing of their values.
    public func proveSecrets(_ values: SecretValues, of id: Container.ID) async throws -> [String: SecretProof] {
        let step = PercentCoding.encoded(id.rawValue)
        let keys = try await part("/variable?parent_id=\(step)&scope=CONTAINER", id, "variables") {
            json throws(WireError) in
            try Self.results(json) { variable throws(WireError) in
                variable["is_secret"]?.bool == true ? try variable.requiredText("key") : nil
            }
        }
        return Dictionary(values.names.map { ($0, keys.contains($0) ? .present : .missing) }) { first, _ in first }
    }
}
