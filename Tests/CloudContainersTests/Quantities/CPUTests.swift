import CloudContainers
import TestSupport
import Testing

struct CPUTests {
    @Test(arguments: [
        ("250m", 250), ("0.25", 250), ("1", 1000), ("1.5", 1500), ("2000m", 2000), ("0", 0), ("0m", 0), ("0.001", 1),
        ("0.100", 100), ("007", 7000), ("1000000", 1_000_000_000), ("1000000000m", 1_000_000_000),
    ])
    func readsCoresAndMillicores(text: String, millicores: Int) throws {
        #expect(try CPU(parsing: text).millicores == millicores)
    }

    @Test(arguments: [(0, "0"), (1, "1m"), (250, "250m"), (1000, "1"), (1500, "1500m"), (6000, "6")])
    func writesWholeCoresWithoutUnit(millicores: Int, text: String) throws {
        #expect(try CPU(millicores: millicores).description == text)
    }

    @Test(arguments: [
        Refusal("", "the CPU amount is empty", nil),
        Refusal(" 250m ", "the CPU amount has blanks around it", "250m"),
        Refusal("250m\u{A0}", "the CPU amount has a character that is not plain ASCII", nil),
        Refusal("-1", "the CPU amount is negative", nil),
        Refusal("+1", "the CPU amount has a sign", "1"),
        Refusal("lots", "the CPU amount does not start with a number", nil),
        Refusal(".5", "the CPU amount does not start with a number", "0.5"),
        Refusal(".", "the CPU amount does not start with a number", nil),
        Refusal("1.", "the CPU amount has a point with no digit after it", "1"),
        Refusal("1..5", "the CPU amount has a point with no digit after it", "1.5"),
        Refusal("1e3", "the CPU amount has an exponent", "1000"),
        Refusal("1.25e1", "the CPU amount has an exponent", "12.5"),
        Refusal("0.5E+1", "the CPU amount has an exponent", "5"),
        Refusal("1e-3", "the CPU amount has an exponent", nil),
        Refusal("1e99999999999999999999", "the CPU amount has an exponent", nil),
        Refusal("1,5", "the CPU amount has a mark between its digits", nil),
        Refusal("1_000m", "the CPU amount has a mark between its digits", "1000m"),
        Refusal("0.5 cpu", "the CPU unit \"cpu\" is not known", "0.5"),
        Refusal("500mc", "the CPU unit \"mc\" is not known", "500m"),
        Refusal("500mvCPU", "the CPU unit \"mvCPU\" is not known", "500m"),
        Refusal("500M", "the CPU unit \"M\" is not known", "500m"),
        Refusal("2 cores", "the CPU unit \"cores\" is not known", "2"),
        Refusal("2 apples", "the CPU unit \"apples\" is not known", nil),
        Refusal("250 m", "the CPU amount has a blank between the number and the unit", "250m"),
        Refusal("0.0005", "the CPU amount is finer than one millicore, which is 0.001 cores", "1m"),
        Refusal("0.12345", "the CPU amount is finer than one millicore, which is 0.001 cores", "124m"),
        Refusal("0.2500", "the CPU amount is finer than one millicore, which is 0.001 cores", "250m"),
        Refusal("1.5m", "the CPU amount is finer than one millicore, which is 0.001 cores", "2m"),
        Refusal("1000000.001", "the CPU amount is too large", nil),
        Refusal("99999999999999999999", "the CPU amount is too large", nil),
        Refusal("9223372036854775807", "the CPU amount is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.cpu.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        #expect(
            diagnostic.allowed == "cores such as 1 or 0.25, or millicores such as 250m, at most 1000000 cores"
        )
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try CPU(parsing: replacement) }
    }

    @Test func advisesToRoundUpWhatIsTooFine() {
        #expect(TextForm.cpu.diagnostic("0.0001")?.advice == "Round up to a whole millicore: 1m.")
        #expect(TextForm.cpu.diagnostic("0.5 cpu")?.advice == "Write 0.5.")
    }

    @Test(arguments: [-1, Int.min, 1_000_000_001, Int.max])
    func refusesMillicoresOutOfBounds(millicores: Int) throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try CPU(millicores: millicores) }
        )
        #expect(diagnostic.value == "\(millicores)")
        #expect(diagnostic.allowed == "0 to 1000000000 millicores")
    }

    @Test func factoriesHoldToTheBounds() {
        #expect(CPU.cores(2).millicores == 2000)
        #expect(CPU.cores(.max).millicores == 65_535_000)
        #expect(CPU.millicores(70).millicores == 70)
        #expect(CPU.millicores(.max).millicores == 1_000_000_000)
        #expect(CPU(uncheckedMillicores: -5).millicores == 0)
        #expect(CPU(uncheckedMillicores: .max).millicores == 1_000_000_000)
    }

    @Test func ordersByAmount() {
        #expect(CPU.millicores(999) < CPU.cores(1))
        #expect(CPU.millicores(1000) == CPU.cores(1))
    }

    @Test func everyDescriptionReadsBack() throws {
        var generator = SeededGenerator(seed: testSeed(default: 1))
        for _ in 0..<caseCount() {
            let limit =
                Int.random(in: 0...1_000_000_000, using: &generator) >> Int.random(in: 0...30, using: &generator)
            let cpu = try CPU(millicores: limit)
            #expect(try CPU(parsing: cpu.description) == cpu)
        }
    }
}
