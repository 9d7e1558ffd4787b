import ArgumentParser
import CloudContainers
import ContainerMigration

/// Shows where a migration stands.
struct MigrateStatus: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show where a migration stands, as its journal tells it; asks no provider.",
        discussion: """
            Works while the migration runs too. The JSON holds id, runs, ended (whether the last run came to its end), and \
            services (name, targetName, targetID, step, failure, and domains with host, step, record, failure).
            """
    )

    @OptionGroup var journal: JournalOption
    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        let files = journal.files(on: console)
        let plan = try files.loadPlan()
        let state = try await files.read().state
        if printing.quiet { return .done }
        try Listing(whole: Self.json(plan, state), of: ["services"], "MigrationService") { sheet in
            add(plan, state, to: &sheet)
        }.print(format.form, printing, on: console)
        return .done
    }

    private func add(_ plan: MigrationPlan, _ state: MigrationState, to sheet: inout Sheet) {
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
        sheet.paragraph(next(plan, state))
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
    private func next(_ plan: MigrationPlan, _ state: MigrationState) -> String {
        let steps = plan.parts.map { state[$0.key].step }
        let flags = "--journal \(ShellExport.quoted(journal.journal))"
        if steps.allSatisfy({ $0 == .retired }) { return "The migration is over: the source is retired." }
        if steps.allSatisfy({ $0 == .verified || $0 == .retired }) {
            let hasOpenDomains = plan.services.contains { service in
                service.domains.contains { state[service.sourceName].domain($0.host).step != .moved }
            }
            if hasOpenDomains {
                return "Everything is as planned. cloudctl migrate domains \(flags) moves the domains."
            }
            return "Everything is as planned. cloudctl migrate verify \(flags) reads it back again."
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
