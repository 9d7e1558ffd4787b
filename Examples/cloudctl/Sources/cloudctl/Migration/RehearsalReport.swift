import CloudContainers
import ContainerMigration

/// What a rehearsal has shown, for people and for programs.
struct RehearsalReport {
    /// The plan as it was rehearsed.
    let plan: MigrationPlan
    /// What became of the services.
    let outcome: MigrationOutcome
    /// The account on the simulator, as it is afterwards.
    let account: any ContainerService
    /// The requests that change something, in their order.
    let requests: [RehearsedRequests.Entry]
    /// The requests that read from the target, with those that wait.
    let reads: Int
    /// The requests that were sent to the target to change something.
    let writes: Int
    /// Those of them that were refused while something was under way, and sent again.
    let refusals: Int
    /// How long things took by the clock of the simulator.
    let timings: MigrationTimings.Record

    /// Whether everything would be there and as planned.
    var isGood: Bool { outcome.isComplete }

    /// Adds what would happen.
    func add(to sheet: inout Sheet) {
        let target = plan.target.provider
        sheet.space()
        sheet.paragraph([
            .init("Rehearsal", .strong),
            .init(
                ": the plan was carried out on a simulator of \(target) in this process. \(target) was sent nothing, and "
                    + "\(plan.source.provider) was only read."
            ),
        ])
        sheet.space()
        OutcomeReport(plan: plan, outcome: outcome).addTable(to: &sheet)
        sheet.space()
        sheet.paragraph("Requests to \(target) that change something, in their order", .strong)
        for (service, request) in requests {
            let about = service.map { request.purpose.contains($0) ? "" : "\(TerminalText.escaped($0)): " } ?? ""
            sheet.paragraph(
                [
                    .init(TerminalText.padded(request.method, to: 7), .notice),
                    .init(TerminalText.escaped(request.path)),
                    .init("  \(about)\(TerminalText.escaped(request.purpose))", .faint),
                ],
                indent: 2,
                hanging: 9
            )
        }
        sheet.space()
        sheet.paragraph(
            "\(writes - refusals) requests that write"
                + (refusals == 0 ? "" : ", \(refusals) that were too early and sent again,")
                + " and \(reads) that read, with those that wait; "
                + "\(ServiceWords.text(timings.total)) by the times that deployments take on the simulator."
        )
        sheet.paragraph(
            isGood
                ? [.init("In the rehearsal everything came out as planned.", .good)]
                : [.init("In the rehearsal not everything came out as planned.", .bad)]
        )
        sheet.paragraph(
            "It took every image to exist and to answer on its port, and knows nothing of the account's own limits.",
            .faint
        )
    }

    /// The same for programs.
    var json: JSONObject {
        var json = OutcomeReport(plan: plan, outcome: outcome).json
        json.set("kind", "MigrationRehearsal")
        json.set(
            "requests",
            .array(
                requests.map { service, request in
                    [
                        "service": .optional(service), "method": .string(request.method),
                        "path": .string(request.path), "purpose": .string(request.purpose),
                    ]
                }
            )
        )
        json.set("writes", .number(writes - refusals))
        json.set("tooEarly", .number(refusals))
        json.set("reads", .number(reads))
        json.set("seconds", .number(Int(timings.total.components.seconds)))
        return json
    }
}
