import CloudContainers
import TestSupport
import Testing

@Suite("Cron expressions") struct CronExpressionTests {
    @Test(arguments: [
        ("* * * * *", [60, 24, 31, 12, 7]), ("*/15 0-6,22 1 jan-mar MON", [4, 8, 1, 3, 1]),
        ("0 0 31 12 7", [1, 1, 1, 1, 1]), ("5/10 * * * sun,sat", [6, 24, 31, 12, 2]),
        ("  0\t3 * *  5-7", [1, 1, 31, 12, 3]),
        ("10-40/10,59 23 */31 DEC 0-7", [5, 1, 1, 1, 7]), ("007 0 1 1 0,7", [1, 1, 1, 1, 1]),
    ])
    func readsTheFields(text: String, counts: [Int]) throws {
        let expression = try CronExpression(parsing: text)
        #expect(expression.numbers.map(\.count) == counts)
        #expect(expression.description == text)
    }

    @Test func bothSundaysAreOne() throws {
        for text in ["0 0 * * 0", "0 0 * * 7", "0 0 * * Sun", "0 0 * * 7-7/7"] {
            #expect(try CronExpression(parsing: text).numbers[4] == [0], "\(text)")
        }
        #expect(try CronExpression(parsing: "0 0 * * 1/2").numbers[4] == [1, 3, 5])
    }

    @Test(arguments: [
        Refusal("", "the schedule is empty", nil),
        Refusal(" \t ", "the schedule is empty", nil),
        Refusal("0 3 * *", "the schedule has 4 fields", nil),
        Refusal("daily", "the schedule has 1 field", nil),
        Refusal("0 0 3 * * *", "the schedule has 6 fields, and seconds have no place in it", "0 3 * * *"),
        Refusal("0 0 0 3 * * *", "the schedule has 7 fields", nil),
        Refusal("@daily", "the schedule is a nickname", "0 0 * * *"),
        Refusal("@reboot", "the schedule is a nickname", nil),
        Refusal("CRON_TZ=UTC 0 3 * * *", "the schedule begins with a setting", nil),
        Refusal("60 3 * * *", "the minute 60 is out of range", nil),
        Refusal("0 24 * * *", "the hour 24 is out of range", nil),
        Refusal("0 3 0 * *", "the day of the month 0 is out of range", nil),
        Refusal("0 3 * 13 *", "the month 13 is out of range", nil),
        Refusal("0 3 * * 8", "the day of the week 8 is out of range", nil),
        Refusal("99999999999999999999 3 * * *", "the minute 99999999999999999999 is out of range", nil),
        Refusal("0 3 ? * *", "the day of the month is \"?\", which not every scheduler knows", "0 3 * * *"),
        Refusal("0 3 L * *", "the day of the month is \"L\", and no provider knows such days", nil),
        Refusal("0 3 15W * *", "the day of the month is \"15W\", and no provider knows such days", nil),
        Refusal("0 3 * * 5#2", "the day of the week is \"5#2\", and no provider knows such days", nil),
        Refusal("0 3 * * 5L", "the day of the week is \"5L\", and no provider knows such days", nil),
        Refusal("0 3 * * tues", "the day of the week \"tues\" is no number or name", nil),
        Refusal("0 3 * july *", "the month \"july\" is no number or name", "0 3 * JUL *"),
        Refusal("x 3 * * *", "the minute \"x\" is no number", nil),
        Refusal("-1 3 * * *", "the minute \"\" is no number", nil),
        Refusal("+1 3 * * *", "the minute \"+1\" is no number", nil),
        Refusal("1- 3 * * *", "the minute \"\" is no number", nil),
        Refusal("1-2-3 3 * * *", "the minute \"2-3\" is no number", nil),
        Refusal("0 22-6 * * *", "the hour has a range that runs backwards", nil),
        Refusal("0 3 * * fri-sun", "the day of the week has a range that runs backwards", "0 3 * * fri-7"),
        Refusal("1,,2 3 * * *", "the minute has an empty item", nil),
        Refusal("*/0 3 * * *", "the step \"0\" of the minute cannot be", nil),
        Refusal("*/90 3 * * *", "the step \"90\" of the minute cannot be", nil),
        Refusal("*/ 3 * * *", "the step \"\" of the minute cannot be", nil),
        Refusal("*/2/3 3 * * *", "the step \"2/3\" of the minute cannot be", nil),
        Refusal("0 3 * * ١", "the day of the week \"١\" is no number or name", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try CronExpression(parsing: refusal.text) }
        )
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.allowed != nil)
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try CronExpression(parsing: replacement) }
    }

    @Test(arguments: [
        ("* * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("0,30 * * * *", "every 30 minutes"),
        ("*/7 0-8 * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of the hours 0 to 8"),
        ("5 * * * *", "at minute 5 of every hour"),
        ("*/20 9-17 * * MON-FRI", "every 20 minutes of the hours 9 to 17 on Monday to Friday"),
        ("* 3 * * *", "every minute of the hour 3"),
        ("30 3 * * *", "at 03:30 every day"),
        ("0 9,13 * * 6,0", "at 09:00 and 13:00 on Saturday and Sunday"),
        ("0 0 1 * *", "at 00:00 on day 1 of the month"),
        ("0 0 1-3,15 1,7 *", "at 00:00 on days 1 to 3 and 15 of the month in January and July"),
        ("0 0 13 * 5", "at 00:00 on day 13 of the month and also on Friday"),
        ("0 0 1-31 * 5", "at 00:00 every day"),
        ("0 0 * * */2", "at 00:00 on Tuesday, Thursday, Saturday and Sunday"),
        ("0 0 30 2 *", "never, since no month that is named has such a day"),
    ])
    func explainsInWords(text: String, words: String) throws {
        #expect(try CronExpression(parsing: text).explanation == words)
    }

    @Test func anOffsetIsLessThanADayInWholeSeconds() throws {
        #expect(try UTCOffset(.seconds(-12_600)).description == "-03:30")
        #expect(try UTCOffset(.seconds(561)).description == "+00:09:21")
        #expect(UTCOffset.utc.description == "+00:00" && UTCOffset.utc.duration == .zero)
        for duration: Duration in [.seconds(86_400), .seconds(-86_400), .milliseconds(500)] {
            #expect(throws: ContainerServiceError.self) { try UTCOffset(duration) }
        }
    }
}
