import CloudContainers
import ContainerMigration

/// The domains of a migration: where they lead, and where they should.
struct DomainMoveReport {
    /// The plan.
    let plan: MigrationPlan
    /// The domains.
    let moves: [DomainMove]
    /// Whether they go back to the source.
    let isReverting: Bool

    private var place: ProviderID { isReverting ? plan.source.provider : plan.target.provider }

    /// Adds what is about to happen.
    func addIntention(to sheet: inout Sheet) {
        let count = moves.count == 1 ? "1 domain" : "\(moves.count) domains"
        sheet.paragraph([
            .init(isReverting ? "Take back \(count)" : "Move \(count)", .strong),
            .init(" from \(isReverting ? plan.target.provider : plan.source.provider) to \(place)."),
        ])
        sheet.space()
        addTable(to: &sheet)
        sheet.space()
        addRecords(to: &sheet)
        if isReverting {
            return sheet.paragraph("Set these records, then each domain is removed from \(plan.target.provider).")
        }
        let manners = Registry.provider(of: plan.target.provider)?.domainManners
        if let outage = manners?.outage { sheet.paragraph([.init("Outage: ", .warning), .init(outage)]) }
        sheet.paragraph(
            """
            First lower the TTL of the records, such as to 60 seconds, and wait until the old TTL has passed. At the apex of a \
            zone use ALIAS, ANAME or flattening in the place of CNAME.
            """
        )
    }

    /// Adds what became of them.
    func addTable(to sheet: inout Sheet) {
        var table = Table(["host", "service", "state"])
        for move in moves {
            let isGood = isReverting ? move.step == .reverted : move.step == .moved
            table.add([
                (TerminalText.escaped(move.host), .plain), (TerminalText.escaped(move.service), .plain),
                (
                    move.failure == nil ? move.step.rawValue : "failed, is \(move.step.rawValue)",
                    move.failure == nil ? (isGood ? .good : .notice) : .bad
                ),
            ])
        }
        table.print(to: &sheet, shrinking: [0, 1])
    }

    private func addRecords(to sheet: inout Sheet) {
        for move in moves {
            guard let record = isReverting ? move.before : move.record else {
                let words =
                    isReverting ? "its record at the source is not known" : "its record is told when it is there"
                sheet.paragraph("\(TerminalText.escaped(move.host)): \(words).", indent: 2, hanging: 4)
                continue
            }
            // Not broken, so that it can be copied.
            sheet.line(.init("  " + TerminalText.escaped(record.description)))
        }
    }

    /// The same in every form, for the end of a stream of events.
    ///
    /// - Parameters:
    ///   - document: The same for programs, where it says something else than ``json``.
    ///   - table: Prints the form for people.
    /// - Returns: The listing.
    func listing(_ document: JSONObject? = nil, table: @escaping (inout Sheet) -> Void) -> Listing {
        var listing = Listing(whole: document ?? json, of: ["domains"], "MigrationDomain", table: table)
        listing.names = moves.map(\.host)
        listing.endsStream = true
        return listing
    }

    /// The same for programs.
    var json: JSONObject {
        let isDone = moves.allSatisfy { isReverting ? $0.step != .moved && $0.failure == nil : $0.step == .moved }
        return [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationDomains", "id": .string(plan.id),
            "result": .string(isDone ? (isReverting ? "reverted" : "moved") : "partly done"),
            "domains": .array(
                moves.map { move in
                    [
                        "host": .string(move.host), "service": .string(move.service),
                        "step": .string(move.step.rawValue), "record": .record(move.record),
                        "before": .record(move.before), "error": move.failure.map(JSONValue.failure) ?? .null,
                    ]
                }
            ),
        ]
    }
}

extension JSONValue {
    /// A record as programs read it.
    static func record(_ record: AttachedDomain.Record?) -> JSONValue {
        guard let record else { return .null }
        return [
            "kind": .string(record.kind), "name": .string(record.name), "value": .string(record.value),
            "line": .string(record.description),
        ]
    }
}
