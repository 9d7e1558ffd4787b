import CloudContainers
import QoveryContainers
import ScalewayContainers
import TestSupport
import Testing

/// Law 2: each leaf of the source has exactly one entry, each leaf of the target exactly one cause.
@Suite("Law 2, nothing silent") struct NothingSilentTests {
    @Test func everyLeafHasExactlyOneEntry() async throws {
        try await GeneratedCase.each(default: 10_000) { generated in
            let read = try generated.read()
            guard isPartition(read.ledger, of: generated.bundle, to: read.value.document, isBundle: true) else {
                return false
            }
            for target in [generated.dialect, generated.other] {
                let given = Resolutions.permissive(for: read.value)
                let written = target.write(read.value, given)
                guard let bundle = written.value else { continue }
                guard isPartition(written.ledger, of: read.value.document, to: bundle.root) else { return false }
                let whole = read.ledger.followed(by: written.ledger)
                guard isPartition(whole, of: generated.bundle, to: bundle.root, isBundle: true) else { return false }
            }
            return true
        }
    }

    private func isPartition(
        _ ledger: Ledger,
        of source: JSONValue,
        to target: JSONValue,
        isBundle: Bool = false
    ) -> Bool {
        let sources = ledger.entries.flatMap { $0.sources.map(\.path) }
        let targets = ledger.entries.flatMap { $0.targets.map(\.path) }
        let wantedSources = source.leaves().map(\.path)
        let wantedTargets = target.leaves().map(\.path)
        let isComplete =
            sources.count == wantedSources.count && Set(sources) == Set(wantedSources)
            && targets.count == wantedTargets.count && Set(targets) == Set(wantedTargets)
        if !isComplete {
            print("sources: \(Set(sources).symmetricDifference(wantedSources))")
            print("targets: \(Set(targets).symmetricDifference(wantedTargets))")
        }
        let silent = ledger.findings.filter {
            $0.finding.code == .targetUnexplained || $0.finding.code == .fieldUnknown
        }
        for (entry, finding) in silent {
            print("\(finding.code) \(entry.sources.map(\.path)) \(entry.targets.map(\.path))")
        }
        return isComplete && silent.isEmpty
    }

    @Test func changingOneLeafShows() async throws {
        try await GeneratedCase.each(default: 20_000) { generated in
            var random = SeededGenerator(seed: generated.seed)
            // What scalers of KEDA are told may hold credentials, so reports show only how long it is.
            let leaves = generated.bundle.leaves().filter { leaf in
                (leaf.value.string != nil || leaf.value.integer != nil)
                    && !leaf.path.description.contains("config_json")
            }
            guard let leaf = leaves.randomElement(using: &random) else { return true }
            let changed = generated.bundle.replacing(leaf.path, with: other(leaf.value))
            let given = Resolutions.permissive(for: try generated.read().value)
            let before = try account(generated.bundle, generated, given)
            guard let after = try? account(changed, generated, given) else { return true }
            if before == after { print("changing \(leaf.path) from \(leaf.value.text(.compact)) shows nowhere") }
            return before != after
        }
    }

    private func other(_ value: JSONValue) -> JSONValue {
        if let number = value.integer { return .number(number + 1) }
        return .string((value.string ?? "") + "x")
    }

    /// Everything that a reader of the report and of the result can see.
    private func account(_ bundle: JSONValue, _ generated: GeneratedCase, _ given: Resolutions) throws -> Account {
        let read = try #require(try generated.dialect.read(JSONDocument(bundle), given).first)
        let written = generated.other.write(read.value, given)
        let ledger = read.ledger.followed(by: written.ledger)
        return Account(ledger: ledger, result: written.value)
    }

    private struct Account: Equatable {
        var ledger: Ledger
        var result: JSONDocument?
    }
}

extension JSONValue {
    /// The value with the leaf at a path replaced.
    func replacing(_ path: FieldPath, with leaf: JSONValue, at here: FieldPath = .root) -> JSONValue {
        if path == here { return leaf }
        switch content {
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let inner = here.appending(member.name)
                        guard inner.contains(path) else { return member }
                        return .init(name: member.name, value: member.value.replacing(path, with: leaf, at: inner))
                    }
                )
            )
        case .array(let array):
            return .array(
                array.enumerated().map { index, value in
                    let inner = here.appending(index)
                    return inner.contains(path) ? value.replacing(path, with: leaf, at: inner) : value
                }
            )
        default: return self
        }
    }
}
