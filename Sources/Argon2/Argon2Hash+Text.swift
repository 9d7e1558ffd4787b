/// The encoded form, `$argon2id$v=19$m=65536,t=3,p=64$<salt>$<hash>` with base64 without padding.
///
/// It is that of the reference implementation, `encoded_len` and `decode_string` in its `encoding.c`. The optional
/// fields `keyid` and `data` of the PHC string format are refused, since no service at hand writes them.
extension Argon2Hash {
    /// Reads an encoded hash; only a text that ``encoded`` would give again is accepted.
    ///
    /// - Parameters:
    ///   - text: The encoded hash.
    ///   - limits: What the hash may ask of this machine.
    /// - Throws: `Argon2Error`, which holds no part of the text.
    package init(parsing text: String, limits: Argon2Limits = .standard) throws(Argon2Error) {
        // A text of dollar signs only must not become as many fields.
        let fields = text.utf8.split(separator: UInt8(ascii: "$"), maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty else { throw .wrongShape }
        guard fields[1].elementsEqual("argon2id".utf8) else { throw .wrongAlgorithm }
        guard fields[2].elementsEqual("v=\(Argon2id.version)".utf8) else { throw .wrongVersion }
        let parameters = try Self.parameters(of: fields[3], limits)
        let salt = try Self.bytes(of: fields[4], .salt, .saltLength, limits.saltLengths)
        let hash = try Self.bytes(of: fields[5], .hash, .hashLength, limits.hashLengths)
        try self.init(parameters: parameters, salt: salt, hash: hash, limits: limits)
    }

    /// The encoded hash.
    package var encoded: String {
        let costs = "m=\(parameters.memoryKiB),t=\(parameters.passes),p=\(parameters.lanes)"
        let parts = "\(Base64NoPadding.text(of: salt))$\(Base64NoPadding.text(of: hash))"
        return "$argon2id$v=\(Argon2id.version)$\(costs)$\(parts)"
    }

    private static func parameters(
        of field: Substring.UTF8View,
        _ limits: Argon2Limits
    ) throws(Argon2Error) -> Argon2Parameters {
        let fields = field.split(separator: UInt8(ascii: ","), maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 3,
            let memoryKiB = number(fields[0], named: "m"),
            let passes = number(fields[1], named: "t"),
            let lanes = number(fields[2], named: "p")
        else { throw .wrongParameters }
        return try Argon2Parameters(memoryKiB: memoryKiB, passes: passes, lanes: lanes, limits: limits)
    }

    /// A decimal number in its shortest form: digits only, at most ten of them, no zero before another digit.
    private static func number(_ field: Substring.UTF8View, named name: String) -> Int? {
        let prefix = "\(name)="
        guard field.starts(with: prefix.utf8) else { return nil }
        let digits = field.dropFirst(prefix.utf8.count)
        guard 1...10 ~= digits.count, digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The bytes of a base64 field, whose length is checked before anything is allocated for it.
    private static func bytes(
        of field: Substring.UTF8View,
        _ part: Argon2Error.Part,
        _ quantity: Argon2Error.Quantity,
        _ allowed: ClosedRange<Int>
    ) throws(Argon2Error) -> [UInt8] {
        guard let count = Base64NoPadding.byteCount(ofTextLength: field.count) else { throw .wrongBase64(part) }
        try Argon2Parameters.check(count, quantity, allowed)
        guard let bytes = Base64NoPadding.bytes(of: field) else { throw .wrongBase64(part) }
        return bytes
    }
}
