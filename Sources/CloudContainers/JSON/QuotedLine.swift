/// The line of a text that an error message quotes, with stars in the place of what may be a secret.
///
/// Keys and punctuation stay, so that a caret still finds its place: each scalar becomes one scalar. Of the values only the
/// one at the place itself is shown, next to numbers and words such as `true`, and nothing at all where the place, or
/// anything on the line, lies inside of a map of variables or secrets. The text need not be JSON; much of YAML is told
/// apart as well.
struct QuotedLine {
    /// The keys of what holds variables, secrets and credentials, in any dialect.
    private static let sensitiveKeys: Set<String> = [
        "environment", "secrets", "files", "variables", "vars", "environment_variables",
        "secret_environment_variables", "triggers", "trigger_authentication", "registry", "credentials",
    ]

    private let bytes: UnsafeBufferPointer<UInt8>
    /// The byte that the message is about.
    private let place: Int
    /// The bytes of the line.
    private let line: Range<Int>
    /// Whether the place is known to lie where no value may be shown.
    private let isSensitive: Bool
    /// For each list and object that is open, whether values in it may be shown.
    private var open: [Bool] = []
    /// Where a value without quotes that begins at the place ends; looked for once, since every word asks.
    private let plainEnd: Int
    /// The key whose value comes next.
    private var isSensitiveKey = false
    /// The parts of the line to be hidden.
    private(set) var hidden: [Range<Int>] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, line: Range<Int>, place: Int, field: FieldPath?) {
        self.bytes = bytes
        self.line = line
        self.place = place
        plainEnd = Self.endOfPlain(place, in: bytes, line)
        isSensitive = field?.keys.contains { Self.sensitiveKeys.contains($0) } ?? false
        scan()
    }

    private mutating func scan() {
        var index = 0
        while index < line.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append(isSensitiveKey || open.last == true)
                isSensitiveKey = false
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = open.popLast()
                index += 1
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                // In YAML the value of a key can be what stands below it; the path of the field tells that.
                if bytes[index] == UInt8(ascii: ",") { isSensitiveKey = false }
                index += 1
            case UInt8(ascii: "\""): index = scanToken(index, to: endOfString(index), isQuoted: true)
            case UInt8(ascii: "'") where index == 0 || !isWord(index - 1):
                index = scanToken(index, to: endOfString(index), isQuoted: true)
            case _ where isWord(index): index = scanToken(index, to: endOfWord(index), isQuoted: false)
            default: index += 1
            }
        }
    }

    /// Looks at a string or a run of word bytes, and returns where it ends.
    private mutating func scanToken(_ start: Int, to end: Int, isQuoted: Bool) -> Int {
        let inner = isQuoted ? start + 1..<max(start + 1, closes(start, end) ? end - 1 : end) : start..<end
        if isKey(start, end, isQuoted: isQuoted) {
            isSensitiveKey = Self.sensitiveKeys.contains(String(decoding: bytes[inner], as: UTF8.self))
            return end
        }
        if start >= line.lowerBound, !inner.isEmpty, !mayShow(start, end, isQuoted: isQuoted) {
            hidden.append(inner.lowerBound..<min(inner.upperBound, line.upperBound))
        }
        return end
    }

    private func mayShow(_ start: Int, _ end: Int, isQuoted: Bool) -> Bool {
        if isSensitive || isSensitiveKey || open.last == true { return false }
        if start == place { return true }
        if isQuoted { return false }
        if start > place, start < plainEnd { return true }
        let word = String(decoding: bytes[start..<end], as: UTF8.self)
        let isPunctuation = bytes[start..<end].allSatisfy { $0 < 0x80 && !$0.isWordByte }
        return isPunctuation || JSONNumber(word) != nil || ["true", "false", "null"].contains(word)
    }

    /// Where a value without quotes ends, which may have blanks and colons in it.
    private static func endOfPlain(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int {
        var index = start
        while index < line.upperBound, !"\"{}[],#".utf8.contains(bytes[index]) { index += 1 }
        return index
    }

    private func isKey(_ start: Int, _ end: Int, isQuoted: Bool) -> Bool {
        var next = end
        while isQuoted, next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
        guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else { return false }
        if isQuoted { return true }
        guard next + 1 == bytes.count || bytes[next + 1] <= UInt8(ascii: " ") else { return false }
        // A word in the middle of a value is no key, whatever follows it.
        var before = start - 1
        while before >= 0, bytes[before] == UInt8(ascii: " ") || bytes[before] == UInt8(ascii: "\t") { before -= 1 }
        return before < 0 || "\n\r{[,-?".utf8.contains(bytes[before])
    }

    private func closes(_ start: Int, _ end: Int) -> Bool { end - start > 1 && bytes[end - 1] == bytes[start] }

    /// The offset after a string, which ends with its line at the latest.
    private func endOfString(_ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") {
            if bytes[index] == bytes[start] { return index + 1 }
            let isEscape = bytes[index] == UInt8(ascii: "\\") && bytes[start] == UInt8(ascii: "\"")
            index += isEscape && index + 1 < bytes.count && bytes[index + 1] >= 0x20 ? 2 : 1
        }
        return index
    }

    private func endOfWord(_ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, isWord(index) { index += 1 }
        return index
    }

    /// Whether a byte is neither blank nor punctuation of JSON.
    private func isWord(_ index: Int) -> Bool {
        switch bytes[index] {
        case 0x00...UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
            false
        default: true
        }
    }
}
