/// A point in time as HTTP writes it in `Date` and `Retry-After`: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
///
/// There are whole seconds only, always in UTC, in the years 0001 to 9999.
public struct HTTPDate: Sendable, Hashable, CustomStringConvertible {
    /// The point in time, without a fraction of a second.
    public let timestamp: Timestamp

    /// Makes a date of a point in time; a fraction of a second is cut off, and what lies outside the years 0001 to 9999
    /// is moved to the nearest of these bounds.
    public init(_ timestamp: Timestamp) {
        let first = CivilDate(year: 1, month: 1, day: 1).dayNumber * 86_400
        let last = CivilDate(year: 10_000, month: 1, day: 1).dayNumber * 86_400 - 1
        self.timestamp = Timestamp(seconds: min(max(timestamp.seconds, first), last))
    }

    /// Reads a date in any of the three forms that a recipient has to know; `nil` where it is none.
    ///
    /// They are `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    /// Capitals do not matter, and neither does a weekday that is not the date's own. A second of 60 is the beginning
    /// of the next minute.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - reference: A time less than 50 years away, which gives a year of two digits its century; without one the
    ///     year lies in 1970 to 2069.
    public init?(parsing text: String, near reference: Timestamp? = nil) {
        let parts = text.lowercased().split(separator: " ")
        let date: CivilDate?
        let time: Substring
        switch parts.count {
        case 6 where Self.isWeekday(parts[0], withComma: true) && Self.isZone(parts[5]):
            date = Self.date(year: parts[3], month: parts[2], day: parts[1])
            time = parts[4]
        case 4 where Self.isWeekday(parts[0], withComma: true) && Self.isZone(parts[3]):
            let fields = parts[1].split(separator: "-", omittingEmptySubsequences: false)
            guard fields.count == 3, let year = Self.number(fields[2], digits: 2...2) else { return nil }
            date = Self.date(year: Self.wholeYear(year, near: reference), month: fields[1], day: fields[0])
            time = parts[2]
        case 5 where Self.isWeekday(parts[0], withComma: false):
            date = Self.date(year: parts[4], month: parts[1], day: parts[2])
            time = parts[3]
        default: return nil
        }
        let fields = time.split(separator: ":", omittingEmptySubsequences: false).map { Self.number($0, digits: 2...2) }
        guard let date, fields.count == 3, let hour = fields[0], let minute = fields[1], let second = fields[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        self.init(Timestamp(seconds: date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second))
    }

    /// The date in the form that is sent today, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    public var description: String {
        let dayNumber = (timestamp.seconds - (timestamp.seconds < 0 ? 86_399 : 0)) / 86_400
        let second = timestamp.seconds - dayNumber * 86_400
        let date = CivilDate(day: dayNumber)
        // 1970-01-01 was a Thursday.
        let weekday = Self.weekdays[Int(((dayNumber + 3) % 7 + 7) % 7)].prefix(3)
        let month = Self.months[Int(date.month) - 1]
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(weekday), \(Self.padded(date.day, 2)) \(month) \(Self.padded(date.year, 4)) \(time) GMT"
    }

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func isWeekday(_ text: Substring, withComma: Bool) -> Bool {
        guard text.hasSuffix(",") == withComma else { return false }
        let name = withComma ? text.dropLast() : text
        return weekdays.contains { $0.lowercased() == name || $0.prefix(3).lowercased() == name }
    }

    private static func isZone(_ text: Substring) -> Bool { text == "gmt" || text == "utc" }

    private static func date(year: Substring, month: Substring, day: Substring) -> CivilDate? {
        number(year, digits: 4...4).flatMap { date(year: $0, month: month, day: day) }
    }

    private static func date(year: Int64, month: Substring, day: Substring) -> CivilDate? {
        guard (1...9999).contains(year), let day = number(day, digits: 1...2), day > 0,
            let month = months.firstIndex(where: { $0.lowercased() == month })
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        return day <= date.lengthOfMonth ? date : nil
    }

    private static func wholeYear(_ year: Int64, near reference: Timestamp?) -> Int64 {
        guard let reference else { return year < 70 ? 2000 + year : 1900 + year }
        let now = CivilDate(day: HTTPDate(reference).timestamp.seconds / 86_400).year
        let candidate = now - now % 100 + year
        if candidate > now + 50 { return candidate - 100 }
        return candidate <= now - 50 ? candidate + 100 : candidate
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return nil
        }
        return Int64(text)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
