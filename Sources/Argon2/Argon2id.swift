/// The function Argon2id, version 1.3 (RFC 9106 §3), with everything but the secret.
struct Argon2id: Sendable {
    /// The version, 0x13 (RFC 9106 §3.1).
    static let version = 19
    /// The most bytes that the secret, the key and the associated data may each have (RFC 9106 §3.1).
    static let maximumInputLength = Int(clamping: UInt32.max)
    /// The number that stands for Argon2id among the variants (RFC 9106 §3.1).
    static let variant = 2

    let parameters: Argon2Parameters
    let salt: [UInt8]
    let key: [UInt8]
    let associatedData: [UInt8]

    /// The hash of a secret (RFC 9106 §3.2).
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - length: The length of the hash in bytes.
    ///   - check: Called before each slice of each pass; what it throws ends the work.
    /// - Returns: The hash.
    /// - Throws: What the closure throws.
    func hash<Failure: Error>(
        of secret: [UInt8],
        length: Int,
        beforeEachSlice check: () throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        let start = startHash(of: secret, length: length)
        let memory = Argon2Memory(parameters)
        for lane in 0..<parameters.lanes {
            for column in 0..<2 {
                let seed = start + LittleEndian.bytes(of: column) + LittleEndian.bytes(of: lane)
                memory.set(LittleEndian.words(of: Self.longHash(seed, length: 1024)), lane, column)
            }
        }
        for pass in 0..<parameters.passes {
            for slice in 0..<4 {
                try check()
                for lane in 0..<parameters.lanes { memory.fillSegment(pass, slice, lane) }
            }
        }
        return Self.longHash(LittleEndian.bytes(of: memory.lastColumn()), length: length)
    }

    /// H0, the hash of all inputs, each with its length before it (RFC 9106 §3.2, step 1).
    private func startHash(of secret: [UInt8], length: Int) -> [UInt8] {
        let numbers = [
            parameters.lanes, length, parameters.memoryKiB, parameters.passes, Self.version, Self.variant,
        ]
        var message = numbers.flatMap { LittleEndian.bytes(of: $0) }
        for input in [secret, salt, key, associatedData] { message += LittleEndian.bytes(of: input.count) + input }
        return Blake2b.hash(message, length: 64)
    }

    /// H', a hash of any length (RFC 9106 §3.3).
    private static func longHash(_ message: [UInt8], length: Int) -> [UInt8] {
        var part = LittleEndian.bytes(of: length) + message
        var result: [UInt8] = []
        while length - result.count > 64 {
            part = Blake2b.hash(part, length: 64)
            result += part.prefix(32)
        }
        return result + Blake2b.hash(part, length: length - result.count)
    }
}
