/// A whole number of hundredths, 0 to 1000 percent.
public struct Percentage: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of percent, 0 to 1000.
    public let percent: Int

    private static let noun = "percentage"
    private static let allowed = "a whole number of percent from 0% to 1000%, such as 60%"
    private static let bounds = 0...1000

    /// Makes a percentage.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` unless it is 0 to 1000 percent.
    public init(percent: Int) throws(ContainerServiceError) {
        guard Self.bounds.contains(percent) else {
            throw .invalidInput(
                Diagnostic(
                    problem: percent < 0 ? "the percentage is negative" : "the percentage is too large",
                    value: "\(percent)",
                    allowed: "0 to 1000 percent"
                )
            )
        }
        self.percent = percent
    }

    /// Reads a whole number of percent, with or without the sign: `60%`, `60`.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text.
    public init(parsing text: String) throws(ContainerServiceError) {
        percent = try TextRejection.reading(text, with: Self.readPercent)
    }

    /// A percentage of 0 to 255 percent.
    public static func percent(_ number: UInt8) -> Percentage { Percentage(checked: Int(number)) }

    private init(checked percent: Int) { self.percent = percent }

    /// The text form: `60%`.
    public var description: String { "\(percent)%" }

    /// Orders percentages by their size.
    public static func < (left: Percentage, right: Percentage) -> Bool { left.percent < right.percent }

    private static func readPercent(_ text: String) throws(TextRejection) -> Int {
        let amount = try Amount(splitting: text, noun: noun, allowed: allowed)
        guard amount.unit == "%" || amount.unit.isEmpty else {
            let isWord = ["percent", "pct", "pc"].contains(amount.unit.lowercased())
            throw TextRejection(
                problem: "the unit \"\(Diagnostic.excerpt(of: amount.unit))\" is not known",
                allowed: allowed,
                candidate: isWord ? amount.number.text + "%" : nil
            )
        }
        try amount.checkSpacing(noun: noun, allowed: allowed)
        guard let scaled = amount.number.scaledRoundingUp(by: 1), bounds.contains(scaled.value) else {
            throw TextRejection(problem: "the percentage is too large", allowed: allowed)
        }
        guard amount.number.fraction.isEmpty else { throw fraction(amount, rounded: scaled.value) }
        return scaled.value
    }

    private static func fraction(_ amount: Amount, rounded: Int) -> TextRejection {
        let isShare = amount.unit.isEmpty && rounded <= 1
        let hundredths = isShare ? amount.number.scaledRoundingUp(by: 100)?.value : nil
        let candidate = "\(hundredths ?? rounded)%"
        return TextRejection(
            problem: "the percentage has a fraction",
            allowed: allowed,
            advice: isShare ? "A share of 1 is written in percent: \(candidate)." : nil,
            candidate: candidate
        )
    }
}
