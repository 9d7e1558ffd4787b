import CloudContainers
import ContainerDeployment

/// What a plan of a deployment says, for people and for programs.
struct DeploymentReport {
    /// The plan.
    let plan: DeploymentPlan
    /// What was decided.
    let settings: DeploymentSettings
    /// What a look at the provider has found.
    var remarks: [PreflightRemark] = []

    /// Whether nothing stands in the way.
    var isExecutable: Bool { plan.isExecutable && remarks.refusals.isEmpty }

    // MARK: For people

    /// Adds all of it.
    func add(to report: inout TableReport) {
        addHeading(to: &report.sheet)
        for service in plan.services {
            let isQuiet = !service.isChange && service.obstacle == nil
            if isQuiet { continue }
            report.sheet.space()
            addService(service, to: &report)
        }
        addEnd(to: &report)
    }

    /// Adds the services of a plan that holds nothing but drift.
    func addDrift(missing: [String], untold: [String], to report: inout TableReport) {
        addHeading(to: &report.sheet)
        for service in plan.services {
            report.sheet.space()
            addService(service, saying: "has been changed", to: &report)
        }
        report.sheet.space()
        if !missing.isEmpty {
            report.sheet.paragraph("Not there: \(missing.map(TerminalText.escaped).joined(separator: ", ")).", .warning)
        }
        if !untold.isEmpty {
            report.sheet.paragraph(
                "The manifest has changed since it was applied, so that nobody can tell who changed these: "
                    + untold.map(TerminalText.escaped).joined(separator: ", ") + "."
            )
        }
        let end =
            if !plan.services.isEmpty {
                "cloudctl apply sets this back to what the manifest says."
            } else if untold.isEmpty {
                "Nobody has changed what the manifest says."
            } else {
                "Nobody has changed anything else that the manifest says."
            }
        report.sheet.paragraph(end, .strong)
    }

    private func addHeading(to sheet: inout Sheet) {
        sheet.paragraph([
            .init(TerminalText.escaped(plan.application), .strong),
            .init(
                " in \(plan.namespaceID == nil ? "the new namespace " : "")\(TerminalText.escaped(plan.namespace)) "
                    + "on \(plan.provider)"
            ),
        ])
    }

    private func addService(_ service: ServicePlan, saying other: String? = nil, to report: inout TableReport) {
        let (sign, emphasis, words) = Self.words(of: service)
        report.sheet.paragraph([
            .init("\(sign) \(TerminalText.escaped(service.name))", emphasis), .init(": \(other ?? words)"),
        ])
        let fields = service.differences.filter { $0.cause != .rounding }
        if !fields.isEmpty {
            let isNew = service.action == .create
            var table = Table(isNew ? ["field", "value"] : ["field", "is", "becomes", "cause"])
            for field in fields.flatMap(Self.rows) {
                let name = TerminalText.escaped(field.field.description)
                let (before, after) = (Self.text(field.live, field), Self.text(field.wanted, field))
                if isNew {
                    table.add([(name, .plain), (after, .plain)])
                } else {
                    table.add([
                        (name, .plain), (field.presence == .added ? "-" : before, .faint),
                        (field.presence == .removed ? "-" : after + Self.growth(field, " (", ")"), .plain),
                        (Self.word(field.cause), field.cause == .drift ? .warning : .faint),
                    ])
                }
            }
            table.print(to: &report.sheet, indent: 2, shrinking: isNew ? [1] : [1, 2])
        }
        for (names, words) in [(service.secrets, "is set"), (service.uncomparedSecrets, "cannot be compared")] {
            guard !names.isEmpty, service.isChange, service.action != .create else { continue }
            report.sheet.paragraph(
                "secrets: \(names.map(TerminalText.escaped).joined(separator: ", ")) (\(words))",
                .faint,
                indent: 2,
                hanging: 4
            )
        }
        for field in service.differences where field.cause == .rounding {
            report.sheet.paragraph(
                "\(field.field) is \(Self.text(field.live, field)), the nearest to \(Self.text(field.wanted, field))"
                    + "\(Self.growth(field.turned, " (", ")")); nothing to do",
                .faint,
                indent: 2,
                hanging: 4
            )
        }
        report.addGrave(FindingGroup.groups(of: relevantLedger(of: service)), settings.resolutions)
        if let obstacle = service.obstacle {
            report.sheet.paragraph(Self.text(of: obstacle), .bad, indent: 2, hanging: 4)
        }
    }

