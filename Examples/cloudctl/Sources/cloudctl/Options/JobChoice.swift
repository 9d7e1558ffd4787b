import ArgumentParser
import CloudContainers

/// The job that a command works on.
struct JobChoice: ParsableArguments {
    @Argument(help: ArgumentHelp("The job.", valueName: "name|id"), completion: LiveCompletion.jobs.kind)
    var job: String

    @Option(
        help: ArgumentHelp("The namespace, where several have a job of that name.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    /// Finds it.
    ///
    /// - Throws: ``Failure`` for a name that is missing or ambiguous.
    func target(in session: Session, _ jobs: any JobService) async throws -> LocatedJob {
        try await session.job(named: job, in: namespace, jobs)
    }
}
