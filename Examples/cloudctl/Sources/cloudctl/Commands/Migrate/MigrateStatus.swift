import ArgumentParser
import CloudContainers
import ContainerMigration

/// Shows where a migration stands.
struct MigrateStatus: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the runs of migrations, or show where one stands, as its journal tells it; asks no provider.",
        discussion: """
            Works while the migration runs too. Without a run and --journal the JSON holds runs (each with name, journal, source \
            and target with provider and namespace, state, over; for one that cannot be read error); with one of them id, runs, ended (whether the last run came to its end), and \
            services (name, targetName, targetID, step, failure, and domains with host, step, record, failure).
            """
    )

    @OptionGroup var journal: JournalOption
    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        if journal.run == nil, journal.journal == nil, let runs = MigrationRuns(on: console) {
            return try await list(runs, on: console)
        }
        let files = try journal.files(on: console)
        let plan = try files.loadPlan()
        let state = try await files.read().state
        if printing.quiet { return .done }
        try Listing(whole: Self.json(plan, state), of: ["services"], "MigrationService") { sheet in
            add(plan, state, files.flag, to: &sheet)
        }.print(format.form, printing, on: console)
        return .done
    }

    /// Lists the runs whose journals the tool keeps; one that cannot be read is listed too.
    private func list(_ runs: MigrationRuns, on console: Console) async throws -> ExitStatus {
        var rows: [(name: String, words: String, isOver: Bool, plan: MigrationPlan?, error: String?)] = []
        for name in runs.names {
            let files = runs.files(of: name)
            do {
                let plan = try files.loadPlan()
                let standing = MigrationStanding(plan, try await files.read().state)
                rows.append((name, standing.words, standing.isOver, plan, nil))
            } catch let failure as Failure {
                rows.append((name, "cannot be read", false, nil, failure.diagnostics.first?.problem ?? ""))
            }
        }
        if printing.quiet { return .done }
        try Listing(
            kind: "MigrationRunList",
            elementKind: "MigrationRun",
            member: "runs",
            elements: rows.map { row in
                [
                    "name": .string(row.name), "journal": .string(runs.files(of: row.name).journal),
                    "source": row.plan.map { Self.side($0.source) } ?? .null,
                    "target": row.plan.map { Self.side($0.target) } ?? .null,
                    "state": .string(row.words), "over": .bool(row.isOver), "error": .optional(row.error),
                ]
            },
            names: rows.map(\.name)
        ) { sheet in
            guard !rows.isEmpty else {
                return sheet.paragraph(
                    "There are no runs in \(runs.folder); --journal FILE shows one that is kept elsewhere."
                )
            }
            var table = Table(["run", "from", "to", "state"])
            for row in rows {
                table.add([
                    (TerminalText.escaped(row.name), .plain), (row.plan.map { Self.words($0.source) } ?? "-", .plain),
                    (row.plan.map { Self.words($0.target) } ?? "-", .plain),
                    (
                        row.error.map(TerminalText.escaped) ?? row.words,
                        row.error != nil ? .bad : row.isOver ? .faint : .notice
                    ),
                ])
            }
            table.print(to: &sheet, shrinking: [1, 2, 3])
            sheet.space()
            sheet.paragraph("cloudctl migrate status RUN shows one of them.", .faint)
        }.print(format.form, printing, on: console)
        return .done
    }

    private static func words(_ side: MigrationPlan.Side) -> String {
        TerminalText.escaped("\(side.provider)/\(side.namespace)")
    }

    private static func side(_ side: MigrationPlan.Side) -> JSONValue {
        ["provider": .string(side.provider.rawValue), "namespace": .string(side.namespace)]
    }

    private func add(_ plan: MigrationPlan, _ state: MigrationState, _ flags: String, to sheet: inout Sheet) {
        let isWide = sheet.isWide
        var table = Table(
            ["service", "on \(plan.target.provider)", "state", "failure"] + (isWide ? ["target id"] : [])
        )
        for service in plan.parts {
            let known = state[service.key]
            var cells: [(text: String, emphasis: Style.Emphasis)] = [
                (TerminalText.escaped(service.key), .plain), (TerminalText.escaped(service.name), .plain),
                (known.step.rawValue, Self.emphasis(known)),
                (known.failure.map(TerminalText.escaped) ?? "-", known.failure == nil ? .faint : .bad),
            ]
            if isWide { cells.append((known.id.map { TerminalText.escaped($0.rawValue) } ?? "-", .faint)) }
            table.add(cells)
        }
        table.print(to: &sheet, shrinking: [0, 1, 3])
        sheet.space()
        addDomains(plan, state, to: &sheet)
        sheet.paragraph(Self.next(plan, state, flags))
    }

    private func addDomains(_ plan: MigrationPlan, _ state: MigrationState, to sheet: inout Sheet) {
        guard plan.services.contains(where: { !$0.domains.isEmpty }) else { return }
        var table = Table(["domain", "service", "state", "failure"])
        for service in plan.services {
            for domain in service.domains {
                let known = state[service.sourceName].domain(domain.host)
                table.add([
                    (TerminalText.escaped(domain.host), .plain), (TerminalText.escaped(service.sourceName), .plain),
                    (known.step.rawValue, known.step == .moved ? .good : .notice),
                    (known.failure.map(TerminalText.escaped) ?? "-", known.failure == nil ? .faint : .bad),
                ])
            }
        }
        table.print(to: &sheet, shrinking: [0, 1, 3])
        sheet.space()
    }

    /// What can be done now.
    private static func next(_ plan: MigrationPlan, _ state: MigrationState, _ flags: String) -> String {
        let steps = plan.parts.map { state[$0.key].step }
        if steps.allSatisfy({ $0 == .retired }) { return "The migration is over: the source is retired." }
        if steps.allSatisfy({ $0 == .verified || $0 == .retired }) {
            let hasOpenDomains = plan.services.contains { service in
                service.domains.contains { state[service.sourceName].domain($0.host).step != .moved }
            }
            let next =
                hasOpenDomains
                ? "cloudctl migrate domains \(flags) moves the domains."
                : "cloudctl migrate verify \(flags) reads it back again."
            return "Everything was as planned when it was verified. " + next
        }
        if state.runs == 0 { return "Nothing was sent yet." }
        if steps.contains(.removed), steps.allSatisfy({ $0 == .removed || $0 == .notStarted }), state.hasEnded {
            return "Nothing of the migration is on \(plan.target.provider)."
        }
        let cut =
            state.hasEnded
            ? "" : "The last run has not come to its end: it goes on in another process, or was cut short. "
        return cut + "cloudctl migrate resume \(flags) goes on."
    }

    private static func emphasis(_ service: MigrationState.Service) -> Style.Emphasis {
        if service.failure != nil { return .bad }
        switch service.step {
        case .verified, .ready, .retired: return .good
        case .notStarted, .removed: return .faint
        default: return .notice
        }
    }

    private static func json(_ plan: MigrationPlan, _ state: MigrationState) -> JSONObject {
        [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationStatus", "id": .string(plan.id),
            "runs": .number(state.runs), "ended": .bool(state.hasEnded),
            "services": .array(
                plan.parts.map { service in
                    let known = state[service.key]
                    return [
                        "name": .string(service.key), "targetName": .string(service.name),
                        "targetID": .optional(known.id?.rawValue), "step": .string(known.step.rawValue),
                        "failure": .optional(known.failure),
                        "domains": .array(
                            service.domains.map { domain in
                                let domainState = known.domain(domain.host)
                                return [
                                    "host": .string(domain.host), "step": .string(domainState.step.rawValue),
                                    "record": .record(domainState.record), "failure": .optional(domainState.failure),
                                ]
                            }
                        ),
                    ]
                }
            ),
        ]
    }
}
