/// The place of a field inside a document: `container.ports[0].internal_port`.
///
/// A key that is not a plain word stands in brackets and quotes:
/// `advanced_settings["hpa.cpu.average_utilization_percent"]`.
public struct FieldPath: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The path as text.
    public let description: String

    /// Makes a path from its text form, which is not checked.
    public init(_ text: String) { description = text }

    /// Makes a path of a literal in its text form, which is not checked.
    public init(stringLiteral value: String) { description = value }

    /// The path of the whole document.
    public static let root = FieldPath("")

    /// The path of a member of the object at this path.
    public func appending(_ key: String) -> FieldPath {
        if key.isPlainWord {
            if description.isEmpty { return FieldPath(key) }
            var text = ""
            text.reserveCapacity(description.utf8.count + 1 + key.utf8.count)
            text += description
            text += "."
            text += key
            return FieldPath(text)
        }
        return FieldPath(description + "[\"" + (key.isPlainASCII ? key : key.escapedAsKey) + "\"]")
    }

    /// The path of an element of the list at this path, counted from 0.
    public func appending(_ index: Int) -> FieldPath { FieldPath(description + "[" + String(index) + "]") }

    /// This path seen from another one above it.
    public func prefixed(by prefix: FieldPath) -> FieldPath {
        if prefix.description.isEmpty { return self }
        if description.isEmpty { return prefix }
        let separator = description.hasPrefix("[") ? "" : "."
        return FieldPath(prefix.description + separator + description)
    }

    /// Whether the path is this one or lies inside it.
    public func contains(_ other: FieldPath) -> Bool {
        var (own, other) = (description, other.description)
        return own.withUTF8 { own in
            other.withUTF8 { other in
                guard other.count >= own.count, other.prefix(own.count).elementsEqual(own) else { return false }
                if own.isEmpty || other.count == own.count { return true }
                return other[own.count] == UInt8(ascii: ".") || other[own.count] == UInt8(ascii: "[")
            }
        }
    }

    /// Whether this is the path of a member that is named by a plain word.
    func isMember(_ word: String, of parent: FieldPath) -> Bool {
        var (own, parent, word) = (description, parent.description, word)
        return own.withUTF8 { own in
            parent.withUTF8 { parent in
                word.withUTF8 { word in
                    let start = parent.isEmpty ? 0 : parent.count + 1
                    guard own.count == start + word.count, own.dropFirst(start).elementsEqual(word) else {
                        return false
                    }
                    return parent.isEmpty || own[parent.count] == UInt8(ascii: ".") && own.starts(with: parent)
                }
            }
        }
    }

    /// The path without its last step; `nil` for a path of one step.
    package var parent: FieldPath? {
        let bytes = description.utf8
        // Quotes inside a key are escaped, so the last bracket with a quote opens the last key.
        let isKey = description.hasSuffix("\"]")
        let mark = isKey ? UInt8(ascii: "[") : description.hasSuffix("]") ? UInt8(ascii: "[") : UInt8(ascii: ".")
        var end = bytes.endIndex
        while end != bytes.startIndex {
            end = bytes.index(before: end)
            guard bytes[end] == mark else { continue }
            let next = bytes.index(after: end)
            if !isKey || (next != bytes.endIndex && bytes[next] == UInt8(ascii: "\"")) { break }
        }
        return end == bytes.startIndex ? nil : FieldPath(String(description[..<end]))
    }

    /// Whether the first path comes before the second one in the order of their texts.
    public static func < (left: FieldPath, right: FieldPath) -> Bool { left.description < right.description }
}

extension String {
    /// Whether the text has visible characters and blanks of ASCII only, and none that has to be escaped in a key.
    fileprivate var isPlainASCII: Bool {
        utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// The text between the quotes of a key, without control characters.
    fileprivate var escapedAsKey: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether the text has letters, digits, underscores and hyphens of ASCII only, and at least one.
    fileprivate var isPlainWord: Bool {
        var text = self
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                if !bytes[index].isOfPlainWord { return false }
                index += 1
            }
            return index > 0
        }
    }
}

extension UInt8 {
    /// Whether it is a letter, a digit, an underscore or a hyphen of ASCII.
    @inline(__always)
    var isOfPlainWord: Bool {
        (self | 0x20) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
            || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
    }
}
