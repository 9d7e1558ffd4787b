import ArgumentParser
import CloudContainers

/// Stops runs of a job.
struct JobsStop: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop runs of a job; the job and its schedules stay.",
        discussion: LiveHelp.discussion(
            """
            Without a run all that are under way are stopped. A run may go on for a while; one that has ended stays as it is. \
            At Qovery this cancels the deployment that the run is, with all services that it is about; a run is seen there some \
            seconds after its start only.

            The JSON holds job (id, name, namespace) and runs: for each \(RunText.fields).
            """
        )
    )

    @OptionGroup var choice: JobChoice

    @Argument(help: ArgumentHelp("The runs; all that are under way when left out.", valueName: "run"))
    var runs: [String] = []

    @Flag(help: "Wait until they have ended, and show the progress on standard error.")
    var wait = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            let target = try await choice.target(in: session, jobs)
            var chosen: [JobRun] = []
            if runs.isEmpty {
                for try await run in jobs.allRuns(of: target.job.id) where !run.state.isFinal { chosen.append(run) }
            }
            for id in runs { chosen.append(try await session.run(id, of: target, choice, jobs)) }
            if chosen.isEmpty, format.form.isForPeople {
                await session.screen.note("\(target.title): no run is under way.", .faint)
                return .done
            }
            if dryRun {
                let live = chosen.filter { !$0.state.isFinal }
                let listing = RunText(target: target, runs: live).listing
                if !printing.quiet { try listing.print(format.form, session) }
                await session.screen.note("\(target.title): would be stopped", .notice)
                return .done
            }
            for run in chosen where !run.state.isFinal { try await jobs.stop(run.id, of: target.job.id) }
            for index in chosen.indices {
                chosen[index] = try await jobs.run(chosen[index].id, of: target.job.id)
            }
            if wait { chosen = try await JobWatch(target, jobs, session).end(of: chosen, within: nil) }
            if !printing.quiet { try RunText(target: target, runs: chosen).listing.print(format.form, session) }
            return .done
        }
    }
}
