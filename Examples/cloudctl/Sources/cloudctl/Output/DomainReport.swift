import CloudContainers

/// Domains of a service: their states, and the records to set for them.
struct DomainReport {
    /// The service.
    var target: LocatedContainer
    /// The domains.
    var rows: [DomainRow]
    /// Whether it is all domains of the service.
    var isList: Bool

    /// The same as a listing.
    var listing: Listing {
        Listing(
            kind: isList ? "DomainList" : "Domain",
            elementKind: "Domain",
            member: isList ? "domains" : nil,
            elements: rows.map(json),
            names: rows.map(\.host),
            table: addTable
        )
    }

    private func addTable(to sheet: inout Sheet) {
        if rows.isEmpty { return sheet.paragraph("\(target.title) has no domains.") }
        var table = Table(["host", "state", "record", "value"] + (sheet.isWide ? ["id"] : []))
        for row in rows {
            var cells = [
                (TerminalText.escaped(row.host), Style.Emphasis.plain),
                (row.state, Style.Emphasis(row)),
                (TerminalText.escaped(row.record?.kind ?? "-"), .plain),
                (TerminalText.escaped(row.record?.value ?? "-"), .plain),
            ]
            if sheet.isWide { cells.append((row.domain.map { TerminalText.escaped($0.id.rawValue) } ?? "-", .faint)) }
            table.add(cells)
        }
        table.print(to: &sheet, shrinking: [0, 3])
        for row in rows {
            guard let message = row.domain?.message else { continue }
            sheet.space()
            sheet.paragraph([.init("\(row.host): ", .strong), .init(TerminalText.escaped(message))], hanging: 2)
        }
        let records = rows.filter { $0.outcome != .removed }.compactMap(\.record)
        guard !records.isEmpty else { return }
        sheet.space()
        sheet.line(
            .init(records.count == 1 ? "The record as a zone file has it:" : "The records as a zone file has them:")
        )
        // Broken lines could not be copied.
        for record in records { sheet.line(.init("  " + TerminalText.escaped(record.description))) }
    }

    private func json(_ row: DomainRow) -> JSONValue {
        var object: JSONObject = [
            "host": .string(row.host),
            "id": .optional(row.domain?.id.rawValue),
            "service": .object(JSONValue.identity(target)),
            "state": .optional(row.domain?.state.rawValue),
            "providerState": .optional(row.domain?.providerWord),
            "message": .optional(row.domain?.message),
        ]
        var record = JSONValue.null
        if let set = row.record {
            record = [
                "kind": .string(set.kind), "name": .string(set.name), "value": .string(set.value),
                "line": .string(set.description),
            ]
        }
        object.set("record", record)
        guard let outcome = row.outcome else { return .object(object) }
        object.set("outcome", .string(outcome.rawValue))
        object.set("error", row.error.map(JSONValue.failure) ?? .null)
        return .object(object)
    }
}

extension Style.Emphasis {
    /// How the state of a domain stands out.
    fileprivate init(_ row: DomainRow) {
        switch row.domain?.state {
        case .ready: self = .good
        case .failed: self = .bad
        case .pending, .unknown: self = .warning
        case nil: self = row.outcome == .failed ? .bad : .notice
        @unknown default: self = .warning
        }
    }
}
