import CloudContainers
import SimulationKit

/// A secret, of which only the hash is kept.
struct StoredSecret: Sendable, Hashable {
    /// The hash in the text form of Argon2id; the same as long as the value is kept.
    let hash: String

    /// Whether a text is the secret.
    func isValue(_ text: String) -> Bool { SecretHash.matches(hash, text) }
}

/// Hashes secrets, each with a salt of its own.
struct SecretHasher: Sendable {
    let cost: ScalewaySimulator.HashCost
    /// What chooses the salts.
    var chance: Chance

    mutating func hash(_ value: String) -> StoredSecret { hash(Array(value.utf8)) }

    mutating func hash(_ value: [UInt8]) -> StoredSecret {
        StoredSecret(hash: SecretHash.text(of: value, salt: chance.bytes(16), cost: cost))
    }

    /// Hashes a secret, unless it is the one that is there already.
    mutating func hash(_ value: String, keeping old: StoredSecret?) -> StoredSecret {
        if let old, old.isValue(value) { return old }
        return hash(value)
    }
}
