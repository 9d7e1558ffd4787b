import CloudContainers

/// What the demo shows: what stands in the way, what decisions make of it, and a summary.
struct DemoReport {
    /// The sheet that is printed to.
    var sheet: Sheet
    private var section = 0

    /// Makes a report that prints to a sheet.
    init(sheet: Sheet) { self.sheet = sheet }

    /// Says what is going to happen.
    mutating func addOpening(_ journeys: [Journey]) {
        let ways = journeys.map { "\($0.services.count) from \(Self.name($0.source)) to \(Self.name($0.target))" }
        sheet.paragraph(
            "The services of a shop that does not exist change places: \(ways.joined(separator: ", ")). "
                + "Nothing leaves this computer."
        )
    }

    /// Adds journeys: first what keeps each service back, then what became of it.
    mutating func add(_ journeys: [Journey]) {
        for journey in journeys {
            let way = "\(Self.name(journey.source)) → \(Self.name(journey.target))"
            heading("\(way), nothing decided: what keeps the services back, and what would settle it")
            for service in journey.undecided.services { addObstacles(of: service) }
            Quota(journey.undecided)?.print(to: &sheet)
            addVerdict(of: journey.undecided)

            heading("\(way), decided")
            sheet.paragraph("Decisions, as convert takes them:")
            sheet.flow(Self.flags(journey.words), .notice, indent: 2)
            add(journey.decided)
            Quota(journey.decided)?.print(to: &sheet)
        }
    }

    /// Adds what is the same after a trip there and back.
    mutating func addComparison(_ there: FleetConversion, _ back: FleetConversion) {
        guard let first = back.services.first else { return }
        heading(
            "\(Self.name(first.target)) → \(Self.name(first.source)) → \(Self.name(first.target)), the ones that moved"
        )
        var table = Table(["service", "CPU", "memory", "instances"])
        for service in back.services {
            guard let original = there.services.first(where: { Self.isSame($0, service) }) else { continue }
            let (before, after) = (original.spec, service.spec)
            table.add([
                (TerminalText.escaped(original.name), .plain),
                Self.comparison(before.resources.cpu?.description, after.resources.cpu?.description),
                Self.comparison(before.resources.memory?.description, after.resources.memory?.description),
                Self.comparison(Self.instances(before.scaling), Self.instances(after.scaling)),
            ])
        }
        table.print(to: &sheet)
        sheet.space()
        sheet.paragraph(
            "CPU and memory that were only rounded or raised are the same again, because the target keeps the "
                + "originals in its tags. What differs was decided or consented to."
        )
    }

    /// Adds a line for each service and says what stayed behind.
    mutating func addSummary(_ journeys: [Journey]) {
        heading("Summary")
        var table = Table(["service", "to", "exact", "adjusted", "consented", "resolved", "blocked"])
        var reasons: [String] = []
        for (journey, service) in journeys.flatMap({ journey in journey.services.map { (journey, $0) } }) {
            let counts = FieldCounts(service.decided.ledger)
            let left = service.decided.ledger.obstacles
            let name = TerminalText.escaped(service.decided.name)
            table.add([
                (name, .plain),
                (journey.target, .plain),
                ("\(counts[.exact, .converted, .noted])", .plain),
                ("\(counts[.raised, .roundedUp, .defaulted])", .plain),
                ("\(counts[.approximated, .reduced, .replaced, .dropped])", .plain),
                ("\(service.undecided.ledger.obstacles.count - left.count)", .plain),
                ("\(left.count)", left.isEmpty ? .good : .bad),
            ])
            if left.isEmpty { continue }
            var titles: [String] = []
            for title in left.map({ FindingPage.page(for: $0.code)?.title ?? $0.code.rawValue }) {
                if !titles.contains(title) { titles.append(title) }
            }
            reasons.append("\(name) (\(titles.joined(separator: ", ")))")
        }
        table.print(to: &sheet)
        sheet.space()
        sheet.paragraph(
            "Exact, adjusted and consented count fields, those that belong together once; resolved and blocked count "
                + "findings that no consent covers."
        )
        let total = journeys.map(\.services.count).reduce(0, +)
        sheet.space()
        sheet.paragraph([
            .init("\(reasons.count) of \(total) stayed behind", .warning),
            .init(": \(reasons.joined(separator: ", "))."),
        ])
        sheet.space()
        sheet.paragraph("Try your own: cloudctl convert FILE --to scaleway")
    }

    // MARK: Parts

    private static func name(_ provider: String) -> String { provider.prefix(1).uppercased() + provider.dropFirst() }

    private static func isSame(_ original: ServiceConversion, _ returned: ServiceConversion) -> Bool {
        returned.name.lowercased() == original.name.lowercased()
    }

    private static func comparison(_ before: String?, _ after: String?) -> (text: String, emphasis: Style.Emphasis) {
        let (before, after) = (before ?? "default", after ?? "default")
        return before == after ? ("\(before), the same", .good) : ("\(before) → \(after)", .warning)
    }

    private static func instances(_ scaling: Scaling) -> String {
        "\(scaling.minimum?.description ?? "?") to \(scaling.maximum?.description ?? "?")"
    }

