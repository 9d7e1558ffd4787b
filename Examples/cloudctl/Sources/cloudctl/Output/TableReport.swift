import CloudContainers

/// The report for people: per service what is not exact, and at the end what to do.
struct TableReport {
    /// The sheet that is printed to.
    var sheet: Sheet
    /// The most fields that are named for one finding.
    var mostRows = Int.max

    /// Adds the account of one service.
    mutating func add(_ service: ServiceConversion, _ given: Resolutions) {
        sheet.space()
        sheet.paragraph([
            .init(TerminalText.escaped(service.name), .strong),
            .init(": \(service.source) → \(service.target)"),
        ])
        sheet.paragraph(FieldCounts(service.ledger).text, .faint, indent: 2, hanging: 4)
        add(FindingGroup.groups(of: service.ledger), given)
    }

    /// Adds groups of findings; what is only worth knowing comes last, in short.
    mutating func add(_ groups: [FindingGroup], _ given: Resolutions) {
        addGrave(groups, given)
        let noted = groups.filter { $0.outcome <= .noted }
        guard !noted.isEmpty else { return }
        sheet.space()
        sheet.paragraph("worth knowing", .good, indent: 2)
        for group in noted {
            let subjects = group.rows.compactMap(\.finding.subject).map(TerminalText.escaped)
            let about = subjects.isEmpty ? "" : " (\(subjects.joined(separator: ", ")))"
            sheet.paragraph(
                [.init(group.code.rawValue, .strong), .init(" \(group.page?.summary ?? "")\(about)")],
                indent: 4,
                hanging: 6
            )
        }
    }

    /// Adds the groups that are more than worth knowing.
    mutating func addGrave(_ groups: [FindingGroup], _ given: Resolutions) {
        for group in groups where group.outcome > .noted { add(group, given) }
    }

    private mutating func add(_ group: FindingGroup, _ given: Resolutions) {
        sheet.space()
        var heading: [Sheet.Span] = [
            .init(group.outcome.title, Style.Emphasis(group.outcome)), .init(" \(group.code)", .strong),
        ]
        if let title = group.page?.title { heading.append(.init(" \(title)")) }
        sheet.paragraph(heading, indent: 2, hanging: 4)
        if let summary = group.page?.summary { sheet.paragraph(summary, indent: 4) }
        let shown = group.rows.count - 1 > mostRows ? mostRows : group.rows.count
        for row in group.rows.prefix(shown) { add(row.entry, row.finding) }
        if shown < group.rows.count { sheet.paragraph("• and \(group.rows.count - shown) more", .faint, indent: 4) }
        let needsConsent =
            group.outcome.demand == .consent
            || (given.isStrict && group.outcome.demand == .nothing && !group.outcome.isExact)
        if needsConsent {
            let flag = "--allow \(group.code)"
            sheet.paragraph(given.allows(group.code) ? "allowed" : "consent with \(flag)", .faint, indent: 4)
        }
        if group.outcome.demand == .resolution {
            var flags: [String] = []
            for row in group.rows {
                let text = Remedy.flags(of: row.finding).joined(separator: " or ")
                if !text.isEmpty, !flags.contains(text) { flags.append(text) }
            }
            for flag in flags { sheet.paragraph("resolve with \(flag)", .faint, indent: 4, hanging: 6) }
            if flags.isEmpty, let advice = group.page?.advice {
                sheet.paragraph(advice.filter { $0 != "`" }, .faint, indent: 4)
            }
        }
    }

    /// One field: where it stands and what it says, on both sides.
    private mutating func add(_ entry: LedgerEntry, _ finding: Finding) {
        let (source, target) = LedgerSide.pair(entry, finding)
        var spans: [Sheet.Span] = [.init("• ", .faint)]
        // A subject that the path ends with says nothing new.
        if let subject = finding.subject, !source.path.hasSuffix(subject), !source.path.hasSuffix("\"\(subject)\"]") {
            spans.append(.init(TerminalText.escaped(subject) + " ", .strong))
        }
        let hasValues = source.text != nil || target.text != nil
        if hasValues {
            // What is still to be given leads to something, only not yet.
            let end = target.text ?? (finding.outcome == .needsInput ? nil : "nothing")
            spans.append(.init([source.text ?? "not said", end].compactMap(\.self).joined(separator: " → ")))
        }
        if let detail = finding.detail {
            spans.append(.init((hasValues ? "; " : "") + TerminalText.escaped(detail)))
        }
        if spans.count > 1 { sheet.paragraph(spans, indent: 4, hanging: 6) }
    }

    /// Adds what keeps the result back, with the flags to paste.
    mutating func add(_ remedy: Remedy, verdict: String = "Nothing was written") {
        guard !remedy.isEmpty else { return }
        sheet.space()
        var reasons: [String] = []
        let (consent, resolution) = remedy.counts
        if consent > 0 { reasons.append("\(consent) \(consent == 1 ? "finding needs" : "findings need") consent") }
        if resolution > 0 {
            reasons.append("\(resolution) \(resolution == 1 ? "finding needs" : "findings need") a decision")
        }
        sheet.paragraph([.init(verdict, .bad), .init(": \(reasons.joined(separator: ", ")).")])
        for (service, finding) in remedy.withoutFlag {
            let title = FindingPage.page(for: finding.code)?.title ?? ""
            sheet.paragraph(
                "No flag settles \(finding.code) (\(title)) of \(TerminalText.escaped(service)); change the source."
            )
        }
        guard !remedy.words.isEmpty else { return }
        sheet.paragraph("To go on, add:")
        for word in remedy.words { sheet.line(.init("  \(word)", .strong)) }
    }
}
