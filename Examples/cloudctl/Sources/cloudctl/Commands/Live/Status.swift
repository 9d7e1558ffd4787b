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
            queuedDeployments). With --wait it is that of deploy, and so is the status.
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

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws {
        if timeout != nil, !wait { throw ValidationError("--timeout has no meaning without --wait.") }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let targets =
                names.isEmpty
                ? try await session.containers(in: namespace)
                : try await session.containers(named: names, in: namespace)
            if wait {
                let results = try await session.wait(for: targets, until: .ready, after: [:], limit: timeout)
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
