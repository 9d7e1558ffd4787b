import CloudContainers

/// One side of a finding as reports print it: where it stands, and what it says.
struct LedgerSide {
    /// The path of the field, or of the object around its fields; empty if there is none.
    let path: String
    /// The value that the finding names, else that of the only field; `nil` for several.
    private(set) var value: String?

    private init(_ path: FieldPath?, _ leaves: [LedgerLeaf], _ value: LedgerValue) {
        self.path = path.map { TerminalText.escaped($0.description) } ?? ""
        let inside = path.map { path in leaves.filter { path.contains($0.path) } } ?? []
        self.value =
            if value != .none {
                TerminalText.escaped(value.description)
            } else {
                inside.count == 1 ? inside.first?.shown : nil
            }
    }

    /// Both sides of a finding.
    static func pair(_ entry: LedgerEntry, _ finding: Finding) -> (source: LedgerSide, target: LedgerSide) {
        var target = LedgerSide(entry.target(of: finding), entry.targets, finding.after)
        // While something is missing the target holds a placeholder, which says nothing.
        if finding.outcome.demand == .resolution, finding.after == .none { target.value = nil }
        return (LedgerSide(entry.source(of: finding), entry.sources, finding.before), target)
    }

    /// The place and the value in one text; `nil` if there is neither.
    var text: String? {
        guard let value else { return path.isEmpty ? nil : path }
        return path.isEmpty ? value : "\(path): \(value)"
    }
}

extension LedgerEntry {
    /// The field of the source that a finding is about: the entry's only one, if the finding names none.
    func source(of finding: Finding) -> FieldPath? {
        finding.source ?? (sources.count == 1 ? sources.first?.path : nil)
    }

    /// The field of the target that a finding is about: the entry's only one, if the finding names none.
    func target(of finding: Finding) -> FieldPath? {
        finding.target ?? (targets.count == 1 ? targets.first?.path : nil)
    }
}
