import Argon2

/// Hashes of secrets in the text form of Argon2id, as the API answers them.
enum SecretHash {
    static func text(of value: [UInt8], salt: [UInt8], cost: ScalewaySimulator.HashCost) -> String {
        let hash = try? Argon2Hash.make(secret: value, salt: salt, parameters: parameters(of: cost))
        // No value that a request may hold is too long; a text without a hash would be that of no value.
        return hash?.encoded ?? ""
    }

    /// Whether a hash is that of a value.
    static func matches(_ hash: String, _ value: String) -> Bool {
        (try? Argon2Hash(parsing: hash))?.matches(Array(value.utf8)) ?? false
    }

    /// Whether a text has the form of a hash.
    static func isHash(_ text: String) -> Bool { (try? Argon2Hash(parsing: text)) != nil }

    private static func parameters(of cost: ScalewaySimulator.HashCost) -> Argon2Parameters {
        let parameters = try? Argon2Parameters(memoryKiB: cost.memoryKiB, passes: cost.passes, lanes: cost.lanes)
        return parameters ?? .cheapest
    }
}
