/// The form of a cron schedule: five fields, without seconds.
enum CronExpression {
    private static let fields: [(range: ClosedRange<Int>, names: [String])] = [
        (0...59, []), (0...23, []), (1...31, []),
        (1...12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0...7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// Whether a text is such a schedule.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(whereSeparator: \.isWhitespace)
        return parts.count == fields.count
            && zip(parts, fields).allSatisfy { part, field in
                part.split(separator: ",", omittingEmptySubsequences: false)
                    .allSatisfy { isItem($0, field.range, field.names) }
            }
    }

    /// One item of a list: a star, a number or a range, and a step behind a slash.
    private static func isItem(_ text: Substring, _ range: ClosedRange<Int>, _ names: [String]) -> Bool {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = halves.first, halves.count < 3 else { return false }
        if halves.count == 2, number(halves[1]).map({ $0 > 0 && $0 <= range.upperBound }) != true { return false }
        if first == "*" { return true }
        let ends = first.split(separator: "-", omittingEmptySubsequences: false).map { end in
            number(end) ?? names.firstIndex(of: end.lowercased()).map { $0 + range.lowerBound }
        }
        guard ends.count < 3, let low = ends.first ?? nil, let high = ends.last ?? nil else { return false }
        return range.contains(low) && range.contains(high) && low <= high
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
