import CloudContainers
import TestSupport
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"),
        ("1970-01-01T00:00:01Z", 1, 0, "1970-01-01T00:00:01Z"),
        ("1969-12-31T23:59:59.5Z", -1, 500_000_000, "1969-12-31T23:59:59.500Z"),
        ("2000-02-29T12:00:00Z", 951_825_600, 0, "2000-02-29T12:00:00Z"),
        ("2024-02-29T00:00:00Z", 1_709_164_800, 0, "2024-02-29T00:00:00Z"),
        ("2001-09-09T01:46:40Z", 1_000_000_000, 0, "2001-09-09T01:46:40Z"),
        ("2038-01-19T03:14:08Z", 2_147_483_648, 0, "2038-01-19T03:14:08Z"),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
        ("2024-05-31T14:30:00+02:00", 1_717_158_600, 0, "2024-05-31T12:30:00Z"),
        ("2024-05-31T07:00:00-05:30", 1_717_158_600, 0, "2024-05-31T12:30:00Z"),
        ("2024-01-01T00:30:00+01:00", 1_704_065_400, 0, "2023-12-31T23:30:00Z"),
        ("2024-05-31t12:30:00z", 1_717_158_600, 0, "2024-05-31T12:30:00Z"),
        ("2024-05-31T12:30:00.1Z", 1_717_158_600, 100_000_000, "2024-05-31T12:30:00.100Z"),
        ("2024-05-31T12:30:00.000001Z", 1_717_158_600, 1000, "2024-05-31T12:30:00.000001Z"),
        ("2024-05-31T12:30:00.000000001Z", 1_717_158_600, 1, "2024-05-31T12:30:00.000000001Z"),
        ("2024-05-31T12:30:00.1234Z", 1_717_158_600, 123_400_000, "2024-05-31T12:30:00.123400Z"),
        ("2024-05-31T12:30:00.000000000-00:00", 1_717_158_600, 0, "2024-05-31T12:30:00Z"),
    ])
    func readsAndPrints(_ text: String, _ seconds: Int64, _ nanoseconds: Int32, _ printed: String) throws {
        let timestamp = try Timestamp(parsing: text)
        #expect(timestamp == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(timestamp.description == printed)
    }

    @Test(arguments: [
        ("", "the year does not have four digits"), ("now", "the year"), ("24-05-31T12:30:00Z", "the year"),
        ("0000-01-01T00:00:00Z", "the year is out of range"), ("2024/05/31T12:30:00Z", "the \"-\" is missing"),
        ("2024-13-01T00:00:00Z", "the month is out of range"), ("2024-00-01T00:00:00Z", "the month from 1 to 12"),
        ("2024-5-31T12:30:00Z", "the month does not have two digits"), ("2024-05-32T00:00:00Z", "the day is out"),
        ("2024-05-00T00:00:00Z", "the day is out"), ("2023-02-29T00:00:00Z", "from 01 to 28"),
        ("2024-02-30T00:00:00Z", "from 01 to 29"), ("1900-02-29T00:00:00Z", "does not exist"),
        ("2100-02-29T00:00:00Z", "does not exist"), ("2024-04-31T00:00:00Z", "from 01 to 30"),
        ("2024-05-31", "no time of day"), ("2024-05-31 12:30:00Z", "Put a T between them"),
        ("2024-05-31T24:00:00Z", "the hour from 0 to 23"), ("2024-05-31T12:60:00Z", "the minute is out"),
        ("2024-05-31T12:30Z", "the \":\" is missing"), ("2024-05-31T12:30:61Z", "the second is out"),
        ("2016-12-31T23:59:60Z", "leap seconds"), ("2024-05-31T12:30:00", "Add Z"),
        ("2024-05-31T12:30:00.Z", "ends with its point"), ("2024-05-31T12:30:00,5Z", "the offset"),
        ("2024-05-31T12:30:00.1234567890Z", "more than nine digits"), ("2024-05-31T12:30:00+0200", "missing"),
        ("2024-05-31T12:30:00+02", "missing"), ("2024-05-31T12:30:00+24:00", "the hour of the offset is out"),
        ("2024-05-31T12:30:00+02:60", "the minute of the offset is out"), ("2024-05-31T12:30:00ZZ", "text after"),
        ("2024-05-31T12:30:00Z ", "text after"), (" 2024-05-31T12:30:00Z", "the year"),
        ("٢٠٢٤-05-31T12:30:00Z", "the year"),
        ("0001-01-01T00:00:00+00:01", "outside the years"), ("9999-12-31T23:59:59-00:01", "outside the years"),
        ("2024-05-31T1e:30:00Z", "the hour does not"), ("+2024-05-31T12:30:00Z", "the year"),
    ])
    func refusesWithAReason(_ text: String, _ reason: String) throws {
        let error = try #require(throws: ContainerServiceError.self) { try Timestamp(parsing: text) }
        #expect(error.code == .invalidInput)
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test func longAndHostileTextsMakeShortSafeErrors() throws {
        let text = "\u{1B}[2J" + String(repeating: "x", count: 100_000)
        let error = try #require(throws: ContainerServiceError.self) { try Timestamp(parsing: text) }
        #expect(error.message.utf8.count < 300)
        #expect(!error.message.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func generatedTimesReadBack() throws {
        let seed = testSeed(default: 11)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<caseCount(default: 5000) {
            let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let unit = [1_000_000_000, 1_000_000, 1_000, 1].randomElement(using: &random) ?? 1
            let nanoseconds = Int32.random(in: 0..<1_000_000_000, using: &random) / Int32(unit) * Int32(unit)
            let timestamp = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
            #expect(try Timestamp(parsing: timestamp.description) == timestamp, "seed \(seed)")
        }
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        var expected = (year: 1895, month: 1, day: 1)
        var timestamp = try Timestamp(parsing: "1895-01-01T00:00:00Z")
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        for _ in 0..<80_000 {
            let text = "\(expected.year)-\(two(expected.month))-\(two(expected.day))T00:00:00Z"
            guard timestamp.description == text else {
                Issue.record("\(timestamp) is not \(text)")
                return
            }
            let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            expected.day += 1
            if expected.day > lengths[expected.month - 1] { expected = (expected.year, expected.month + 1, 1) }
            if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
            timestamp = Timestamp(seconds: timestamp.seconds + 86_400)
        }
    }

    @Test func nanosecondsCarryAndNothingTraps() {
        #expect(Timestamp(seconds: 1, nanoseconds: -1) == Timestamp(seconds: 0, nanoseconds: 999_999_999))
        #expect(Timestamp(seconds: 1, nanoseconds: 2_000_000_001) == Timestamp(seconds: 3, nanoseconds: 1))
        #expect(Timestamp(seconds: 0, nanoseconds: .min) == Timestamp(seconds: -3, nanoseconds: 852_516_352))
        #expect(Timestamp(seconds: .max, nanoseconds: .max).seconds == .max)
        #expect(Timestamp(seconds: .min, nanoseconds: .min).seconds == .min)
        #expect(Timestamp(seconds: .max).description == "292277026596-12-04T15:30:07Z")
        #expect(Timestamp(seconds: .min).description == "-292277022657-01-27T08:29:52Z")
    }

    @Test func timesAreOrdered() throws {
        let texts = ["1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.1Z", "2024-01-01T00:00:00Z"]
        let times = try texts.map { try Timestamp(parsing: $0) }
        #expect(times.shuffled().sorted() == times)
    }
}
