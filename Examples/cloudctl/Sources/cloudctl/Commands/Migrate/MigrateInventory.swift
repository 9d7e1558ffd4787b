import ArgumentParser
import CloudContainers
import ContainerMigration

/// Shows what a namespace holds before a migration.
struct MigrateInventory: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Show what a namespace holds: the services that can move, and what does not.",
        discussion: """
            The JSON holds containers (for each id, name, status, image, instances, memory, secrets, domains), jobs (id, name, \
            status, schedules, secrets), leftOut, and others, which are neither (id, name, kind).
            """
    )

    @OptionGroup var chosen: MovedServices
    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Source account") var source: SourceAccount

    @OptionGroup var trace: TraceOptions

    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(source.choice(trace), printing, on: console) { session in
            let inventory = try await MigrationAccount.inventory(chosen, session, concurrency: 4)
            try Listing(whole: Self.json(inventory), of: ["containers", "jobs"], "MovableService") { sheet in
                Self.add(inventory, to: &sheet)
            }.print(format.form(printing), printing, on: console)
            return .done
        }
    }

    private static func add(_ inventory: MigrationInventory, to sheet: inout Sheet) {
        let place = "\(TerminalText.escaped(inventory.namespace.name)) on \(inventory.provider)"
        if inventory.containers.isEmpty {
            sheet.paragraph("There are no services to move in \(place).")
        } else {
            let isWide = sheet.isWide
            var table = Table(["name", "state", "image", "instances", "memory"] + (isWide ? ["id"] : []))
            for container in inventory.containers {
                let (spec, status) = (container.spec, container.status)
                var cells: [(text: String, emphasis: Style.Emphasis)] = [
                    (TerminalText.escaped(spec.name), .plain),
                    (status.state.rawValue, ServiceWords.emphasis(status.state)),
                    (TerminalText.escaped(isWide ? spec.image.description : spec.image.familiar), .plain),
                    (ServiceWords.text(spec.scaling), .plain),
                    (spec.resources.memory?.description ?? "-", .plain),
                ]
                if isWide { cells.append((TerminalText.escaped(container.id.rawValue), .faint)) }
                table.add(cells)
            }
            table.print(to: &sheet, shrinking: [0, 2])
        }
        if !inventory.jobs.isEmpty {
            sheet.space()
            var table = Table(["job", "state", "runs", "schedule"])
            for job in inventory.jobs {
                let source =
                    switch job.spec.source {
                    case .image(let image): image.familiar
                    case .build(let build): build.repository
                    }
                let times = job.spec.schedules.map(\.cron.description)
                let events = job.spec.events.keys.map { "at its \($0.rawValue)" }.sorted()
                table.add([
                    (TerminalText.escaped(job.spec.name), .plain),
                    (job.status?.state.rawValue ?? "-", job.status.map { ServiceWords.emphasis($0.state) } ?? .faint),
                    (TerminalText.escaped(source), .plain),
                    (TerminalText.escaped((times + events).joined(separator: ", ")), .plain),
                ])
            }
            table.print(to: &sheet, shrinking: [0, 2])
        }
        guard !inventory.others.isEmpty || !inventory.leftOut.isEmpty else { return }
        sheet.space()
        sheet.paragraph("Does not move", .strong)
        for other in inventory.others {
            sheet.paragraph(TerminalText.escaped("\(other.kind.lowercased()): \(other.name)"), indent: 2)
        }
        if !inventory.leftOut.isEmpty {
            sheet.paragraph("not asked for: \(PlanNeeds.list(inventory.leftOut))", indent: 2, hanging: 4)
        }
    }

    private static func json(_ inventory: MigrationInventory) -> JSONObject {
        [
            "apiVersion": JSONReport.apiVersion, "kind": "MigrationInventory",
            "provider": .string(inventory.provider.rawValue), "namespace": .namespace(inventory.namespace),
            "containers": .array(
                inventory.containers.map { container in
                    [
                        "id": .string(container.id.rawValue), "name": .string(container.spec.name),
                        "status": .status(container.status), "image": .string(container.spec.image.description),
                        "instances": .string(ServiceWords.text(container.spec.scaling)),
                        "memory": .optional(container.spec.resources.memory?.description),
                        "secrets": .array(
                            container.spec.variables.filter(\.isSecret).map { .string($0.name) }
                        ),
                        "domains": .array(container.spec.domains.map { .string($0.host) }),
                    ]
                }
            ),
            "jobs": .array(
                inventory.jobs.map { job in
                    [
                        "id": .string(job.id.rawValue), "name": .string(job.spec.name),
                        "status": job.status.map(JSONValue.status) ?? .null,
                        "schedules": .array(job.spec.schedules.map { .string($0.cron.description) }),
                        "secrets": .array(job.spec.variables.filter(\.isSecret).map { .string($0.name) }),
                    ]
                }
            ),
            "leftOut": .array(inventory.leftOut.map { .string($0) }),
            "others": .array(inventory.others.map { .other($0) }),
        ]
    }
}
