/// Collects what a translator says of each field, and makes of it a ledger in which no leaf is missing or doubled.
package struct LedgerBuilder {
    private struct Draft {
        var sources: [FieldPath]
        var targets: [FieldPath]
        var outcome: Outcome
        var findings: [Finding]
    }

    private var drafts: [Draft] = []
    private var hidden: Set<FieldPath> = []
    private var emptiable: Set<FieldPath> = []
    private var unknown: Set<FieldPath> = []

    /// Whether an account is wanted; what is said is let go where it is not.
    private let isWanted: Bool

    package init(isWanted: Bool = true) { self.isWanted = isWanted }

    /// Says what became of the source's fields; a path stands for all leaves inside it.
    package mutating func record(
        _ sources: [FieldPath],
        to targets: [FieldPath] = [],
        _ outcome: Outcome = .exact,
        _ findings: [Finding] = []
    ) {
        guard isWanted else { return }
        drafts.append(
            Draft(
                sources: sources,
                targets: targets,
                outcome: findings.map(\.outcome).reduce(outcome, max),
                findings: findings.gravestFirst.map { finding in
                    var finding = finding
                    finding.source = finding.source ?? sources.first
                    finding.target = finding.target ?? targets.first
                    return finding
                }
            )
        )
    }

    /// Says that a list or an object has nothing in it; what it holds has to be named by itself.
    ///
    /// Nothing inside is claimed, so a member that nobody knows shows up as one.
    package mutating func recordEmpty(_ paths: FieldPath...) {
        if isWanted { emptiable.formUnion(paths) }
    }

    /// Says which places hold members that nobody knows, whatever else is said of the objects around them.
    package mutating func leaveUnknown(_ paths: [FieldPath]) { unknown.formUnion(paths) }

    /// Keeps the value of a variable or secret out of the ledger, on whichever side the path is.
    package mutating func hide(_ path: FieldPath) {
        if isWanted { hidden.insert(path) }
    }

    /// Takes over what was said to another builder, which calls some places by other names.
    package mutating func adopt(_ other: LedgerBuilder, renaming rename: (FieldPath) -> FieldPath) {
        for draft in other.drafts {
            let findings = draft.findings.map { finding in
                var finding = finding
                finding.source = finding.source.map(rename)
                finding.target = finding.target.map(rename)
                return finding
            }
            drafts.append(
                Draft(
                    sources: draft.sources.map(rename),
                    targets: draft.targets.map(rename),
                    outcome: draft.outcome,
                    findings: findings
                )
            )
        }
        hidden.formUnion(other.hidden.map(rename))
        emptiable.formUnion(other.emptiable.map(rename))
        unknown.formUnion(other.unknown.map(rename))
    }

    /// The ledger over the leaves of both documents.
    ///
    /// A leaf of the source of which nothing was said is one that this version does not know: it is dropped, and said so.
    package func finish(source: JSONValue, target: JSONValue?) -> Ledger {
        // A field that is named twice belongs to both accounts, so the two become one.
        var groups = LedgerGroups(count: drafts.count)
        var marks = (source: marksOfPlaces, target: marksOfPlaces)
        for (index, draft) in drafts.enumerated() {
            for path in draft.sources { groups.claim(&marks.source[path, default: Mark()].owner, for: index) }
            for path in draft.targets { groups.claim(&marks.target[path, default: Mark()].owner, for: index) }
        }
        var entries = drafts.map { LedgerEntry(sources: [], targets: [], outcome: $0.outcome, findings: $0.findings) }
        for index in drafts.indices {
            let first = groups.root(index)
            if first == index { continue }
            entries[first].findings = (entries[first].findings + entries[index].findings).gravestFirst
            entries[first].outcome = max(entries[first].outcome, entries[index].outcome)
        }
        var order: [Int] = []
        var isListed = [Bool](repeating: false, count: entries.count)
        // What only says that fields are facts, or need nothing, ties them to nothing: each stands by itself.
        var tiesNothing = [Bool](repeating: true, count: entries.count)
        for (index, draft) in drafts.enumerated() where !draft.targets.isEmpty || !draft.findings.isEmpty {
            tiesNothing[groups.root(index)] = false
        }
        for leaf in leaves(of: source, marks.source) {
            let index: Int
            if let owner = leaf.owner.map({ groups.root($0) }) {
                if tiesNothing[owner] {
                    index = entries.count
                    let outcome = entries[owner].outcome
                    entries.append(LedgerEntry(sources: [leaf.leaf], targets: [], outcome: outcome, findings: []))
                    isListed.append(false)
                } else {
                    index = owner
                    entries[index].sources.append(leaf.leaf)
                }
            } else if leaf.isEmptiable {
                index = entries.count
                entries.append(LedgerEntry(sources: [leaf.leaf], targets: [], outcome: .exact, findings: []))
                isListed.append(false)
            } else {
                index = entries.count
                entries.append(Self.unknown(leaf.leaf))
                isListed.append(false)
            }
            if !isListed[index] { order.append(index) }
            isListed[index] = true
        }
        for leaf in leaves(of: target, marks.target) {
            let index: Int
            if let owner = leaf.owner {
                index = groups.root(owner)
                entries[index].targets.append(leaf.leaf)
            } else {
                index = entries.count
                entries.append(Self.unexplained(leaf.leaf))
                isListed.append(false)
            }
            if !isListed[index] { order.append(index) }
            isListed[index] = true
        }
        for index in drafts.indices where !isListed[index] && groups.root(index) == index {
            if !entries[index].findings.isEmpty { order.append(index) }
        }
        var listed: [LedgerEntry] = []
        listed.reserveCapacity(order.count)
        for index in order { listed.append(entries[index]) }
        return Ledger(entries: listed)
    }

    private static func unknown(_ leaf: LedgerLeaf) -> LedgerEntry {
        let finding = Finding(.fieldUnknown, .dropped, before: leaf.value)
        return LedgerEntry(sources: [leaf], targets: [], outcome: .dropped, findings: [finding])
    }

    private static func unexplained(_ leaf: LedgerLeaf) -> LedgerEntry {
        let finding = Finding(.targetUnexplained, .defaulted, after: leaf.value)
        return LedgerEntry(sources: [], targets: [leaf], outcome: .defaulted, findings: [finding])
    }

    /// What was said of a place, gathered so that each place is looked up once.
    private struct Mark {
        var owner: Int?
        var isHidden = false
        var isEmptiable = false
        var isUnknown = false
    }

    /// What was said of places without a draft.
    private var marksOfPlaces: [FieldPath: Mark] {
        var marks: [FieldPath: Mark] = [:]
        marks.reserveCapacity(2 * drafts.count + hidden.count + emptiable.count + unknown.count)
        for path in hidden { marks[path, default: Mark()].isHidden = true }
        for path in emptiable { marks[path, default: Mark()].isEmptiable = true }
        for path in unknown { marks[path, default: Mark()].isUnknown = true }
        return marks
    }

    /// A place in a document, with the draft that named it or the nearest place around it.
    private struct Node {
        var path: FieldPath
        var value: JSONValue
        var owner: Int?
        var isHidden: Bool
        var isEmptiable: Bool
    }

    /// The leaves in document order, each with its owner.
    private func leaves(
        of document: JSONValue?,
        _ marks: [FieldPath: Mark]
    ) -> [(leaf: LedgerLeaf, owner: Int?, isEmptiable: Bool)] {
        guard let document else { return [] }
        var leaves: [(leaf: LedgerLeaf, owner: Int?, isEmptiable: Bool)] = []
        // The next node is at the end.
        var pending = [node(.root, document, in: nil, marks)]
        while let node = pending.popLast() {
            switch node.value.content {
            case .array(let elements) where !elements.isEmpty:
                var index = elements.count
                while index > 0 {
                    index -= 1
                    pending.append(self.node(node.path.appending(index), elements[index], in: node, marks))
                }
            case .object(let object) where !object.isEmpty:
                let members = object.members
                var index = members.count
                while index > 0 {
                    index -= 1
                    let path = node.path.appending(members[index].name)
                    pending.append(self.node(path, members[index].value, in: node, marks))
                }
            default:
                let value = node.isHidden ? LedgerValue(hiding: node.value) : LedgerValue(node.value)
                leaves.append((LedgerLeaf(path: node.path, value: value), node.owner, node.isEmptiable))
            }
        }
        return leaves
    }

    private func node(_ path: FieldPath, _ value: JSONValue, in parent: Node?, _ marks: [FieldPath: Mark]) -> Node {
        let mark = marks[path] ?? Mark()
        return Node(
            path: path,
            value: value,
            owner: mark.isUnknown ? nil : mark.owner ?? parent?.owner,
            isHidden: mark.isHidden || parent?.isHidden == true,
            isEmptiable: mark.isEmptiable
        )
    }
}

/// Entries of a ledger that have become one, each known by its first.
struct LedgerGroups {
    private var redirect: [Int]

    init(count: Int) { redirect = Array(0..<count) }

    /// Adds an entry that stands by itself.
    mutating func append() { redirect.append(redirect.count) }

    /// The first entry of the group.
    func root(_ index: Int) -> Int {
        var index = index
        while redirect[index] != index { index = redirect[index] }
        return index
    }

    /// Makes one group of two.
    mutating func join(_ one: Int, _ other: Int) {
        let (one, other) = (root(one), root(other))
        redirect[max(one, other)] = min(one, other)
    }

    /// Notes whose a place is, and joins the two if it has an owner.
    mutating func claim(_ owner: inout Int?, for index: Int) {
        if let first = owner { join(first, index) } else { owner = index }
    }
}