    /// The findings to show: of a service that is there, those about what changes and those that need a decision.
    private func relevantLedger(of service: ServicePlan) -> Ledger {
        if [.create, .replace].contains(service.action) { return service.ledger }
        let fields = service.differences.filter { $0.cause != .rounding }.map(\.field)
        let needed = service.unconsented(settings.resolutions) + service.blockers
        var shown = service
        shown.findings = service.findings.filter { finding in
            if needed.contains(finding) { return true }
            guard let source = finding.source else { return false }
            return fields.contains { $0 == source || $0.contains(source) || source.contains($0) }
        }
        return shown.ledger
    }

    private func addEnd(to report: inout TableReport) {
        report.sheet.space()
        if !plan.leftOver.isEmpty {
            report.sheet.paragraph(
                "Not in the manifest any more, and kept: \(plan.leftOver.map(TerminalText.escaped).joined(separator: ", ")). "
                    + "--prune deletes what the manifest does not name.",
                .notice
            )
        }
        report.sheet.paragraph(summary, .strong)
        report.sheet.add(remarks)
        let remedy = remedy
        if !remedy.isEmpty { report.add(remedy, verdict: "The plan cannot be applied") }
    }

    /// What the user can do about all that stands in the way.
    private var remedy: Remedy {
        let obstacles = plan.services.compactMap(\.obstacle)
        var given = settings.resolutions
        // The flag is the consent too.
        if obstacles.contains(.replacement) { given.allowedCodes.insert(.replaced) }
        return Remedy(plan.services.map { ($0.name, $0.ledger) }, given, decisions: obstacles.map(Self.flag))
    }

    /// How many services each action has, in a sentence.
    var summary: String {
        let counts: [(ServicePlan.Action, String)] = [
            (.create, "to create"), (.update, "to change"), (.replace, "to replace"), (.delete, "to delete"),
        ]
        var parts = counts.compactMap { action, words in
            plan.count(of: action) == 0 ? nil : "\(plan.count(of: action)) \(words)"
        }
        let others = plan.services.filter { $0.action == .unchanged }
        let secrets = others.count { !$0.secrets.isEmpty }
        if secrets > 0 { parts.append("\(secrets) with another secret") }
        let undeployed = others.count { $0.secrets.isEmpty && $0.needsDeployment }
        if undeployed > 0 { parts.append("\(undeployed) to deploy") }
        let same = others.count { !$0.isChange }
        if parts.isEmpty {
            let all = same == 1 ? "the service is" : same == 2 ? "both services are" : "all \(same) services are"
            return "Nothing to do: \(all) as the manifest says."
        }
        if same > 0 { parts.append("\(same) unchanged") }
        return parts.joined(separator: ", ") + "."
    }

    private static func words(of service: ServicePlan) -> (sign: String, Style.Emphasis, words: String) {
        switch service.action {
        case .create: ("+", .good, "is created")
        case .update: ("~", .warning, "is changed")
        case .replace: ("!", .bad, "is made anew; its address changes")
        case .delete: ("-", .bad, "is deleted")
        case .unchanged where !service.secrets.isEmpty: ("~", .warning, "gets other secrets")
        case .unchanged where service.needsDeployment: ("~", .warning, "is deployed: what runs is older")
        case .unchanged: ("=", .plain, "is as it should be")
        }
    }

    /// What stands in the way, and what to do.
    static func text(of obstacle: ServicePlan.Obstacle) -> String {
        switch obstacle {
        case .notOurs:
            if let holder = obstacle.holder {
                "It is there already and belongs to \(TerminalText.escaped(holder)); --adopt takes it over."
            } else {
                "It is there already and nobody has marked it; --adopt takes it over."
            }
        case .replacement: "Its name or place cannot be changed in place; --replace lets it be made anew."
        }
    }

    /// The flag that settles what stands in the way.
    private static func flag(for obstacle: ServicePlan.Obstacle) -> String {
        switch obstacle {
        case .notOurs: "--adopt"
        case .replacement: "--replace"
        }
    }

