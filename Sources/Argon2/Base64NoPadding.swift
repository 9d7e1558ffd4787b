/// Base64 with the alphabet of RFC 4648 §4 and without padding, as encoded hashes write salt and hash.
enum Base64NoPadding {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The number of bytes that a text of a length stands for, or nil if no text has this length.
    static func byteCount(ofTextLength length: Int) -> Int? {
        length % 4 == 1 ? nil : length / 4 * 3 + length % 4 * 3 / 4
    }

    /// The text of the bytes.
    static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        var bits = 0
        var bitCount = 0
        for byte in bytes {
            bits = (bits & 0xff) << 8 | Int(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                characters.append(alphabet[(bits >> bitCount) & 63])
            }
        }
        if bitCount > 0 { characters.append(alphabet[(bits << (6 - bitCount)) & 63]) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes that a text stands for, or nil if it is not the one text of any bytes.
    ///
    /// Padding, line breaks, the URL alphabet and bits set after the last byte are refused (RFC 4648 §3.2 to §3.5).
    static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        guard byteCount(ofTextLength: text.count) != nil else { return nil }
        var bytes: [UInt8] = []
        var bits = 0
        var bitCount = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            bits = (bits & 0x3f) << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        return bits & ((1 << bitCount) - 1) == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
