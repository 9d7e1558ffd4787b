/// The compression function of Argon2 (RFC 9106 §3.5 and §3.6), which nearly all time of a hash goes into.
///
/// Plain pointers, loops and local variables, since it must be quick without the optimiser too.
enum Argon2Compression {
    /// Compresses two blocks into one.
    ///
    /// - Parameters:
    ///   - first: A block.
    ///   - second: Another block.
    ///   - result: Where the result is written at the end; it may be one of the two.
    ///   - isKeepingOld: Whether the result is combined with what is there already, as in all passes but the first.
    ///   - scratch: Room for two blocks.
    @inline(__always)
    static func compress(
        _ first: UnsafeMutablePointer<UInt64>,
        _ second: UnsafeMutablePointer<UInt64>,
        into result: UnsafeMutablePointer<UInt64>,
        isKeepingOld: Bool,
        _ scratch: UnsafeMutablePointer<UInt64>
    ) {
        let mixed = scratch + Argon2Memory.blockLength
        var index = 0
        while index < Argon2Memory.blockLength {
            scratch[index] = first[index] ^ second[index]
            index &+= 1
        }
        // The block is a matrix of 8 × 8 pairs of words: first its rows, then its columns.
        index = 0
        while index < 8 {
            permute(scratch + 16 &* index, into: mixed + 16 &* index, step: 2)
            index &+= 1
        }
        index = 0
        while index < 8 {
            permute(mixed + 2 &* index, into: mixed + 2 &* index, step: 16)
            index &+= 1
        }
        index = 0
        if isKeepingOld {
            while index < Argon2Memory.blockLength {
                result[index] ^= scratch[index] ^ mixed[index]
                index &+= 1
            }
        } else {
            while index < Argon2Memory.blockLength {
                result[index] = scratch[index] ^ mixed[index]
                index &+= 1
            }
        }
    }

    /// The permutation P of eight pairs of words that are a step apart (RFC 9106 §3.6).
    @inline(__always)
    private static func permute(
        _ source: UnsafeMutablePointer<UInt64>,
        into result: UnsafeMutablePointer<UInt64>,
        step: Int
    ) {
        var (v0, v1) = (source[0], source[1])
        var (v2, v3) = (source[step], source[step &+ 1])
        var (v4, v5) = (source[2 &* step], source[2 &* step &+ 1])
        var (v6, v7) = (source[3 &* step], source[3 &* step &+ 1])
        var (v8, v9) = (source[4 &* step], source[4 &* step &+ 1])
        var (v10, v11) = (source[5 &* step], source[5 &* step &+ 1])
        var (v12, v13) = (source[6 &* step], source[6 &* step &+ 1])
        var (v14, v15) = (source[7 &* step], source[7 &* step &+ 1])
        quarter(&v0, &v4, &v8, &v12)
        quarter(&v1, &v5, &v9, &v13)
        quarter(&v2, &v6, &v10, &v14)
        quarter(&v3, &v7, &v11, &v15)
        quarter(&v0, &v5, &v10, &v15)
        quarter(&v1, &v6, &v11, &v12)
        quarter(&v2, &v7, &v8, &v13)
        quarter(&v3, &v4, &v9, &v14)
        (result[0], result[1]) = (v0, v1)
        (result[step], result[step &+ 1]) = (v2, v3)
        (result[2 &* step], result[2 &* step &+ 1]) = (v4, v5)
        (result[3 &* step], result[3 &* step &+ 1]) = (v6, v7)
        (result[4 &* step], result[4 &* step &+ 1]) = (v8, v9)
        (result[5 &* step], result[5 &* step &+ 1]) = (v10, v11)
        (result[6 &* step], result[6 &* step &+ 1]) = (v12, v13)
        (result[7 &* step], result[7 &* step &+ 1]) = (v14, v15)
    }

    /// The function GB: that of BLAKE2b with a product of the low halves in each sum (RFC 9106 §3.6).
    @inline(__always)
    private static func quarter(_ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64) {
        a = a &+ b &+ 2 &* (a & 0xffff_ffff) &* (b & 0xffff_ffff)
        d ^= a
        d = d &>> 32 | d &<< 32
        c = c &+ d &+ 2 &* (c & 0xffff_ffff) &* (d & 0xffff_ffff)
        b ^= c
        b = b &>> 24 | b &<< 40
        a = a &+ b &+ 2 &* (a & 0xffff_ffff) &* (b & 0xffff_ffff)
        d ^= a
        d = d &>> 16 | d &<< 48
        c = c &+ d &+ 2 &* (c & 0xffff_ffff) &* (d & 0xffff_ffff)
        b ^= c
        b = b &>> 63 | b &<< 1
    }
}
