/// A point in time to the nanosecond, as services write it: `2024-05-31T12:30:00.5Z`.
///
/// There are no leap seconds: every day has 86,400 seconds.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// The nanoseconds after ``seconds``, from 0 to 999,999,999.
    public let nanoseconds: Int32

    /// Makes a point in time.
    ///
    /// - Parameters:
    ///   - seconds: The seconds since 1970-01-01T00:00:00Z.
    ///   - nanoseconds: The nanoseconds to add; those outside 0 to 999,999,999 change the seconds.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        let billion: Int32 = 1_000_000_000
        let rest = nanoseconds % billion
        let carry = Int64(nanoseconds / billion) - (rest < 0 ? 1 : 0)
        let (sum, overflows) = seconds.addingReportingOverflow(carry)
        self.seconds = overflows ? (carry < 0 ? .min : .max) : sum
        self.nanoseconds = rest < 0 ? rest + billion : rest
    }

    /// Whether the first time is the earlier one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The time in UTC by ISO 8601, with as many digits of a second as it needs: none, 3, 6 or 9.
    public var description: String {
        let dayLength: Int64 = 86_400
        var day = seconds / dayLength
        var second = seconds % dayLength
        if second < 0 {
            second += dayLength
            day -= 1
        }
        let date = CivilDate(day: day)
        var text = "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let nanoseconds = Int64(nanoseconds)
        if nanoseconds % 1_000 != 0 {
            text += "." + padded(nanoseconds, 9)
        } else if nanoseconds % 1_000_000 != 0 {
            text += "." + padded(nanoseconds / 1_000, 6)
        } else if nanoseconds != 0 {
            text += "." + padded(nanoseconds / 1_000_000, 3)
        }
        return text + "Z"
    }
}

/// A day of the Gregorian calendar, which is taken to reach back for ever.
struct CivilDate: CustomStringConvertible {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Makes the date of a day, counted from 1970-01-01.
    ///
    /// Years begin in March here, so that the leap day is the last one; 400 years make one era of 146,097 days. See
    /// "chrono-compatible low-level date algorithms" by Howard Hinnant.
    init(day number: Int64) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The number of the day, counted from 1970-01-01, for a year of four digits.
    var dayNumber: Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The number of days of the month, or 0 if there is no such month.
    var lengthOfMonth: Int64 {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }

    var description: String {
        "\(year < 0 ? "-" : "")\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
