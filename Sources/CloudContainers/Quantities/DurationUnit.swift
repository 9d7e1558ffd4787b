/// A unit of time in a text, ordered by its length.
enum DurationUnit: Int, CaseIterable, Comparable, Sendable {
    case nanosecond, microsecond, millisecond, second, minute, hour

    /// The unit's symbol in a text.
    var symbol: String {
        switch self {
        case .nanosecond: "ns"
        case .microsecond: "us"
        case .millisecond: "ms"
        case .second: "s"
        case .minute: "m"
        case .hour: "h"
        }
    }

    static func < (left: DurationUnit, right: DurationUnit) -> Bool { left.rawValue < right.rawValue }

    /// Reads a unit's symbol.
    ///
    /// - Parameters:
    ///   - name: The symbol.
    ///   - number: The number before it, for messages.
    ///   - text: The whole text that is read, for messages.
    ///   - allowed: What would be accepted, for messages.
    /// - Throws: `TextRejection` if it is no unit's symbol.
    init(
        named name: Substring,
        after number: DecimalNumber,
        in text: String,
        allowed: String
    ) throws(TextRejection) {
        switch name {
        case "ns": self = .nanosecond
        case "us": self = .microsecond
        case "ms": self = .millisecond
        case "s": self = .second
        case "m": self = .minute
        case "h": self = .hour
        default: throw Self.rejection(of: name, after: number, in: text, allowed: allowed)
        }
    }

    private static func rejection(
        of name: Substring,
        after number: DecimalNumber,
        in text: String,
        allowed: String
    ) -> TextRejection {
        if name.isEmpty {
            return TextRejection(
                problem: "the duration has a number without a unit",
                allowed: allowed,
                candidate: text + "s"
            )
        }
        let trimmed = name.filter { !$0.isWhitespace }
        if trimmed.count < name.count {
            return TextRejection(
                problem: "the duration has a blank in it",
                allowed: allowed,
                candidate: text.filter { !$0.isWhitespace }
            )
        }
        // A guess can stand for the whole text only if the text is this one number and unit.
        let isWholeText = text.utf8.count == number.text.utf8.count + name.utf8.count
        return TextRejection(
            problem: "the unit \"\(Diagnostic.excerpt(of: name))\" is not known",
            allowed: allowed,
            candidate: isWholeText ? guess(number, trimmed.lowercased()) : nil
        )
    }

    /// How long a number of this unit is.
    ///
    /// - Throws: `TextRejection` if it is over 2^63 - 1 seconds or finer than 10^-18 seconds.
    func duration(of number: DecimalNumber, allowed: String) throws(TextRejection) -> Duration {
        var number = number
        let (whole, seconds, attoseconds) = split(&number)
        guard let whole, let total = Self.adding(whole, seconds, attoseconds) else {
            throw TextRejection(problem: "the duration is too large", allowed: "at most \(Int64.max) seconds")
        }
        guard number.hasNoFraction else {
            throw TextRejection(problem: "the duration has too many digits after the point", allowed: allowed)
        }
        return total
    }

    /// The seconds before the point, the seconds that the fraction adds, and the attoseconds left over.
    private func split(_ number: inout DecimalNumber) -> (whole: Int?, seconds: Int, attoseconds: Int) {
        let attosecondsPerSecond = 1_000_000_000_000_000_000
        switch self {
        case .second, .minute, .hour:
            let length = self == .hour ? 3600 : self == .minute ? 60 : 1
            let product = number.wholeValue?.multipliedReportingOverflow(by: length)
            let seconds = number.takeWholeOfFraction(times: length)
            let attoseconds = number.takeWholeOfFraction(times: attosecondsPerSecond)
            return (product.flatMap { $0.overflow ? nil : $0.partialValue }, seconds, attoseconds)
        case .nanosecond, .microsecond, .millisecond:
            let perSecond = self == .millisecond ? 1000 : self == .microsecond ? 1_000_000 : 1_000_000_000
            let length = attosecondsPerSecond / perSecond
            let attoseconds = (number.wholeValue ?? 0) % perSecond * length
            return (
                number.wholeValue.map { $0 / perSecond }, 0, attoseconds + number.takeWholeOfFraction(times: length)
            )
        }
    }

    private static func adding(_ whole: Int, _ seconds: Int, _ attoseconds: Int) -> Duration? {
        let (sum, overflows) = whole.addingReportingOverflow(seconds)
        let total = Duration(secondsComponent: Int64(sum), attosecondsComponent: Int64(attoseconds))
        return overflows || total > .seconds(Int64.max) ? nil : total
    }

    /// What a number with an unknown unit in lower case may mean.
    private static func guess(_ number: DecimalNumber, _ name: String) -> String? {
        switch name {
        case "h", "hr", "hrs", "hour", "hours": number.text + "h"
        case "m", "min", "mins", "minute", "minutes": number.text + "m"
        case "s", "sec", "secs", "second", "seconds": number.text + "s"
        case "ms", "msec", "millis", "millisecond", "milliseconds": number.text + "ms"
        case "us", "usec", "microsecond", "microseconds": number.text + "us"
        case "ns", "nsec", "nanosecond", "nanoseconds": number.text + "ns"
        case "d", "day", "days": number.scaledRoundingUp(by: 24).flatMap { $0.isExact ? "\($0.value)h" : nil }
        default: nil
        }
    }
}
