import ArgumentParser
import CloudContainers

/// Shows what a service writes.
struct Logs: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what a service has written, and follow it if asked.",
        discussion: LiveHelp.discussion(
            """
            Lines come in the order of their instants, the latest that fit. Whatever a terminal would act on is shown as \
            \\u{…} in text, and is as it was written in JSON.

            Qovery answers the last 1000 lines of a service, whatever is asked for; more would need its websocket. Scaleway \
            keeps lines for seven days in Cockpit, and those of the last day are read without --since; reading makes a \
            token for it, which is deleted at once. Both are asked again and again by --follow, so that a line comes up to 5 \
            seconds late, at Qovery 10, beside the time that the provider itself takes.

            The JSON holds service and lines: for each time, message, id, instance, stream, level, as far as the provider \
            says so.
            """
        )
    )

    @OptionGroup var choice: ServiceArgument

    @Flag(name: .shortAndLong, help: "Go on with new lines until Ctrl-C, which ends it with status 130.")
    var follow = false

    @Option(
        help: ArgumentHelp("Only lines since then: 10m ago, or an instant.", valueName: "duration|instant"),
        transform: Moment.parse
    )
    var since: Moment?

    @Option(
        help: ArgumentHelp("Only lines before then: 10m ago, or an instant.", valueName: "duration|instant"),
        transform: Moment.parse
    )
    var until: Moment?

    @Option(
        help: ArgumentHelp(
            "The most lines to read, the latest; --grep chooses among them. Else \(Self.usualLimit).",
            valueName: "number"
        ),
        transform: Self.count
    )
    var limit: Int?

    @Option(help: ArgumentHelp("Only lines that hold this text, letter by letter.", valueName: "text"))
    var grep: String?

    @Flag(inversion: .prefixedNo, help: "Show the instant before each line, in UTC.")
    var timestamps = true

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    private static let usualLimit = 1000

    func validate() throws {
        if format.jsonInto != nil { throw ValidationError("Lines have no --json-into; take -o jsonl.") }
        guard follow else { return }
        if until != nil { throw ValidationError("--until has no meaning with --follow.") }
        switch format.form {
        case .json, .yaml, .field:
            throw ValidationError("a document would never end with --follow; take -o jsonl.")
        case .table, .wide, .jsonl, .name, .columns: break
        }
    }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            guard let logs = session.service.logs else {
                throw Failure(
                    .failed,
                    "\(session.provider.name) does not tell what services write",
                    advice: "cloudctl providers shows what each provider can do."
                )
            }
            let query = try await query(session)
            let target = try await choice.target(in: session)
            let text = LogText(
                form: format.form,
                hasTimestamps: timestamps,
                head: ["service": .object(JSONValue.identity(target))],
                session: session
            )
            let isText = format.form.isForPeople && !printing.quiet
            if follow {
                return try await console.fencing(console.output, isNeeded: isText) {
                    try await follow(logs, target.container.id, query, text, session)
                }
            }
            let lines = try await logs.logs(of: target.container.id, query)
            let chosen = lines.filter(isWanted)
            try await console.fencing(console.output, isNeeded: isText) { try text.print(chosen) }
            if format.form.isForPeople {
                if chosen.isEmpty { await session.screen.note("There are no such lines.", .faint) }
                if limit == nil, lines.count == query.limit {
                    let words =
                        "Only the latest \(lines.count) lines were read; --limit reads more, where there are more."
                    await session.screen.note(words, .faint)
                }
            }
            return .done
        }
    }

    private func follow(
        _ logs: any LogService,
        _ id: Container.ID,
        _ query: LogQuery,
        _ text: LogText,
        _ session: Session
    ) async throws -> ExitStatus {
        if let time = session.time as? SimulationTime {
            await session.screen.note("The sample services write nothing new; Ctrl-C ends this.", .faint)
            // While it only moves by waits, nothing would ever wait.
            if !session.screen.isLive { await time.run(times: 1) }
        }
        // A provider that counts requests is asked half as often.
        let interval = Duration.seconds(session.provider.dialect.capabilities.requestLimit == nil ? 5 : 10)
        for try await line in logs.following(id, query, every: interval, time: session.time) where isWanted(line) {
            try text.print([line])
        }
        return .done
    }

    private func query(_ session: Session) async throws -> LogQuery {
        let now = await session.time.wallClock()
        let query = LogQuery(
            since: since?.timestamp(at: now),
            until: until?.timestamp(at: now),
            limit: limit ?? Self.usualLimit
        )
        if let since = query.since, let until = query.until, since >= until {
            throw Failure(.wrongUse, "--since is not before --until", advice: "Durations count back from now.")
        }
        return query
    }

    private func isWanted(_ line: LogEntry) -> Bool { grep.map { line.message.contains($0) } ?? true }

    /// Reads a number of lines.
    static let count: @Sendable (String) throws -> Int = { text in
        guard let count = Int(text), count > 0, count <= 100_000 else {
            throw ValidationError("a number of lines is from 1 to 100000")
        }
        return count
    }
}
