import ArgumentParser
import CloudContainers

/// Deletes jobs.
struct JobsDelete: ConsoleCommand {
    /// What became of a job.
    private enum Outcome: String {
        /// It is gone.
        case deleted
        /// It would be deleted.
        case planned
        /// It is being deleted, which takes longer than two minutes.
        case asked
        /// It could not be deleted.
        case failed
    }

    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete jobs with their schedules; runs that are under way are stopped.",
        discussion: LiveHelp.discussion(
            """
            Asks for the name first, or the number of several; without a terminal --yes is needed. Nothing brings back what is deleted. A lifecycle job of Qovery with an \
            event for its deletion runs once more.

            The status is 0 when all are deleted, 1 when it failed, 3 when it failed for some. The JSON holds jobs: for each \
            id, name, namespace, outcome (deleted, planned, asked, failed) and error (code, message, providerMessage, \
            details, requestID).
            """
        )
    )

    @Argument(help: ArgumentHelp("The jobs.", valueName: "name|id"), completion: LiveCompletion.jobs.kind)
    var names: [String]

    @Option(
        help: ArgumentHelp("The namespace of the jobs; all are looked through when left out.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "deleting", "--dry-run", console) }
            let targets = try await session.jobs(named: names, in: namespace, jobs)
            if !yes, !dryRun, try await !Self.isConfirmed(targets, session) {
                await session.screen.note("Nothing is deleted.")
                return .failed
            }
            var results: [(target: LocatedJob, outcome: Outcome, error: ContainerServiceError?)] = []
            for target in targets {
                if dryRun {
                    results.append((target, .planned, nil))
                    continue
                }
                do {
                    try await jobs.deleteJob(target.job.id)
                    let isGone = try await Self.isGone(target, jobs, session.time)
                    results.append((target, isGone ? .deleted : .asked, nil))
                } catch let error as ContainerServiceError {
                    results.append((target, .failed, error))
                }
            }
            if !printing.quiet { try Self.listing(results).print(format.form, session) }
            let failed = results.compactMap { result in
                result.error.map { ServiceErrorReport($0, about: result.target.title, provider: session.provider) }
            }
            guard failed.isEmpty else { throw Failure(failed.count == results.count ? .failed : .partlyDone, failed) }
            return .done
        }
    }

    private static func isConfirmed(_ targets: [LocatedJob], _ session: Session) async throws -> Bool {
        try await Confirmation.askToDestroy(question(targets, on: session.fullPlace), targets.map(\.name), session)
    }

    private static func question(_ targets: [LocatedJob], on place: String) -> String {
        func named(_ target: LocatedJob) -> String {
            "\(target.title) (\(TerminalText.escaped(target.job.spec.whenItRuns)))"
        }
        if let target = targets.first, targets.count == 1 {
            return "Delete the job \(named(target)) on \(place)."
        }
        return targets.map { "  \(named($0))\n" }.joined() + "Delete these \(targets.count) jobs on \(place)."
    }

    /// Waits two minutes until a job is gone, so that its name is free again.
    private static func isGone(_ target: LocatedJob, _ jobs: any JobService, _ time: any TimeSource) async throws
        -> Bool
    {
        var interval = Duration.seconds(1)
        for _ in 1...28 {
            do {
                _ = try await jobs.job(target.job.id)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return true
            }
            try await time.sleep(for: interval)
            interval = min(interval * 2, .seconds(5))
        }
        return false
    }

    private static func listing(
        _ results: [(target: LocatedJob, outcome: Outcome, error: ContainerServiceError?)]
    ) -> Listing {
        Listing(
            kind: "JobDeletionList",
            elementKind: "JobDeletion",
            member: "jobs",
            elements: results.map { result in
                var object = result.target.identity
                object.set("outcome", .string(result.outcome.rawValue))
                object.set("error", result.error.map { .failure($0) } ?? .null)
                return .object(object)
            },
            names: results.map(\.target.path)
        ) { sheet in
            var table = Table(["name", "namespace", "result"])
            for result in results {
                let emphasis: Style.Emphasis =
                    switch result.outcome {
                    case .deleted: .good
                    case .planned, .asked: .notice
                    case .failed: .bad
                    }
                let word = result.outcome == .planned ? "would be deleted" : result.outcome.rawValue
                table.add([
                    (TerminalText.escaped(result.target.job.spec.name), .plain),
                    (TerminalText.escaped(result.target.namespace.name), .plain),
                    (word, emphasis),
                ])
            }
            table.print(to: &sheet, shrinking: [0, 1])
        }
    }
}
