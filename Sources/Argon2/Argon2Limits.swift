/// The bounds of what a hash may ask of the machine that checks it.
///
/// Who writes an encoded hash chooses its costs: without bounds a text of 60 characters asks for 4 TiB of memory.
package struct Argon2Limits: Sendable, Hashable {
    /// The most memory, in KiB.
    package let memoryKiB: Int
    /// The most passes over the memory.
    package let passes: Int
    /// The most lanes.
    package let lanes: Int
    /// The allowed lengths of a hash, in bytes.
    package let hashLengths: ClosedRange<Int>
    /// The allowed lengths of a salt, in bytes: at least 8 as in the reference implementation; RFC 9106 §3.1 advises 16.
    package let saltLengths = 8...64

    /// At most 256 MiB, 10 passes, 255 lanes, and a hash of 4 to 64 bytes.
    ///
    /// The most expensive hash within them costs thirteen times what one of ``Argon2Parameters/reference`` does.
    package static let standard = Argon2Limits()

    /// Makes limits, each of them brought into the range of RFC 9106 §3.1.
    package init(
        memoryKiB: Int = 256 * 1024,
        passes: Int = 10,
        lanes: Int = 255,
        hashLengths: ClosedRange<Int> = 4...64
    ) {
        let most = Int(clamping: UInt32.max)
        self.memoryKiB = min(max(memoryKiB, 8), most)
        self.passes = min(max(passes, 1), most)
        // Each lane needs 8 KiB.
        self.lanes = min(max(lanes, 1), 0xff_ffff, self.memoryKiB / 8)
        self.hashLengths = hashLengths.clamped(to: 4...most)
    }
}
