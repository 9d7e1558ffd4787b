/// What this project writes on a service that it makes: that it made it, and the quantities before rounding.
///
/// A mark is a list of words, `cloud-containers` and `key=value` pairs. Where a provider has tags each word is a tag of its
/// own, with the prefix `cloud-containers:`; elsewhere the words stand in brackets at the end of the description. Values are
/// percent-encoded, so that a name can hold whatever it likes.
package struct OwnershipMark: Sendable, Hashable {
    package static let word = "cloud-containers"

    /// The values before they were fitted to the target, by the name of the field.
    package var values = OrderedMap<String>()

    package init() {}

    package var isEmpty: Bool { values.isEmpty }

    package var cpu: CPU? { values["cpu"].flatMap { try? CPU(parsing: $0) } }
    package var memory: ByteCount? { values["memory"].flatMap { try? ByteCount(parsing: $0) } }
    package var disk: ByteCount? { values["disk"].flatMap { try? ByteCount(parsing: $0) } }
    package var name: String? { values["name"] }
    package var owner: String? { values["owner"] }
    package var namespace: String? { values["namespace"] }

    // MARK: Tags

    package var tags: [String] { words.map { "\(Self.word):\($0)" } }

    /// Splits tags into the user's and the mark.
    package static func split(tags: [String]) -> (users: [String], mark: OwnershipMark) {
        let prefix = Array(word.utf8) + [UInt8(ascii: ":")]
        var mark = OwnershipMark()
        var users: [String] = []
        for tag in tags {
            let bytes = Array(tag.utf8)
            if bytes.starts(with: prefix), let (key, value) = pair(bytes[prefix.count...]) {
                mark.values[key] = value
            } else {
                users.append(tag)
            }
        }
        return (users, mark)
    }

    // MARK: Descriptions

    /// The text to end a description with.
    package var suffix: String { "[\(([Self.word] + words).joined(separator: " "))]" }

    /// A description with the mark at its end.
    ///
    /// An empty mark leaves no trace, unless the description itself ends like one with a mark.
    package func marking(_ description: String?) -> String? {
        if isEmpty, description.map({ Self.markStart(in: Array($0.utf8)) == nil }) ?? true { return description }
        guard let description, !description.isEmpty else { return suffix }
        return description + " " + suffix
    }

    /// Splits a description into the user's and the mark.
    package static func split(description: String) -> (users: String, mark: OwnershipMark) {
        let bytes = Array(description.utf8)
        guard let (start, mark) = markStart(in: bytes) else { return (description, OwnershipMark()) }
        var users = bytes[..<start]
        if users.last == UInt8(ascii: " ") { users.removeLast() }
        return (String(decoding: users, as: UTF8.self), mark)
    }

    /// Where the mark at the end of a description begins, and what it says; `nil` if there is none.
    private static func markStart(in bytes: [UInt8]) -> (start: Int, mark: OwnershipMark)? {
        guard bytes.last == UInt8(ascii: "]"), let start = bytes.lastIndex(of: UInt8(ascii: "[")) else { return nil }
        let words = bytes[(start + 1)..<(bytes.count - 1)].split(
            separator: UInt8(ascii: " "),
            omittingEmptySubsequences: false
        )
        guard let first = words.first, first.elementsEqual(word.utf8) else { return nil }
        var mark = OwnershipMark()
        for word in words.dropFirst() {
            guard let (key, value) = pair(word) else { return nil }
            mark.values[key] = value
        }
        return (start, mark)
    }

    // MARK: Words

    /// The words behind the first one: `key=value`, with everything but unreserved ASCII of a value escaped.
    private var words: [String] { values.map { "\($0.key)=\(PercentCoding.encoded($0.value))" } }

    /// What a mark can say.
    private static let keys: Set<String> = ["cpu", "memory", "disk", "name", "owner", "namespace"]

    private static func pair(_ word: ArraySlice<UInt8>) -> (key: String, value: String)? {
        guard let sign = word.firstIndex(of: UInt8(ascii: "=")), sign > word.startIndex,
            let value = unescaped(word[(sign + 1)...])
        else { return nil }
        let key = String(decoding: word[..<sign], as: UTF8.self)
        // Whatever else stands behind the prefix is the user's own.
        return keys.contains(key) ? (key, value) : nil
    }

    /// The value of an escaped text, or `nil` if an escape in it is wrong.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        let value = String(decoding: bytes, as: UTF8.self)
        return value.utf8.elementsEqual(bytes) ? value : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
