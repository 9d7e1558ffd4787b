import CloudContainers

/// Runs of a job in every form.
struct RunText {
    /// The job.
    var target: LocatedJob
    /// The runs.
    var runs: [JobRun]

    /// What the help of every command about runs says of its JSON.
    static let fields = """
        id, state (\(JobRun.State.allCases.map(\.rawValue).joined(separator: ", "))), providerState, reason \
        (\(JobRun.Reason.allCases.map(\.rawValue).joined(separator: ", "))), message, exitCode, attempts, createdAt, \
        startedAt, endedAt
        """

    /// The same as a listing.
    var listing: Listing {
        Listing(
            kind: "JobRunList",
            elementKind: "JobRun",
            member: "runs",
            head: ["job": .object(target.identity)],
            elements: runs.map(Self.json),
            names: runs.map(\.id.rawValue),
            table: addTable
        )
    }

    private func addTable(to sheet: inout Sheet) {
        if runs.isEmpty { return sheet.paragraph("\(target.title) has no runs.") }
        let isWide = sheet.isWide
        var table = Table(["run", "state", "began", "took"] + (isWide ? ["created", "started", "ended"] : []))
        for run in runs {
            let start = (run.startedAt ?? run.createdAt).map { "\($0)" }
            var cells = [
                (TerminalText.escaped(run.id.rawValue), Style.Emphasis.plain),
                (isWide ? Self.words(run) : Self.summary(of: run), Self.emphasis(run.state)),
                (start.map { "\($0.prefix(10)) \($0.dropFirst(11).prefix(5))" } ?? "-", .plain),
                (Self.length(of: run) ?? "-", .plain),
            ]
            if isWide {
                cells += [run.createdAt, run.startedAt, run.endedAt].map { ($0?.description ?? "-", .faint) }
            }
            table.add(cells)
        }
        // An identifier that is cut cannot be copied.
        table.print(to: &sheet, shrinking: [1])
        for run in runs {
            guard let message = run.message else { continue }
            sheet.space()
            sheet.paragraph(
                [.init("\(TerminalText.escaped(run.id.rawValue)): ", .strong), .init(TerminalText.escaped(message))],
                hanging: 2
            )
        }
    }

    /// How a run ended, or what it does: `failed: exit code 3`.
    static func words(_ run: JobRun) -> String { ending(of: run).map { "\(state(of: run)): \($0)" } ?? state(of: run) }

    /// The state and the ending in few columns: `failed (exit 3)`.
    private static func summary(of run: JobRun) -> String {
        guard let ending = ending(of: run), run.state != .succeeded else { return run.state.rawValue }
        return "\(run.state.rawValue) (\(ending.replacing("exit code ", with: "exit ")))"
    }

    /// The reason and the exit code, as far as they say more than the state.
    private static func ending(of run: JobRun) -> String? {
        guard run.state.isFinal else { return nil }
        let code = run.exitCode.map { "exit code \($0)" }
        switch run.reason {
        case .exitCode?: return code ?? run.reason?.rawValue
        case nil, .stopped?, .provider?: return code
        case let reason?: return [reason.rawValue, code].compactMap(\.self).joined(separator: ", ")
        }
    }

    /// The state with the provider's own word, where that says more.
    private static func state(of run: JobRun) -> String {
        let word = TerminalText.escaped(run.providerWord)
        return word.lowercased() == run.state.rawValue ? word.lowercased() : "\(run.state.rawValue) (\(word))"
    }

    /// How a state stands out.
    static func emphasis(_ state: JobRun.State) -> Style.Emphasis {
        switch state {
        case .succeeded: .good
        case .failed: .bad
        case .waiting, .running, .stopping: .notice
        default: .warning
        }
    }

    private static func length(of run: JobRun) -> String? {
        guard let start = run.startedAt ?? run.createdAt, let end = run.endedAt, end >= start else { return nil }
        return Duration.seconds(end.seconds - start.seconds).text
    }

    /// A run, for programs.
    static func json(_ run: JobRun) -> JSONValue {
        [
            "id": .string(run.id.rawValue), "state": .string(run.state.rawValue),
            "providerState": .string(run.providerWord), "reason": .optional(run.reason?.rawValue),
            "message": .optional(run.message), "exitCode": run.exitCode.map { .number($0) } ?? .null,
            "attempts": run.attempts.map { .number(Int($0.value)) } ?? .null,
            "createdAt": .optional(run.createdAt?.description), "startedAt": .optional(run.startedAt?.description),
            "endedAt": .optional(run.endedAt?.description),
        ]
    }
}
