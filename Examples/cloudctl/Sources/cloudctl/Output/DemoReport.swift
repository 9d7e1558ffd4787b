import CloudContainers
import ContainerMigration

/// What the demo shows: what stands in the way, what is decided, what moved, and what came back.
struct DemoReport {
    /// The sheet that is printed to.
    var sheet: Sheet
    private var section = 0
    private var told: Set<FindingCode> = []

    /// Makes a report that prints to a sheet.
    init(sheet: Sheet) { self.sheet = sheet }

    /// Says what is going to happen.
    mutating func addOpening(_ journeys: [Journey]) {
        let ways = journeys.map { "\($0.services.count) from \(Self.name($0.source)) to \(Self.name($0.target))" }
        sheet.paragraph(
            "The services of a shop that does not exist change places: \(ways.joined(separator: ", ")), and back. The "
                + "clouds are simulators in this process; nothing leaves this computer."
        )
    }

    /// Adds the plan of a journey: what each service meets, and what was decided.
    mutating func add(_ journey: Journey) {
        heading("Plan \(Self.name(journey.source)) → \(Self.name(journey.target))")
        let remedy = journey.undecided.remedy
        sheet.paragraph(
            "With nothing decided, \(remedy.counts.consent) findings need consent and \(remedy.counts.resolution) a "
                + "decision: nothing is lost unless somebody says so."
        )
        let codes = journey.services.map { Self.codes($0.undecided.ledger).union(Self.codes($0.decided.ledger)) }
        let common = codes.dropFirst().reduce(codes.first ?? []) { $0.intersection($1) }
        add("each", common, [])
        for (service, own) in zip(journey.services, codes) {
            add(service.decided.name, own.subtracting(common), service.decided.ledger.obstacles)
        }
        sheet.paragraph("Decided with:")
        sheet.flow(Self.flags(journey.words), .notice, indent: 2)
        if let quota = Quota(journey.decided) { sheet.paragraph(quota.text, quota.isExceeded ? .bad : .plain) }
    }

    /// Adds what became of a move.
    mutating func add(_ move: DemoMove) {
        let plan = move.plan
        heading(
            "Run and verify \(Self.name(plan.source.provider.rawValue)) → \(Self.name(plan.target.provider.rawValue))"
        )
        var table = Table(["service", "becomes", "after", "state"])
        for (service, planned) in zip(move.result.outcome.services, plan.services) {
            let isGood = service.failure == nil && service.step == .verified
            table.add([
                (TerminalText.escaped(service.name), .plain), (TerminalText.escaped(planned.name), .plain),
                (move.result.timings.services[service.name].map(ServiceWords.text) ?? "-", .plain),
                (
                    isGood ? "runs, verified" : TerminalText.escaped(service.failure?.message ?? service.step.rawValue),
                    isGood ? .good : .bad
                ),
            ])
        }
        table.print(to: &sheet, shrinking: [0, 1, 3])
        sheet.paragraph(
            "\(move.result.timings.requests) requests changed something, in \(ServiceWords.text(move.result.timings.total)) "
                + "of the simulator's time. Everything was read back and compared with the plan."
        )
    }

    /// Adds what is the same after a trip there and back.
    mutating func addComparison(_ there: DemoMove, _ returned: [Container]) {
        heading("The ones that went there and back")
        var table = Table(["service", "CPU", "memory", "instances"])
        for service in there.result.plan.services {
            let name = service.sourceName.lowercased()
            guard let after = returned.first(where: { $0.spec.name.lowercased() == name })?.spec else { continue }
            let before = service.spec
            table.add([
                (TerminalText.escaped(service.sourceName), .plain),
                Self.comparison(before.resources.cpu?.description, after.resources.cpu?.description),
                Self.comparison(before.resources.memory?.description, after.resources.memory?.description),
                Self.comparison(ServiceWords.text(before.scaling), ServiceWords.text(after.scaling)),
            ])
        }
        table.print(to: &sheet)
        sheet.paragraph(
            "What was only rounded or raised is the same again: the target keeps the originals in its tags. What differs "
                + "was decided or consented to."
        )
    }

    /// Says what stayed behind, and where to go on.
    mutating func addEnd(_ journeys: [Journey], reports: [String]) {
        let all = journeys.flatMap(\.services)
        let reasons = all.compactMap { service -> String? in
            var titles: [String] = []
            for finding in service.decided.ledger.obstacles {
                let title = FindingPage.page(for: finding.code)?.title ?? finding.code.rawValue
                if !titles.contains(title) { titles.append(title) }
            }
            return titles.isEmpty
                ? nil : "\(TerminalText.escaped(service.decided.name)) (\(titles.joined(separator: ", ")))"
        }
        heading("What is left")
        sheet.paragraph([
            .init("\(reasons.count) of \(all.count) stayed behind", .warning),
            .init(": \(reasons.joined(separator: ", "))."),
        ])
        sheet.paragraph("The whole story of each field is in the reports:")
        for path in reports { sheet.line(.init("  \(path)")) }
        sheet.paragraph("Try your own: cloudctl convert FILE --to scaleway, or cloudctl migrate plan --help")
    }

    // MARK: Parts

    private static func name(_ provider: String) -> String { provider.prefix(1).uppercased() + provider.dropFirst() }

    private static func codes(_ ledger: Ledger) -> Set<FindingCode> { Set(ledger.findings.map(\.finding.code)) }

    private static func comparison(_ before: String?, _ after: String?) -> (text: String, emphasis: Style.Emphasis) {
        let (before, after) = (before ?? "default", after ?? "default")
        return before == after ? ("\(before), the same", .good) : ("\(before) → \(after)", .warning)
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

    /// The codes that a service is the first to meet, and what it stays behind for.
    private mutating func add(_ name: String, _ codes: Set<FindingCode>, _ obstacles: [Finding]) {
        let blocking = Set(obstacles.map(\.code))
        let others = codes.subtracting(blocking)
        let new = others.subtracting(told).sorted().map(\.rawValue)
        let known = others.count - new.count
        var parts = new.isEmpty ? [] : [new.joined(separator: " ")]
        if known > 0 {
            parts.append("\(new.isEmpty ? "" : "and ")\(known) \(known == 1 ? "code" : "codes") from above")
        }
        told.formUnion(codes)
        var spans: [Sheet.Span] = [.init("\(TerminalText.escaped(name)): ", .strong)]
        if !blocking.isEmpty {
            var flags: [String] = []
            for flag in obstacles.flatMap(Remedy.flags) where !flags.contains(flag) { flags.append(flag) }
            let way = flags.isEmpty ? "no flag settles it" : "settled by \(flags.joined(separator: " or "))"
            let words = blocking.sorted().map(\.rawValue).joined(separator: " ")
            spans.append(.init("stays, blocked by \(words) (\(way)); ", .bad))
        }
        spans.append(.init(parts.joined(separator: " "), .faint))
        sheet.paragraph(spans, indent: 2, hanging: 4)
    }
}
