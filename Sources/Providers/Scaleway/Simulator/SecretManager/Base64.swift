/// Base64 as values of secrets are sent.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The bytes that a text stands for; `nil` for a text that is no base64 with padding.
    static func bytes(of text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        let content = characters.prefix { $0 != padding }
        let rest = characters.count - content.count
        guard characters.count % 4 == 0, rest < 3, characters.suffix(rest).allSatisfy({ $0 == padding }) else {
            return nil
        }
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for character in content {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = (bits & 0x3F) << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }
}
