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
    ///   - services: The services and jobs that still need values; `nil` for all.
    ///   - remarks: What a look at the target has found.
    init(
        _ plan: MigrationPlan,
        _ secrets: MigrationSecrets,
        services: [any PlannedPart]? = nil,
        remarks: [PreflightRemark] = []
    ) {
        self.remarks = remarks
        remedy = Remedy(plan.parts.map { ($0.key, $0.ledger) }, plan.settings.resolutions)
        self.secrets = secrets.missing(for: services ?? plan.parts)
    }

    /// Whether nothing is missing.
    var isEmpty: Bool { remedy.isEmpty && secrets.isEmpty && remarks.refusals.isEmpty }

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
        report.sheet.add(remarks)
        report.add(remedy, verdict: verdict)
    }

    /// The same for programs.
    var json: JSONValue {
        [
            "consent": .array(remedy.codes.map { .string($0.rawValue) }),
            "resolutions": .array(remedy.flags.map { .string($0) }),
            "secrets": .array(
                secrets.map { ["name": .string($0.name), "services": .array($0.services.map { .string($0) })] }
            ),
            "preflight": remarks.json,
        ]
    }

    static func list(_ names: [String]) -> String { names.map(TerminalText.escaped).joined(separator: ", ") }
}
