import CloudContainers
import TestSupport
import Testing

struct DurationSecondsTests {
    private static let allowed =
        "seconds with at most nine digits after the point and an s, such as 300s or 1.5s"

    @Test(arguments: [
        ("300s", Duration.seconds(300)), ("300.000000000s", .seconds(300)), ("1.5s", .milliseconds(1500)),
        ("0s", .zero), ("0.000000001s", .nanoseconds(1)), ("9223372036854775807s", .seconds(Int64.max)),
    ])
    func readsSecondsWithUpToNineDigits(text: String, duration: Duration) throws {
        #expect(try Duration(parsingSeconds: text) == duration)
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.seconds(300), "300s"), (.milliseconds(1500), "1.5s"),
        (.nanoseconds(1), "0.000000001s"),
        (.nanoseconds(1_010_000_000), "1.01s"), (.milliseconds(-1500), "-1.5s"), (.seconds(7200), "7200s"),
        (Duration(secondsComponent: 0, attosecondsComponent: 1), "0.000000001s"),
        (Duration(secondsComponent: 1, attosecondsComponent: 999_999_999_999_999_999), "2s"),
        (.seconds(Int64.max) * 2, "9223372036854775807s"),
    ])
    func writesNoMoreDigitsThanNeeded(duration: Duration, text: String) {
        #expect(duration.secondsText == text)
    }

    @Test(arguments: [
        (Duration.zero, 0), (.seconds(5), 5), (.milliseconds(1), 1), (.milliseconds(5001), 6),
        (.milliseconds(-1500), -1),
        (.seconds(Int64.max), Int.max), (.seconds(Int64.max) + .milliseconds(1), Int.max),
        (.seconds(Int64.max) * 2, Int.max), (.seconds(Int64.min) * 2, -Int.max),
        (Duration(secondsComponent: Int64.max - 1, attosecondsComponent: 1), Int.max),
    ])
    func countsWholeSecondsRoundingUp(duration: Duration, seconds: Int) {
        #expect(duration.wholeSecondsRoundingUp == seconds)
    }

    @Test(arguments: [
        Refusal("", "the duration is empty", nil),
        Refusal(" 300s", "the duration has blanks around it", "300s"),
        Refusal("300", "the duration is not in seconds with an s after them", "300s"),
        Refusal("300 s", "the duration has a blank between the number and the unit", "300s"),
        Refusal("300 seconds", "the duration is not in seconds with an s after them", "300s"),
        Refusal("300S", "the duration is not in seconds with an s after them", "300s"),
        Refusal("5m", "the duration is not in seconds with an s after them", "300s"),
        Refusal("1m30s", "the duration is not in seconds with an s after them", "90s"),
        Refusal("500ms", "the duration is not in seconds with an s after them", "0.5s"),
        Refusal("5 parsecs", "the duration is not in seconds with an s after them", nil),
        Refusal("-5s", "the duration is negative", nil),
        Refusal("never", "the duration does not start with a number", nil),
        Refusal("1.0000000001s", "the duration has more than nine digits after the point", "1.000000001s"),
        Refusal("1.0000000000s", "the duration has more than nine digits after the point", "1s"),
        Refusal("0.1234567890123456789s", "the duration has too many digits after the point", nil),
        Refusal("9223372036854775808s", "the duration is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.seconds.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        #expect(
            diagnostic.allowed
                == (refusal.problem == "the duration is too large"
                    ? "at most 9223372036854775807 seconds" : Self.allowed)
        )
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try Duration(parsingSeconds: replacement) }
    }

    @Test func everySecondsTextReadsBackToTheNanosecond() throws {
        var generator = SeededGenerator(seed: testSeed(default: 6))
        for _ in 0..<caseCount() {
            let seconds =
                Int64.random(in: 0..<Int64.max, using: &generator) >> Int.random(in: 0...62, using: &generator)
            let nanoseconds = Int64.random(in: 0..<1_000_000_000, using: &generator)
            let duration = Duration(secondsComponent: seconds, attosecondsComponent: nanoseconds * 1_000_000_000)
            #expect(try Duration(parsingSeconds: duration.secondsText) == duration)
        }
    }
}