    /// The rows of a field: one for each member that differs where a list keeps its elements.
    private static func rows(_ field: FieldDifference) -> [FieldDifference] {
        guard let before = field.live?.array, let after = field.wanted?.array, before.count == after.count else {
            return [field]
        }
        var rows: [FieldDifference] = []
        for (index, (old, new)) in zip(before, after).enumerated() where old != new {
            guard let members = new.object?.members, old.object != nil else { return [field] }
            for member in members where old[member.name] != member.value {
                var row = field
                row.field = field.field.appending(index).appending(member.name)
                (row.live, row.wanted) = (old[member.name], member.value)
                row.presence = row.live == nil ? .added : .changed
                rows.append(row)
            }
        }
        return rows.isEmpty ? [field] : rows
    }

    private static func word(_ cause: FieldDifference.Cause) -> String {
        switch cause {
        case .manifest: "manifest"
        case .drift: "drift"
        case .providerDefault: "was the default"
        case .rounding: "rounding"
        @unknown default: cause.rawValue
        }
    }

    private static func text(_ value: JSONValue?, _ field: FieldDifference) -> String {
        if field.isHidden { return "(hidden)" }
        guard let value else { return "-" }
        return TerminalText.escaped(value.string ?? value.text(.compact))
    }

    /// By how much an amount becomes more or less, such as `+4.9 %`; nothing where it is no amount.
    private static func growth(_ field: FieldDifference, _ before: String, _ after: String) -> String {
        let path = field.field.description
        guard !field.isHidden, path.contains("resources.") || path.contains("volumes"), field.presence == .changed,
            let old = amount(field.live, path), let new = amount(field.wanted, path), old > 0, old != new
        else { return "" }
        // In tenths, away from zero, so that a small change is none of nothing.
        let (number, overflow) = (new - old).multipliedReportingOverflow(by: 1000)
        guard !overflow else { return "" }
        let tenths = (abs(number) + old / 2) / old
        let digits = tenths == 0 ? "<0.1" : tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return "\(before)\(new > old ? "+" : "-")\(digits) %\(after)"
    }

    /// An amount of memory, of disk, or of CPU in its smallest unit.
    private static func amount(_ value: JSONValue?, _ path: String) -> Int? {
        guard let text = value?.string else { return nil }
        return path.hasSuffix("cpu") ? (try? CPU(parsing: text))?.millicores : (try? ByteCount(parsing: text))?.bytes
    }

    // MARK: For programs

    /// The plan in every form.
    var listing: Listing {
        let verdict = !isExecutable ? "blocked" : plan.isChange ? "different" : "same"
        return Listing(whole: json(verdict: verdict).object ?? [:], of: ["services"], "ServicePlan") { sheet in
            var table = TableReport(sheet: sheet, mostRows: sheet.isWide ? .max : 4)
            add(to: &table)
            sheet = table.sheet
        }
    }

    /// The plan without the values of variables.
    func json(verdict: String) -> JSONValue {
        [
            "apiVersion": JSONReport.apiVersion, "kind": "DeploymentPlan",
            "provider": .string(plan.provider.rawValue), "application": .string(plan.application),
            "namespace": .string(plan.namespace), "verdict": .string(verdict),
            "services": .array(plan.services.map(Self.json)),
            "leftOver": .array(plan.leftOver.map { .string($0) }),
            "preflight": remarks.json,
        ]
    }

    private static func json(_ service: ServicePlan) -> JSONValue {
        [
            "name": .string(service.name), "action": .string(service.action.rawValue),
            "id": .optional(service.id?.rawValue), "changes": .bool(service.isChange),
            "differences": .array(
                service.differences.map { field in
                    [
                        "field": .string(field.field.description), "live": field.live ?? .null,
                        "wanted": field.wanted ?? .null, "hidden": .bool(field.isHidden),
                        "presence": .string(field.presence.rawValue), "cause": .string(field.cause.rawValue),
                    ]
                }
            ),
            "secrets": .array(service.secrets.map { .string($0) }),
            "uncomparedSecrets": .array(service.uncomparedSecrets.map { .string($0) }),
            "obstacle": .optional(service.obstacle.map { text(of: $0) }),
            "findings": .array(service.findings.map { .string($0.code.rawValue) }),
            "requests": .array(
                (service.change?.requests ?? []).map { request in
                    [
                        "method": .string(request.method), "path": .string(request.path),
                        "purpose": .string(request.purpose),
                    ]
                }
            ),
        ]
    }
}

extension FieldDifference {
    /// The difference from what is wanted to what is there.
    fileprivate var turned: FieldDifference {
        var result = self
        (result.live, result.wanted) = (wanted, live)
        result.presence = .changed
        return result
    }
}
