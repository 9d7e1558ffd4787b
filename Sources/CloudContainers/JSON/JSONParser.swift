/// A strict parser of RFC 8259 with a stack of its own, so that no depth exhausts the stack of the thread.
struct JSONParser {
    /// A list or an object whose end has not been read yet.
    struct Container {
        let isObject: Bool
        let offset: Int
        var elements: [JSONValue] = []
        var object = JSONObject()
        /// The name whose value comes next or is being read.
        var name: String?
        var nameOffset = 0
        /// How many members the last object in the list had: those of a list are mostly alike.
        var memberCount = 0

        init(isObject: Bool, offset: Int) {
            self.isObject = isObject
            self.offset = offset
        }
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var open: [Container] = []
    private let maximumDepth: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The byte at the position, or 0 at the end; a byte 0 has no place in JSON, so it ends in an error either way.
    @inline(__always)
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// Reads the whole text.
    mutating func parseDocument() throws(JSONSyntaxFailure) -> JSONValue {
        do throws(JSONSyntaxFailure) {
            try skipMark()
            skipSpace()
            if position == bytes.count { throw emptyText() }
            let root = try parseTree()
            skipSpace()
            if position < bytes.count { throw textAfterDocument() }
            return root
        } catch {
            var failure = error
            if failure.field == nil { failure.field = currentField() }
            throw failure
        }
    }

    /// Reads a value with everything inside it.
    private mutating func parseTree() throws(JSONSyntaxFailure) -> JSONValue {
        while true {
            guard var value = try parseScalarOrOpen() else { continue }
            while true {
                guard let last = open.indices.last else { return value }
                if open[last].isObject {
                    let name = open[last].name ?? ""
                    let nameOffset = open[last].nameOffset
                    open[last].object.append(JSONObject.Member(name: name, value: value, nameOffset: nameOffset))
                    open[last].name = nil
                } else {
                    open[last].elements.append(value)
                }
                skipSpace()
                if next == UInt8(ascii: ",") {
                    let comma = position
                    position += 1
                    skipSpace()
                    if next == UInt8(ascii: "]") || next == UInt8(ascii: "}") { throw trailingComma(at: comma) }
                    if open[last].isObject { try parseName(in: last) }
                    break
                }
                guard next == closer(of: open[last]) else { throw missingSeparator(in: open[last]) }
                position += 1
                value = close()
            }
        }
    }

    /// Reads a scalar or an empty container; or opens a container, up to where a value is due, and returns `nil`.
    private mutating func parseScalarOrOpen() throws(JSONSyntaxFailure) -> JSONValue? {
        let start = position
        switch next {
        case UInt8(ascii: "\""):
            return JSONValue(.string(try parseString()), offset: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            return JSONValue(.number(try parseNumber()), offset: start)
        case UInt8(ascii: "{"):
            try openContainer(isObject: true)
            if next == UInt8(ascii: "}") {
                position += 1
                return close()
            }
            try parseName(in: open.count - 1)
            return nil
        case UInt8(ascii: "["):
            try openContainer(isObject: false)
            if next == UInt8(ascii: "]") {
                position += 1
                return close()
            }
            return nil
        case UInt8(ascii: "t") where skipWord("true"): return JSONValue(.bool(true), offset: start)
        case UInt8(ascii: "f") where skipWord("false"): return JSONValue(.bool(false), offset: start)
        case UInt8(ascii: "n") where skipWord("null"): return JSONValue(.null, offset: start)
        default: throw unexpectedInsteadOfValue()
        }
    }

    private mutating func openContainer(isObject: Bool) throws(JSONSyntaxFailure) {
        if open.count >= maximumDepth { throw tooDeep(limit: maximumDepth) }
        var container = Container(isObject: isObject, offset: position)
        if isObject, let list = open.last, !list.isObject { container.object.reserveCapacity(list.memberCount) }
        open.append(container)
        position += 1
        skipSpace()
    }

    private mutating func close() -> JSONValue {
        guard let container = open.popLast() else { return .null }
        if container.isObject, let list = open.indices.last { open[list].memberCount = container.object.count }
        return JSONValue(
            container.isObject ? .object(container.object) : .array(container.elements),
            offset: container.offset
        )
    }

    private func closer(of container: Container) -> UInt8 {
        container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }

    /// Reads a name and the colon after it, up to where its value is due.
    private mutating func parseName(in container: Int) throws(JSONSyntaxFailure) {
        let start = position
        guard next == UInt8(ascii: "\"") else { throw unexpectedInsteadOfName() }
        let name = try parseString()
        if let first = open[container].object.member(name) {
            throw doubledKey(name, at: start, first: first.nameOffset)
        }
        open[container].name = name
        open[container].nameOffset = start
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw missingColon() }
        position += 1
        skipSpace()
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    /// Skips the word if it stands here by itself.
    @inline(__always)
    private mutating func skipWord(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] { return false }
        if end < bytes.count, bytes[end].isWordByte { return false }
        position = end
        return true
    }

    private mutating func skipMark() throws(JSONSyntaxFailure) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw wrongEncoding() }
    }
}

extension UInt8 {
    /// Whether the byte belongs to an unquoted word.
    var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
