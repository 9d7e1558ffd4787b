/// The secrets that a request is known to hold, to find them again in what comes back.
///
/// It is the last net, not the first: what is printed or kept is chosen by allow-lists, and a server that quotes a
/// secret in an error is caught here.
struct SecretMask: Sendable {
    private let secrets: [[UInt8]]
    /// The secrets in the spellings in which they may be quoted, the longest first.
    private let spellings: [[UInt8]]
    /// Which bytes begin a spelling, since most of a long text begins none.
    private let beginnings: [Bool]

    /// Shorter spellings are found in a text by chance.
    private static let minimumLength = 4
    /// Values of unknown fields of a head may be no secrets at all.
    private static let minimumHeaderLength = 8

    init(_ request: HTTPRequest) {
        var found: Set<String> = []
        for field in request.headers.fields where !field.isPrintable {
            for word in [field.value[...]] + field.value.split(separator: " ")
            where word.utf8.count >= Self.minimumHeaderLength {
                found.insert(String(word))
            }
        }
        if let body = request.body, body.bytes != body.redacted { found.formUnion(Self.secrets(of: body)) }
        found.remove("")
        secrets = found.map { Array($0.utf8) }
        spellings = Set(found.flatMap(Self.spellings)).filter { $0.count >= Self.minimumLength }
            .sorted { $0.count > $1.count }
        var beginnings = [Bool](repeating: false, count: 256)
        for case let first? in spellings.map(\.first) { beginnings[Int(first)] = true }
        self.beginnings = beginnings
    }

    /// A text in which every spelling of a secret is replaced.
    ///
    /// Of a text that was cut, the end is left out that may be the beginning of a secret.
    func masked(_ text: String, isCut: Bool = false) -> String {
        guard let longest = spellings.first?.count else { return text }
        var text = text
        let result = text.withUTF8 { bytes in
            let end = isCut ? bytes.count - longest : bytes.count
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            var start = 0
            while start < end {
                if let count = spelling(in: bytes, at: start) {
                    result += hiddenText.utf8
                    start += count
                } else {
                    result.append(bytes[start])
                    start += 1
                }
            }
            return result
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether a text is a secret or holds a spelling of one.
    func hides(_ text: String) -> Bool {
        if secrets.isEmpty { return false }
        if secrets.contains(where: { $0.elementsEqual(text.utf8) }) { return true }
        var text = text
        return text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                if spelling(in: bytes, at: start) != nil { return true }
                start += 1
            }
            return false
        }
    }

    /// The length of the longest spelling of a secret at a place, if there is one.
    private func spelling(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard beginnings[Int(bytes[start])] else { return nil }
        for spelling in spellings where spelling.count <= bytes.count - start {
            var index = 0
            while index < spelling.count, bytes[start + index] == spelling[index] { index += 1 }
            if index == spelling.count { return index }
        }
        return nil
    }

    /// What a body sends in the places where its redacted form has something else.
    private static func secrets(of body: HTTPBody) -> Set<String> {
        guard let sent = JSONValue.quietlyParsed(body.bytes), let redacted = JSONValue.quietlyParsed(body.redacted)
        else {
            let ends = zip(body.bytes, body.redacted).prefix { $0 == $1 }.count
            let rest = body.bytes.dropFirst(ends)
            let tail = zip(rest.reversed(), body.redacted.dropFirst(ends).reversed()).prefix { $0 == $1 }.count
            return [String(decoding: rest.dropLast(tail), as: UTF8.self)]
        }
        var found: Set<String> = []
        for (path, value) in sent.leaves() {
            guard let text = value.string ?? value.number?.text else { continue }
            let shown = redacted.value(at: path)
            guard shown != value else { continue }
            found.insert(text)
            if let shown = shown?.string, let part = Self.part(of: text, hiddenIn: shown) { found.insert(part) }
        }
        return found
    }

    /// The part of a text that stands where another has a placeholder such as `{secret:TOKEN}`.
    private static func part(of text: String, hiddenIn shown: String) -> String? {
        let (text, shown) = (Array(text.utf8), Array(shown.utf8))
        let start = Array("{secret:".utf8)
        guard let begin = shown.indices.first(where: { shown[$0...].starts(with: start) }),
            let end = shown[begin...].firstIndex(of: UInt8(ascii: "}")), text.starts(with: shown[..<begin])
        else { return nil }
        let tail = shown[(end + 1)...]
        guard text.count > begin + tail.count, text.suffix(tail.count).elementsEqual(tail) else { return nil }
        return String(decoding: text[begin...].dropLast(tail.count), as: UTF8.self)
    }

    /// A secret as it is, as a JSON string, percent-encoded, in base64, and line by line.
    private static func spellings(_ secret: String) -> [[UInt8]] {
        let quoted = JSONValue.string(secret).text(.compact).dropFirst().dropLast()
        let escaped = PercentCoding.encoded(secret)
        let lines = secret.split(whereSeparator: \.isNewline).filter { $0.utf8.count >= minimumHeaderLength }
        let base64 = base64(Array(secret.utf8))
        let urlSafe = base64.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? 0x5F : $0 }
        // Forms write a blank as a plus, and some servers escape all but letters and digits.
        let form = escaped.replacing("%20", with: "+")
        let strict = escaped.replacing("-", with: "%2D").replacing(".", with: "%2E").replacing("_", with: "%5F")
            .replacing("~", with: "%7E")
        let percent = [escaped, form, strict].flatMap { [$0, lowerCaseEscapes($0)] }
        return [base64, urlSafe] + ([secret, String(quoted)] + percent + lines.map(String.init)).map { Array($0.utf8) }
    }

    private static func lowerCaseEscapes(_ text: String) -> String {
        var left = 0
        return String(
            text.map { character in
                if character == "%" { left = 3 }
                left -= 1
                return left >= 0 ? Character(character.lowercased()) : character
            }
        )
    }

    /// The base64 of a text, with its padding.
    static func base64(of text: String) -> String {
        let bytes = Array(text.utf8)
        // Bits that are missing at the end count as 0.
        let whole = base64(bytes + [UInt8](repeating: 0, count: (3 - bytes.count % 3) % 3))
        let padding = (3 - bytes.count % 3) % 3
        return String(decoding: whole.dropLast(padding), as: UTF8.self) + String(repeating: "=", count: padding)
    }

    /// The base64 of some bytes as far as it does not depend on what follows them.
    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        var (buffer, bits) = (0, 0)
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                result.append(alphabet[buffer >> bits & 63])
            }
        }
        return result
    }
}
