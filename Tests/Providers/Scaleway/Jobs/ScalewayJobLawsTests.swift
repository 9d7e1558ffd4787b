import CloudContainers
import ScalewayContainers
import TestSupport
import Testing

/// The laws of translation for Scaleway's jobs, over generated bundles.
@Suite("Laws of Scaleway's jobs") struct ScalewayJobLawsTests {
    private let dialect = ScalewayJobDialect()

    private func each(
        default seed: UInt64,
        name: String = #function,
        _ body: (JSONValue, UInt64) throws -> Bool
    ) async rethrows {
        let first = testSeed(default: seed)
        let count = caseCount(default: 2000)
        print("\(count) cases from seed \(first): \(name)")
        for offset in 0..<UInt64(count) {
            var generator = ScalewayJobGenerator(seed: first &+ offset)
            let bundle = generator.bundle()
            guard try body(bundle, first &+ offset) else {
                Issue.record("seed \(first &+ offset): \(bundle.text(.compact))")
                return
            }
            await Task.yield()
        }
    }

    private func read(_ bundle: JSONValue) throws -> Translation<JobSpec> {
        try #require(try dialect.read(JSONDocument(bundle), Resolutions()).first)
    }

    @Test func wireTypesKeepEveryMember() async throws {
        try await each(default: 61_000) { bundle, _ in try ScalewayJobBundle(json: bundle).json == bundle }
        let strange: JSONValue = [
            "definition": [
                "image_uri": .null, "job_timeout": "1.50s", "cron_schedule": ["schedule": .null, "timezone": .null],
                "retry_policy": ["max_retries": .null, "later": 1], "later": ["a": [.null]],
            ], "secrets": .null, "triggers": [["cron_config": ["startup_command": .null]]], "later": 1,
        ]
        #expect(try ScalewayJobBundle(json: strange).json == strange)
    }

    @Test func everyLeafHasExactlyOneEntry() async throws {
        try await each(default: 62_000) { bundle, _ in
            let read = try read(bundle)
            guard isPartition(read.ledger, of: bundle, to: read.value.document) else { return false }
            for isForeign in [false, true] {
                var spec = read.value
                // Without its settings every secret is one whose value the caller gives.
                if isForeign { spec.scaleway = nil }
                var given = Resolutions()
                given.secretNames = Set(spec.variables.map(\.name))
                let written = dialect.write(spec, given)
                guard let result = written.value else { return false }
                guard isPartition(written.ledger, of: spec.document, to: result.root) else { return false }
            }
            return true
        }
    }

    private func isPartition(_ ledger: Ledger, of source: JSONValue, to target: JSONValue) -> Bool {
        let sources = ledger.entries.flatMap { $0.sources.map(\.path) }
        let targets = ledger.entries.flatMap { $0.targets.map(\.path) }
        let wantedSources = source.leaves().map(\.path)
        let wantedTargets = target.leaves().map(\.path)
        let silent = ledger.findings.filter {
            $0.finding.code == .targetUnexplained || $0.finding.code == .fieldUnknown
        }
        let isComplete =
            sources.count == wantedSources.count && Set(sources) == Set(wantedSources)
            && targets.count == wantedTargets.count && Set(targets) == Set(wantedTargets)
        if !isComplete || !silent.isEmpty {
            print("sources: \(Set(sources).symmetricDifference(wantedSources))")
            print("targets: \(Set(targets).symmetricDifference(wantedTargets))")
            for (entry, finding) in silent {
                print("\(finding.code) \(entry.sources.map(\.path)) \(entry.targets.map(\.path))")
            }
        }
        return isComplete && silent.isEmpty
    }

    @Test func changingOneLeafShows() async throws {
        try await each(default: 63_000) { bundle, seed in
            var random = SeededGenerator(seed: seed)
            let leaves = bundle.leaves().filter { $0.value.string != nil || $0.value.integer != nil }
            guard let leaf = leaves.randomElement(using: &random) else { return true }
            let other: JSONValue =
                leaf.value.integer.map { .number($0 + 1) } ?? .string((leaf.value.string ?? "") + "x")
            guard let after = try? read(bundle.replacing(leaf.path, with: other)) else { return true }
            let before = try read(bundle)
            let isShown = before.value != after.value || before.ledger != after.ledger
            if !isShown { print("changing \(leaf.path) shows nowhere") }
            return isShown
        }
    }

    @Test func anUnchangedJobNeedsNoRequest() async throws {
        try await each(default: 64_000) { bundle, _ in
            let spec = try read(bundle).value
            let change = try dialect.prepare(.update(spec, live: JSONDocument(bundle)), Resolutions())
            if change.value?.requests.isEmpty != true { print(change.value?.document.text() ?? "nothing") }
            return change.value?.requests.isEmpty == true
        }
    }

    @Test func aWishWithNothingButTheImageNeedsNoRequest() async throws {
        try await each(default: 65_000) { bundle, _ in
            let live = try read(bundle).value
            let wish = JobSpec(name: live.name, source: live.source)
            let change = try dialect.prepare(.update(wish, live: JSONDocument(bundle)), Resolutions())
            if change.value?.requests.isEmpty != true { print(change.value?.document.text() ?? "nothing") }
            return change.value?.requests.isEmpty == true
        }
    }

    @Test func writingForTheSameProviderIsIdempotent() async throws {
        try await each(default: 66_000) { bundle, _ in
            let first = try #require(dialect.write(try read(bundle).value, Resolutions()).value)
            let again = dialect.write(try read(first.root).value, Resolutions()).value
            if first != again { print("\(first.text(.compact))\n\(again?.text(.compact) ?? "nothing")") }
            return first == again
        }
    }

    @Test func everyFieldHasARule() async throws {
        let rules = dialect.rules
        try await each(default: 67_000) { bundle, _ in
            var given = Resolutions()
            var spec = try read(bundle).value
            given.secretNames = Set(spec.variables.map(\.name))
            spec.scaleway = nil
            let written = try #require(dialect.write(spec, given).value).root
            let missing = (bundle.leaves() + written.leaves()).map(\.path).filter { path in
                !rules.contains { rule in
                    // An empty list or map has no element that a rule could speak of.
                    [path, path.appending(0), path.appending("x")].contains(where: rule.covers)
                }
            }
            let real = missing.filter { !["secrets", "triggers"].contains($0.description) }
            if !real.isEmpty { print(real) }
            return real.isEmpty
        }
    }
}
