/// A hash of a path's text that goes on where the one of a shorter path ended.
struct FieldPathHash: Equatable {
    private var value: UInt64 = 0

    /// Differs between runs, so that nobody can prepare many paths with one hash.
    private static let factor = UInt64.random(in: .min ... .max) | 1

    /// The hash of the whole document's path.
    init() {}

    /// The hash of a path.
    init(_ path: FieldPath) {
        let factor = Self.factor
        var text = path.description
        text.withUTF8 { for byte in $0 { combine(byte, factor) } }
    }

    /// Goes on with the name of a member if it is a plain word, and says whether it is.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - isFirst: Whether the path up to here is the one of the whole document.
    /// - Returns: Whether the name is a plain word; the hash stays what it was if not.
    mutating func combine(word name: String, isFirst: Bool) -> Bool {
        let factor = Self.factor
        var hash = self
        if !isFirst { hash.combine(UInt8(ascii: "."), factor) }
        var name = name
        let isWord = name.withUTF8 { bytes in
            for byte in bytes {
                guard byte.isOfPlainWord else { return false }
                hash.combine(byte, factor)
            }
            return !bytes.isEmpty
        }
        if isWord { self = hash }
        return isWord
    }

    /// A number whose lowest bits depend on all bytes of the path.
    var spread: Int { Int(value >> 32) }

    @inline(__always)
    private mutating func combine(_ byte: UInt8, _ factor: UInt64) { value = (value &+ UInt64(byte) &+ 1) &* factor }
}
