extension CronExpression {
    /// The schedule in words, such as `at 03:30 on Monday to Friday`; it says nothing of the time zone.
    public var explanation: String {
        guard hasRuns else { return "never, since no month that is named has such a day" }
        return ([time] + [days, months].compactMap { $0 }).joined(separator: " ")
    }

    /// Whether a field leaves nothing out.
    private func isWhole(_ field: CronField) -> Bool { values(field).list.count == field.all.count }

    private var time: String {
        let (minutes, hours) = (values(.minute).list, values(.hour).list)
        if minutes.count * hours.count <= 4 {
            let times = hours.flatMap { hour in minutes.map { "\(twoDigits(hour)):\(twoDigits($0))" } }
            return "at " + joined(times)
        }
        let pace = isWhole(.minute) ? "every minute" : step(minutes).map { "every \($0) minutes" }
        if let pace, isWhole(.hour) { return pace }
        let hourWords = isWhole(.hour) ? "every hour" : "the hour\(hours.count == 1 ? "" : "s") \(runs(hours))"
        if let pace { return "\(pace) of \(hourWords)" }
        return "at minute\(minutes.count == 1 ? "" : "s") \(runs(minutes)) of \(hourWords)"
    }

    /// The days, or `nil` where the time says enough.
    private var days: String? {
        let (month, week) = (values(.dayOfMonth), values(.dayOfWeek))
        let monthly = "on day\(month.list.count == 1 ? "" : "s") \(runs(month.list)) of the month"
        // A week is read from its Monday.
        let weekly = "on " + runs(week.list.map { $0 == 0 ? 7 : $0 }.sorted()) { CronField.dayOfWeek.names[$0 % 7] }
        let isDaily = isWhole(.dayOfMonth) && isWhole(.dayOfWeek)
        let isEither = !month.hasStar && !week.hasStar
        if isDaily || isEither && (isWhole(.dayOfMonth) || isWhole(.dayOfWeek)) {
            return time.hasPrefix("at ") && !time.contains(" of ") ? "every day" : nil
        }
        if isEither { return "\(monthly) and also \(weekly)" }
        return isWhole(.dayOfMonth) ? weekly : isWhole(.dayOfWeek) ? monthly : "\(monthly) if it is \(weekly)"
    }

    private var months: String? {
        isWhole(.month) ? nil : "in " + runs(values(.month).list) { CronField.month.names[$0 - 1] }
    }

    /// The step of minutes that are as far apart over the full hour as within it.
    private func step(_ minutes: [Int]) -> Int? {
        guard minutes.count > 1, minutes[0] == 0, 60 % minutes.count == 0 else { return nil }
        let step = 60 / minutes.count
        return minutes.indices.allSatisfy { minutes[$0] == $0 * step } ? step : nil
    }

    /// Numbers in words, three or more that follow one another as a range.
    private func runs(_ numbers: [Int], _ name: (Int) -> String = { "\($0)" }) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return joined(
            ranges.flatMap { range in
                range.count > 2 ? ["\(name(range.lowerBound)) to \(name(range.upperBound))"] : range.map(name)
            }
        )
    }

    private func joined(_ parts: [String]) -> String {
        parts.count < 2
            ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + (parts.last ?? "")
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
