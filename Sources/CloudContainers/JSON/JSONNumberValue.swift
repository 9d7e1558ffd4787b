/// The exact value of a number: its digits times a power of ten, in one form only.
///
/// The exponent may have any number of digits itself, so it is kept in two parts.
struct JSONNumberValue: Hashable {
    private var isNegative = false
    /// The digits without zeros at either end; none for zero.
    private var digits: [UInt8] = []
    private var exponentIsNegative = false
    /// The digits of the exponent above the last seventeen, without leading zeros.
    private var exponentHead: [UInt8] = []
    /// The last seventeen digits of the exponent.
    private var exponentTail = 0

    private static let tailLength = 17
    private static let tailLimit = 100_000_000_000_000_000

    /// Makes the value of a text that is a number by the grammar of RFC 8259.
    init(_ text: String) {
        var isNegative = false
        var exponentIsNegative = false
        var exponentDigits: [UInt8] = []
        var shift = 0
        var isInFraction = false
        var isInExponent = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): if isInExponent { exponentIsNegative = true } else { isNegative = true }
            case UInt8(ascii: "."): isInFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): isInExponent = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = byte - UInt8(ascii: "0")
                if isInExponent {
                    if digit != 0 || !exponentDigits.isEmpty { exponentDigits.append(digit) }
                } else {
                    if isInFraction { shift -= 1 }
                    if digit != 0 || !digits.isEmpty { digits.append(digit) }
                }
            default: break
            }
        }
        while digits.last == 0 {
            digits.removeLast()
            shift += 1
        }
        guard !digits.isEmpty else { return }
        self.isNegative = isNegative
        setExponent(exponentDigits, isNegative: exponentIsNegative, shift: shift)
    }

    /// The value if it is an integer that fits.
    var integer: Int? {
        if digits.isEmpty { return 0 }
        guard exponentHead.isEmpty, !exponentIsNegative, exponentTail < 19, digits.count < 20 else { return nil }
        var value = 0
        let zeros = repeatElement(UInt8(0), count: exponentTail)
        for digit in [digits, Array(zeros)].joined() {
            // Counting downwards reaches the smallest integer, whose opposite does not exist.
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (difference, overflowsToo) = product.subtractingReportingOverflow(Int(digit))
            if overflows || overflowsToo { return nil }
            value = difference
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The value as a number of JSON: its digits and an exponent.
    var text: String {
        guard !digits.isEmpty else { return "0" }
        var bytes: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        bytes += digits.map { $0 + UInt8(ascii: "0") }
        bytes.append(UInt8(ascii: "e"))
        if exponentIsNegative { bytes.append(UInt8(ascii: "-")) }
        let tail = Array(String(exponentTail).utf8)
        if !exponentHead.isEmpty {
            bytes += exponentHead.map { $0 + UInt8(ascii: "0") }
            bytes += repeatElement(UInt8(ascii: "0"), count: Self.tailLength - tail.count)
        }
        return String(decoding: bytes + tail, as: UTF8.self)
    }

    /// Adds the place of the decimal point to the exponent that was written.
    ///
    /// The shift is at most the length of a text, so far below one unit of the head.
    private mutating func setExponent(_ written: [UInt8], isNegative: Bool, shift: Int) {
        var head = Array(written.dropLast(Self.tailLength))
        let tail = written.suffix(Self.tailLength).reduce(0) { $0 * 10 + Int($1) }
        var sum = tail + (isNegative ? -shift : shift)
        exponentIsNegative = isNegative
        if head.isEmpty, sum < 0 {
            exponentIsNegative.toggle()
            sum = -sum
        } else if sum < 0 {
            Self.decrement(&head)
            sum += Self.tailLimit
        } else if sum >= Self.tailLimit {
            Self.increment(&head)
            sum -= Self.tailLimit
        }
        exponentHead = head
        exponentTail = sum
        if head.isEmpty, sum == 0 { exponentIsNegative = false }
    }

    private static func increment(_ digits: inout [UInt8]) {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
    }

    /// Takes one from a number that is not zero.
    private static func decrement(_ digits: inout [UInt8]) {
        for index in digits.indices.reversed() {
            if digits[index] > 0 {
                digits[index] -= 1
                break
            }
            digits[index] = 9
        }
        if digits.first == 0 { digits.removeFirst() }
    }
}
