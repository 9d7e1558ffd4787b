/// The hash function BLAKE2b without a key (RFC 7693), which Argon2 is built on.
package enum Blake2b {
    /// The start values (RFC 7693 §2.6, those of SHA-512).
    private static let startValues: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]

    /// The order in which each round takes the words of the message (RFC 7693 §2.7).
    private static let schedule: [[Int]] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ]

    /// The hash of a message (RFC 7693 §3.3).
    ///
    /// - Parameters:
    ///   - message: The bytes.
    ///   - length: The length of the hash, 1 to 64 bytes; another one counts as the nearest of these.
    /// - Returns: The hash.
    package static func hash(_ message: [UInt8], length: Int) -> [UInt8] {
        let length = min(max(length, 1), 64)
        var state = startValues
        state[0] ^= 0x0101_0000 ^ UInt64(length)
        var work = [UInt64](repeating: 0, count: 16)
        var words = [UInt64](repeating: 0, count: 16)
        // A message that ends with a full block has no empty block after it; the empty message is one block of zeros.
        var start = 0
        repeat {
            let end = min(start + 128, message.count)
            load(message[start..<end], into: &words)
            prepare(&work, state, count: end, isLast: end == message.count)
            mix(&work, words)
            for index in 0..<8 { state[index] ^= work[index] ^ work[index + 8] }
            start = end
        } while start < message.count
        return Array(LittleEndian.bytes(of: state).prefix(length))
    }

    /// Reads a block of at most 128 bytes, zeros following it, as words.
    private static func load(_ block: ArraySlice<UInt8>, into words: inout [UInt64]) {
        for index in 0..<16 { words[index] = 0 }
        var place = 0
        for byte in block {
            words[place >> 3] |= UInt64(byte) &<< UInt64(truncatingIfNeeded: (place & 7) &* 8)
            place += 1
        }
    }

    /// Sets up the work words of a block that ends at a count of bytes (RFC 7693 §3.2).
    private static func prepare(_ work: inout [UInt64], _ state: [UInt64], count: Int, isLast: Bool) {
        for index in 0..<8 {
            work[index] = state[index]
            work[index + 8] = startValues[index]
        }
        work[12] ^= UInt64(count)
        if isLast { work[14] = ~work[14] }
    }

    /// The twelve rounds of a block (RFC 7693 §3.2).
    private static func mix(_ work: inout [UInt64], _ words: [UInt64]) {
        // Pointers, since Argon2 with 64 lanes takes this way 4,000 times, also without the optimiser.
        work.withUnsafeMutableBufferPointer { v in
            words.withUnsafeBufferPointer { m in
                for round in 0..<12 {
                    schedule[round % 10].withUnsafeBufferPointer { s in
                        quarter(v, 0, 4, 8, 12, m[s[0]], m[s[1]])
                        quarter(v, 1, 5, 9, 13, m[s[2]], m[s[3]])
                        quarter(v, 2, 6, 10, 14, m[s[4]], m[s[5]])
                        quarter(v, 3, 7, 11, 15, m[s[6]], m[s[7]])
                        quarter(v, 0, 5, 10, 15, m[s[8]], m[s[9]])
                        quarter(v, 1, 6, 11, 12, m[s[10]], m[s[11]])
                        quarter(v, 2, 7, 8, 13, m[s[12]], m[s[13]])
                        quarter(v, 3, 4, 9, 14, m[s[14]], m[s[15]])
                    }
                }
            }
        }
    }

    /// The mixing function G (RFC 7693 §3.1).
    @inline(__always)
    private static func quarter(
        _ v: UnsafeMutableBufferPointer<UInt64>,
        _ a: Int,
        _ b: Int,
        _ c: Int,
        _ d: Int,
        _ x: UInt64,
        _ y: UInt64
    ) {
        v[a] = v[a] &+ v[b] &+ x
        v[d] = rotate(v[d] ^ v[a], 32)
        v[c] = v[c] &+ v[d]
        v[b] = rotate(v[b] ^ v[c], 24)
        v[a] = v[a] &+ v[b] &+ y
        v[d] = rotate(v[d] ^ v[a], 16)
        v[c] = v[c] &+ v[d]
        v[b] = rotate(v[b] ^ v[c], 63)
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word &>> count | word &<< (64 &- count) }
}
