import CloudContainers
import TestSupport
import Testing

@Suite("Ledgers")
struct LedgerTests {
    private func leaf(_ side: String, _ number: Int) -> LedgerLeaf {
        LedgerLeaf(path: FieldPath.root.appending(side).appending(number), value: .number(number))
    }

    /// A ledger in which each leaf of both sides stands in exactly one entry.
    private func ledger(
        from source: [LedgerLeaf],
        to target: [LedgerLeaf],
        using random: inout SeededGenerator
    ) -> Ledger {
        let count = Int.random(in: 1...max(1, source.count + target.count), using: &random)
        var entries = (0..<count).map { index in
            let outcome = Outcome.allCases.randomElement(using: &random) ?? .exact
            let finding = Finding(FindingCode(rawValue: "CC-\(index)"), outcome)
            return LedgerEntry(sources: [], targets: [], outcome: outcome, findings: outcome.isExact ? [] : [finding])
        }
        for leaf in source.shuffled(using: &random) {
            entries[Int.random(in: 0..<count, using: &random)].sources.append(leaf)
        }
        for leaf in target.shuffled(using: &random) {
            entries[Int.random(in: 0..<count, using: &random)].targets.append(leaf)
        }
        return Ledger(entries: entries)
    }

    @Test func composingKeepsThePartition() throws {
        let seed = testSeed(default: 7)
        var random = SeededGenerator(seed: seed)
        for round in 0..<caseCount() {
            let source = (0..<Int.random(in: 0...6, using: &random)).map { leaf("source", $0) }
            let middle = (0..<Int.random(in: 0...6, using: &random)).map { leaf("middle", $0) }
            let target = (0..<Int.random(in: 0...6, using: &random)).map { leaf("target", $0) }
            let first = ledger(from: source, to: middle, using: &random)
            let second = ledger(from: middle, to: target, using: &random)
            let whole = first.followed(by: second)
            let isPartition =
                whole.entries.flatMap(\.sources).map(\.path).sorted() == source.map(\.path).sorted()
                && whole.entries.flatMap(\.targets).map(\.path).sorted() == target.map(\.path).sorted()
            try #require(isPartition, "seed \(seed), round \(round):\n\(first)\n\(second)\n\(whole)")
            try #require(whole.outcome == max(first.outcome, second.outcome), "seed \(seed), round \(round)")
            try #require(
                whole.findings.count == first.findings.count + second.findings.count,
                "seed \(seed), round \(round)"
            )
            for entry in whole.entries {
                let outcomes = entry.findings.map(\.outcome)
                try #require(outcomes == outcomes.sorted(by: >), "seed \(seed), round \(round): gravest first")
                try #require((outcomes.first ?? .exact) <= entry.outcome, "seed \(seed), round \(round)")
            }
        }
    }

    @Test func composingJoinsWhatTheMiddleJoins() throws {
        let first = Ledger(entries: [
            LedgerEntry(sources: [leaf("source", 0)], targets: [leaf("middle", 0)], outcome: .exact, findings: []),
            LedgerEntry(sources: [leaf("source", 1)], targets: [leaf("middle", 1)], outcome: .exact, findings: []),
            LedgerEntry(sources: [leaf("source", 2)], targets: [leaf("middle", 2)], outcome: .noted, findings: []),
        ])
        let finding = Finding(.nameChanged, .approximated)
        let second = Ledger(entries: [
            LedgerEntry(
                sources: [leaf("middle", 0), leaf("middle", 2)],
                targets: [leaf("target", 0)],
                outcome: .approximated,
                findings: [finding]
            ),
            LedgerEntry(sources: [leaf("middle", 1)], targets: [], outcome: .dropped, findings: []),
            LedgerEntry(sources: [], targets: [leaf("target", 1)], outcome: .defaulted, findings: []),
        ])
        let whole = first.followed(by: second)
        #expect(
            whole.entries == [
                LedgerEntry(
                    sources: [leaf("source", 0), leaf("source", 2)],
                    targets: [leaf("target", 0)],
                    outcome: .approximated,
                    findings: [finding]
                ),
                LedgerEntry(sources: [leaf("source", 1)], targets: [], outcome: .dropped, findings: []),
                LedgerEntry(sources: [], targets: [leaf("target", 1)], outcome: .defaulted, findings: []),
            ]
        )
    }

    @Test func composingWithTheIdentityChangesNothing() {
        let leaves = (0..<4).map { leaf("x", $0) }
        let identity = Ledger(
            entries: leaves.map { LedgerEntry(sources: [$0], targets: [$0], outcome: .exact, findings: []) }
        )
        #expect(identity.followed(by: identity) == identity)
        #expect(Ledger().followed(by: Ledger()) == Ledger())
    }

    private var mixed: Ledger {
        Ledger(
            entries: Outcome.allCases.map { outcome in
                let finding = Finding(FindingCode(rawValue: "CC-\(outcome.rawValue)"), outcome)
                return LedgerEntry(sources: [], targets: [], outcome: outcome, findings: [finding])
            }
        )
    }

    @Test func consentIsAskedForLosses() {
        #expect(mixed.unconsented(Resolutions()).map(\.outcome) == [.approximated, .reduced, .replaced, .dropped])
    }

    @Test func consentIsGivenByCodeOrForAll() {
        var given = Resolutions()
        given.allowedCodes = [FindingCode(rawValue: "CC-reduced"), FindingCode(rawValue: "CC-blocked")]
        #expect(mixed.unconsented(given).map(\.outcome) == [.approximated, .replaced, .dropped])
        #expect(mixed.obstacles.map(\.outcome) == [.needsInput, .blocked])
        given.allowsAll = true
        #expect(mixed.unconsented(given).isEmpty)
        #expect(given.allows(FindingCode(rawValue: "anything")))
    }

    @Test func strictModeAsksForAllThatIsNotExact() {
        var given = Resolutions()
        given.isStrict = true
        #expect(
            mixed.unconsented(given).map(\.outcome)
                == [.raised, .roundedUp, .defaulted, .approximated, .reduced, .replaced, .dropped]
        )
        given.allowedCodes = [FindingCode(rawValue: "CC-defaulted")]
        #expect(!mixed.unconsented(given).map(\.outcome).contains(.defaulted))
        given.allowsAll = true
        #expect(mixed.unconsented(given).isEmpty)
    }

    @Test func obstaclesAreNeverAMatterOfConsent() {
        var given = Resolutions()
        given.isStrict = true
        #expect(mixed.unconsented(given).allSatisfy { $0.outcome.demand != .resolution })
        #expect(Ledger().outcome == .exact && Ledger().obstacles.isEmpty)
        #expect(mixed.outcome == .blocked)
    }

    @Test func outcomesAreOrderedByWhatTheyAsk() {
        #expect(Outcome.allCases == Outcome.allCases.sorted())
        let demands = Outcome.allCases.map(\.demand)
        #expect(demands == demands.sorted())
        #expect(Outcome.allCases.filter { $0.demand == .consent } == [.approximated, .reduced, .replaced, .dropped])
        #expect(Outcome.allCases.filter { $0.demand == .resolution } == [.needsInput, .blocked])
        #expect(Outcome.allCases.filter(\.isExact) == [.exact, .converted, .noted])
        #expect(Outcome.roundedUp.title == "rounded up" && Outcome.needsInput.title == "needs input")
        #expect(Outcome.dropped.title == "dropped")
    }

    @Test(arguments: [
        (LedgerValue.none, "none"), (.text(""), "\"\""), (.text("a\nb"), "a\\nb"), (.number(8080), "8080"),
        (.boolean(true), "true"), (.cpu(.millicores(250)), "250 mCPU"), (.duration(.seconds(90)), "1m30s"),
        (.percentage(.percent(60)), "60%"), (.instances(.unlimited), "unlimited"),
        (.bytes(.mebibytes(512)), ByteCount.mebibytes(512).explained), (LedgerValue([]), "[]"),
        (LedgerValue(nil), "none"),
        (LedgerValue(.number(JSONNumber("1.50") ?? JSONNumber(0))), "1.50"),
    ])
    func valuesSayTheirUnit(_ value: LedgerValue, _ text: String) {
        #expect(value.description == text)
    }

    @Test func settingsOfOtherProvidersAreAccountedFor() throws {
        var spec = ContainerSpec(name: "web", image: .placeholder)
        // A worker without a port has a finding of its own.
        spec.ports = [Port(.of(8080))]
        spec.providers.insert(AcmeSettings(tier: "gold", pinned: true))
        var writing = SpecWriting()
        writing.leaveBehindForeignSettings(of: spec, for: ProviderID(rawValue: "other"), Resolutions())
        writing.ledger.record(["name", "image", "ports"])
        let ledger = writing.ledger.finish(source: spec.document, target: nil)
        let lost = try #require(ledger.entries.first { $0.outcome == .dropped })
        #expect(lost.sources.map(\.path) == ["providers.acme.tier"])
        #expect(ledger.entries.first { $0.sources.contains { $0.path == "providers.acme.pinned" } }?.outcome == .noted)
        #expect(ledger.findings.count == 1)

        var own = SpecWriting()
        own.leaveBehindForeignSettings(of: spec, for: AcmeSettings.provider, Resolutions())
        #expect(
            own.ledger.finish(source: spec.document, target: nil).entries.allSatisfy {
                !$0.findings.contains { $0.before == .text("gold") && $0.code != .fieldUnknown }
            }
        )
    }
}
