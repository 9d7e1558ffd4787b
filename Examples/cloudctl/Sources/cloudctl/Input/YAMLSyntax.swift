import CloudContainers
import Yams

/// Says what stopped the YAML parser, in this tool's words.
enum YAMLSyntax {
    /// The diagnostic of what the parser threw.
    static func diagnostic(of error: any Error, in text: YAMLText) -> Diagnostic {
        guard let error = error as? YamlError else {
            return text.located(Diagnostic(problem: "the text is not YAML"), at: nil)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let offset = text.offset(of: mark)
            if problem.contains("nesting level") { return text.tooDeep(at: offset) }
            let byte = offset.flatMap(text.byte)
            return text.located(
                Diagnostic(
                    problem: "the text is not valid YAML: \(problem)",
                    advice: advice(for: problem, at: byte) ?? context.map(place)
                ),
                at: offset,
                context: context.flatMap { text.offset(of: $0.mark) }
            )
        case .duplicatedKeysInMapping(let keys, let context):
            let first = text.offset(of: context.mark)
            let key = keys.first ?? ""
            guard let second = first.flatMap({ secondPlace(of: key, after: $0, in: text) }) else {
                return text.doubledKey(key, at: first, first: nil, field: nil)
            }
            return text.doubledKey(key, at: second, first: first, field: nil)
        case .reader(let problem, _, _, _): return text.located(Diagnostic(problem: problem), at: nil)
        default: return text.located(Diagnostic(problem: "the text is not YAML"), at: nil)
        }
    }

    private static func place(_ context: YamlError.Context) -> String {
        "This happened \(context.text) that begins at \(context.mark.line):\(context.mark.column)."
    }

    private static func advice(for problem: String, at byte: UInt8?) -> String? {
        if byte == 0x09 { return "Indent with spaces; YAML takes no tabs there." }
        if problem.contains("cannot start any token") { return "Put the text in quotes." }
        if problem.contains("mapping values are not allowed") {
            return "Put a value that holds a colon and a blank in quotes, or correct the indentation."
        }
        if problem.contains("undefined alias") { return "Define it before with &NAME, or put the text in quotes." }
        if problem.contains("expected key") { return "Correct the indentation of this line, or of the lines above." }
        return nil
    }

    /// Where a key stands the second time; the parser itself tells the first place only.
    ///
    /// The first one is renamed and the text is parsed again: then the second one is the only one, or is itself the
    /// first of further ones.
    private static func secondPlace(of key: String, after first: Int, in text: YAMLText) -> Int? {
        guard let start = startOfKey(at: first, in: text.bytes) else { return nil }
        let prefix = "renamed-by-cloudctl-"
        var bytes = text.bytes
        bytes.insert(contentsOf: prefix.utf8, at: start)
        let renamed = YAMLText(bytes, name: nil)
        let found: Int?
        do {
            found = try YAMLDocument.parse(renamed.string).lazy
                .compactMap { sibling(of: prefix + key, named: key, in: $0) }.first
                .flatMap { renamed.offset(of: $0) }
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) where keys.first == key {
            found = renamed.offset(of: context.mark)
        } catch {
            return nil
        }
        guard let found else { return nil }
        return found > start ? found - prefix.utf8.count : found
    }

    /// The offset of a key's first character, behind its anchor, its tag and its quote.
    private static func startOfKey(at offset: Int, in bytes: [UInt8]) -> Int? {
        var index = offset
        while index < bytes.count, bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "!") {
            while index < bytes.count, bytes[index] > 0x20 { index += 1 }
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        }
        guard index < bytes.count else { return nil }
        return bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") ? index + 1 : index
    }

    private static func sibling(of renamed: String, named key: String, in root: Node) -> Node? {
        var pending = [root]
        var budget = 1_000_000
        while let node = pending.popLast(), budget > 0 {
            budget -= 1
            switch node {
            case .scalar, .alias: break
            case .sequence(let sequence): pending += sequence
            case .mapping(let mapping):
                let keys = mapping.map(\.key)
                if keys.contains(where: { $0.scalar?.string == renamed }) {
                    return keys.first { $0.scalar?.string == key }
                }
                pending += mapping.map(\.value)
            }
        }
        return nil
    }
}