    /// The decisions with each value beside its flag.
    private static func flags(_ words: [String]) -> [String] {
        words.reduce(into: []) { flags, word in
            if let last = flags.last, !word.hasPrefix("--") {
                flags[flags.count - 1] = last + " " + word
            } else {
                flags.append(word)
            }
        }
    }

    private mutating func heading(_ text: String) {
        section += 1
        sheet.space()
        sheet.paragraph("\(section). \(text)", .strong, hanging: 3)
    }

    /// What keeps a service back, each with the flags that settle it.
    private mutating func addObstacles(of service: ServiceConversion) {
        let groups = FindingGroup.groups(of: service.ledger).filter { $0.outcome.demand == .resolution }
        guard !groups.isEmpty else { return }
        sheet.space()
        sheet.paragraph(TerminalText.escaped(service.name), .strong)
        for group in groups {
            addLine(of: group)
            var flags: [String] = []
            for row in group.rows {
                let text = Remedy.flags(of: row.finding).joined(separator: " or ")
                if !text.isEmpty, !flags.contains(text) { flags.append(text) }
            }
            if flags.isEmpty { sheet.paragraph("no flag settles this; the service stays", .faint, indent: Self.margin) }
            sheet.flow(flags, .notice, indent: Self.margin)
        }
    }

    private mutating func addVerdict(of fleet: FleetConversion) {
        let remedy = fleet.remedy
        sheet.space()
        sheet.paragraph(
            "Nothing is written yet: \(remedy.counts.consent) findings need consent (\(remedy.codes.count) codes) and "
                + "\(remedy.counts.resolution) a decision. Nothing is lost unless somebody says so."
        )
    }

    /// Services in short, after what is the same for all of them.
    private mutating func add(_ fleet: FleetConversion) {
        let all = fleet.services.map { FindingGroup.groups(of: $0.ledger) }
        let common = (all.first ?? []).filter { group in
            all.allSatisfy { $0.contains { $0.code == group.code && $0.outcome == group.outcome } }
        }
        sheet.space()
        sheet.paragraph("each of the \(all.count)", .strong)
        for group in common { addLine(of: group, withCase: false) }
        for (service, groups) in zip(fleet.services, all) {
            sheet.space()
            sheet.paragraph(TerminalText.escaped(service.name), .strong)
            add(groups.filter { group in !common.contains { $0.code == group.code && $0.outcome == group.outcome } })
        }
    }

    /// A line for each code, and the codes of what is only worth knowing.
    private mutating func add(_ groups: [FindingGroup]) {
        let isSilent: (FindingGroup) -> Bool = { group in
            group.outcome <= .noted && group.rows.allSatisfy { $0.finding.detail == nil }
        }
        for group in groups where !isSilent(group) { addLine(of: group) }
        let codes = groups.filter(isSilent).map(\.code.rawValue)
        guard !codes.isEmpty else { return }
        sheet.paragraph(
            [
                .init(TerminalText.padded("worth knowing", to: Self.margin - 2), Style.Emphasis(Outcome.noted)),
                .init(codes.joined(separator: ", "), .faint),
            ],
            indent: 2,
            hanging: Self.margin
        )
    }

    /// The columns before what is said about an outcome.
    private static let margin = 16

    /// What a group of findings says, with its first case.
    private mutating func addLine(of group: FindingGroup, withCase: Bool = true) {
        var spans: [Sheet.Span] = [
            .init(TerminalText.padded(group.outcome.title, to: Self.margin - 2), Style.Emphasis(group.outcome)),
            .init("\(group.page?.title ?? "") "),
            .init(group.code.rawValue, .faint),
        ]
        if withCase, let row = group.rows.first {
            if let text = Self.text(of: row.finding, row.entry) { spans.append(.init(": \(text)")) }
            if group.rows.count > 1 { spans.append(.init(" (and \(group.rows.count - 1) more)", .faint)) }
        }
        sheet.paragraph(spans, indent: 2, hanging: Self.margin)
    }

    /// What it is about, the two values, and what there is to know about this case.
    private static func text(of finding: Finding, _ entry: LedgerEntry) -> String? {
        let before = finding.before == .none ? nil : short(finding.before.description)
        let after = finding.after == .none ? nil : short(finding.after.description)
        let detail = finding.detail.map { withoutBytes(TerminalText.escaped($0)) }
        var subject = finding.subject.map(short)
        // Of a field that nobody knows the value alone says nothing.
        if finding.code == .fieldUnknown { subject = entry.source(of: finding).map { short($0.description) } }
        if subject == before { subject = nil }
        // A detail that names both values, such as a command, needs them only once.
        let isInDetail = [before, after].allSatisfy { value in value.map { detail?.contains($0) == true } ?? false }
        let values = before == after ? [before] : [before, after]
        let shown = isInDetail ? nil : values.compactMap(\.self).joined(separator: " → ")
        let text = [subject, shown, detail].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        return text.isEmpty ? nil : text
    }

    /// A value that leaves room for others in its line.
    private static func short(_ text: String) -> String {
        let text = withoutBytes(TerminalText.escaped(text))
        return text.count > 60 ? text.prefix(59) + "…" : text
    }

    /// An amount in its own unit only: the whole reports say it in bytes too.
    private static func withoutBytes(_ text: String) -> String {
        text.replacing(/\ \([0-9,]+ bytes\)/, with: "")
    }
}
