import CloudContainers
import TestSupport
import Testing

@Suite("Building a ledger")
struct LedgerBuilderTests {
    private let source: JSONValue = [
        "name": "web", "size": ["cpu": 1, "memory": 2], "list": [1, ["deep": true]], "env": ["A.B": "s3cret", "C": ""],
        "empty": [:], "none": [],
    ]

    @Test func eachLeafStandsInOneEntry() {
        var builder = LedgerBuilder()
        builder.record(["name"], to: ["title"], .converted)
        builder.record(["size"], to: ["limits.cpu", "limits.memory"])
        builder.record(["list", "env", "empty", "none"])
        let target: JSONValue = ["title": "WEB", "limits": ["cpu": 1, "memory": 2]]
        let ledger = builder.finish(source: source, target: target)
        #expect(ledger.entries.flatMap(\.sources).map(\.path).sorted() == source.leaves().map(\.path).sorted())
        #expect(ledger.entries.flatMap(\.targets).map(\.path).sorted() == target.leaves().map(\.path).sorted())
        // A fact without a target ties its leaves to nothing, so each of the six stands by itself.
        #expect(ledger.entries.count == 8)
        #expect(ledger.outcome == .converted)
        #expect(ledger.findings.isEmpty)
    }

    @Test func aLeafOfWhichNothingWasSaidIsDroppedAsUnknown() throws {
        var builder = LedgerBuilder()
        builder.record(["name"], to: ["name"])
        let ledger = builder.finish(source: ["name": "web", "new": ["x": 7]], target: ["name": "web"])
        let entry = try #require(ledger.entries.first { $0.outcome == .dropped })
        #expect(entry.sources == [LedgerLeaf(path: "new.x", value: .number(7))])
        #expect(entry.findings.map(\.code) == [.fieldUnknown])
        #expect(entry.findings.first?.code.rawValue == "CC-FIELD-UNKNOWN")
        #expect(entry.findings.first?.before == .number(7))
        #expect(ledger.entries.count == 2)
    }

    @Test func aLeafOfTheTargetWithoutACauseIsSaidSo() throws {
        let ledger = LedgerBuilder().finish(source: [:], target: ["made": "up"])
        let entry = try #require(ledger.entries.last)
        #expect(entry.targets.map(\.path) == ["made"])
        #expect(entry.findings.map(\.code) == [.targetUnexplained])
    }

    @Test func twoRecordsOfOnePathMerge() throws {
        var builder = LedgerBuilder()
        builder.record(["a"], to: ["x"], .exact, [Finding(.nameChanged, .approximated)])
        builder.record(["b"], to: ["y"])
        builder.record(["a", "c"], to: ["z"], .exact, [Finding(.wordUnknown, .blocked)])
        let ledger = builder.finish(source: ["a": 1, "b": 2, "c": 3], target: ["x": 1, "y": 2, "z": 3])
        #expect(ledger.entries.count == 2)
        let merged = try #require(ledger.entries.first)
        #expect(merged.sources.map(\.path) == ["a", "c"])
        #expect(merged.targets.map(\.path) == ["x", "z"])
        #expect(merged.outcome == .blocked)
        #expect(merged.findings.map(\.code) == [.wordUnknown, .nameChanged])
    }

    @Test func recordsThatShareATargetMerge() {
        var builder = LedgerBuilder()
        builder.record(["a"], to: ["x"])
        builder.record(["b"], to: ["x"], .raised)
        let ledger = builder.finish(source: ["a": 1, "b": 2], target: ["x": 3])
        #expect(ledger.entries.count == 1)
        #expect(ledger.entries.first?.outcome == .raised)
        #expect(ledger.entries.first?.sources.count == 2)
    }

