import CloudContainers
import ContainerMigration

/// A plan for people, and for programs.
struct PlanReport {
    /// The plan.
    let plan: MigrationPlan
    /// What is missing.
    let needs: PlanNeeds
    /// Services that are in the middle of a change; known where the plan was just made.
    var unsettled: [String] = []

    // MARK: For people

    /// The whole plan.
    func add(to report: inout TableReport) {
        addHeading(to: &report.sheet)
        for service in plan.parts {
            report.sheet.space()
            let count = service.change?.requests.count
            let requests =
                count.map { "\($0) \($0 == 1 ? "request" : "requests")" } ?? "no request before it is decided"
            report.sheet.paragraph([
                .init(Self.title(service), .strong),
                .init(": \(requests)\(service.runs ? "" : ", stays stopped")"),
            ])
            report.addGrave(FindingGroup.groups(of: service.ledger), plan.settings.resolutions)
        }
        addNoted(to: &report.sheet)
        addRest(to: &report.sheet)
    }

    /// The plan in short: what moves, and what does not.
    func addSummary(to sheet: inout Sheet) {
        addHeading(to: &sheet)
        var table = Table(["service", "becomes", "requests", "findings", "secrets"])
        for service in plan.parts {
            let codes = Set(service.findings.filter { $0.outcome > .noted }.map(\.code)).count
            table.add([
                TerminalText.escaped(service.key), TerminalText.escaped(service.name),
                service.change.map { "\($0.requests.count)" } ?? "-", codes == 0 ? "-" : "\(codes)",
                service.secrets.isEmpty ? "-" : "\(service.secrets.count)",
            ])
        }
        sheet.space()
        table.print(to: &sheet, shrinking: [0, 1])
        addRest(to: &sheet)
    }

    /// What is only worth knowing, once for all services.
    private func addNoted(to sheet: inout Sheet) {
        var services: [FindingCode: [String]] = [:]
        for service in plan.parts {
            for code in Set(service.findings.filter { $0.outcome <= .noted }.map(\.code)) {
                services[code, default: []].append(service.key)
            }
        }
        guard !services.isEmpty else { return }
        sheet.space()
        sheet.paragraph("Worth knowing", .good)
        for (code, names) in services.sorted(by: { $0.key < $1.key }) {
            let about = names.count == plan.parts.count ? "" : " (\(PlanNeeds.list(names)))"
            sheet.paragraph(
                [.init(code.rawValue, .strong), .init(" \(FindingPage.page(for: code)?.summary ?? "")\(about)")],
                indent: 2,
                hanging: 4
            )
        }
    }

    private func addHeading(to sheet: inout Sheet) {
        let place = plan.target.id == nil ? "the new namespace " : ""
        sheet.paragraph([
            .init("Move \(Self.count(plan))", .strong),
            .init(
                " from \(TerminalText.escaped(plan.source.namespace)) on \(plan.source.provider) to "
                    + "\(place)\(TerminalText.escaped(plan.target.namespace)) on \(plan.target.provider)."
            ),
        ])
        for name in unsettled {
            sheet.paragraph(
                "\(TerminalText.escaped(name)) is in the middle of a change; wait until it has ended, and plan again.",
                .warning
            )
        }
    }

    private func addRest(to sheet: inout Sheet) {
        let stays = stays
        if !stays.isEmpty {
            sheet.space()
            sheet.paragraph("Does not move", .strong)
            for line in stays { sheet.paragraph(line, indent: 2, hanging: 4) }
        }
        let domains = plan.services.flatMap { service in service.domains.map { ($0.host, service.sourceName) } }
        if !domains.isEmpty {
            sheet.space()
            sheet.paragraph([
                .init("Domains move in a stage of their own: ", .strong),
                .init(
                    domains.map { "\(TerminalText.escaped($0)) (\(TerminalText.escaped($1)))" }.joined(separator: ", ")
                ),
                .init(". Run cloudctl migrate domains when the services are verified. "),
                .init("Outage: ", .warning),
                .init(Registry.provider(of: plan.target.provider)?.domainManners.outage ?? DomainManners().outage),
            ])
        }
        sheet.space()
        EstimateReport(plan).add(to: &sheet)
        if let quota { sheet.paragraph(quota.text, quota.isExceeded ? .bad : .plain) }
    }

