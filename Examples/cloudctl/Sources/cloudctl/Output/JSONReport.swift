import CloudContainers

/// The reports for programs: every entry, with all that is known of it.
enum JSONReport {
    /// The version of every document that the tool prints.
    static let apiVersion = JSONValue.string(ManifestFormat.apiVersion)

    /// The report of a conversion.
    static func document(of fleet: FleetConversion) -> JSONDocument {
        let remedy = fleet.remedy
        let services = fleet.services.map { service -> JSONValue in
            var object: JSONObject = ["name": .string(service.name)]
            if service.isJob { object.set("kind", "job") }
            object.set("from", .string(service.source))
            object.set("to", .string(service.target))
            object.set("outcome", .string(service.ledger.outcome.rawValue))
            object.set("entries", entries(of: service.ledger, fleet.given))
            return .object(object)
        }
        var report = JSONObject([
            .init(name: "apiVersion", value: apiVersion),
            .init(name: "kind", value: "ConversionReport"),
            .init(name: "services", value: .array(services)),
        ])
        if let quota = Quota(fleet) { report.set("quota", quota.document) }
        report.set("verdict", .string(remedy.isEmpty ? "converted" : "blocked"))
        report.set("needed", needed(remedy))
        return JSONDocument(.object(report))
    }

    /// The flags that are missing.
    static func needed(_ remedy: Remedy) -> JSONValue {
        [
            "consent": .array(remedy.codes.map { .string($0.rawValue) }),
            "resolutions": .array(remedy.flags.map { .string($0) }),
        ]
    }

    /// The entries of a ledger.
    static func entries(of ledger: Ledger, _ given: Resolutions) -> JSONValue {
        .array(
            ledger.entries.map { entry in
                [
                    "sources": .array(entry.sources.map(leaf)),
                    "targets": .array(entry.targets.map(leaf)),
                    "outcome": .string(entry.outcome.rawValue),
                    "findings": .array(entry.findings.map { finding($0, of: entry, given) }),
                ]
            }
        )
    }

    /// One finding.
    static func finding(_ finding: Finding, of entry: LedgerEntry, _ given: Resolutions) -> JSONValue {
        let flag = finding.outcome.demand == .consent ? "--allow \(finding.code)" : finding.resolution
        return [
            "code": .string(finding.code.rawValue),
            "outcome": .string(finding.outcome.rawValue),
            "allowed": .bool(finding.outcome.demand != .resolution && given.allows(finding.code)),
            "source": text(entry.source(of: finding)?.description),
            "target": text(entry.target(of: finding)?.description),
            "subject": text(finding.subject),
            "before": value(finding.before),
            "after": value(finding.after),
            "detail": text(finding.detail),
            "summary": text(FindingPage.page(for: finding.code)?.summary),
            "resolution": text(flag),
        ]
    }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    private static func leaf(_ leaf: LedgerLeaf) -> JSONValue {
        let shown = leaf.isSecretPlace ? .string(leaf.shown) : value(leaf.value)
        return ["path": .string(leaf.path.description), "value": shown]
    }

    /// A value: plain ones as they are, amounts as text with their unit, secrets as their length.
    private static func value(_ value: LedgerValue) -> JSONValue {
        switch value {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .boolean(let flag): .bool(flag)
        case .cpu, .bytes, .duration, .percentage, .instances, .hidden: .string(value.description)
        }
    }
}
