import ArgumentParser
import CloudContainers

/// Lists jobs.
struct JobsList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the jobs of an account.",
        discussion: LiveHelp.discussion(
            """
            The JSON holds jobs: for each id, name, namespace, status, schedules (cron, timeZone, name, words, next), events, \
            image, cpu, memory. What a provider's list leaves out, such as further schedules at Scaleway, get shows.
            """
        )
    )

    @Option(
        help: ArgumentHelp("Only the jobs of this namespace.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            let now = await session.time.wallClock()
            if format.form == .jsonl, console.resultFile == nil {
                // Each as its page comes: an account may have many.
                try await session.forEachJob(in: namespace, jobs) { located in
                    try Listing.write(Self.json(located, now), "Job", session.provider.name, to: console.output)
                }
                return .done
            }
            let found = try await session.jobs(in: namespace, jobs)
            try Listing(
                kind: "JobList",
                elementKind: "Job",
                member: "jobs",
                elements: found.map { Self.json($0, now) },
                names: found.map(\.path)
            ) { Self.addTable(found, now, to: &$0) }.print(format.form(printing), session)
            return .done
        }
    }

    private static func addTable(_ jobs: [LocatedJob], _ now: Timestamp, to sheet: inout Sheet) {
        if jobs.isEmpty { return sheet.paragraph("There are no jobs.") }
        let isWide = sheet.isWide
        var table = Table(["name", "namespace", "runs", "next", "image"] + (isWide ? ["id"] : []))
        for located in jobs {
            let spec = located.job.spec
            let image = image(of: spec)
            table.add(
                [
                    TerminalText.escaped(spec.name), TerminalText.escaped(located.namespace.name),
                    TerminalText.escaped(spec.whenItRuns), spec.nextRun(after: now) ?? "-",
                    TerminalText.escaped((isWide ? image?.description : image?.familiar) ?? "built"),
                ] + (isWide ? [TerminalText.escaped(located.job.id.rawValue)] : [])
            )
        }
        table.print(to: &sheet, shrinking: [0, 1, 2, 4])
    }

    private static func image(of spec: JobSpec) -> ImageReference? {
        if case .image(let image) = spec.source { return image }
        return nil
    }

    private static func json(_ located: LocatedJob, _ now: Timestamp) -> JSONValue {
        let (job, spec) = (located.job, located.job.spec)
        var object = located.identity
        object.set("status", job.status.map { .status($0) } ?? .null)
        object.set("schedules", .array(spec.schedules.map { ScheduleText($0).json(after: now) }))
        let events = JobEvent.allCases.filter { spec.events[$0] != nil }
        object.set("events", .array(events.map { .string($0.rawValue) }))
        object.set("image", .optional(image(of: spec)?.description))
        object.set("cpu", .optional(spec.resources.cpu?.description))
        object.set("memory", .optional(spec.resources.memory?.description))
        return .object(object)
    }
}
