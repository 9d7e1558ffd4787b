extension Duration {
    private static let noun = "duration"
    private static let allowed = "numbers with h, m, s, ms, us or ns, the largest unit first, such as 10s or 1m30s"

    /// Reads a manifest's text: `10s`, `1m30s`, `500ms`, `2h`.
    ///
    /// The units are h, m, s, ms, us and ns, each at most once and the largest first; a number may have a fraction
    /// (`1.5h`). A number without a unit is refused.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text.
    public init(parsingText text: String) throws(ContainerServiceError) {
        self = try TextRejection.reading(text, with: Self.readText)
    }

    /// The shortest manifest text: `10s`, `1m30s`, `500ms`, `1h`, `0s`.
    ///
    /// Reading it gives the same duration, for every duration from 0 to 2^63 - 1 seconds. What lies outside is shown
    /// as the nearest of these bounds, and a negative one with a sign, which the parser refuses.
    public var text: String {
        let (isNegative, seconds, attoseconds) = magnitude
        var text = isNegative ? "-" : ""
        for (amount, unit) in [
            (seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"),
            (attoseconds / 1_000_000_000_000_000, "ms"), (attoseconds / 1_000_000_000_000 % 1000, "us"),
        ] where amount > 0 {
            text += "\(amount)\(unit)"
        }
        let nanoseconds = attoseconds / 1_000_000_000 % 1000
        let fraction = Self.fractionText(attoseconds % 1_000_000_000)
        if nanoseconds > 0 || !fraction.isEmpty { text += "\(nanoseconds)\(fraction)ns" }
        return seconds == 0 && attoseconds == 0 ? "0s" : text
    }

    /// Reads seconds with up to nine digits after the point: `300s`, `300.000000000s`, `1.5s`.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput` for every other text.
    public init(parsingSeconds text: String) throws(ContainerServiceError) {
        self = try TextRejection.reading(text, with: Self.readSeconds)
    }

    /// The duration in seconds with no more digits than needed, at most nine after the point: `300s`, `1.5s`.
    ///
    /// What is finer than a nanosecond is rounded up; over 2^63 - 1 seconds it is shown as that many.
    public var secondsText: String {
        let (isNegative, seconds, attoseconds) = magnitude
        let nanoseconds = attoseconds / 1_000_000_000 + (attoseconds.isMultiple(of: 1_000_000_000) ? 0 : 1)
        let sign = isNegative ? "-" : ""
        // A fraction exists only below the limit, so one second more still fits.
        return nanoseconds == 1_000_000_000
            ? "\(sign)\(seconds + 1)s" : "\(sign)\(seconds)\(Self.fractionText(nanoseconds))s"
    }

    /// The duration in whole seconds, rounded up; beyond the bounds of `Int` it is the nearest bound.
    public var wholeSecondsRoundingUp: Int {
        let (isNegative, seconds, attoseconds) = magnitude
        if isNegative { return Int(clamping: -seconds) }
        return Int(clamping: attoseconds > 0 ? seconds + 1 : seconds)
    }

    /// The duration without its sign, held to at most 2^63 - 1 seconds, above which its components trap.
    private var magnitude: (isNegative: Bool, seconds: Int64, attoseconds: Int64) {
        let limit = Duration.seconds(Int64.max)
        let isNegative = self < .zero
        let held = isNegative ? Duration.zero - Swift.max(self, .zero - limit) : Swift.min(self, limit)
        let (seconds, attoseconds) = held.components
        return (isNegative, seconds, attoseconds)
    }

    /// Billionths as digits after a point, without zeros at the end; empty for none.
    private static func fractionText(_ billionths: Int64) -> String {
        guard billionths > 0 else { return "" }
        let digits = String(billionths)
        var padded = String(repeating: "0", count: Swift.max(0, 9 - digits.count)) + digits
        while padded.hasSuffix("0") { padded.removeLast() }
        return "." + padded
    }

    private static func readSeconds(_ text: String) throws(TextRejection) -> Duration {
        let allowed = "seconds with at most nine digits after the point and an s, such as 300s or 1.5s"
        let amount = try Amount(splitting: text, noun: noun, allowed: allowed)
        guard amount.unit == "s" else {
            let isSeconds = ["", "s", "sec", "secs", "second", "seconds"].contains(amount.unit.lowercased())
            throw TextRejection(
                problem: "the duration is not in seconds with an s after them",
                allowed: allowed,
                candidate: isSeconds ? amount.number.text + "s" : (try? readText(text))?.secondsText
            )
        }
        try amount.checkSpacing(noun: noun, allowed: allowed)
        let duration = try DurationUnit.second.duration(of: amount.number, allowed: allowed)
        guard amount.number.fraction.count <= 9 else {
            throw TextRejection(
                problem: "the duration has more than nine digits after the point",
                allowed: allowed,
                candidate: duration.secondsText
            )
        }
        return duration
    }

    private static func readText(_ text: String) throws(TextRejection) -> Duration {
        if !isPlain(text) { try refuseOddities(text) }
        var total = Duration.zero
        var previous: DurationUnit?
        var isInOrder = true
        var rest = Substring(text)
        while let (number, tail) = DecimalNumber.leading(in: rest) {
            let name = tail.utf8.prefix { !DecimalNumber.isDigit($0) }
            rest = tail[name.endIndex...]
            let unit = try DurationUnit(named: tail[..<name.endIndex], after: number, in: text, allowed: allowed)
            if let previous, previous <= unit { isInOrder = false }
            previous = unit
            let part = try unit.duration(of: number, allowed: allowed)
            guard part <= .seconds(Int64.max) - total else {
                throw TextRejection(problem: "the duration is too large", allowed: "at most \(Int64.max) seconds")
            }
            total += part
        }
        guard isInOrder else {
            throw TextRejection(
                problem: "the duration has a unit twice or a larger unit after a smaller one",
                allowed: allowed,
                candidate: total.text
            )
        }
        return total
    }

    /// Whether a text begins with a digit and has only digits and the letters of units, so that it has no oddities.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first, DecimalNumber.isDigit(first) else { return false }
            var index = 1
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "h"), UInt8(ascii: "m"), UInt8(ascii: "s"),
                    UInt8(ascii: "u"), UInt8(ascii: "n"):
                    index += 1
                default: return false
                }
            }
            return true
        }
    }

    /// Refuses what no unit could make right: blanks around the text, a sign, an exponent, and the like.
    private static func refuseOddities(_ text: String) throws(TextRejection) {
        if text.unicodeScalars.contains(where: { $0 == "\u{B5}" || $0 == "\u{3BC}" }) {
            let candidate = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0 : "u" }))
            throw TextRejection(problem: "microseconds are written us", allowed: allowed, candidate: candidate)
        }
        _ = try Amount(splitting: text, noun: noun, allowed: allowed)
    }
}
