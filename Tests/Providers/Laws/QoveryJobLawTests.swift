import CloudContainers
import QoveryContainers
import TestSupport
import Testing

/// The laws of translations for jobs of Qovery.
@Suite("Laws of Qovery's jobs") struct QoveryJobLawTests {
    /// A generated job.
    private struct Case {
        var seed: UInt64
        var bundle: JSONValue
        let dialect = QoveryJobDialect()

        func read(_ given: Resolutions = Resolutions()) throws -> Translation<JobSpec> {
            try #require(try dialect.read(JSONDocument(bundle), given).first)
        }

        /// Resolutions with which everything can be written.
        var given: Resolutions {
            get throws {
                let spec = try read().value
                var given = Resolutions()
                given.allowsAll = true
                if case .image(let image) = spec.source {
                    given.registries[image.registry] = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
                }
                given.secretNames = Set(spec.variables.map(\.name))
                return given
            }
        }
    }

    private func each(
        default seed: UInt64,
        name: String = #function,
        _ body: (Case) throws -> Bool
    ) async rethrows {
        let (first, count) = (testSeed(default: seed), caseCount())
        print("\(count) cases from seed \(first): \(name)")
        for offset in 0..<UInt64(count) {
            var generator = QoveryGenerator(seed: first &+ offset)
            let generated = Case(seed: first &+ offset, bundle: generator.jobBundle())
            guard try body(generated) else {
                Issue.record("seed \(generated.seed): \(generated.bundle.text(.compact))")
                return
            }
            await Task.yield()
        }
    }

    // MARK: Law 1, faithful

    @Test func wireTypesKeepEveryMember() async throws {
        try await each(default: 1_100) { generated in
            let payload = strange(generated.bundle)
            return try QoveryJobBundle(json: payload).json == payload
        }
    }

    /// The payload with a member that nobody knows in every object that is a wire object.
    private func strange(_ value: JSONValue, at path: FieldPath = .root) -> JSONValue {
        switch value.content {
        case .object(let object):
            var result = JSONObject(
                object.members.map { .init(name: $0.name, value: strange($0.value, at: path.appending($0.name))) }
            )
            if !["advanced_settings", "registry.config"].contains(path) {
                result.set("future_member", ["a": [1, .null]])
            }
            return .object(result)
        case .array(let array): return .array(array.map { strange($0, at: path.appending(0)) })
        default: return value
        }
    }

    @Test func anUnchangedJobNeedsNoRequest() async throws {
        try await each(default: 2_100) { generated in
            let given = try generated.given
            let spec = try generated.read(given).value
            let live = JSONDocument(generated.bundle)
            guard let change = try generated.dialect.prepare(.update(spec, live: live), given).value else {
                return blocks(try generated.dialect.prepare(.update(spec, live: live), given).ledger)
            }
            if !change.requests.isEmpty { print(change.document.text()) }
            return change.requests.isEmpty
        }
    }

    /// Whether what blocks a translation is one of the things that a job cannot be written with again.
    private func blocks(_ ledger: Ledger) -> Bool {
        let codes = Set(ledger.obstacles.map(\.code))
        return !codes.isEmpty && codes.isSubset(of: [.variableReference, .imageHost, .imageRegistry])
    }

    @Test func writingAgainIsIdempotent() async throws {
        try await each(default: 4_100) { generated in
            let given = try generated.given
            let written = generated.dialect.write(try generated.read(given).value, given)
            if written.ledger.findings.contains(where: { $0.finding.code == .variableBraces }) { return true }
            guard let first = written.value else { return blocks(written.ledger) }
            let again = try #require(try generated.dialect.read(first, given).first?.value)
            let second = generated.dialect.write(again, given).value
            if first != second { print("\(first.text(.compact))\n\(second?.text(.compact) ?? "nothing")") }
            return first == second
        }
    }

    // MARK: Law 2, nothing silent

    @Test func everyLeafHasExactlyOneEntry() async throws {
        try await each(default: 10_100) { generated in
            let given = try generated.given
            let read = try generated.read(given)
            guard isPartition(read.ledger, of: generated.bundle, to: read.value.document) else { return false }
            let written = generated.dialect.write(read.value, given)
            guard let bundle = written.value?.root else { return blocks(written.ledger) }
            return isPartition(written.ledger, of: read.value.document, to: bundle)
        }
    }

    private func isPartition(_ ledger: Ledger, of source: JSONValue, to target: JSONValue) -> Bool {
        let sources = ledger.entries.flatMap { $0.sources.map(\.path) }
        let targets = ledger.entries.flatMap { $0.targets.map(\.path) }
        let (wantedSources, wantedTargets) = (source.leaves().map(\.path), target.leaves().map(\.path))
        let isComplete =
            sources.sorted() == wantedSources.sorted() && targets.sorted() == wantedTargets.sorted()
        if !isComplete {
            print("sources: \(Set(sources).symmetricDifference(wantedSources))")
            print("targets: \(Set(targets).symmetricDifference(wantedTargets))")
        }
        let silent = ledger.findings.filter { [.targetUnexplained, .fieldUnknown].contains($0.finding.code) }
        for (entry, finding) in silent {
            print("\(finding.code) \(entry.sources.map(\.path)) \(entry.targets.map(\.path))")
        }
        return isComplete && silent.isEmpty
    }

    @Test func changingOneLeafShows() async throws {
        try await each(default: 20_100) { generated in
            var random = SeededGenerator(seed: generated.seed)
            let leaves = generated.bundle.leaves().filter { $0.value.string != nil || $0.value.integer != nil }
            guard let leaf = leaves.randomElement(using: &random) else { return true }
            let other: JSONValue =
                leaf.value.integer.map { .number($0 + 1) } ?? .string((leaf.value.string ?? "") + "x")
            let given = try generated.given
            let changed = Case(seed: generated.seed, bundle: generated.bundle.replacing(leaf.path, with: other))
            // What cannot be read any more shows as an error.
            guard let after = try? changed.read(given) else { return true }
            let before = try generated.read(given)
            let isSame = before.ledger == after.ledger && before.value == after.value
            if isSame { print("changing \(leaf.path) shows nowhere") }
            return !isSame
        }
    }

    @Test func everyLeafHasARule() async throws {
        let rules = QoveryJobDialect().rules
        await each(default: 30_100) { generated in
            let without = generated.bundle.leaves().filter { ![[], [:]].contains($0.value) }.map(\.path).filter {
                path in
                !rules.contains { $0.covers(path) || FieldPath($0.field).contains(path) }
            }
            if !without.isEmpty { print("without a rule: \(without)") }
            return without.isEmpty
        }
    }

    // MARK: Law 6, secrets stay put

    @Test func noLedgerShowsAValueOfAVariable() throws {
        let canary = "canary-5d1f"
        let bundle: JSONValue = [
            "job": [
                "name": "nightly", "schedule": ["cronjob": ["scheduled_at": "0 3 * * *"]],
                "source": [
                    "docker": ["git_repository": ["url": .string("https://me:\(canary)@github.com/a/b.git")]]
                ],
            ], "variables": [["key": "A", "value": .string(canary), "scope": "JOB", "variable_type": "VALUE"]],
        ]
        let read = try #require(try QoveryJobDialect().read(JSONDocument(bundle), Resolutions()).first)
        let written = QoveryJobDialect().write(read.value, Resolutions())
        #expect(written.value != nil)
        for ledger in [read.ledger, written.ledger] { #expect(!"\(ledger)".contains(canary)) }
    }
}
