import CloudContainers
import TestSupport
import Testing

struct InstanceLimitTests {
    @Test func readsNumbersAndNoLimit() throws {
        #expect(try InstanceLimit(parsing: "5") == .instances(.of(5)))
        #expect(try InstanceLimit(parsing: "0") == .instances(.of(0)))
        #expect(try InstanceLimit(parsing: "unlimited") == .unlimited)
        #expect(try InstanceLimit(parsing: "\(Int.max)") == .instances(InstanceCount(.max)))
    }

    @Test func everyDescriptionReadsBack() throws {
        var generator = SeededGenerator(seed: testSeed(default: 4))
        #expect(try InstanceLimit(parsing: InstanceLimit.unlimited.description) == .unlimited)
        for _ in 0..<caseCount() {
            let number = Int.random(in: 0...Int.max, using: &generator) >> Int.random(in: 0...62, using: &generator)
            let limit = InstanceLimit.instances(try InstanceCount(number))
            #expect(limit.description == "\(number)")
            #expect(try InstanceLimit(parsing: limit.description) == limit)
        }
    }

    @Test func noLimitIsGreaterThanEveryNumber() throws {
        #expect(InstanceLimit.instances(.of(4)) < .instances(.of(5)))
        #expect(InstanceLimit.instances(try InstanceCount(.max)) < .unlimited)
        #expect(!(InstanceLimit.unlimited < .unlimited))
        #expect(!(InstanceLimit.unlimited < .instances(.of(1))))
    }

    @Test(arguments: [
        Refusal("", "the instance limit is empty", nil),
        Refusal("-1", "no limit is not written like this", "unlimited"),
        Refusal("Unlimited", "no limit is not written like this", "unlimited"),
        Refusal("none", "no limit is not written like this", "unlimited"),
        Refusal("∞", "no limit is not written like this", "unlimited"),
        Refusal(" unlimited", "the instance limit has blanks around it", "unlimited"),
        Refusal(" -1 ", "the instance limit has blanks around it", "unlimited"),
        Refusal("-2", "the instance limit is negative", nil),
        Refusal("+5", "the instance limit has a sign", "5"),
        Refusal("many", "the instance limit does not start with a number", nil),
        Refusal("5 instances", "the instance limit has something after its number", "5"),
        Refusal("5%", "the instance limit has something after its number", nil),
        Refusal("2.5", "the instance limit has a fraction", "3"),
        Refusal("2.0", "the instance limit has a fraction", "2"),
        Refusal("1e1", "the instance limit has an exponent", "10"),
        Refusal("9223372036854775808", "the instance limit is too large", nil),
    ])
    func refusesWithReasonAndReplacement(refusal: Refusal) throws {
        let diagnostic = try #require(TextForm.instanceLimit.diagnostic(refusal.text))
        #expect(diagnostic.problem == refusal.problem)
        #expect(diagnostic.value == (refusal.text.isEmpty ? nil : refusal.text))
        #expect(
            diagnostic.allowed
                == (refusal.problem == "the instance limit is too large"
                    ? "at most 9223372036854775807, or unlimited" : "a whole number of 0 or more, or unlimited")
        )
        #expect(diagnostic.replacement == refusal.replacement)
        if let replacement = diagnostic.replacement { _ = try InstanceLimit(parsing: replacement) }
    }
}
