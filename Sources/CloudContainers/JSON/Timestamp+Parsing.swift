extension Timestamp {
    /// Reads a time by RFC 3339: `2024-05-31T12:30:00Z`, `2024-05-31T14:30:00.25+02:00`.
    ///
    /// The seconds may have up to nine digits after a point. The years 0001 to 9999 are known, counted in UTC.
    ///
    /// - Throws: An error with the code `invalidInput` that says which part is wrong.
    public init(parsing text: String) throws(ContainerServiceError) {
        do throws(TimestampProblem) {
            self = try TimestampParser(text).parse()
        } catch {
            let diagnostic = Diagnostic(
                problem: error.problem,
                value: "\"" + text.escapedForTerminal(limit: 60) + "\"",
                allowed: error.allowed ?? "a time such as 2024-05-31T12:30:00Z",
                advice: error.advice
            )
            throw .invalidInput(diagnostic)
        }
    }
}

private struct TimestampProblem: Error {
    var problem: String
    var allowed: String?
    var advice: String?
}

private struct TimestampParser {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    consuming func parse() throws(TimestampProblem) -> Timestamp {
        let date = CivilDate(
            year: try number(4, of: "the year", in: 1...9999, then: "-"),
            month: try number(2, of: "the month", in: 1...12, then: "-"),
            day: try number(2, of: "the day", in: 1...31, then: nil)
        )
        guard date.day <= date.lengthOfMonth else {
            throw TimestampProblem(
                problem: "the day does not exist",
                allowed: "a day from 01 to \(date.lengthOfMonth) in that month"
            )
        }
        try skipSeparator()
        let hour = try number(2, of: "the hour", in: 0...23, then: ":")
        let minute = try number(2, of: "the minute", in: 0...59, then: ":")
        let second = try self.second()
        let nanoseconds = try fraction()
        let offset = try offset()
        guard rest.isEmpty else { throw TimestampProblem(problem: "there is text after the time") }
        let seconds = date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset
        let first = CivilDate(year: 1, month: 1, day: 1).dayNumber * 86_400
        let end = CivilDate(year: 10_000, month: 1, day: 1).dayNumber * 86_400
        guard (first..<end).contains(seconds) else {
            throw TimestampProblem(problem: "the time is outside the years 0001 to 9999 in UTC")
        }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    private mutating func number(
        _ width: Int,
        of part: String,
        in range: ClosedRange<Int64>,
        then separator: Unicode.Scalar?
    ) throws(TimestampProblem) -> Int64 {
        let digits = rest.prefix(width)
        guard digits.count == width, digits.allSatisfy(Self.isDigit) else {
            throw TimestampProblem(problem: "\(part) does not have \(width == 4 ? "four" : "two") digits")
        }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        rest = rest.dropFirst(width)
        guard range.contains(value) else {
            throw TimestampProblem(
                problem: "\(part) is out of range",
                allowed: "\(part) from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        if let separator, !skip(UInt8(ascii: separator)) {
            throw TimestampProblem(problem: "after \(part), the \"\(separator)\" is missing")
        }
        return value
    }

    private mutating func skipSeparator() throws(TimestampProblem) {
        if skip(UInt8(ascii: "T")) || skip(UInt8(ascii: "t")) { return }
        if rest.isEmpty { throw TimestampProblem(problem: "the date has no time of day") }
        throw TimestampProblem(
            problem: "the date and the time of day are not joined by T",
            advice: "Put a T between them"
        )
    }

    private mutating func second() throws(TimestampProblem) -> Int64 {
        let second = try number(2, of: "the second", in: 0...60, then: nil)
        if second == 60 {
            throw TimestampProblem(
                problem: "the second is 60, and leap seconds have no place here",
                allowed: "a second from 0 to 59",
                advice: "Write 59, or the beginning of the next minute"
            )
        }
        return second
    }

    private mutating func fraction() throws(TimestampProblem) -> Int32 {
        guard skip(UInt8(ascii: ".")) else { return 0 }
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { throw TimestampProblem(problem: "the second ends with its point") }
        guard digits.count <= 9 else {
            throw TimestampProblem(problem: "the second has more than nine digits after its point")
        }
        rest = rest[digits.endIndex...]
        let value = digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) }
        return (digits.count..<9).reduce(value) { value, _ in value * 10 }
    }

    /// The seconds by which the local time is ahead of UTC.
    private mutating func offset() throws(TimestampProblem) -> Int64 {
        if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
        let isBehind = skip(UInt8(ascii: "-"))
        guard isBehind || skip(UInt8(ascii: "+")) else {
            throw TimestampProblem(
                problem: rest.isEmpty ? "the time has no offset from UTC" : "the offset from UTC cannot be read",
                allowed: "Z or an offset such as +02:00",
                advice: rest.isEmpty ? "Add Z if the time is in UTC" : nil
            )
        }
        let hours = try number(2, of: "the hour of the offset", in: 0...23, then: ":")
        let minutes = try number(2, of: "the minute of the offset", in: 0...59, then: nil)
        return (hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
