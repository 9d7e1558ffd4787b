/// Numbers as bytes, the lowest byte first, as BLAKE2b and Argon2 write them.
enum LittleEndian {
    /// The eight bytes of each word.
    static func bytes(of words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word &>> UInt64(8 * $0)) } }
    }

    /// The four bytes of a number under 2^32, LE32 in RFC 9106 §3.1.
    static func bytes(of number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number &>> (8 * $0)) } }

    /// The words that bytes give, eight bytes a word; what is left over at the end gives none.
    static func words(of bytes: [UInt8]) -> [UInt64] {
        stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            bytes[start..<start + 8].reversed().reduce(0) { $0 &<< 8 | UInt64($1) }
        }
    }
}
