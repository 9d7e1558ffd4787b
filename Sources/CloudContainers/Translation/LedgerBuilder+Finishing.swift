extension LedgerBuilder {
    /// The ledger over the leaves of both documents.
    ///
    /// A leaf of the source of which nothing was said is one that this version does not know: it is dropped, and said so.
    package func finish(source: JSONValue, target: JSONValue?) -> Ledger {
        // A field that is named twice belongs to both accounts, so the two become one.
        var groups = LedgerGroups(count: drafts.count)
        var marks = (source: marksWithoutOwners, target: marksWithoutOwners)
        for (index, draft) in drafts.enumerated() {
            for path in draft.sources { marks.source.update(path) { groups.claim(&$0.owner, for: index) } }
            for path in draft.targets { marks.target.update(path) { groups.claim(&$0.owner, for: index) } }
        }
        var assembly = LedgerAssembly(of: drafts, in: groups)
        marks.source.forEachLeaf(of: source) { assembly.addSource($0, $1) }
        if let target { marks.target.forEachLeaf(of: target) { assembly.addTarget($0, $1) } }
        assembly.addRemarks()
        return assembly.ledger
    }

    /// What was said of places without a draft.
    private var marksWithoutOwners: LedgerMarks {
        var marks = LedgerMarks(capacity: drafts.count + hidden.count + emptiable.count + unknown.count)
        for path in hidden { marks.update(path) { $0.isHidden = true } }
        for path in emptiable { marks.update(path) { $0.isEmptiable = true } }
        for path in unknown { marks.update(path) { $0.isUnknown = true } }
        return marks
    }
}

/// Puts leaves into the entries of the drafts that named them.
private struct LedgerAssembly {
    private let groups: LedgerGroups
    private let draftCount: Int
    private var entries: [LedgerEntry]
    /// Whether a draft only says that fields are facts, or need nothing: it ties them to nothing, each stands by itself.
    private var tiesNothing: [Bool]
    /// The entries in the order of the first leaf of each.
    private var order: [Int] = []
    private var isListed: [Bool]

    init(of drafts: [LedgerBuilder.Draft], in groups: LedgerGroups) {
        self.groups = groups
        draftCount = drafts.count
        entries = drafts.map { LedgerEntry(sources: [], targets: [], outcome: $0.outcome, findings: $0.findings) }
        tiesNothing = [Bool](repeating: true, count: drafts.count)
        isListed = [Bool](repeating: false, count: drafts.count)
        order.reserveCapacity(2 * drafts.count)
        for (index, draft) in drafts.enumerated() {
            let first = groups.root(index)
            if !draft.targets.isEmpty || !draft.findings.isEmpty { tiesNothing[first] = false }
            if first == index { continue }
            entries[first].findings = (entries[first].findings + entries[index].findings).gravestFirst
            entries[first].outcome = max(entries[first].outcome, entries[index].outcome)
        }
    }

    var ledger: Ledger {
        var listed: [LedgerEntry] = []
        listed.reserveCapacity(order.count)
        for index in order { listed.append(entries[index]) }
        return Ledger(entries: listed)
    }

    mutating func addSource(_ leaf: LedgerLeaf, _ mark: LedgerMarks.Mark) {
        if let owner = mark.owner.map({ groups.root($0) }) {
            if tiesNothing[owner] {
                list(LedgerEntry(sources: [leaf], targets: [], outcome: entries[owner].outcome, findings: []))
            } else {
                entries[owner].sources.append(leaf)
                list(owner)
            }
        } else if mark.isEmptiable {
            list(LedgerEntry(sources: [leaf], targets: [], outcome: .exact, findings: []))
        } else {
            let finding = Finding(.fieldUnknown, .dropped, before: leaf.value)
            list(LedgerEntry(sources: [leaf], targets: [], outcome: .dropped, findings: [finding]))
        }
    }

    mutating func addTarget(_ leaf: LedgerLeaf, _ mark: LedgerMarks.Mark) {
        if let owner = mark.owner.map({ groups.root($0) }) {
            entries[owner].targets.append(leaf)
            list(owner)
        } else {
            let finding = Finding(.targetUnexplained, .defaulted, after: leaf.value)
            list(LedgerEntry(sources: [], targets: [leaf], outcome: .defaulted, findings: [finding]))
        }
    }

    /// Adds the findings of fields that neither document has.
    mutating func addRemarks() {
        for index in 0..<draftCount where groups.root(index) == index {
            if !entries[index].findings.isEmpty { list(index) }
        }
    }

    private mutating func list(_ entry: LedgerEntry) {
        order.append(entries.count)
        entries.append(entry)
        isListed.append(true)
    }

    private mutating func list(_ index: Int) {
        if !isListed[index] { order.append(index) }
        isListed[index] = true
    }
}
