import CloudContainers
import Testing

struct PercentageTests {
    @Test(arguments: [("60%", 60), ("60", 60), ("0%", 0), ("100%", 100), ("1000%", 1000), ("1000", 1000), ("007%", 7)])
    func readsWithAndWithoutTheSign(text: String, percent: Int) throws {
        #expect(try Percentage(parsing: text).percent == percent)
    }

    @Test func everyDescriptionReadsBack() throws {
        for percent in 0...1000 {
            let percentage = try Percentage(percent: percent)
            #expect(percentage.description == "\(percent)%")
            #expect(try Percentage(parsing: percentage.description) == percentage)
        }
    }

    @Test(arguments: [
        Refusal("", "the percentage is empty", nil),
        Refusal(" 60%", "the percentage has blanks around it", "60%"),
        Refusal("60\u{FF05}", "the percentage has a character that is not plain ASCII", nil),
        Refusal("-60%", "the percentage is negative", nil),
        Refusal("+60%", "the percentage has a sign", "60%"),
        Refusal("%", "the percentage does not start with a number", nil),
        Refusal("60 %", "the percentage has a blank between the number and the unit", "60%"),
        Refusal("60 percent", "the unit \"percent\" is not known", "60%"),
        Refusal("60%%", "the unit \"%%\" is not known", nil),
        Refusal("60.5%", "the percentage has a fraction", "61%"),
        Refusal("60.0", "the percentage has a fraction", "60%"),
        Refusal("0.6", "the percentage has a fraction", "60%"),
        Refusal("0.605", "the percentage has a fraction", "61%"),
        Refusal("0.6%", "the percentage has a fraction", "1%"),
        Refusal(".6", "the percentage does not start with a number", "60%"),
        Refusal("1001", "the percentage is too large", nil),
        Refusal("1000.5", "the percentage is too large", nil),
        Refusal("99999999999999999999%", "the percentage is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.percentage.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        #expect(diagnostic.allowed == "a whole number of percent from 0% to 1000%, such as 60%")
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try Percentage(parsing: replacement) }
    }

    @Test func advisesPercentForAShare() {
        #expect(TextForm.percentage.diagnostic("0.6")?.advice == "A share of 1 is written in percent: 60%.")
        #expect(TextForm.percentage.diagnostic("60.5")?.advice == "Write 61%.")
    }

    @Test(arguments: [-1, 1001, Int.min, Int.max])
    func refusesPercentOutOfBounds(percent: Int) throws {
        let diagnostic = try #require(
            TextForm.diagnostic { () throws(ContainerServiceError) in _ = try Percentage(percent: percent) }
        )
        #expect(diagnostic.value == "\(percent)")
        #expect(diagnostic.allowed == "0 to 1000 percent")
    }

    @Test func factoryAndOrder() {
        #expect(Percentage.percent(60).percent == 60)
        #expect(Percentage.percent(.max).percent == 255)
        #expect(Percentage.percent(60) < .percent(80))
    }
}
