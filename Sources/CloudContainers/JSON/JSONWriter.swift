extension JSONValue {
    /// The value as JSON text, without a line break at the end.
    ///
    /// Numbers are printed as they were written. Strings are escaped only where JSON or the safety of a terminal needs
    /// it.
    public func text(_ style: JSONDocument.Style) -> String {
        var writer = JSONWriter(style)
        writer.write(self)
        return String(decoding: writer.output, as: UTF8.self)
    }
}

extension JSONDocument {
    /// The document in one form only: equal bytes for equal documents, whatever their order and spelling.
    var canonicalBytes: [UInt8] {
        var writer = JSONWriter(canonical: ())
        writer.write(root)
        return writer.output
    }
}

/// Prints a value, with a stack of its own, so that no depth exhausts the stack of the thread.
struct JSONWriter {
    private(set) var output: [UInt8] = []
    private let isPretty: Bool
    /// Whether equal values give equal bytes.
    private let isCanonical: Bool
    private var open: [Container] = []

    /// A list or an object that is not closed yet.
    private struct Container {
        var elements: [JSONValue] = []
        var members: [JSONObject.Member] = []
        var isObject: Bool
        var next = 0
    }

    init(_ style: JSONDocument.Style) {
        isPretty = style == .pretty
        isCanonical = false
    }

    /// Makes a writer of compact text with the members in the order of their names and each number in one form only.
    init(canonical: ()) {
        isPretty = false
        isCanonical = true
    }

    mutating func write(_ root: JSONValue) {
        begin(root)
        while let last = open.indices.last {
            let next = open[last].next
            open[last].next += 1
            if open[last].isObject {
                guard next < open[last].members.count else {
                    end(UInt8(ascii: "}"))
                    continue
                }
                separate(isFirst: next == 0)
                append(string: open[last].members[next].name)
                output.append(UInt8(ascii: ":"))
                if isPretty { output.append(UInt8(ascii: " ")) }
                begin(open[last].members[next].value)
            } else {
                guard next < open[last].elements.count else {
                    end(UInt8(ascii: "]"))
                    continue
                }
                separate(isFirst: next == 0)
                begin(open[last].elements[next])
            }
        }
    }

    private mutating func begin(_ value: JSONValue) {
        switch value.content {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): append(isCanonical ? JSONNumberValue(number.text).text : number.text)
        case .string(let string): append(string: string)
        case .array(let elements):
            if elements.isEmpty { return append("[]") }
            output.append(UInt8(ascii: "["))
            open.append(Container(elements: elements, isObject: false))
        case .object(let object):
            if object.isEmpty { return append("{}") }
            output.append(UInt8(ascii: "{"))
            let members = isCanonical ? object.members.sorted { $0.name < $1.name } : object.members
            open.append(Container(members: members, isObject: true))
        }
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        breakLine()
    }

    private mutating func end(_ bracket: UInt8) {
        open.removeLast()
        breakLine()
        output.append(bracket)
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        output.append(UInt8(ascii: "\n"))
        var blanks = 2 * open.count
        while blanks > 0 {
            output.append(UInt8(ascii: " "))
            blanks -= 1
        }
    }

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    private mutating func append(string: String) {
        output.append(UInt8(ascii: "\""))
        if string.isPlainASCII {
            output.append(contentsOf: string.utf8)
        } else {
            for scalar in string.unicodeScalars { append(scalar) }
        }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        case "\u{8}": append("\\b")
        case "\u{C}": append("\\f")
        case _ where scalar.isUnsafeToShow:
            let digits = String(scalar.value, radix: 16)
            append("\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits)
        default: output.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        }
    }
}

extension String {
    /// Whether a JSON text can hold the string without an escape, as far as can be told byte by byte.
    fileprivate var isPlainASCII: Bool {
        var text = self
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    return false
                }
                index &+= 1
            }
            return true
        }
    }
}
