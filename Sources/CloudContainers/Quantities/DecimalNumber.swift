/// A decimal number without sign or exponent, kept as digits so that nothing is lost in reading it.
struct DecimalNumber: Sendable, Hashable {
    /// The digits before the point, most significant first, each 0 to 9.
    private(set) var whole: [UInt8]
    /// The digits after the point, as written.
    private(set) var fraction: [UInt8]

    /// The number as digits with a point where it has a fraction.
    var text: String {
        let wholeText = whole.map { String($0) }.joined()
        return fraction.isEmpty ? wholeText : wholeText + "." + fraction.map { String($0) }.joined()
    }

    /// The digits before the point as a number, or `nil` if it is larger than `Int.max`.
    var wholeValue: Int? {
        var value = 0
        for digit in whole {
            let (tens, overflowsTimesTen) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsPlusDigit) = tens.addingReportingOverflow(Int(digit))
            if overflowsTimesTen || overflowsPlusDigit { return nil }
            value = sum
        }
        return value
    }

    /// Reads the number at the start of a text, and says what follows it.
    ///
    /// A point counts only with a digit on both sides.
    static func leading(in text: Substring) -> (number: DecimalNumber, rest: Substring)? {
        let bytes = text.utf8
        var (end, whole) = digits(of: bytes, from: bytes.startIndex)
        guard !whole.isEmpty else { return nil }
        var fraction: [UInt8] = []
        if end != bytes.endIndex, bytes[end] == UInt8(ascii: ".") {
            let (fractionEnd, fractionDigits) = digits(of: bytes, from: bytes.index(after: end))
            if !fractionDigits.isEmpty { (end, fraction) = (fractionEnd, fractionDigits) }
        }
        return (DecimalNumber(whole: whole, fraction: fraction), text[end...])
    }

    /// The digits that stand at a place, and where they end.
    private static func digits(
        of bytes: Substring.UTF8View,
        from start: Substring.Index
    ) -> (end: Substring.Index, digits: [UInt8]) {
        var digits: [UInt8] = []
        var end = start
        while end != bytes.endIndex, isDigit(bytes[end]) {
            digits.append(bytes[end] &- UInt8(ascii: "0"))
            end = bytes.index(after: end)
        }
        return (end, digits)
    }

    /// The number times a whole unit, rounded up to a whole number.
    ///
    /// - Parameter unit: How many of the smallest steps the unit has, 1 to 10^18.
    /// - Returns: `nil` if the product is larger than `Int.max`.
    func scaledRoundingUp(by unit: Int) -> (value: Int, isExact: Bool)? {
        guard let wholeValue else { return nil }
        let (product, overflows) = wholeValue.multipliedReportingOverflow(by: unit)
        guard !overflows else { return nil }
        if fraction.isEmpty { return (product, true) }
        var rest = self
        let part = rest.takeWholeOfFraction(times: unit)
        let (sum, sumOverflows) = product.addingReportingOverflow(part)
        guard !sumOverflows else { return nil }
        if rest.hasNoFraction { return (sum, true) }
        let (roundedUp, roundingOverflows) = sum.addingReportingOverflow(1)
        return roundingOverflows ? nil : (roundedUp, false)
    }

    /// Whether everything after the point is zero.
    var hasNoFraction: Bool { fraction.isEmpty || fraction.allSatisfy { $0 == 0 } }

    /// Multiplies the fraction by a unit of 1 to 10^18, keeps what is left after the point, and returns the rest.
    mutating func takeWholeOfFraction(times unit: Int) -> Int {
        if fraction.isEmpty { return 0 }
        // Long multiplication from the right: a carry stays below the unit, so 9 × unit + carry fits 64 bits.
        var carry: UInt64 = 0
        let factor = UInt64(clamping: unit)
        for index in fraction.indices.reversed() {
            let product = UInt64(fraction[index]) &* factor &+ carry
            fraction[index] = UInt8(truncatingIfNeeded: product % 10)
            carry = product / 10
        }
        return Int(clamping: carry)
    }

    /// The number with its point moved to the right, as text.
    func textShiftingPoint(right places: Int) -> String {
        let moved = fraction.prefix(places)
        let zeros = [UInt8](repeating: 0, count: max(0, places - moved.count))
        var digits = Array((whole + moved + zeros).drop { $0 == 0 })
        if digits.isEmpty { digits = [0] }
        return DecimalNumber(whole: digits, fraction: Array(fraction.dropFirst(places))).text
    }

    /// Whether a byte is an ASCII digit.
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