    @Test func theDeepestNamedPathOwnsALeaf() {
        var builder = LedgerBuilder()
        builder.record(["size"], .noted)
        builder.record(["size.cpu"], .converted)
        builder.record(["list[1]"], .raised)
        builder.record(["list"], .defaulted)
        builder.record([#"env["A.B"]"#], .replaced)
        builder.record(["env"], .reduced)
        builder.record(["name", "empty", "none"])
        let ledger = builder.finish(source: source, target: nil)
        let outcomes = Dictionary(
            uniqueKeysWithValues: ledger.entries.flatMap { entry in
                entry.sources.map { ($0.path, entry.outcome) }
            }
        )
        #expect(outcomes["size.cpu"] == .converted && outcomes["size.memory"] == .noted)
        #expect(outcomes["list[0]"] == .defaulted && outcomes["list[1].deep"] == .raised)
        #expect(outcomes[#"env["A.B"]"#] == .replaced && outcomes["env.C"] == .reduced)
        #expect(outcomes["name"] == .exact)
    }

    @Test func theRootOwnsWhatNobodyElseNamed() {
        var builder = LedgerBuilder()
        builder.record([.root], to: [.root], .noted)
        builder.record(["a"], to: ["b"])
        let ledger = builder.finish(source: ["a": 1, "c": ["d": 2]], target: ["b": 1, "e": 2])
        #expect(ledger.findings.isEmpty)
        #expect(ledger.outcome == .noted)
    }

    @Test func hiddenValuesShowTheirLengthOnly() throws {
        var builder = LedgerBuilder()
        builder.hide("env")
        builder.record(["env"], to: ["env"])
        let ledger = builder.finish(source: source, target: ["env": ["A.B": "s3cret"], "more": "s3cret!"])
        var text = ""
        dump(ledger.entries.filter { $0.targets.first?.path != "more" }, to: &text)
        #expect(!text.contains("s3cret"))
        let leaves = ledger.entries.flatMap { $0.sources + $0.targets }
        #expect(
            leaves.filter { $0.path == #"env["A.B"]"# }.map(\.value) == [
                .hidden(characters: 6), .hidden(characters: 6),
            ]
        )
        #expect(leaves.first { $0.path == "env.C" }?.value == .hidden(characters: 0))
        #expect(LedgerValue.hidden(characters: 1).description == "1 character")
        #expect(LedgerValue.hidden(characters: 6).description == "6 characters")
    }

    @Test func aHiddenLeafThatNobodyKnowsStaysHidden() {
        var builder = LedgerBuilder()
        builder.hide("env")
        let ledger = builder.finish(source: ["env": ["A": "s3cret"]], target: ["env": ["B": "s3cret"]])
        #expect(!String(reflecting: ledger).contains("s3cret"))
    }

    @Test func aFindingWithoutALeafIsKept() {
        var builder = LedgerBuilder()
        builder.record(["gone"], .exact, [Finding(.partMissing, .defaulted)])
        builder.record(["gone too"])
        let ledger = builder.finish(source: ["a": 1], target: nil)
        #expect(ledger.findings.map(\.finding.code) == [.fieldUnknown, .partMissing])
        #expect(ledger.entries.count == 2)
    }

    @Test func generatedLedgersArePartitions() throws {
        let seed = testSeed(default: 99)
        var random = SeededGenerator(seed: seed)
        let pool = [
            "name", "size", "size.cpu", "size.memory", "list", "list[0]", "list[1]", "list[1].deep", "env", "none", "x",
        ]
        let paths = pool.map { FieldPath($0) }
        for round in 0..<caseCount(default: 3000) {
            var builder = LedgerBuilder()
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                builder.record(
                    (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in paths.randomElement(using: &random) },
                    to: (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
                        paths.randomElement(using: &random)
                    },
                    Outcome.allCases.randomElement(using: &random) ?? .exact
                )
            }
            let ledger = builder.finish(source: source, target: source)
            let wanted = source.leaves().map(\.path).sorted()
            let isPartition =
                ledger.entries.flatMap(\.sources).map(\.path).sorted() == wanted
                && ledger.entries.flatMap(\.targets).map(\.path).sorted() == wanted
            try #require(isPartition, "seed \(seed), round \(round): \(ledger)")
        }
    }
}
