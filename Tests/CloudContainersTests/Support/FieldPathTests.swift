import CloudContainers
import TestSupport
import Testing

@Suite("Field paths")
struct FieldPathTests {
    @Test(arguments: [
        ("plain", "a.plain"), ("with-dash_9", "a.with-dash_9"), ("x.y", #"a["x.y"]"#), ("", #"a[""]"#),
        ("q\"q", #"a["q\"q"]"#), ("b\\b", #"a["b\\b"]"#), ("[0]", #"a["[0]"]"#), ("line\n", #"a["line\u{a}"]"#),
        ("\u{202E}", #"a["\u{202e}"]"#), ("é", #"a["é"]"#),
    ])
    func keysThatAreNoPlainWordsAreQuoted(_ key: String, _ text: String) {
        #expect(FieldPath("a").appending(key).description == text)
    }

    @Test func stepsAreAppended() {
        let path = FieldPath.root.appending("a").appending(2).appending("b").appending("c.d").appending(0)
        #expect(path.description == #"a[2].b["c.d"][0]"#)
        #expect(FieldPath.root.appending(1).description == "[1]")
        #expect(FieldPath.root.appending("x.y").description == #"["x.y"]"#)
    }

    @Test(arguments: [
        ("a", "a", true), ("a", "a.b", true), ("a", "a[0]", true), ("a", "ab", false), ("a", "a-b", false),
        ("a.b", "a", false), ("", "a", true), ("", "", true), ("a", "", false), ("a[1]", "a[12]", false),
        ("a[1]", "a[1].x", true), (#"a["x"]"#, #"a["x"][0]"#, true), ("a.b", "a.b.c.d", true), ("a.b", "a.bc", false),
    ])
    func aPathContainsWhatLiesInsideIt(_ outer: String, _ inner: String, _ expected: Bool) {
        #expect(FieldPath(outer).contains(FieldPath(inner)) == expected)
    }

    @Test(arguments: [
        ("b", "a", "a.b"), ("[0]", "a", "a[0]"), (#"["x.y"].z"#, "a.b", #"a.b["x.y"].z"#), ("", "a", "a"),
        ("b", "", "b"),
        ("", "", ""),
    ])
    func aPathIsSeenFromAbove(_ path: String, _ prefix: String, _ expected: String) {
        #expect(FieldPath(path).prefixed(by: FieldPath(prefix)) == FieldPath(expected))
    }

    @Test func generatedPathsLeadBackToTheirValues() throws {
        let seed = testSeed(default: 4)
        var random = SeededGenerator(seed: seed)
        let pieces = ["a", ".", "[", "]", "\"", "\\", "\n", "0", "é", "e\u{301}", " ", "u{", "}", "\u{2028}", "😀"]
        for round in 0..<caseCount() {
            var path = FieldPath.root
            var prefixes = [path]
            var keys: [String?] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    keys.append(nil)
                    path = path.appending(1)
                } else {
                    let count = Int.random(in: 0...4, using: &random)
                    let key = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                    keys.append(key)
                    path = path.appending(key)
                }
                prefixes.append(path)
            }
            var value: JSONValue = "found"
            for key in keys.reversed() {
                if let key { value = .object([key: value]) } else { value = [nil, value] }
            }
            try #require(value.value(at: path) == "found", "seed \(seed), round \(round): \(path)")
            try #require(prefixes.allSatisfy { $0.contains(path) }, "seed \(seed), round \(round): \(path)")
            try #require(value.leaves().contains { $0.path == path }, "seed \(seed), round \(round): \(path)")
        }
    }
}
