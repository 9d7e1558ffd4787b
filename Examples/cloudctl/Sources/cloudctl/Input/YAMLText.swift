import CloudContainers
import Yams

/// A YAML text: its bytes, the string for the parser, and the way from a mark to a byte.
struct YAMLText {
    let source: SourceText
    /// The text without a byte order mark.
    let string: String
    private let lines: YAMLLines

    init(_ bytes: [UInt8], name: String?) {
        source = SourceText(bytes, name: name)
        string = Self.string(bytes)
        lines = YAMLLines(bytes)
    }

    private static func string(_ bytes: [UInt8]) -> String {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return String(decoding: hasMark ? bytes[3...] : bytes[...], as: UTF8.self)
    }

    var bytes: [UInt8] { source.bytes }

    /// The byte at an offset, or `nil` outside the text.
    func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    // MARK: Places

    /// The byte at which a node begins; for an alias, at which what it stands for begins.
    func offset(of node: Node) -> Int? {
        node.mark.flatMap { lines.offset(line: $0.line, column: $0.column) }
    }

    func offset(of mark: Mark) -> Int? { lines.offset(line: mark.line, column: mark.column) }

    /// The diagnostic with the name, the place and the quoted line, unless the line may hold a secret.
    ///
    /// - Parameters:
    ///   - diagnostic: What is wrong.
    ///   - offset: The byte where it is wrong.
    ///   - context: The byte where that begins which is wrong.
    /// - Returns: The completed diagnostic.
    func located(_ diagnostic: Diagnostic, at offset: Int?, context: Int? = nil) -> Diagnostic {
        var diagnostic = diagnostic
        if diagnostic.field == nil, [offset, context].contains(where: { $0.map(isHidden) ?? false }) {
            diagnostic.line = ""
        }
        return JSONDocument(.null, source: source).located(diagnostic, at: offset)
    }

    /// Whether a line, or a line above that it stands inside of, names a map of variables or secrets.
    ///
    /// A text that cannot be parsed has no paths; its indentation still tells. A line that begins with a tab has none.
    private func isHidden(_ offset: Int) -> Bool {
        var indentation = Int.max
        var number = lines.line(ofByte: offset)
        while number >= 0, indentation > 0 {
            let line = lines.text(number)
            let blanks = line.prefix { $0 == 0x20 }.count
            if blanks < line.count, blanks < indentation {
                if SensitiveFields.isNamed(in: String(decoding: line, as: UTF8.self)) { return true }
                if line.dropFirst(blanks).first != 0x09 { indentation = blanks }
            }
            number -= 1
        }
        return false
    }

    /// The text of a scalar, with the byte order mark that the parser takes away from the beginning of a quoted one.
    func string(of scalar: Node.Scalar, at offset: Int?) -> String {
        guard scalar.style == .doubleQuoted, let offset, byte(at: offset) == UInt8(ascii: "\"") else {
            return scalar.string
        }
        let written = bytes[(offset + 1)...].prefix(6)
        let begins =
            written.starts(with: [0xEF, 0xBB, 0xBF])
            || String(decoding: written, as: UTF8.self).lowercased() == "\\ufeff"
        return begins ? "\u{FEFF}" + scalar.string : scalar.string
    }

    // MARK: Aliases

    /// Whether there may be an alias.
    var hasAliases: Bool { bytes.contains(UInt8(ascii: "&")) && bytes.contains(UInt8(ascii: "*")) }

    /// The text with each alias turned into a plain word of the same length.
    var stringWithoutAliases: String {
        var changed = bytes
        for index in bytes.indices where bytes[index] == UInt8(ascii: "*") {
            let before = index == 0 ? 0x0A : bytes[index - 1]
            let after = index + 1 < bytes.count ? bytes[index + 1] : 0x0A
            let begins = before <= 0x20 || "[{,?:-&".utf8.contains(before)
            if begins, after > 0x20 { changed[index] = UInt8(ascii: "_") }
        }
        return Self.string(changed)
    }

    // MARK: Problems

    /// What is wrong with the bytes themselves.
    func encodingProblem() -> Diagnostic? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return located(
                Diagnostic(problem: "the text is not UTF-8", value: "UTF-16", advice: "Save the text as UTF-8."),
                at: 0
            )
        }
        if let offset = UTF8Check.firstInvalidByte(of: bytes) {
            return located(
                Diagnostic(
                    problem: "the text is not UTF-8",
                    value: "byte 0x" + String(bytes[offset], radix: 16, uppercase: true),
                    allowed: "UTF-8",
                    advice: "Save the text as UTF-8."
                ),
                at: offset
            )
        }
        guard let offset = bytes.firstIndex(where: { ($0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0)) || $0 == 0x7F })
        else { return nil }
        let code = String(bytes[offset], radix: 16, uppercase: true)
        return located(
            Diagnostic(
                problem: "the text holds a control character",
                value: "U+" + String(repeating: "0", count: 4 - code.count) + code,
                allowed: "tab and line breaks",
                advice: "Remove it, or write it as \\x\(code) inside double quotes."
            ),
            at: offset
        )
    }

    func keyProblem(at offset: Int?) -> Diagnostic {
        located(
            Diagnostic(
                problem: "a key is a list, a map or an alias",
                allowed: "keys that are text",
                advice: "Put the key in quotes if it is text."
            ),
            at: offset
        )
    }

    func tooDeep(at offset: Int?) -> Diagnostic {
        located(
            Diagnostic(
                problem: "lists and maps stand too deep inside each other",
                allowed: "at most \(YAMLDocument.depthLimit) levels"
            ),
            at: offset
        )
    }

    func doubledKey(_ key: String, at offset: Int?, first: Int?, field: FieldPath?) -> Diagnostic {
        let place = first.map { source.location(ofByte: $0).description }
        return located(
            Diagnostic(
                problem: "the key \(Diagnostic.quoted(key)) is given twice",
                field: field,
                advice: place.map { "It stands first at \($0); keep one of the two." } ?? "Keep one of the two."
            ),
            at: offset
        )
    }
}

/// Looks for bytes that are not UTF-8.
enum UTF8Check {
    /// The offset of the first byte that begins no scalar, or `nil` if all is well.
    static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch first {
            case 0x00...0x7F:
                index += 1
                continue
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return index
            }
            guard index + length <= bytes.count, second.contains(bytes[index + 1]),
                bytes[(index + 1)..<(index + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
            else { return index }
            index += length
        }
        return nil
    }
}
