import CloudContainers
import ContainerMigration

/// What became of the services of a migration.
struct OutcomeReport {
    /// The plan.
    let plan: MigrationPlan
    /// What became of them.
    let outcome: MigrationOutcome

    /// Adds a line for each service.
    func addTable(to sheet: inout Sheet) {
        var table = Table(["service", "on \(plan.target.provider)", "state"])
        for (service, planned) in zip(outcome.services, plan.parts) {
            table.add([
                (TerminalText.escaped(service.name), .plain), (TerminalText.escaped(planned.name), .plain),
                (Self.word(service, planned), Self.emphasis(service)),
            ])
        }
        table.print(to: &sheet, shrinking: [0, 1])
    }

    /// The same in every form, for the end of a stream of events; its names are those of what is on the target.
    ///
    /// - Parameters:
    ///   - document: The same for programs, where it says something else than ``json``.
    ///   - table: Prints the form for people.
    /// - Returns: The listing.
    func listing(_ document: JSONObject? = nil, table: @escaping (inout Sheet) -> Void) -> Listing {
        var listing = Listing(whole: document ?? json, of: ["services"], "MigrationResultService", table: table)
        listing.names = zip(outcome.services, plan.parts).filter { $0.0.id != nil }
            .map { "\(plan.target.namespace)/\($0.1.name)" }
        listing.endsStream = true
        return listing
    }

    /// The same for the page of a run.
    var markdown: String {
        let rows = zip(outcome.services, plan.parts).map { service, planned in
            [service.name, planned.name, Self.word(service, planned), service.failure?.message ?? service.kept ?? ""]
        }
        return "## Migration from \(plan.source.provider) to \(plan.target.provider): \(verdict)\n\n"
            + JobSummary.table(["Service", "On the target", "State", "Reason"], rows)
    }

    /// The same for programs.
    var json: JSONObject {
        [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationResult", "id": .string(plan.id),
            "result": .string(verdict),
            "services": .array(
                zip(outcome.services, plan.parts).map { service, planned in
                    [
                        "name": .string(service.name), "targetName": .string(planned.name),
                        "targetID": .optional(service.id?.rawValue), "step": .string(service.step.rawValue),
                        "error": service.failure.map(JSONValue.failure) ?? .null, "kept": .optional(service.kept),
                    ]
                }
            ),
        ]
    }

    /// The failures, with the status of the whole; `nil` where nothing failed.
    func failure(_ provider: any CloudProvider, wasStopped: Bool = false) -> Failure? {
        let failed = outcome.services.filter { $0.failure != nil }
        guard !failed.isEmpty else { return nil }
        let reports = failed.compactMap { service in
            service.failure.map {
                ServiceErrorReport(ofMigration: $0, about: TerminalText.escaped(service.name), provider: provider)
            }
        }
        let statuses = Set(failed.compactMap(\.failure).map { ExitStatus($0) })
        let hasNothing = outcome.services.allSatisfy { $0.step == .notStarted && $0.failure != nil }
        let status = hasNothing && statuses.count == 1 ? statuses.first ?? .partlyDone : .partlyDone
        return Failure(wasStopped ? .interrupted : status, reports)
    }

    private var verdict: String {
        if outcome.isComplete { return "done" }
        return outcome.wasStopped ? "stopped" : "partly done"
    }

    private static func word(_ service: MigrationOutcome.Service, _ planned: any PlannedPart) -> String {
        if service.failure != nil { return "failed, was \(service.step.rawValue)" }
        return service.step == .verified && planned.runs ? "runs, verified" : service.step.rawValue
    }

    private static func emphasis(_ service: MigrationOutcome.Service) -> Style.Emphasis {
        if service.failure != nil { return .bad }
        switch service.step {
        case .verified, .ready, .retired: return .good
        case .notStarted: return .faint
        default: return .notice
        }
    }
}

extension Listing {
    /// What a command would do, or has done, to parts of a migration.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - kind: The kind of the document that the command ends with.
    ///   - parts: What it does it to, and where that is.
    ///   - result: The word for it.
    ///   - table: Prints the form for people.
    /// - Returns: The listing.
    static func parts(
        of plan: MigrationPlan,
        _ kind: String,
        _ parts: [(part: any PlannedPart, step: MigrationState.Step)],
        result: String = "planned",
        table: @escaping (inout Sheet) -> Void
    ) -> Listing {
        let document: JSONObject = [
            "apiVersion": JSONReport.apiVersion, "kind": .string(kind), "id": .string(plan.id),
            "result": .string(result),
            "services": .array(
                parts.map { part, step in
                    [
                        "name": .string(part.key), "targetName": .string(part.name), "step": .string(step.rawValue),
                    ]
                }
            ),
        ]
        var listing = Listing(whole: document, of: ["services"], "\(kind)Service", table: table)
        listing.endsStream = true
        return listing
    }
}
