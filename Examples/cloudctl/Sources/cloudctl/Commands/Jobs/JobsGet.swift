import ArgumentParser
import CloudContainers

/// Shows one job.
struct JobsGet: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show all of one job: when it runs next, its specification, and what of it has no portable form.",
        discussion: LiveHelp.discussion(
            """
            The JSON holds id, name, namespace, status, schedules (cron, timeZone, name, words, and next: the next three \
            runs in UTC), createdAt, updatedAt, spec (the job in the portable form) and findings (each with code, outcome, \
            subject, summary, detail). Values of secrets are never read.
            """
        )
    )

    @OptionGroup var choice: JobChoice
    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            var located = try await choice.target(in: session, jobs)
            located.job = try await jobs.job(located.job.id)
            if printing.quiet { return .done }
            let now = await session.time.wallClock()
            let page = try JobPage(located, session.service.dialect.jobs, at: now)
            try Listing(
                kind: "Job",
                elementKind: "Job",
                member: nil,
                elements: [page.json],
                names: [located.path]
            ) { page.add(to: &$0) }.print(format.form, session)
            return .done
        }
    }
}
