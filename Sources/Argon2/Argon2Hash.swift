/// A hash of Argon2id (RFC 9106) with its salt and costs, as services answer it in place of a secret.
///
/// It tells whether a secret that is at hand is the one a service holds. It is not made to keep passwords.
package struct Argon2Hash: Sendable, Hashable {
    /// The costs.
    package let parameters: Argon2Parameters
    /// The salt, S in RFC 9106.
    package let salt: [UInt8]
    /// The hash, the tag in RFC 9106.
    package let hash: [UInt8]

    /// Makes a hash of its parts.
    ///
    /// - Throws: `Argon2Error.outOfBounds` if the salt or the hash has a length that the limits do not allow.
    package init(
        parameters: Argon2Parameters,
        salt: [UInt8],
        hash: [UInt8],
        limits: Argon2Limits = .standard
    ) throws(Argon2Error) {
        try Argon2Parameters.check(salt.count, .saltLength, limits.saltLengths)
        try Argon2Parameters.check(hash.count, .hashLength, limits.hashLengths)
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// Computes the hash of a secret; it blocks the thread for as long as the costs say.
    ///
    /// - Parameters:
    ///   - secret: The secret, P in RFC 9106.
    ///   - salt: The salt, 16 bytes in most cases.
    ///   - parameters: The costs.
    ///   - length: The length of the hash in bytes.
    ///   - key: A key, K in RFC 9106; most services have none. An encoded hash does not tell it.
    ///   - associatedData: Further data, X in RFC 9106; most services have none. An encoded hash does not tell it.
    /// - Returns: The hash.
    /// - Throws: `Argon2Error.outOfBounds` if a length is not allowed.
    package static func make(
        secret: [UInt8],
        salt: [UInt8],
        parameters: Argon2Parameters,
        length: Int = 32,
        key: [UInt8] = [],
        associatedData: [UInt8] = []
    ) throws(Argon2Error) -> Argon2Hash {
        let limits = Argon2Limits.standard
        try Argon2Parameters.check(salt.count, .saltLength, limits.saltLengths)
        try Argon2Parameters.check(length, .hashLength, limits.hashLengths)
        for input in [secret, key, associatedData] {
            try Argon2Parameters.check(input.count, .inputLength, 0...Argon2id.maximumInputLength)
        }
        let function = Argon2id(parameters: parameters, salt: salt, key: key, associatedData: associatedData)
        let hash = function.hash(of: secret, length: length, beforeEachSlice: {})
        return try Argon2Hash(parameters: parameters, salt: salt, hash: hash)
    }

    /// Whether this is the hash of a secret; it blocks the thread for as long as the costs say.
    package func matches(_ secret: [UInt8]) -> Bool { matches(secret, beforeEachSlice: {}) }

    /// Whether this is the hash of a secret, with a way to stop between two slices of the work.
    ///
    /// There are four slices a pass, so a hash of 3 passes asks twelve times. In a task the closure is
    /// `{ try Task.checkCancellation() }`. The comparison takes as long for a wrong hash as for the right one.
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - check: Called before each slice; what it throws ends the work.
    /// - Returns: Whether the secret has this hash.
    /// - Throws: What the closure throws.
    package func matches<Failure: Error>(
        _ secret: [UInt8],
        beforeEachSlice check: () throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        guard secret.count <= Argon2id.maximumInputLength else { return false }
        let function = Argon2id(parameters: parameters, salt: salt, key: [], associatedData: [])
        let computed = try function.hash(of: secret, length: hash.count, beforeEachSlice: check)
        return Self.areEqual(computed, hash)
    }

    /// Compares without an early end, so that the time does not tell where two hashes begin to differ.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
