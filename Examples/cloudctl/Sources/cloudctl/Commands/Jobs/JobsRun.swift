import ArgumentParser
import CloudContainers

/// Starts a job now.
struct JobsRun: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start a job now, whatever its schedules say, and wait for the run if asked.",
        discussion: LiveHelp.discussion(
            """
            With --wait the state, the exit code and the reason of the run are told when it has ended; one that failed shows \
            its last lines, and the status is 1. It is 124 when the time ran out, and the run goes on.

            Another command, other variables and several copies are for this run only, and Scaleway's alone: Qovery runs \
            what the job has for its schedule or for an event, which --event names. Values that are secret are for no command \
            line; make them secrets of the job.

            The JSON holds job (id, name, namespace) and runs: for each \(RunText.fields).
            """
        )
    )

    @OptionGroup var choice: JobChoice

    @Flag(help: "Wait until the run has ended, and show the progress on standard error.")
    var wait = false

    @Option(
        help: ArgumentHelp("The longest wait, such as 90s or 10m; without it there is none.", valueName: "duration"),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @Option(
        name: .customLong("command"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A word of the command to run instead; give it again for each.", valueName: "word")
    )
    var command: [String] = []

    @Option(
        name: .customLong("argument"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("An argument to run with instead; give it again for each.", valueName: "word")
    )
    var arguments: [String] = []

    @Option(
        name: .customLong("variable"),
        help: ArgumentHelp("A plain variable that is added or replaced.", valueName: "name=value"),
        transform: NameArguments.pair("NAME=VALUE")
    )
    var variables: [(name: String, value: String)] = []

    @Option(help: ArgumentHelp("How many runs to start at once.", valueName: "number"), transform: Self.count)
    var copies: InstanceCount?

    @Option(
        help: ArgumentHelp(
            "The event to run the job for: \(JobEvent.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "event"
        ),
        completion: .list(JobEvent.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(JobEvent.allCases.map(\.rawValue), "event")
    )
    var event: String?

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if timeout != nil, !wait { throw ValidationError("--timeout has no meaning without --wait.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.withJobs(provider, printing, on: console) { session, jobs in
            let target = try await choice.target(in: session, jobs)
            if dryRun {
                await session.screen.note("\(target.title): would be started")
                return .done
            }
            var runs = try await jobs.startJob(target.job.id, start)
            let watch = JobWatch(target, jobs, session)
            if wait { runs = try await watch.end(of: runs, within: timeout) }
            try RunText(target: target, runs: runs).listing.print(format.form(printing), session)
            guard wait, let failed = runs.first(where: { $0.state != .succeeded }) else { return .done }
            await watch.showLastLines(of: failed)
            throw Failure(
                .failed,
                "\(target.title): the run \(TerminalText.escaped(failed.id.rawValue)) \(RunText.words(failed))",
                advice: failed.reason.map { advice(for: $0, session) }
            )
        }
    }

    private var start: JobStart {
        var start = JobStart()
        start.command = JobCommand(command: command, arguments: arguments)
        for variable in variables { start.variables[variable.name] = variable.value }
        start.copies = copies
        start.event = event.flatMap(JobEvent.init)
        return start
    }

    /// What to do about a run that did not end well.
    private func advice(for reason: JobRun.Reason, _ session: Session) -> String {
        switch reason {
        case .timeLimit: "Give the job a longer time limit, or less to do."
        case .memory: "Give the job more memory."
        case .storage: "Give the job more ephemeral storage."
        case .image: "Check the image's name and tag, and that the provider may pull it."
        case .secret: "Check the job's secrets with \(choice.command("jobs get", in: session))."
        case .quota: "Delete what is not needed, or ask the provider for a larger quota."
        case .stopped: "Start it again with \(choice.command("jobs run", in: session))."
        default: "\(choice.command("jobs logs", in: session)) shows what it wrote."
        }
    }

    private static let count: @Sendable (String) throws -> InstanceCount = { text in
        guard let number = UInt32(text), number > 0, number <= 1000 else {
            throw ValidationError("a number of copies is from 1 to 1000")
        }
        return .of(number)
    }
}
