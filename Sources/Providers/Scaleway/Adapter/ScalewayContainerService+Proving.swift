private import Argon2
public import CloudContainers

extension ScalewayContainerService {
    /// Compares values with the hashes that the API answers in place of secrets.
    ///
    /// A hash costs 64 MiB of memory and some tenths of a second, so that one is worked out at a time.
    public func proveSecrets(_ values: SecretValues, of id: Container.ID) async throws -> [String: SecretProof] {
        let call = await call(.get, "containers", id.rawValue, operation: "get the container \(id)")
        return try await proofs(values, in: try await client.document(call).root)
    }

    /// Compares values with the hashes of a container that was read.
    public func proveSecrets(_ values: SecretValues, in container: Container) async throws -> [String: SecretProof] {
        guard let payload = container.bundle.root["container"] else {
            return try await proveSecrets(values, of: container.id)
        }
        return try await proofs(values, in: payload)
    }

    private func proofs(_ values: SecretValues, in payload: JSONValue) async throws -> [String: SecretProof] {
        let hashes = payload["secret_environment_variables"]?.object ?? JSONObject()
        var proofs: [String: SecretProof] = [:]
        for name in values.names {
            try Task.checkCancellation()
            guard let text = hashes[name]?.string else {
                proofs[name] = .missing
                continue
            }
            guard let bytes = values.withValue(of: name, { Array($0.utf8) }) else { continue }
            proofs[name] = try await prover.proof(of: bytes, by: text)
        }
        return proofs
    }
}

/// Works out one hash at a time.
actor SecretProver {
    func proof(of secret: [UInt8], by text: String) throws -> SecretProof {
        // A form of hash that is not known proves that there is a secret, and no more.
        guard let hash = try? Argon2Hash(parsing: text) else { return .present }
        return try hash.matches(secret, beforeEachSlice: { try Task.checkCancellation() }) ? .equal : .different
    }
}
