import ArgumentParser

/// Works on jobs and their runs.
struct Jobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List, show, start, watch, stop and delete jobs and their runs.",
        discussion: """
            A job runs by its schedule, at an event, or when somebody starts it. Times are told in the time zone of the schedule.

            At Qovery a run is a deployment of the job: the runs that a schedule starts are in no answer of its API, and what \
            a run's program writes is not either, so that logs are what Qovery says about the deployment. At Scaleway a job \
            belongs to a project; the mark in its description says to which namespace it belongs here.

            In the simulators there are the jobs \(SampleShop.jobNames.joined(separator: " and ")), of which the second fails.
            """,
        subcommands: [
            JobsList.self, JobsGet.self, JobsRuns.self, JobsRun.self, JobsStop.self, JobsLogs.self, JobsDelete.self,
        ]
    )
}

extension JobChoice {
    /// The job as the command line names it, for advice that can be typed.
    var words: String {
        ([job] + (namespace.map { ["--namespace", $0] } ?? [])).map(ShellExport.quoted).joined(separator: " ")
    }

    /// A command about the job that can be typed as it stands, such as `jobs logs`.
    func command(_ verb: String, in session: Session) -> String {
        TerminalText.escaped(session.command("\(verb) \(words)"))
    }
}
