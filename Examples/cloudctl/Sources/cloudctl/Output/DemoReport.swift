import CloudContainers

/// What the demo shows: the reports in short, and a table at the end of each way.
struct DemoReport {
    /// The sheet that is printed to.
    var sheet: Sheet

    /// Adds what happens when nobody decides anything.
    mutating func addFirstLook(_ fleet: FleetConversion) {
        sheet.paragraph(
            "The \(fleet.services.count) services of a shop that does not exist go from Qovery to Scaleway and back. "
                + "Nothing leaves this computer."
        )
        heading("1. Qovery → Scaleway, with nothing decided")
        addTable(of: fleet)
        let remedy = fleet.remedy
        sheet.space()
        sheet.paragraph(
            "Nothing is written yet: \(remedy.counts.consent) findings need consent (\(remedy.codes.count) codes) and "
                + "\(remedy.counts.resolution) a decision. Nothing is lost unless somebody says so."
        )
    }

    /// Adds one way of the trip.
    mutating func add(_ fleet: FleetConversion, _ decisions: [String], title: String) {
        heading(title)
        sheet.paragraph("Decisions, as convert takes them:")
        sheet.flow(Self.flags(decisions), .notice, indent: 2)
        for service in fleet.services { add(service) }
        sheet.space()
        addTable(of: fleet)
    }

    /// Adds what is the same after the trip.
    mutating func addComparison(_ there: FleetConversion, _ back: FleetConversion) {
        heading("4. There and back")
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
            "Amounts that were only rounded are the same again, because the target keeps the original in its tags. "
                + "Try your own: cloudctl convert FILE --to scaleway"
        )
    }

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
        sheet.space()
        sheet.paragraph(text, .strong)
        sheet.space()
    }

    /// One service in short: a line for each code.
    private mutating func add(_ service: ServiceConversion) {
        sheet.space()
        sheet.paragraph(
            [
                .init(TerminalText.escaped(service.name), .strong),
                .init("  \(FieldCounts(service.ledger).text)", .faint),
            ],
            hanging: 4
        )
        for group in FindingGroup.groups(of: service.ledger) where group.outcome > .noted {
            var spans: [Sheet.Span] = [
                .init(TerminalText.padded(group.outcome.title, to: 12), Style.Emphasis(group.outcome)),
                .init(" \(group.page?.title ?? group.code.rawValue)"),
            ]
            if let finding = group.rows.first?.finding {
                if finding.before != .none, finding.after != .none {
                    spans.append(.init(": \(finding.before) → \(finding.after)"))
                } else if let subject = finding.subject {
                    spans.append(.init(": \(TerminalText.escaped(subject))"))
                }
            }
            if group.rows.count > 1 { spans.append(.init(" (and \(group.rows.count - 1) more)", .faint)) }
            sheet.paragraph(spans, indent: 2, hanging: 15)
        }
    }

    /// The summary: how many fields of each service went which way, and whether it was written.
    private mutating func addTable(of fleet: FleetConversion) {
        var table = Table(["service", "exact", "adjusted", "consented", "blocked", "result"])
        for service in fleet.services {
            let counts = FieldCounts(service.ledger)
            let isWritten = Remedy([(service.name, service.ledger)], fleet.given).isEmpty
            table.add([
                (TerminalText.escaped(service.name), .plain),
                ("\(counts[.exact, .converted, .noted])", .plain),
                ("\(counts[.raised, .roundedUp, .defaulted])", .plain),
                ("\(counts[.approximated, .reduced, .replaced, .dropped])", .plain),
                ("\(counts[.needsInput, .blocked])", .plain),
                isWritten ? ("written", .good) : ("stays", .warning),
            ])
        }
        table.print(to: &sheet)
    }
}
