import CloudContainers
import ContainerMigration

/// What has to be given before a plan can run.
struct PlanNeeds {
    /// Consent and decisions.
    let remedy: Remedy
    /// Secrets without a value, with their services.
    let secrets: [(name: String, services: [String])]
    /// What a look at the target has found.
    let remarks: [PreflightRemark]

    /// Finds what is missing.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - secrets: The values that are there.
    ///   - services: The services that still need values; `nil` for all.
    ///   - remarks: What a look at the target has found.
    init(
        _ plan: MigrationPlan,
        _ secrets: MigrationSecrets,
        services: [PlannedService]? = nil,
        remarks: [PreflightRemark] = []
    ) {
        self.remarks = remarks
        remedy = Remedy(plan.services.map { ($0.sourceName, $0.ledger) }, plan.settings.resolutions)
        self.secrets = secrets.missing(for: services ?? plan.services)
    }

    /// Whether nothing is missing.
    var isEmpty: Bool { remedy.isEmpty && secrets.isEmpty && refusals.isEmpty }

    /// What the target would refuse.
    private var refusals: [PreflightRemark] { remarks.filter { $0.verdict != .unknown } }

    /// Adds what is missing, all of it at once.
    ///
    /// - Parameters:
    ///   - report: What is added to.
    ///   - verdict: What follows where a finding is not settled.
    ///   - secretVerdict: What follows where nothing but values of secrets is missing.
    func add(to report: inout TableReport, verdict: String, secretVerdict: String? = nil) {
        if !secrets.isEmpty {
            report.sheet.space()
            let count = secrets.count == 1 ? "1 secret has no value" : "\(secrets.count) secrets have no value"
            let prefix = remedy.isEmpty ? secretVerdict : nil
            report.sheet.paragraph([
                .init(prefix ?? count, .bad), .init(prefix == nil ? ":" : ": \(count):"),
            ])
            for (name, services) in secrets {
                report.sheet.paragraph(
                    [.init(TerminalText.escaped(name), .strong), .init(" of \(Self.list(services))")],
                    indent: 2,
                    hanging: 4
                )
            }
            report.sheet.paragraph(
                "Write NAME=VALUE lines to a file, and give it with --secrets FILE, or --secrets SERVICE=FILE for one service.",
                .faint,
                indent: 2
            )
        }
        addRemarks(to: &report.sheet)
        report.add(remedy, verdict: verdict)
    }

    private func addRemarks(to sheet: inout Sheet) {
        let groups = [
            (refusals, "The target would refuse", Style.Emphasis.bad),
            (remarks.filter { $0.verdict == .unknown }, "Not known before it is tried", .warning),
        ]
        for (remarks, title, role) in groups where !remarks.isEmpty {
            sheet.space()
            sheet.paragraph([.init(title, role), .init(":")])
            for remark in remarks {
                let subject = [remark.service, remark.subject].compactMap(\.self).joined(separator: ": ")
                let advice = remark.advice.map { " \(TerminalText.escaped($0))" } ?? ""
                sheet.paragraph(
                    [
                        .init(TerminalText.escaped(subject), .strong),
                        .init(": \(TerminalText.escaped(remark.reason)).\(advice)"),
                    ],
                    indent: 2,
                    hanging: 4
                )
            }
        }
        guard !refusals.isEmpty else { return }
        sheet.paragraph("Mend it and try again, or go on in spite of it with --no-preflight.", .faint, indent: 2)
    }

    /// The same for programs.
    var json: JSONValue {
        [
            "consent": .array(remedy.codes.map { .string($0.rawValue) }),
            "resolutions": .array(remedy.flags.map { .string($0) }),
            "secrets": .array(
                secrets.map { ["name": .string($0.name), "services": .array($0.services.map { .string($0) })] }
            ),
            "preflight": .array(
                remarks.map { remark in
                    [
                        "service": .optional(remark.service), "subject": .string(remark.subject),
                        "verdict": .string(remark.verdict.rawValue), "reason": .string(remark.reason),
                        "advice": .optional(remark.advice),
                    ]
                }
            ),
        ]
    }

    static func list(_ names: [String]) -> String { names.map(TerminalText.escaped).joined(separator: ", ") }
}

extension PlannedService {
    /// The findings as a ledger, an entry for each.
    var ledger: Ledger {
        Ledger(entries: findings.map { LedgerEntry(sources: [], targets: [], outcome: $0.outcome, findings: [$0]) })
    }
}