    /// What stays at the source, a line each kind.
    var stays: [String] {
        let kinds = Dictionary(grouping: plan.others, by: \.kind)
        var lines = kinds.keys.sorted().map { kind in
            "\(TerminalText.escaped(kind.lowercased())): \(PlanNeeds.list(kinds[kind]?.map(\.name) ?? []))"
        }
        if !plan.leftOut.isEmpty { lines.append("not asked for: \(PlanNeeds.list(plan.leftOut))") }
        return lines
    }

    var quota: Quota? {
        Quota(
            to: plan.target.provider.rawValue,
            plan.services.compactMap { $0.change?.requests.first?.body?.root },
            of: plan.services.count
        )
    }

    /// The name, with the new one where that is another.
    static func title(_ part: any PlannedPart) -> String {
        let name = TerminalText.escaped(part.key)
        return part.keepsName ? name : "\(name) → \(TerminalText.escaped(part.name))"
    }

    /// How many services there are, and how many jobs if there are any.
    static func count(_ plan: MigrationPlan) -> String {
        func words(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        let services = words(plan.services.count, "service")
        if plan.jobs.isEmpty { return services }
        let jobs = words(plan.jobs.count, "job")
        return plan.services.isEmpty ? jobs : "\(services) and \(jobs)"
    }

    // MARK: For programs

    /// The same in every form.
    ///
    /// - Parameters:
    ///   - rehearsal: What a rehearsal of it has shown.
    ///   - verdict: What follows where a finding is not settled.
    ///   - secretVerdict: What follows where nothing but values of secrets is missing.
    /// - Returns: The listing.
    func listing(_ rehearsal: RehearsalReport? = nil, verdict: String, secretVerdict: String? = nil) -> Listing {
        var json = json(plan.settings.resolutions)
        if let rehearsal { json.set("rehearsal", .object(rehearsal.json)) }
        return Listing(whole: json, of: ["services", "jobs"], "MigrationPlanService") { sheet in
            var table = TableReport(sheet: sheet, mostRows: sheet.isWide ? .max : 4)
            add(to: &table)
            needs.add(to: &table, verdict: verdict, secretVerdict: secretVerdict)
            rehearsal?.add(to: &table.sheet)
            sheet = table.sheet
        }
    }

    /// The plan without any value of a variable.
    func json(_ given: Resolutions) -> JSONObject {
        var object: JSONObject = [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationPlan", "id": .string(plan.id),
            "source": Self.json(plan.source), "target": Self.json(plan.target),
        ]
        object.set("services", .array(plan.services.map { json($0, given) }))
        if !plan.jobs.isEmpty { object.set("jobs", .array(plan.jobs.map { json($0, given) })) }
        object.set(
            "staying",
            [
                "leftOut": .array(plan.leftOut.map { .string($0) }),
                "others": .array(plan.others.map { .other($0) }),
            ]
        )
        object.set("estimate", EstimateReport(plan).json)
        if let quota { object.set("quota", quota.document) }
        object.set("unsettled", .array(unsettled.map { .string($0) }))
        object.set("verdict", needs.isEmpty ? "ready" : "blocked")
        object.set("needed", needs.json)
        return object
    }

    private func json(_ service: any PlannedPart, _ given: Resolutions) -> JSONValue {
        [
            "name": .string(service.sourceName),
            "id": .string(service.sourceID),
            "targetName": .string(service.name),
            "runs": .bool(service.runs),
            "requests": service.change.map { change in
                .array(
                    change.requests.map {
                        ["method": .string($0.method), "path": .string($0.path), "purpose": .string($0.purpose)]
                    }
                )
            } ?? .null,
            "secrets": .array(service.secrets.map { .string($0) }),
            "domains": .array(service.domains.map { .string($0.host) }),
            "findings": .array(
                service.ledger.entries.flatMap { entry in
                    entry.findings.map { JSONReport.finding($0, of: entry, given) }
                }
            ),
        ]
    }

    private static func json(_ side: MigrationPlan.Side) -> JSONValue {
        [
            "provider": .string(side.provider.rawValue), "namespace": .string(side.namespace),
            "namespaceID": .optional(side.id?.rawValue),
        ]
    }
}

extension PlannedPart {
    /// The name at the source.
    var sourceName: String { (self as? PlannedJob)?.sourceName ?? key }
    /// Whether it has the same name on the target.
    var keepsName: Bool { name == sourceName }
}

extension JSONValue {
    /// Something that is no container.
    static func other(_ other: OtherService) -> JSONValue {
        ["id": .string(other.id), "name": .string(other.name), "kind": .string(other.kind)]
    }
}
