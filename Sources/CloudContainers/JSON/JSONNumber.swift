/// A JSON number, kept as it was written.
///
/// Two numbers are equal when their values are: `1.0` is `1`, `1e2` is `100` and `-0` is `0`. Comparing takes time in
/// proportion to the length of the texts, never of the values.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number as written.
    public let text: String

    /// Makes a number from its text, or `nil` unless that is a number by the grammar of RFC 8259.
    public init?(_ text: String) {
        var text = text
        let isNumber = text.withUTF8 { buffer in
            let scan = JSONNumberScan(buffer, from: 0)
            return scan.problem == nil && scan.end == buffer.count
        }
        guard isNumber else { return nil }
        self.text = text
    }

    /// Makes a number from an integer.
    public init(_ value: Int) { text = String(value) }

    /// Makes a number from a text that the scanner has accepted.
    init(scanned text: String) { self.text = text }

    /// The number as written.
    public var description: String { text }

    /// The value if it is an integer that fits, however it was written: `5`, `5.0`, `5e2` and `50e-1` are integers.
    public var exactInteger: Int? {
        if let value = Int(text) { return value }
        return JSONNumberValue(text).integer
    }

    /// Whether both numbers have exactly the same value.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.text == right.text || JSONNumberValue(left.text) == JSONNumberValue(right.text)
    }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) { hasher.combine(JSONNumberValue(text)) }
}

/// Where a number ends in a text, and what is wrong with it.
struct JSONNumberScan {
    enum Problem {
        case noDigits, leadingZero, noFractionDigits, noExponentDigits
    }

    /// The offset after the number, or the offset of the problem.
    private(set) var end: Int
    private(set) var problem: Problem?

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        end = start
        if end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
        let first = end
        skipDigits(bytes)
        if end == first {
            problem = .noDigits
            return
        }
        if bytes[first] == UInt8(ascii: "0"), end > first + 1 {
            end = first
            problem = .leadingZero
            return
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            end += 1
            let fraction = end
            skipDigits(bytes)
            if end == fraction {
                problem = .noFractionDigits
                return
            }
        }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
            let exponent = end
            skipDigits(bytes)
            if end == exponent { problem = .noExponentDigits }
        }
    }

    @inline(__always)
    private mutating func skipDigits(_ bytes: UnsafeBufferPointer<UInt8>) {
        while end < bytes.count, bytes[end] &- UInt8(ascii: "0") < 10 { end += 1 }
    }
}
