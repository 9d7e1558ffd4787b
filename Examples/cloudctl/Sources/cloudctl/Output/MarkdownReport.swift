import CloudContainers

/// The report for pull requests and tickets.
enum MarkdownReport {
    /// The report of a conversion.
    static func text(of fleet: FleetConversion) -> String {
        text(of: fleet, titled: "Conversion report", done: "Converted.", blocked: "Nothing was written.")
    }

    /// The report about services that would run elsewhere.
    static func check(of fleet: FleetConversion) -> String {
        text(of: fleet, titled: "Check", done: "All would run.", blocked: "Not all would run.")
    }

    private static func text(of fleet: FleetConversion, titled title: String, done: String, blocked: String) -> String {
        var lines = ["# \(title)"]
        for service in fleet.services {
            lines += ["", "## \(escaped(service.name)): \(service.source) → \(service.target)", ""]
            lines.append(FieldCounts(service.ledger).text + ".")
            let groups = FindingGroup.groups(of: service.ledger)
            guard !groups.isEmpty else { continue }
            lines += ["", "| Outcome | Code | Field | Before → after | What it means | What to do |"]
            lines.append("| --- | --- | --- | --- | --- | --- |")
            for group in groups { lines += group.rows.map { row(group, $0.entry, $0.finding, fleet.given) } }
        }
        lines += ["", "## Verdict", ""]
        if let quota = Quota(fleet) { lines += [quota.text, ""] }
        let remedy = fleet.remedy
        if remedy.isEmpty {
            lines.append(done)
        } else {
            lines.append("\(blocked) To go on, add:")
            lines += ["", "```"] + remedy.words + ["```"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(
        _ group: FindingGroup,
        _ entry: LedgerEntry,
        _ finding: Finding,
        _ given: Resolutions
    ) -> String {
        let (source, target) = LedgerSide.pair(entry, finding)
        let places = [source.path, target.path].filter { !$0.isEmpty }.map(code).joined(separator: " → ")
        let fields = [finding.subject.map(escaped) ?? "", places].filter { !$0.isEmpty }.joined(separator: " ")
        let isEmpty = source.value == nil && target.value == nil
        let values = isEmpty ? "" : "\(source.value ?? "–") → \(target.value ?? "–")"
        let action: String
        switch group.outcome.demand {
        case .nothing: action = ""
        case .consent: action = given.allows(group.code) ? "allowed" : code("--allow \(group.code)")
        case .resolution: action = Remedy.flags(of: finding).map(code).joined(separator: " or ")
        }
        let meaning = [group.page?.summary, finding.detail].compactMap(\.self).joined(separator: " ")
        let cells = [
            group.outcome.title, code(group.code.rawValue), fields,
            escaped(values), escaped(meaning), action,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// Text that stands for itself in a cell, as code.
    static func code(_ text: String) -> String {
        // By scalars: a character with an accent is another one.
        let scalars = TerminalText.escaped(text).unicodeScalars
        return "`" + scalars.map { $0 == "|" ? "\\|" : $0 == "`" ? "'" : "\($0)" }.joined() + "`"
    }

    /// Text that stands for itself in a cell or a line.
    static func escaped(_ text: String) -> String {
        let special = "|<>*[]\\".unicodeScalars
        return TerminalText.escaped(text).unicodeScalars.map { special.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
