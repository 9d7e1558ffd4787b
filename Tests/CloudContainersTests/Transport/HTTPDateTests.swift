import CloudContainers
import TestSupport
import Testing

@Suite("HTTP dates")
struct HTTPDateTests {
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "sun, 06 nov 1994 08:49:37 gmt", "Mon, 6 Nov 1994 08:49:37 UTC", " Sun, 06 Nov 1994 08:49:37 GMT ",
    ])
    func areReadInAllThreeForms(_ text: String) throws {
        let date = try #require(HTTPDate(parsing: text))
        #expect(date.timestamp == Timestamp(seconds: 784_111_777))
        #expect(date.description == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(arguments: [
        "", "0", "120", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 +0100",
        "06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06-Nov 08:49:37 GMT", "Sun, Nov  6 08:49:37 1994", "Son, 06 Nov 1994 08:49:37 GMT",
        "Sun, 29 Feb 1900 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
    ])
    func thatAreNoneAreRefused(_ text: String) { #expect(HTTPDate(parsing: text) == nil) }

    @Test func aLeapSecondIsTheNextMinute() {
        #expect(
            HTTPDate(parsing: "Sat, 31 Dec 2016 23:59:60 GMT")?.description == "Sun, 01 Jan 2017 00:00:00 GMT"
        )
    }

    @Test(arguments: [
        (2026, "26", 2026), (2026, "76", 2076), (2026, "77", 1977), (2099, "01", 2101), (2001, "99", 1999),
        (1994, "94", 1994), (2050, "00", 2100), (2049, "99", 2099),
    ])
    func yearsOfTwoDigitsAreLessThanFiftyYearsAhead(_ now: Int, _ digits: String, _ year: Int) throws {
        let reference = try #require(HTTPDate(parsing: "Sun, 06 Nov \(now) 08:49:37 GMT")).timestamp
        let date = try #require(HTTPDate(parsing: "Sunday, 06-Nov-\(digits) 08:49:37 GMT", near: reference))
        #expect(date.description.contains("06 Nov \(year) "))
    }

    @Test func theWriterStaysInFourDigits() {
        #expect(HTTPDate(Timestamp(seconds: .max)).description == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate(Timestamp(seconds: .min)).description == "Mon, 01 Jan 0001 00:00:00 GMT")
        #expect(HTTPDate(Timestamp(seconds: -1)).description == "Wed, 31 Dec 1969 23:59:59 GMT")
    }

    @Test func writtenDatesAreReadAgain() {
        let seed = testSeed(default: 21)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<caseCount() {
            let timestamp = Timestamp(seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator))
            let text = HTTPDate(timestamp).description
            #expect(HTTPDate(parsing: text)?.timestamp == timestamp, "seed \(seed): \(text)")
            // The weekday is counted in another way by the other two forms' samples above; here it is a week's cycle.
            let later = HTTPDate(Timestamp(seconds: min(timestamp.seconds, 253_000_000_000) + 604_800)).description
            let now = HTTPDate(Timestamp(seconds: min(timestamp.seconds, 253_000_000_000))).description
            #expect(later.prefix(3) == now.prefix(3), "seed \(seed): \(text)")
        }
    }
}
