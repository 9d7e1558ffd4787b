package import CloudContainers
import Yams

/// Writes a document as YAML that reads back as the same values, here and in other tools.
package enum YAMLWriter {
    /// The document as text with a line break at its end.
    ///
    /// - Throws: An error of the emitter, which no document is known to cause.
    package static func text(_ document: JSONDocument) throws -> String {
        let text = try serialize(node: node(document.root), indent: 2, width: -1, allowUnicode: true)
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        // The emitter takes marks that turn the direction of the text around for letters. They stand between double
        // quotes, where an escape means the same.
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isHidden(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool { scalar != "\n" && TerminalText.isUnsafe(scalar) }

    private static func node(_ value: JSONValue) -> Node {
        switch value.content {
        case .null: .scalar(.init("null", Tag(.null), .plain))
        case .bool(let bool): .scalar(.init(bool ? "true" : "false", Tag(.bool), .plain))
        case .number(let number): .scalar(.init(number.text, Tag(.float), .plain))
        case .string(let text): string(text)
        case .array(let elements): .sequence(.init(elements.map(node), Tag(.seq), elements.isEmpty ? .flow : .block))
        case .object(let object):
            .mapping(
                .init(
                    object.members.map { (string($0.name), node($0.value)) },
                    Tag(.map),
                    object.isEmpty ? .flow : .block
                )
            )
        }
    }

    private static func string(_ text: String) -> Node {
        .scalar(.init(text, Tag(.str), isPlain(text) ? .plain : .doubleQuoted))
    }

    /// Whether every YAML reader takes the text without quotes for the same text.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, last != UInt8(ascii: ":") else { return false }
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "_./-:%".utf8.contains(byte)
            }
        }
        guard isWord else { return false }
        switch first {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "/"):
            return !reserved.contains(text.lowercased())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return isAmount(text)
        default: return false
        }
    }

    /// A whole number with a unit, such as `512Mi`; no reader takes it for a number.
    private static func isAmount(_ text: String) -> Bool {
        let unit = text.drop { $0.isASCII && $0.isNumber }
        if text.hasPrefix("0"), text.utf8.count > unit.utf8.count + 1 { return false }
        return ["m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "s", "ms", "min", "h", "%"].contains(unit)
    }

    private static let reserved: Set<String> = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity",
    ]
}
