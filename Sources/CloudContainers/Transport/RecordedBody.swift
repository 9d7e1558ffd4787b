/// The body of a recorded request or answer.
public enum RecordedBody: Sendable, Hashable {
    /// A JSON document.
    case json(JSONDocument)
    /// Anything else, as text; bytes that are no UTF-8 are replaced by U+FFFD.
    case text(String)

    /// Makes the recorded form of bytes without secrets; `nil` for none.
    init?(_ bytes: [UInt8], _ redaction: SecretRedaction) {
        if bytes.isEmpty { return nil }
        // A body of `null` is kept as text, since a member of that value would count as absent.
        if let json = JSONValue.quietlyParsed(bytes), !json.isNull {
            self = .json(JSONDocument(redaction.redacted(json)))
        } else {
            self = .text(redaction.redacted(String(decoding: bytes, as: UTF8.self)))
        }
    }

    init?(json: JSONValue?, text: String?) {
        if let json {
            self = .json(JSONDocument(json))
        } else if let text {
            self = .text(text)
        } else {
            return nil
        }
    }

    var json: JSONValue? {
        if case .json(let document) = self { document.root } else { nil }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The bytes: those of the text, or the JSON without white space.
    public var bytes: [UInt8] {
        switch self {
        case .json(let document): Array(document.text(.compact).utf8)
        case .text(let text): Array(text.utf8)
        }
    }
}
