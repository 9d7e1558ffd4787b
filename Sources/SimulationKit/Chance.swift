/// Chance that a seed repeats (SplitMix64), as a value.
package struct Chance: Sendable, RandomNumberGenerator {
    /// Where it stands: a seed with which it goes on from here.
    package private(set) var position: UInt64

    package init(seed: UInt64) { position = seed }

    package mutating func next() -> UInt64 {
        position &+= 0x9E37_79B9_7F4A_7C15
        var bits = position
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A time in a range, in whole milliseconds from its lower bound.
    package mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let (seconds, attoseconds) = (range.upperBound - range.lowerBound).components
        // More than a few thousand years make no difference.
        let span = UInt64(min(seconds, 1 << 40)) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000)
        return range.lowerBound + .milliseconds(Int64(clamping: next() % (span + 1)))
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }

    /// A random UUID of version 4, in lower case.
    package mutating func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
