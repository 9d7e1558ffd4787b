import ArgumentParser
import CloudContainers

/// Shows what a run of a job wrote.
struct JobsLogs: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what a run of a job has written; without a run the newest.",
        discussion: LiveHelp.discussion(
            """
            Lines come in the order of their instants, the latest that fit. At Qovery they are what its deployment log says \
            of the run: what the program wrote comes over a websocket only.

            The JSON holds job, run and lines: for each time, message, id, instance, stream, level, as far as the provider \
            says so.
            """
        )
    )

    @OptionGroup var choice: JobChoice

    @Argument(help: ArgumentHelp("The run; the newest when left out.", valueName: "run"))
    var run: String?

    @Option(
        help: ArgumentHelp("The most lines to read, the latest. Else \(Self.usualLimit).", valueName: "number"),
        transform: Logs.count
    )
    var limit: Int?

    @Flag(inversion: .prefixedNo, help: "Show the instant before each line, in UTC.")
    var timestamps = true

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    private static let usualLimit = 1000

    func validate() throws {
        if format.jsonInto != nil { throw ValidationError("Lines have no --json-into; take -o jsonl.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            let target = try await choice.target(in: session, jobs)
            let chosen: JobRun
            if let run {
                chosen = try await session.run(run, of: target, choice, jobs)
            } else if let newest = try await jobs.runs(of: target.job.id, after: nil).elements.first {
                chosen = newest
            } else {
                throw Failure(
                    .notFound,
                    "\(target.title) has no runs",
                    advice: "Start one with \(choice.command("jobs run", in: session))."
                )
            }
            let lines = try await jobs.logs(of: chosen.id, of: target.job.id, LogQuery(limit: limit ?? Self.usualLimit))
            let text = LogText(
                form: format.form,
                hasTimestamps: timestamps,
                head: ["job": .object(target.identity), "run": RunText.json(chosen)],
                session: session
            )
            let isText = format.form.isForPeople && !printing.quiet
            try await console.fencing(console.output, isNeeded: isText) { try text.print(lines) }
            if format.form.isForPeople, lines.isEmpty { await session.screen.note("There are no lines.", .faint) }
            return .done
        }
    }
}
