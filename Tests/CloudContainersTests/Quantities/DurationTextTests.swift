import CloudContainers
import TestSupport
import Testing

struct DurationTextTests {
    private static let allowed =
        "numbers with h, m, s, ms, us or ns, the largest unit first, such as 10s or 1m30s"

    @Test(arguments: [
        ("10s", Duration.seconds(10)), ("1m30s", .seconds(90)), ("500ms", .milliseconds(500)), ("2h", .seconds(7200)),
        ("0s", .zero), ("90s", .seconds(90)), ("1m90s", .seconds(150)), ("1us", .microseconds(1)),
        ("1ns", .nanoseconds(1)), ("1.5h", .seconds(5400)), ("0.5m", .seconds(30)), ("1.25s", .milliseconds(1250)),
        ("1.5ms", .microseconds(1500)), ("1h2m3s4ms5us6ns", .seconds(3723) + .nanoseconds(4_005_006)),
        ("1500ms", .milliseconds(1500)), ("9223372036854775807s", .seconds(Int64.max)),
        ("9223372036854775807ns", .nanoseconds(Int64.max)),
        ("0.000000000000000001s", Duration(secondsComponent: 0, attosecondsComponent: 1)),
        ("0.000000001ns", Duration(secondsComponent: 0, attosecondsComponent: 1)),
    ])
    func readsUnitsFromHoursToNanoseconds(text: String, duration: Duration) throws {
        #expect(try Duration(parsingText: text) == duration)
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.seconds(10), "10s"), (.seconds(90), "1m30s"), (.milliseconds(500), "500ms"),
        (.seconds(3600), "1h"), (.seconds(86_400), "24h"), (.seconds(3661), "1h1m1s"), (.nanoseconds(1), "1ns"),
        (.milliseconds(1500), "1s500ms"), (.microseconds(7), "7us"), (.seconds(-90), "-1m30s"),
        (Duration(secondsComponent: 0, attosecondsComponent: 1), "0.000000001ns"),
        (Duration(secondsComponent: 0, attosecondsComponent: 1_500_000_000), "1.5ns"),
        (.seconds(Int64.max), "2562047788015215h30m7s"), (.seconds(Int64.max) * 2, "2562047788015215h30m7s"),
        (.seconds(Int64.min) * 2, "-2562047788015215h30m7s"),
    ])
    func writesTheShortestText(duration: Duration, text: String) {
        #expect(duration.text == text)
    }

    @Test(arguments: [
        Refusal("", "the duration is empty", nil),
        Refusal("10s ", "the duration has blanks around it", "10s"),
        Refusal("10", "the duration has a number without a unit", "10s"),
        Refusal("0", "the duration has a number without a unit", "0s"),
        Refusal("1.5", "the duration has a number without a unit", "1.5s"),
        Refusal("1m30", "the duration has a number without a unit", "1m30s"),
        Refusal("-10s", "the duration is negative", nil),
        Refusal("+10s", "the duration has a sign", "10s"),
        Refusal("soon", "the duration does not start with a number", nil),
        Refusal("PT10S", "the duration does not start with a number", nil),
        Refusal(".5s", "the duration does not start with a number", "0.5s"),
        Refusal("1.s", "the duration has a point with no digit after it", "1s"),
        Refusal("1e3s", "the duration has an exponent", "1000s"),
        Refusal("1_000s", "the duration has a mark between its digits", "1000s"),
        Refusal("1,5s", "the duration has a mark between its digits", nil),
        Refusal("10 s", "the duration has a blank in it", "10s"),
        Refusal("1m 30s", "the duration has a blank in it", "1m30s"),
        Refusal("10 seconds", "the duration has a blank in it", "10s"),
        Refusal("10µs", "microseconds are written us", "10us"),
        Refusal("10μs", "microseconds are written us", "10us"),
        Refusal("١s", "the duration has a character that is not plain ASCII", nil),
        Refusal("10S", "the unit \"S\" is not known", "10s"),
        Refusal("10sec", "the unit \"sec\" is not known", "10s"),
        Refusal("5min", "the unit \"min\" is not known", "5m"),
        Refusal("2hours", "the unit \"hours\" is not known", "2h"),
        Refusal("3msec", "the unit \"msec\" is not known", "3ms"),
        Refusal("3usec", "the unit \"usec\" is not known", "3us"),
        Refusal("3nsec", "the unit \"nsec\" is not known", "3ns"),
        Refusal("1d", "the unit \"d\" is not known", "24h"),
        Refusal("1.5d", "the unit \"d\" is not known", "36h"),
        Refusal("1w", "the unit \"w\" is not known", nil),
        Refusal("1d12h", "the unit \"d\" is not known", nil),
        Refusal("1h5min", "the unit \"min\" is not known", nil),
        Refusal("30s1m", "the duration has a unit twice or a larger unit after a smaller one", "1m30s"),
        Refusal("1s1s", "the duration has a unit twice or a larger unit after a smaller one", "2s"),
        Refusal("0.1234567890123456789s", "the duration has too many digits after the point", nil),
        Refusal("9223372036854775808s", "the duration is too large", nil),
        Refusal("9223372036854775807.5s", "the duration is too large", nil),
        Refusal("9223372036854775807m", "the duration is too large", nil),
        Refusal("2562047788015215h30m8s", "the duration is too large", nil),
        Refusal("99999999999999999999ns", "the duration is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.duration.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        #expect(
            diagnostic.allowed
                == (refusal.problem == "the duration is too large"
                    ? "at most 9223372036854775807 seconds" : Self.allowed)
        )
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement {
            #expect(diagnostic.advice == "Write \(replacement).")
            _ = try Duration(parsingText: replacement)
        }
    }

    @Test func everyTextReadsBack() throws {
        var generator = SeededGenerator(seed: testSeed(default: 5))
        for index in 0..<12_000 {
            let seconds =
                Int64.random(in: 0..<Int64.max, using: &generator) >> Int.random(in: 0...62, using: &generator)
            let step: Int64 = [1, 1_000_000_000, 1_000_000_000_000, 1_000_000_000_000_000][index % 4]
            let attoseconds = Int64.random(in: 0..<(1_000_000_000_000_000_000 / step), using: &generator) * step
            let duration = Duration(
                secondsComponent: seconds,
                attosecondsComponent: index.isMultiple(of: 5) ? 0 : attoseconds
            )
            #expect(try Duration(parsingText: duration.text) == duration)
        }
    }
}
