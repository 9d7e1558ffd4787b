import ArgumentParser
import CloudContainers

/// Shows the states of services.
struct Status: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the states of services, and wait for them if asked.",
        discussion: LiveHelp.discussion(
            """
            The JSON holds services: for each id, name, namespace, status (state, providerState, message, \
            queuedDeployments). With --wait it is that of deploy, and so is the status. --watch is --wait that tells more: with \
            -o jsonl each change is a line (StatusChange: id, name, namespace, status, after in seconds) before those of the \
            result. --interval says how often to look; never more often than the provider's limit of requests allows.
            """
        )
    )

    @Argument(
        help: ArgumentHelp("Services; all when left out.", valueName: "name|id"),
        completion: LiveCompletion.services.kind
    )
    var names: [String] = []

    @Option(
        help: ArgumentHelp("Only the services of this namespace.", valueName: "name|id"),
        completion: LiveCompletion.namespaces.kind
    )
    var namespace: String?

    @Flag(
        name: [.customLong("wait"), .customLong("watch")],
        help: "Watch them until all are ready: the progress goes to standard error, the result follows."
    )
    var wait = false

    @Option(
        help: ArgumentHelp(
            "The longest wait, such as 90s or 10m, 0 for no limit; else what the provider needs.",
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @Option(
        help: ArgumentHelp(
            "The time between two looks, such as 10s; without it 2 to 15 seconds.",
            valueName: "duration"
        ),
        transform: DurationArgument.duration
    )
    var interval: Duration?

    @OptionGroup var format: FormOptions
    @OptionGroup var progress: ProgressOption
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if timeout != nil, !wait { throw ValidationError("--timeout has no meaning without --wait.") }
        if interval != nil, !wait { throw ValidationError("--interval has no meaning without --watch.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let targets =
                names.isEmpty
                ? try await session.containers(in: namespace)
                : try await session.containers(named: names, in: namespace)
            if wait {
                let output = format.form == .jsonl ? console.output : nil
                let results = try await session.wait(
                    for: targets,
                    until: .ready,
                    after: [:],
                    limit: timeout,
                    every: try await allowed(interval, of: targets, session),
                    changesTo: output
                )
                let report = OperationReport(operation: "wait", doneWord: WaitGoal.ready.word, results: results)
                if !printing.quiet { try report.listing.print(format.form, session) }
                if let failure = report.failure(session.provider) { throw failure }
                return .done
            }
            if printing.quiet { return .done }
            try Listing(
                kind: "StatusList",
                elementKind: "Status",
                member: "services",
                elements: targets.map { target in
                    var object = JSONValue.identity(target)
                    object.set("status", .status(target.container.status))
                    return .object(object)
                },
                names: targets.map(\.path)
            ) { Self.addTable(targets, to: &$0) }.print(format.form, session)
            return .done
        }
    }

    /// The time between two looks, longer than it was asked for where the provider counts requests.
    private func allowed(
        _ interval: Duration?,
        of targets: [LocatedContainer],
        _ session: Session
    ) async throws -> Duration? {
        guard let interval else { return nil }
        let namespaces = Set(targets.map(\.namespace.id)).count
        let limit = session.provider.dialect.capabilities.requestLimit
        // A look is one request for each namespace.
        let least = limit.map { $0.period * max(namespaces, 1) / $0.requests } ?? .seconds(1)
        guard interval < least else { return interval }
        let reason = limit.map { ", since \(session.provider.name) allows \($0)" } ?? ""
        await session.screen.note("looking each \(least.text)\(reason)", .notice)
        return least
    }

    private static func addTable(_ targets: [LocatedContainer], to sheet: inout Sheet) {
        if targets.isEmpty { return sheet.paragraph("There are no services.") }
        var table = Table(["name", "namespace", "state"] + (sheet.isWide ? ["id"] : []))
        for target in targets {
            let status = target.container.status
            var cells = [
                (TerminalText.escaped(target.container.spec.name), Style.Emphasis.plain),
                (TerminalText.escaped(target.namespace.name), .plain),
                (ServiceWords.text(status), ServiceWords.emphasis(status.state)),
            ]
            if sheet.isWide { cells.append((TerminalText.escaped(target.container.id.rawValue), .faint)) }
            table.add(cells)
        }
        table.print(to: &sheet, shrinking: [0, 1])
        for target in targets {
            guard let message = target.container.status.message else { continue }
            sheet.space()
            sheet.paragraph(
                [.init("\(target.title): ", .strong), .init(TerminalText.escaped(message))],
                hanging: 2
            )
        }
    }
}
