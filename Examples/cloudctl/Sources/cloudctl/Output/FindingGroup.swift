import CloudContainers

/// The findings of a service that say the same of different fields.
struct FindingGroup {
    /// The code that they share.
    let code: FindingCode
    /// The outcome that they share.
    let outcome: Outcome
    /// The findings and the entries that hold them.
    private(set) var rows: [(entry: LedgerEntry, finding: Finding)]

    /// The page that explains the code.
    var page: FindingPage? { FindingPage.page(for: code) }

    /// The groups of a ledger, gravest first, else in the order of the source.
    static func groups(of ledger: Ledger) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        for (entry, finding) in ledger.findings {
            if let index = groups.firstIndex(where: { $0.code == finding.code && $0.outcome == finding.outcome }) {
                groups[index].rows.append((entry, finding))
            } else {
                groups.append(FindingGroup(code: finding.code, outcome: finding.outcome, rows: [(entry, finding)]))
            }
        }
        return groups.enumerated().sorted { left, right in
            left.element.outcome == right.element.outcome
                ? left.offset < right.offset : left.element.outcome > right.element.outcome
        }.map(\.element)
    }
}

/// How many entries of a ledger had each outcome: fields that belong together, such as those of a probe, count once.
struct FieldCounts {
    private var counts: [Outcome: Int] = [:]
    /// The number of fields: those of the source, those that only the target has, and those that neither says.
    private var fields = 0

    /// Counts the fields and the entries of a ledger.
    init(_ ledger: Ledger) {
        for entry in ledger.entries {
            fields += entry.sources.isEmpty ? max(entry.targets.count, 1) : entry.sources.count
            counts[entry.outcome, default: 0] += 1
        }
    }

    /// The number with one of the outcomes.
    subscript(outcomes: Outcome...) -> Int { outcomes.reduce(0) { $0 + (counts[$1] ?? 0) } }

    /// The number of all entries.
    var total: Int { counts.values.reduce(0, +) }

    /// The counts in words: `52 fields in 45 groups: 41 exact or converted, 3 raised, 1 blocked`.
    var text: String {
        var parts = ["\(self[.exact, .converted]) exact or converted"]
        for outcome in Outcome.allCases.dropFirst(2) where self[outcome] > 0 {
            let isPlural = outcome == .needsInput && self[outcome] > 1
            parts.append("\(self[outcome]) \(isPlural ? "need input" : outcome.title)")
        }
        let sizes = "\(fields) \(fields == 1 ? "field" : "fields") in \(total) \(total == 1 ? "group" : "groups")"
        return "\(sizes): " + parts.joined(separator: ", ")
    }
}

extension LedgerLeaf {
    /// The value as reports print it; whatever lies among variables and secrets is hidden once more.
    var shown: String {
        guard case .text(let text) = value, isSecretPlace else { return TerminalText.escaped(value.description) }
        return LedgerValue.hidden(characters: text.unicodeScalars.count).description
    }

    /// Whether the path is that of a variable's value.
    var isSecretPlace: Bool {
        guard SensitiveFields.contain(path) else { return false }
        let keys = path.description.split { ".[]\"".contains($0) }.map(String.init)
        guard let last = keys.last else { return false }
        let parent = keys.dropLast().last ?? ""
        return ["value", "content"].contains(last) || (SensitiveFields.names.contains(parent) && Int(last) == nil)
    }
}

extension FindingGroup {
    /// Adds what was found when something was read, in short; nothing where there is nothing.
    static func addSummaries(of ledger: Ledger, to sheet: inout Sheet) {
        let groups = groups(of: ledger)
        guard !groups.isEmpty else { return }
        sheet.space()
        sheet.line(.init("Findings of reading", .strong))
        for group in groups {
            var subjects: [String] = []
            for subject in group.rows.compactMap(\.finding.subject) where !subjects.contains(subject) {
                subjects.append(subject)
            }
            let about = subjects.isEmpty ? "" : " (\(subjects.map(TerminalText.escaped).joined(separator: ", ")))"
            sheet.paragraph(
                [
                    .init(group.outcome.title, Style.Emphasis(group.outcome)), .init(" \(group.code)", .strong),
                    .init(" \(group.page?.summary ?? "")\(about)"),
                ],
                indent: 2,
                hanging: 4
            )
        }
    }
}
