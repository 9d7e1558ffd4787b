/// A number and the unit written after it, before the unit is known to be one.
struct Amount: Sendable, Hashable {
    /// The number.
    let number: DecimalNumber
    /// What follows the number, without blanks before it.
    let unit: String
    /// Whether blanks stand between the number and the unit.
    let isSpaced: Bool

    /// Splits a text such as `1.5Gi`.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - noun: What the text is, for messages: `CPU amount`.
    ///   - allowed: What would be accepted, for messages.
    /// - Throws: `TextRejection` for whatever does not start with a plain number.
    init(splitting text: String, noun: String, allowed: String) throws(TextRejection) {
        func rejection(_ problem: String, candidate: String? = nil, advice: String? = nil) -> TextRejection {
            TextRejection(problem: problem, allowed: allowed, advice: advice, candidate: candidate)
        }
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { throw rejection("the \(noun) is empty") }
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            throw rejection("the \(noun) has a character that is not plain ASCII")
        }
        if Self.isBlank(first) || Self.isBlank(last) {
            throw rejection("the \(noun) has blanks around it", candidate: Self.trimming(text))
        }
        if first == UInt8(ascii: "-") { throw rejection("the \(noun) is negative") }
        if first == UInt8(ascii: "+") {
            throw rejection("the \(noun) has a sign", candidate: String(text.dropFirst()))
        }
        guard let (number, rest) = DecimalNumber.leading(in: Substring(text)) else {
            let lacksZero = first == UInt8(ascii: ".") && bytes.dropFirst().first.map(DecimalNumber.isDigit) ?? false
            throw rejection("the \(noun) does not start with a number", candidate: lacksZero ? "0" + text : nil)
        }
        if rest.utf8.first == UInt8(ascii: ".") {
            throw rejection(
                "the \(noun) has a point with no digit after it",
                candidate: number.text + rest.dropFirst()
            )
        }
        if let exponent = Self.exponent(in: rest) {
            let isNameable = (0...18).contains(exponent.value)
            throw rejection(
                "the \(noun) has an exponent",
                candidate: isNameable ? number.textShiftingPoint(right: exponent.value) + exponent.rest : nil,
                advice: isNameable ? nil : "Write the number out in digits."
            )
        }
        if let mark = rest.utf8.first, mark == UInt8(ascii: ",") || mark == UInt8(ascii: "_") {
            throw rejection(
                "the \(noun) has a mark between its digits",
                candidate: mark == UInt8(ascii: "_") ? text.filter { $0 != "_" } : nil,
                advice: mark == UInt8(ascii: ",") ? "Use a point for a fraction, and nothing between thousands." : nil
            )
        }
        let unit = rest.drop { $0.utf8.allSatisfy(Self.isBlank) }
        self.number = number
        self.unit = String(unit)
        isSpaced = unit.utf8.count < rest.utf8.count
    }

    /// The text without blanks around it.
    static func trimming(_ text: String) -> String {
        let start = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    /// Refuses blanks between the number and the unit; to be called once the unit is known.
    func checkSpacing(noun: String, allowed: String) throws(TextRejection) {
        guard isSpaced else { return }
        throw TextRejection(
            problem: "the \(noun) has a blank between the number and the unit",
            allowed: allowed,
            candidate: number.text + unit
        )
    }

    /// The exponent that a text such as `e3` or `E-03Gi` starts with, and what follows it.
    private static func exponent(in text: Substring) -> (value: Int, rest: Substring)? {
        guard text.utf8.first == UInt8(ascii: "e") || text.utf8.first == UInt8(ascii: "E") else { return nil }
        var digits = text.dropFirst()
        let sign = digits.utf8.first
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { digits = digits.dropFirst() }
        let run = digits.utf8.prefix(while: DecimalNumber.isDigit)
        guard !run.isEmpty else { return nil }
        let rest = digits[run.endIndex...]
        let value = Int(String(digits[..<run.endIndex])) ?? Int.max
        return (sign == UInt8(ascii: "-") ? -value : value, rest)
    }

    /// Whether a byte is a blank: space, tab or a line break.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
