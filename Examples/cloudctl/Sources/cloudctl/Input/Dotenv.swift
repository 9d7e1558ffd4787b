package import CloudContainers

/// Reads a file of `NAME=VALUE` lines, with the quoting that shells and other tools share.
///
/// A value is bare (up to the end of the line or to a `#` after a blank), in single quotes (as written), or in double
/// quotes (with `\n`, `\r`, `\t`, `\"`, `\\` and `\$`); a quoted one may span lines. Nothing is run and nothing is
/// expanded. No error quotes a line, since any line may hold a secret.
package struct Dotenv {
    private let bytes: [UInt8]
    private let source: String?
    private var position = 0

    private init(_ bytes: [UInt8], name: String?) {
        self.bytes = bytes
        source = name
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Reads the names and values of a file.
    ///
    /// - Throws: An error with the code `invalidInput` that says where and why, without any value.
    package static func read(_ bytes: [UInt8], named name: String?) throws(ContainerServiceError) -> SecretValues {
        var reader = Dotenv(bytes, name: name)
        if let offset = UTF8Check.firstInvalidByte(of: bytes) {
            throw reader.failure("the file is not UTF-8", at: offset, advice: "Save it as UTF-8.")
        }
        var values = SecretValues()
        while let (name, offset) = try reader.nextName() {
            if values.contains(name) {
                throw reader.failure(
                    "the name \(Diagnostic.quoted(name)) is given twice",
                    at: offset,
                    advice: "Keep one of the two."
                )
            }
            values.set(try reader.value(), for: name)
        }
        return values
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while next == 0x20 || next == 0x09 { position += 1 }
    }

    private mutating func skipLine() {
        while let byte = next, byte != 0x0A { position += 1 }
    }

    private mutating func nextName() throws(ContainerServiceError) -> (name: String, offset: Int)? {
        while let byte = next {
            switch byte {
            case 0x0A, 0x0D, 0x20, 0x09: position += 1
            case UInt8(ascii: "#"): skipLine()
            default: return try name()
            }
        }
        return nil
    }

    private mutating func name() throws(ContainerServiceError) -> (name: String, offset: Int) {
        let word = Array("export".utf8)
        if bytes[position...].starts(with: word), position + word.count < bytes.count,
            bytes[position + word.count] == 0x20
        {
            position += word.count
            skipBlanks()
        }
        let start = position
        while let byte = next, byte != UInt8(ascii: "="), byte != 0x0A, byte != 0x20, byte != 0x09 { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        skipBlanks()
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "_.-".utf8.contains(byte)
                }
            }
        guard isName, next == UInt8(ascii: "=") else {
            throw failure("this line is not NAME=VALUE", at: start, advice: "Write NAME=VALUE, or # before a comment.")
        }
        position += 1
        return (name, start)
    }

    private mutating func value() throws(ContainerServiceError) -> String {
        skipBlanks()
        guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return bareValue() }
        let start = position
        position += 1
        var value: [UInt8] = []
        while let byte = next, byte != quote {
            position += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let escaped = next {
                position += 1
                value += Self.unescaped(escaped)
            } else {
                value.append(byte)
            }
        }
        guard next == quote else {
            throw failure("the quote is not closed", at: start, advice: "Close it, or escape it inside the value.")
        }
        position += 1
        skipBlanks()
        if next == UInt8(ascii: "#") { skipLine() }
        guard next == nil || next == 0x0A || next == 0x0D else {
            throw failure(
                "there is text after the closing quote",
                at: position,
                advice: "Escape the quote inside the value."
            )
        }
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func bareValue() -> String {
        var value: [UInt8] = []
        while let byte = next, byte != 0x0A {
            if byte == UInt8(ascii: "#"), value.isEmpty || value.last == 0x20 || value.last == 0x09 {
                skipLine()
                break
            }
            value.append(byte)
            position += 1
        }
        while let last = value.last, last == 0x20 || last == 0x09 || last == 0x0D { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }

    private static func unescaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "n"): [0x0A]
        case UInt8(ascii: "r"): [0x0D]
        case UInt8(ascii: "t"): [0x09]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): [byte]
        default: [UInt8(ascii: "\\"), byte]
        }
    }

    private func failure(_ problem: String, at offset: Int, advice: String) -> ContainerServiceError {
        let location = SourceText(bytes, name: source).location(ofByte: offset)
        // An empty line quotes nothing.
        return .invalidInput(
            Diagnostic(problem: problem, advice: advice, source: source, location: location, line: "")
        )
    }
}
