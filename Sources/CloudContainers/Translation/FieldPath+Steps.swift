/// The steps of a path, read one by one from its text form; of a rule's pattern, too.
struct FieldPathSteps {
    /// A step as the places of its bytes.
    enum Step {
        /// A plain word.
        case word(Range<Int>)
        /// What stands between the quotes of `["…"]`, with its escapes.
        case quoted(Range<Int>)
        /// What stands between brackets without quotes.
        case index(Range<Int>)
    }

    let bytes: [UInt8]
    private var position = 0
    /// Whether reading has stopped at something that is no step.
    private(set) var isInvalid = false

    init(_ text: String) { bytes = Array(text.utf8) }

    init(_ path: FieldPath) { self.init(path.description) }

    /// The next step, or `nil` at the end and where the text is no path.
    mutating func next() -> Step? {
        guard position < bytes.count, !isInvalid else { return nil }
        if bytes[position] == UInt8(ascii: "[") {
            position += 1
            let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
            return isQuoted ? quoted() : index()
        }
        if position > 0 {
            guard bytes[position] == UInt8(ascii: ".") else { return invalid() }
            position += 1
        }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "."), bytes[position] != UInt8(ascii: "[") {
            position += 1
        }
        return position == start ? invalid() : .word(start..<position)
    }

    /// The key that a step names, or `nil` if it is an index or if an escape in it is wrong.
    func key(of step: Step) -> String? {
        switch step {
        case .word(let range): String(decoding: bytes[range], as: UTF8.self)
        case .quoted(let range): unescaped(range)
        case .index: nil
        }
    }

    /// The index that a step names, or `nil` if it is a key.
    func index(of step: Step) -> Int? {
        guard case .index(let range) = step else { return nil }
        return Int(String(decoding: bytes[range], as: UTF8.self))
    }

    private mutating func invalid() -> Step? {
        isInvalid = true
        return nil
    }

    private mutating func index() -> Step? {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "]") else { return invalid() }
        position += 1
        return .index(start..<position - 1)
    }

    private mutating func quoted() -> Step? {
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "]") else { return invalid() }
        position = end + 2
        return .quoted(start..<end)
    }

    /// The key of a quoted step; after a backslash stands a quote, a backslash, or `u{…}`.
    private func unescaped(_ range: Range<Int>) -> String? {
        var key: [UInt8] = []
        var rest = bytes[range]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                key.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "\""): key.append(UInt8(ascii: "\""))
            case UInt8(ascii: "\\"): key.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "u"):
                guard rest.popFirst() == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")),
                    let code = UInt32(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
                    let scalar = Unicode.Scalar(code)
                else { return nil }
                key.append(contentsOf: String(scalar).utf8)
                rest = rest[(end + 1)...]
            default: return nil
            }
        }
        return String(decoding: key, as: UTF8.self)
    }
}

extension FieldPath {
    /// The keys that lead to the field, without the indexes of lists.
    package var keys: [String] {
        var keys: [String] = []
        var steps = FieldPathSteps(self)
        while let step = steps.next() {
            if let key = steps.key(of: step) { keys.append(key) }
        }
        return keys
    }
}
