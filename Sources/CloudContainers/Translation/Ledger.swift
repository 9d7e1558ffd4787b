/// One remark about a field: a stable code, what happened, and the two values.
public struct Finding: Sendable, Hashable {
    /// The stable code, which the documentation explains.
    public var code: FindingCode
    /// What became of the field.
    public var outcome: Outcome
    /// The field of the source that it is about, or the object around its fields.
    public var source: FieldPath?
    /// The field of the target that it is about, or the object around its fields.
    public var target: FieldPath?
    /// What it is about where the path does not say: the name of a variable, a volume, a domain.
    public var subject: String?
    /// The value before.
    public var before: LedgerValue
    /// The value after.
    public var after: LedgerValue
    /// A fact of this case that the code alone does not tell.
    public var detail: String?
    /// The flag that resolves it, as the command line spells it; only blocked findings and needed inputs have one.
    public var resolution: String?

    /// Makes a finding.
    public init(
        _ code: FindingCode,
        _ outcome: Outcome,
        subject: String? = nil,
        before: LedgerValue = .none,
        after: LedgerValue = .none,
        detail: String? = nil,
        resolution: String? = nil
    ) {
        self.code = code
        self.outcome = outcome
        self.subject = subject
        self.before = before
        self.after = after
        self.detail = detail
        self.resolution = resolution
    }
}

/// A leaf of a document and its value.
public struct LedgerLeaf: Sendable, Hashable {
    /// Where it stands.
    public var path: FieldPath
    /// What it says; hidden for variables and secrets.
    public var value: LedgerValue

    /// Makes a leaf.
    public init(path: FieldPath, value: LedgerValue) {
        self.path = path
        self.value = value
    }
}

/// What became of some leaves of the source that belong together.
public struct LedgerEntry: Sendable, Hashable {
    /// The leaves of the source; empty for what the target needs and the source does not say.
    public var sources: [LedgerLeaf]
    /// The leaves of the target that they caused; empty for what was not carried.
    public var targets: [LedgerLeaf]
    /// What became of them: the gravest outcome of the findings, else exact or converted.
    public var outcome: Outcome
    /// The remarks, gravest first; empty for what is exact or converted.
    public var findings: [Finding]

    /// Makes an entry.
    public init(sources: [LedgerLeaf], targets: [LedgerLeaf], outcome: Outcome, findings: [Finding]) {
        self.sources = sources
        self.targets = targets
        self.outcome = outcome
        self.findings = findings
    }
}

/// The account of a translation: each leaf of the source stands in exactly one entry, and so does each of the target.
public struct Ledger: Sendable, Hashable {
    /// The entries, in the order of the source, then what only the target has.
    public var entries: [LedgerEntry]

    /// Makes a ledger of entries.
    public init(entries: [LedgerEntry] = []) { self.entries = entries }

    /// Makes a ledger that holds findings only, an entry for each.
    public init(of findings: [Finding]) {
        entries = findings.map { LedgerEntry(sources: [], targets: [], outcome: $0.outcome, findings: [$0]) }
    }

    /// All findings with the entry that holds each.
    public var findings: [(entry: LedgerEntry, finding: Finding)] {
        entries.flatMap { entry in entry.findings.map { (entry, $0) } }
    }

    /// The gravest outcome.
    public var outcome: Outcome { entries.map(\.outcome).max() ?? .exact }

    /// The findings that stop a result from being made: blocked ones and needed inputs.
    public var obstacles: [Finding] { findings.map(\.finding).filter { $0.outcome.demand == .resolution } }

    /// The findings that still need consent; in strict mode everything that is not exact does.
    public func unconsented(_ given: Resolutions) -> [Finding] {
        findings.map(\.finding).filter { finding in
            let needs =
                finding.outcome.demand == .consent
                || (given.isStrict && finding.outcome.demand == .nothing && !finding.outcome.isExact)
            return needs && !given.allows(finding.code)
        }
    }

    /// The account of a service that was read of one provider and written for another.
    ///
    /// What the portable model has in between and nothing was read into is no field of the source, so that a finding about it
    /// names none.
    public func followed(byWriting writing: Ledger) -> Ledger {
        var writing = writing
        for index in writing.entries.indices where writing.entries[index].sources.isEmpty {
            for finding in writing.entries[index].findings.indices {
                writing.entries[index].findings[finding].source = nil
            }
        }
        return followed(by: writing)
    }

    /// The account of two translations after one another: from the first one's source to the second one's target.
    ///
    /// Entries that share a leaf of the document between them become one.
    public func followed(by next: Ledger) -> Ledger {
        var groups = entries
        var middle = FieldPathTable(capacity: entries.count)
        var groupOfMiddle: [Int] = []
        for index in entries.indices {
            for leaf in entries[index].targets {
                let number = middle.number(of: leaf.path)
                if number == groupOfMiddle.count { groupOfMiddle.append(index) }
                groupOfMiddle[number] = index
            }
            groups[index].targets = []
            for finding in entries[index].findings.indices {
                let target = entries[index].findings[finding].target
                groups[index].findings[finding].target = target.flatMap {
                    next.place(of: $0, from: \.sources, to: \.targets)
                }
            }
        }
        var joined = LedgerGroups(count: entries.count)
        for entry in next.entries {
            var entry = entry
            for finding in entry.findings.indices {
                let source = entry.findings[finding].source
                entry.findings[finding].source = source.flatMap { place(of: $0, from: \.targets, to: \.sources) }
            }
            var roots: [Int] = []
            for leaf in entry.sources {
                guard let number = middle.find(leaf.path) else { continue }
                let root = joined.root(groupOfMiddle[number])
                if roots.last != root { roots.append(root) }
            }
            guard let first = roots.min() else {
                joined.append()
                groups.append(entry)
                continue
            }
            for other in roots.count > 1 ? Set(roots).sorted() : [] where other != first {
                groups[first].sources += groups[other].sources
                groups[first].targets += groups[other].targets
                groups[first].findings += groups[other].findings
                groups[first].outcome = max(groups[first].outcome, groups[other].outcome)
                joined.join(first, other)
            }
            groups[first].targets += entry.targets
            groups[first].findings += entry.findings
            groups[first].outcome = max(groups[first].outcome, entry.outcome)
        }
        var kept: [LedgerEntry] = []
        kept.reserveCapacity(groups.count)
        for index in groups.indices where joined.root(index) == index {
            groups[index].findings = groups[index].findings.gravestFirst
            kept.append(groups[index])
        }
        return Ledger(entries: kept)
    }
}

extension Ledger {
    /// Where a field of one side, or all fields of an object, are on the other side.
    private func place(
        of path: FieldPath,
        from: (LedgerEntry) -> [LedgerLeaf],
        to: (LedgerEntry) -> [LedgerLeaf]
    ) -> FieldPath? {
        let found = entries.filter { entry in from(entry).contains { path.contains($0.path) } }
        return FieldPath.around(found.flatMap { to($0).map(\.path) })
    }
}

extension FieldPath {
    /// The nearest object around all paths, or the only path; `nil` where they share none.
    static func around(_ paths: [FieldPath]) -> FieldPath? {
        guard var candidate = paths.first else { return nil }
        while !paths.allSatisfy({ candidate.contains($0) }) {
            guard let parent = candidate.parent else { return paths.first }
            candidate = parent
        }
        return candidate
    }
}

extension [Finding] {
    /// The findings with the gravest first; equals keep their order.
    package var gravestFirst: [Finding] {
        if count < 2 { return self }
        return enumerated().sorted { ($1.element.outcome, $0.offset) < ($0.element.outcome, $1.offset) }.map(\.element)
    }
}
