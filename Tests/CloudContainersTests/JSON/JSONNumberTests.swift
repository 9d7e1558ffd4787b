import CloudContainers
import TestSupport
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(arguments: [
        ("1", "1.0"), ("1e2", "100"), ("-0", "0"), ("0e99", "0"), ("-0.000", "0"), ("1E+2", "1e2"), ("100e-2", "1"),
        ("0.1", "1e-1"), ("0.10", "0.1"), ("12.50e1", "125"), ("1e0000000000000000000000000000000005", "100000"),
        ("10e99999999999999999999999", "1e100000000000000000000000"),
        ("1e100000000000000000000000", "10e99999999999999999999999"),
        ("0.1e100000000000000000", "1e99999999999999999"), ("0.01e-99999999999999999", "1e-100000000000000001"),
        ("10e-100000000000000000", "1e-99999999999999999"), ("0.1e1000000000000000000000", "1e999999999999999999999"),
        ("1e999999999", "10e999999998"), ("100e-2", "1.00"), ("10e-1", "1e0"), ("10e-1", "1e-0"),
    ])
    func equalValuesAreEqual(_ left: String, _ right: String) throws {
        let left = try #require(JSONNumber(left))
        let right = try #require(JSONNumber(right))
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
    }

    @Test(arguments: [
        ("1", "-1"), ("1", "10"), ("1", "1.0000000000000000000000000000000000001"), ("1e5", "1e-5"),
        ("9007199254740993", "9007199254740992"), ("1e999999999", "1e999999998"), ("0", "1e-999999999999"),
        ("1e99999999999999999999", "1e99999999999999999998"), ("1e99999999999999999999", "1e-99999999999999999999"),
        ("1e100000000000000000000", "1e200000000000000000000"), ("0.1", "0.01"),
    ])
    func differentValuesDiffer(_ left: String, _ right: String) throws {
        #expect(try #require(JSONNumber(left)) != #require(JSONNumber(right)))
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("0.0", 0), ("0e999999999999999999999", 0), ("5", 5), ("5.0", 5), ("5e2", 500),
        ("50e-1", 5), ("-5.50e1", -55), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
        ("9223372036854775807.0", Int.max), ("-92233720368547758.08e2", Int.min), ("1e18", 1_000_000_000_000_000_000),
        ("0.000000000000000001e18", 1), ("1000000000000000000000000e-24", 1),
    ])
    func integersAreExact(_ text: String, _ value: Int) {
        #expect(JSONNumber(text)?.exactInteger == value)
    }

    @Test(arguments: [
        "0.5", "5e-1", "1e-999999999", "1e19", "1e999999999", "1e99999999999999999999999999", "9223372036854775808",
        "-9223372036854775809", "9223372036854775808.0", "1.5", "-1e99999999999999999999", "99999999999999999999",
        "1e-99999999999999999999999",
    ])
    func fractionsAndGiantsAreNoIntegers(_ text: String) throws {
        #expect(try #require(JSONNumber(text)).exactInteger == nil)
    }

    @Test(arguments: [
        "", " ", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1 ", " 1", "1a", "0x1", "NaN", "Infinity", "1_0",
        "1.e1", "--1", "1.2.3", "é", "1\u{0}",
    ])
    func refusesWhatIsNoNumber(_ text: String) { #expect(JSONNumber(text) == nil) }

    @Test func keepsTheText() {
        #expect(JSONNumber("1.50E+01")?.text == "1.50E+01")
        #expect(JSONNumber(Int.min).description == "-9223372036854775808")
        #expect(JSONNumber(7) == JSONNumber("7"))
    }

    @Test func longNumbersTakeNoLongTime() throws {
        let zeros = String(repeating: "0", count: 1_000_000)
        let long = try #require(JSONNumber("1" + zeros))
        #expect(long == JSONNumber("1e1000000"))
        #expect(long.exactInteger == nil)
        #expect(JSONNumber("1" + zeros + "e-1000000")?.exactInteger == 1)
    }

    @Test func normalizationAgreesWithArithmetic() throws {
        let seed = testSeed(default: 7)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let value = Int.random(in: -100_000...100_000, using: &random)
            let shift = Int.random(in: 0...6, using: &random)
            let scaled = value * [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][shift]
            let written = try #require(JSONNumber("\(value)e\(shift)"))
            let back = try #require(JSONNumber("\(scaled)e-\(shift)"))
            #expect(written.exactInteger == scaled, "seed \(seed)")
            #expect(back.exactInteger == value, "seed \(seed)")
            #expect(written == JSONNumber(scaled) && back == JSONNumber(value), "seed \(seed)")
        }
    }
}
