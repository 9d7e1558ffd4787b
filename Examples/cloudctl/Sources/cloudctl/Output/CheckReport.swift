import CloudContainers

/// Whether services would run on providers: for each service a matrix, then the findings.
struct CheckReport {
    /// The sheet that is printed to.
    var sheet: Sheet

    /// Adds all services; each fleet holds the same ones on their way to another provider.
    mutating func add(_ fleets: [FleetConversion]) {
        guard let first = fleets.first else { return }
        for index in first.services.indices { addMatrix(fleets.map { $0.services[index] }) }
        for fleet in fleets {
            let remarkable = fleet.services.filter { $0.ledger.outcome > .noted }
            for service in remarkable {
                sheet.space()
                sheet.paragraph([
                    .init(TerminalText.escaped(service.name), .strong), .init(" on \(service.target)"),
                ])
                var report = TableReport(sheet: sheet)
                report.add(FindingGroup.groups(of: service.ledger), fleet.given)
                sheet = report.sheet
            }
            addVerdict(of: fleet)
        }
    }

    private mutating func addMatrix(_ services: [ServiceConversion]) {
        guard let first = services.first else { return }
        sheet.space()
        sheet.paragraph([.init(TerminalText.escaped(first.name), .strong), .init(", from \(first.source)")])
        var table = Table(["feature"] + services.map(\.target))
        for feature in Feature.allCases {
            let outcomes = services.map { $0.features?[feature] }
            if outcomes.allSatisfy({ $0 == nil }) { continue }
            table.add(
                [(feature.rawValue, .plain)]
                    + outcomes.map { outcome in
                        (outcome?.title ?? "not used", outcome.map { Style.Emphasis($0) } ?? .faint)
                    }
            )
        }
        table.print(to: &sheet, indent: 2)
    }

    private mutating func addVerdict(of fleet: FleetConversion) {
        guard let target = fleet.services.first?.target else { return }
        let blocked = fleet.services.filter { !Remedy([($0.name, $0.ledger)], fleet.given).isEmpty }.count
        let total = fleet.services.count
        Quota(fleet)?.print(to: &sheet)
        sheet.space()
        sheet.paragraph([
            .init("\(total - blocked) of \(total)", blocked == 0 ? .good : .warning),
            .init(" \(fleet.noun(total)) would run on \(target) with what is allowed and decided."),
        ])
        let words = fleet.remedy.words
        guard !words.isEmpty else { return }
        sheet.paragraph("For the others, add:")
        for word in words { sheet.line(.init("  \(word)", .strong)) }
    }

    /// The report in every form; its elements are the services, each once for every provider.
    static func listing(of fleets: [FleetConversion]) -> Listing {
        let providers = fleets.map(provider)
        let document: JSONObject = [
            "apiVersion": JSONReport.apiVersion,
            "kind": "CheckReport",
            "providers": .array(providers),
            "verdict": .string(fleets.allSatisfy(\.remedy.isEmpty) ? "runs" : "blocked"),
        ]
        let services = providers.flatMap { provider in
            (provider["services"]?.array ?? []).map { service in
                var object: JSONObject = ["on": provider["name"] ?? .null]
                for member in service.object ?? [:] { object.set(member.name, member.value) }
                return JSONValue.object(object)
            }
        }
        return Listing(
            kind: "CheckReport",
            elementKind: "CheckedService",
            elements: services,
            names: fleets.first?.services.map(\.name) ?? [],
            whole: document
        ) { sheet in
            var report = CheckReport(sheet: sheet)
            report.add(fleets)
            sheet = report.sheet
        }
    }

    private static func provider(_ fleet: FleetConversion) -> JSONValue {
        let services = fleet.services.map { service -> JSONValue in
            let cells = Feature.allCases.compactMap { feature in
                service.features?[feature].map { outcome in
                    JSONObject.Member(name: feature.rawValue, value: .string(outcome.rawValue))
                }
            }
            let remedy = Remedy([(service.name, service.ledger)], fleet.given)
            var object: JSONObject = ["name": .string(service.name)]
            if service.isJob { object.set("kind", "job") }
            object.set("from", .string(service.source))
            object.set("runs", .bool(remedy.isEmpty))
            object.set("features", .object(JSONObject(cells)))
            let findings = service.ledger.findings.map { finding($0.entry, $0.finding, fleet.given) }
            object.set("findings", .array(findings))
            object.set("needed", JSONReport.needed(remedy))
            return .object(object)
        }
        var provider = JSONObject([
            .init(name: "name", value: .string(fleet.services.first?.target ?? "")),
            .init(name: "services", value: .array(services)),
        ])
        if let quota = Quota(fleet) { provider.set("quota", quota.document) }
        return .object(provider)
    }

    private static func finding(_ entry: LedgerEntry, _ finding: Finding, _ given: Resolutions) -> JSONValue {
        var object = JSONReport.finding(finding, of: entry, given).object ?? JSONObject()
        object.set("sources", .array(entry.sources.map { .string($0.path.description) }))
        object.set("targets", .array(entry.targets.map { .string($0.path.description) }))
        return .object(object)
    }
}
