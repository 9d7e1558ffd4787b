import CloudContainers

/// How far each container of a wait has come, shown on the screen while it goes on.
actor ProgressBoard {
    /// How a wait for one container ended.
    enum Ending: Sendable {
        /// It reached the goal.
        case reached
        /// It cannot.
        case failed(ContainerServiceError)
    }

    private struct Row {
        var target: LocatedContainer
        var text = "waiting"
        var emphasis = Style.Emphasis.faint
        var status: ContainerStatus?
        var ending: Ending?
        var after: Duration?
    }

    private let screen: Screen
    private let goal: WaitGoal
    private let time: any TimeSource
    private var rows: [Row]
    private var began: Duration?
    private var lastSaid: Duration?

    init(_ targets: [LocatedContainer], until goal: WaitGoal, on screen: Screen, _ time: any TimeSource) {
        self.screen = screen
        self.goal = goal
        self.time = time
        rows = targets.map { Row(target: $0) }
    }

    /// How the wait for a container ended, and after which time.
    func ending(of id: Container.ID) -> (ending: Ending?, after: Duration?) {
        let row = rows.first { $0.target.container.id == id }
        return (row?.ending, row?.after)
    }

    /// Takes an event of a wait.
    func take(_ event: WaitEvent) async {
        switch event {
        case .status(let id, let status, let elapsed):
            // What is reached or has failed is told by the event that follows.
            let isOver = !status.isOfEarlierDeployment && (status.state == .failed || status.state == goal.state)
            await change(id, ServiceWords.text(status), ServiceWords.emphasis(status.state), elapsed, tells: !isOver) {
                $0.status = status
            }
        case .reached(let id, let elapsed):
            await change(id, goal.word, .good, elapsed) { row in
                row.ending = .reached
                row.after = elapsed
            }
        case .failed(let id, let error, let elapsed):
            let words = error.providerMessage.map { ": " + TerminalText.escaped($0) } ?? ""
            await change(id, "failed\(words)", .bad, elapsed) { row in
                row.ending = .failed(error)
                row.after = elapsed
            }
        case .unreadable(let error, _):
            await screen.note("the status could not be read: \(TerminalText.escaped(error.message))", .warning)
        @unknown default: break
        }
    }

    /// Writes a change of a status as a line for programs; what is no change is none.
    ///
    /// - Throws: ``Failure`` if it cannot be written.
    static func write(
        _ event: WaitEvent,
        of targets: [LocatedContainer],
        _ provider: String,
        to output: Console.Output
    ) throws {
        guard case .status(let id, let status, let elapsed) = event,
            let target = targets.first(where: { $0.container.id == id })
        else { return }
        var object = JSONValue.identity(target)
        object.set("status", .status(status))
        object.set("after", .seconds(elapsed))
        try Listing.write(.object(object), "StatusChange", provider, to: output)
    }

    /// Takes an error that ended the wait for containers before they were done.
    func take(_ error: ContainerServiceError, for ids: [Container.ID], after limit: Duration) async {
        for index in rows.indices where ids.contains(rows[index].target.container.id) && rows[index].ending == nil {
            var error = error
            if error.code == .timedOut {
                let state = rows[index].status.map { ServiceWords.text($0) } ?? "unknown"
                error.message =
                    "\(rows[index].target.title) is not \(goal.word) after \(limit.text), it is \(state)"
            }
            rows[index].ending = .failed(error)
            rows[index].text = error.code == .timedOut ? "timed out" : "failed"
            rows[index].emphasis = .bad
        }
        await draw()
    }

    /// Draws the lines anew, with the time that has passed.
    func draw() async {
        guard screen.isLive else { return }
        let now = await time.now()
        let elapsed = now - (began ?? now)
        began = began ?? now
        let width = rows.map { TerminalText.width(of: $0.target.title) }.max() ?? 0
        // What goes on stands below what is over, where it stays in sight.
        let ordered = rows.filter { $0.ending != nil } + rows.filter { $0.ending == nil }
        await screen.show(
            ordered.map { row in
                [
                    Sheet.Span(TerminalText.padded(row.target.title, to: width) + "  "),
                    Sheet.Span(row.text, row.emphasis),
                    Sheet.Span(", \(ServiceWords.text(row.after ?? elapsed))", .faint),
                ]
            }
        )
    }

    /// Says how it stands where nothing was said for a while, so that nobody takes the silence for the end.
    func remind() async {
        let now = await time.now()
        began = began ?? now
        // The look after this one would come too late.
        guard let began, now - (lastSaid ?? began) > Self.longestSilence - Self.reminderInterval else { return }
        for row in rows where row.ending == nil { await say(row, after: now - began) }
    }

    /// The longest time without a line.
    static let longestSilence = Duration.seconds(10)
    /// The time between two looks whether a line is due.
    static let reminderInterval = Duration.seconds(1)

    private func say(_ row: Row, after elapsed: Duration) async {
        lastSaid = await time.now()
        let fields: JSONObject = [
            "service": .string(row.target.path), "state": .optional(row.status?.state.rawValue),
            "after": .seconds(elapsed),
        ]
        await screen.progress(
            "\(row.target.title): \(row.text), \(ServiceWords.text(elapsed))",
            .plain,
            fields
        )
    }

    private func change(
        _ id: Container.ID,
        _ text: String,
        _ emphasis: Style.Emphasis,
        _ elapsed: Duration,
        tells: Bool = true,
        _ body: (inout Row) -> Void
    ) async {
        guard let index = rows.firstIndex(where: { $0.target.container.id == id }) else { return }
        body(&rows[index])
        if !tells { return }
        let isNews = rows[index].text != text
        rows[index].text = text
        rows[index].emphasis = emphasis
        if screen.isLive {
            await draw()
        } else if isNews {
            await say(rows[index], after: elapsed)
        }
    }
}

extension WaitGoal {
    /// The state that is waited for; `nil` where nothing is left that could have one.
    var state: ContainerStatus.State? {
        switch self {
        case .ready: .ready
        case .stopped: .stopped
        case .gone: nil
        }
    }

    /// The state that is waited for, in a word.
    var word: String {
        switch self {
        case .ready: "ready"
        case .stopped: "stopped"
        case .gone: "deleted"
        }
    }
}
