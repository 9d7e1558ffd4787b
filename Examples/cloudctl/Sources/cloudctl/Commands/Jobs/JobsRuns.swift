import ArgumentParser
import CloudContainers

/// Lists the runs of a job.
struct JobsRuns: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs of a job, the newest first, and watch them if asked.",
        discussion: LiveHelp.discussion(
            """
            With --watch it waits until no run is under way, tells each change on standard error, and lists them then.

            The JSON holds job (id, name, namespace) and runs: for each \(RunText.fields).
            """
        )
    )

    @OptionGroup var choice: JobChoice

    @Flag(name: .shortAndLong, help: "Wait until no run is under way.")
    var watch = false

    @Option(
        help: ArgumentHelp("The longest wait, such as 90s or 10m; without it there is none.", valueName: "duration"),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @Option(
        help: ArgumentHelp("The most runs to list, the newest. Else \(Self.usualLimit).", valueName: "number"),
        transform: Self.count
    )
    var limit: Int?

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    private static let usualLimit = 20

    func validate() throws {
        if timeout != nil, !watch { throw ValidationError("--timeout has no meaning without --watch.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            let target = try await choice.target(in: session, jobs)
            if watch {
                let live = try await newest(of: target, jobs).filter { !$0.state.isFinal }
                _ = try await JobWatch(target, jobs, session).end(of: live, within: timeout)
            }
            let runs = try await newest(of: target, jobs)
            try RunText(target: target, runs: runs).listing.print(format.form(printing), session)
            return .done
        }
    }

    private func newest(of target: LocatedJob, _ jobs: any JobService) async throws -> [JobRun] {
        var runs: [JobRun] = []
        for try await run in jobs.allRuns(of: target.job.id) {
            runs.append(run)
            if runs.count == limit ?? Self.usualLimit { break }
        }
        return runs
    }

    private static let count: @Sendable (String) throws -> Int = { text in
        guard let count = Int(text), count > 0, count <= 10_000 else {
            throw ValidationError("a number of runs is from 1 to 10000")
        }
        return count
    }
}
