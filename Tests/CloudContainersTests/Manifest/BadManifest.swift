import CloudContainers
import Testing

/// A manifest that is refused; a `¦` in its text marks the place that the message names.
struct BadManifest: Sendable, CustomTestStringConvertible {
    var marked: String
    var problem: String
    var field: FieldPath?
    var allowed: String?
    var replacement: String?

    /// A whole manifest.
    init(_ marked: String, _ problem: String, at field: FieldPath?, allowed: String? = nil, replacement: String? = nil)
    {
        self.marked = marked
        self.problem = problem
        self.field = field
        self.allowed = allowed
        self.replacement = replacement
    }

    /// Members of a service in an otherwise good manifest.
    static func service(
        _ members: String,
        _ problem: String,
        at field: String,
        allowed: String? = nil,
        replacement: String? = nil
    ) -> BadManifest {
        BadManifest(
            "{\n  \"apiVersion\": \"cloudctl/v1\",\n  \"services\": {\n    \"web\": {\n      \"image\": \"nginx:1.27\",\n      "
                + members + "\n    }\n  }\n}\n",
            problem,
            at: FieldPath("services.web." + field),
            allowed: allowed,
            replacement: replacement
        )
    }

    var testDescription: String { marked.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ") }

    var text: String { marked.filter { $0 != "¦" } }

    /// The place of the mark.
    var location: CloudContainers.SourceLocation? {
        guard let mark = marked.firstIndex(of: "¦") else { return nil }
        return SourceText(Array(text.utf8)).location(ofByte: marked[..<mark].utf8.count)
    }

    /// The text with the value or key at a place replaced, once as it is and once in quotes.
    func corrected(at location: CloudContainers.SourceLocation, with replacement: String) -> [String] {
        let bytes = Array(text.utf8)
        guard let start = SourceText(bytes).offset(of: location) else { return [] }
        let end = Self.endOfToken(bytes, from: start)
        let quoted = JSONValue.string(replacement).text(.compact)
        return [replacement, quoted].map {
            String(decoding: bytes[..<start] + Array($0.utf8) + bytes[end...], as: UTF8.self)
        }
    }

    private static func endOfToken(_ bytes: [UInt8], from start: Int) -> Int {
        guard start < bytes.count else { return start }
        var index = start
        if bytes[start] == UInt8(ascii: "\"") {
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(index + 1, bytes.count)
        }
        while index < bytes.count, !",]} \n".utf8.contains(bytes[index]) { index += 1 }
        return index
    }
}
