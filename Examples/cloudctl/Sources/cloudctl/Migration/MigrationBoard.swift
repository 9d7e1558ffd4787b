import CloudContainers
import ContainerMigration

/// How far each service of a migration is, shown while it goes on; and each event for programs.
actor MigrationBoard {
    private struct Row {
        let name: String
        var text = "waiting"
        var emphasis = Style.Emphasis.faint
        var isOver = false
        var isGood = false
        /// How many of the steps made, running and verified are behind it.
        var steps = 0
    }

    /// The steps of each service.
    private static let steps = 3
    private static let barWidth = 20

    private let session: Session
    private let isStream: Bool
    private var rows: [Row]
    private var requests = 0
    private var began: Duration?
    /// The steps that were behind the services before this run.
    private let earlier: Int

    /// Makes a board.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - state: Where it stands.
    ///   - session: The session of the target, whose time is shown.
    ///   - isStream: Whether events go to standard output too, an object a line.
    init(_ plan: MigrationPlan, _ state: MigrationState, _ session: Session, isStream: Bool) {
        self.session = session
        self.isStream = isStream
        let rows = plan.parts.map { part in
            var row = Row(name: part.key)
            let step = state[part.key].step
            if step != .notStarted { row.text = step.rawValue }
            row.steps = Self.steps(behind: step)
            if step == .verified || step == .retired {
                row.isOver = true
                row.isGood = true
                row.emphasis = .good
            }
            return row
        }
        self.rows = rows
        earlier = rows.reduce(0) { $0 + $1.steps }
    }

    private static func steps(behind step: MigrationState.Step) -> Int {
        switch step {
        case .made: 1
        case .ready: 2
        case .verified, .retired: 3
        default: 0
        }
    }

    /// Takes an event.
    func take(_ event: MigrationEvent) async {
        if isStream, let line = Self.json(event) {
            // A reader that went away is no reason to stop the work.
            try? session.console.output.write(JSONValue.object(line).text(.compact) + "\n")
        }
        switch event {
        case .namespace(let namespace, let isNew):
            if isNew { await session.screen.note("made the namespace \(TerminalText.escaped(namespace.name))") }
        case .sending(let service, let request):
            requests += 1
            if let service { await change(service, request.purpose, .notice) } else { await draw() }
        case .made(let service, _): await change(service, "made", .notice, steps: 1)
        case .status(let service, let status):
            // What is over is told by the event that follows.
            if status.state == .ready || status.state == .failed { return }
            await change(service, ServiceWords.text(status), .notice)
        case .reached(let service, let step):
            let steps = Self.steps(behind: step)
            await change(service, step.rawValue, .good, isOver: step != .ready, isGood: true, steps: steps)
        case .failed(let service, let error):
            let words = error.providerMessage ?? error.message
            await change(service, "failed: \(words)", .bad, isOver: true)
        case .kept(let service, let reason): await change(service, "kept: \(reason)", .warning, isOver: true)
        case .smokeSkipped(let service, let reason):
            await session.screen.note(TerminalText.escaped("\(service): no smoke check: \(reason)"), .warning)
        case .unreadable(let error):
            await session.screen.note("the states could not be read: \(TerminalText.escaped(error.message))", .warning)
        // Domains have a stage of their own, with a board of its own; a run has just written the secrets itself.
        case .record, .domain, .domainFailed, .answered, .secretsNotCompared: break
        @unknown default: break
        }
    }

    /// Draws the lines anew, with the time that has passed.
    func draw() async {
        guard session.screen.isLive else { return }
        let now = await session.time.now()
        began = began ?? now
        let width = rows.map { TerminalText.width(of: $0.name) }.max() ?? 0
        let over = rows.filter(\.isOver)
        let failed = over.filter { !$0.isGood }.count
        // What goes on stands below what is over, where it stays in sight, and the sum below all.
        var lines = (over + rows.filter { !$0.isOver }).map { row in
            [Sheet.Span(TerminalText.padded(row.name, to: width) + "  "), Sheet.Span(row.text, row.emphasis)]
        }
        let parts = [
            "\(over.count - failed) of \(rows.count) done", failed == 0 ? nil : "\(failed) failed",
            timeLeft(after: now - (began ?? now)).map { "about \(ServiceWords.text($0)) left" },
            "\(requests) \(requests == 1 ? "request" : "requests")", ServiceWords.text(now - (began ?? now)),
        ]
        let words = parts.compactMap(\.self).joined(separator: ", ")
        lines.append([Sheet.Span(bar, .faint), Sheet.Span(" " + words, .strong)])
        await session.screen.show(lines)
    }

    /// The steps behind all services, as a bar; what has failed takes no further step.
    private var bar: String {
        let all = rows.count * Self.steps
        let behind = rows.reduce(0) { $0 + ($1.isOver ? Self.steps : $1.steps) }
        let full = all == 0 ? Self.barWidth : behind * Self.barWidth / all
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: Self.barWidth - full) + "]"
    }

    /// What the steps that are left take, if they take as long as those of this run did; `nil` before there is one.
    private func timeLeft(after elapsed: Duration) -> Duration? {
        let done = rows.reduce(0) { $0 + $1.steps } - earlier
        let left = rows.reduce(0) { $0 + ($1.isOver ? 0 : Self.steps - $1.steps) }
        guard done > 0, left > 0 else { return nil }
        return elapsed * left / done
    }

    private func change(
        _ service: String,
        _ text: String,
        _ emphasis: Style.Emphasis,
        isOver: Bool = false,
        isGood: Bool = false,
        steps: Int = 0
    ) async {
        guard let index = rows.firstIndex(where: { $0.name == service }) else { return }
        let isNews = rows[index].text != text
        rows[index].text = text
        rows[index].emphasis = emphasis
        rows[index].isOver = isOver
        rows[index].isGood = isGood
        rows[index].steps = max(rows[index].steps, steps)
        if session.screen.isLive {
            await draw()
        } else if isNews {
            await session.screen.progress(
                TerminalText.escaped("\(service): \(text)"),
                .plain,
                ["service": .string(service), "step": .string(text)]
            )
        }
    }
}

extension MigrationBoard {
    /// An event for programs; `nil` for what is not known yet.
    static func json(_ event: MigrationEvent) -> JSONObject? {
        func object(_ name: String, _ service: String?) -> JSONObject {
            var object: JSONObject = [
                "apiVersion": JSONReport.apiVersion, "kind": "MigrationEvent", "event": .string(name),
            ]
            if let service { object.set("service", .string(service)) }
            return object
        }
        var result: JSONObject
        switch event {
        case .namespace(let namespace, let isNew):
            result = object("namespace", nil)
            result.set("namespace", .namespace(namespace))
            result.set("made", .bool(isNew))
        case .sending(let service, let request):
            result = object("sending", service)
            result.set("method", .string(request.method))
            result.set("path", .string(request.path))
            result.set("purpose", .string(request.purpose))
        case .made(let service, let id):
            result = object("made", service)
            result.set("id", .string(id.rawValue))
        case .status(let service, let status):
            result = object("status", service)
            result.set("status", .status(status))
        case .reached(let service, let step):
            result = object("reached", service)
            result.set("step", .string(step.rawValue))
        case .failed(let service, let error):
            result = object("failed", service)
            result.set("error", .failure(error))
        case .kept(let service, let reason):
            result = object("kept", service)
            result.set("reason", .string(reason))
        case .record(let service, let record, let old):
            result = object("record", service)
            result.set("record", .record(record))
            result.set("before", .record(old))
        case .domain(let service, let host, let step):
            result = object("domain", service)
            result.set("host", .string(host))
            result.set("step", .string(step.rawValue))
        case .domainFailed(let service, let host, let error):
            result = object("domainFailed", service)
            result.set("host", .string(host))
            result.set("error", .failure(error))
        case .answered(let service, let check):
            result = object("answered", service)
            result.set("path", .string(check.path))
        case .smokeSkipped(let service, let reason):
            result = object("smokeSkipped", service)
            result.set("reason", .string(reason))
        case .secretsNotCompared(let service, let names):
            result = object("secretsNotCompared", service)
            result.set("names", .array(names.map { .string($0) }))
        case .unreadable(let error):
            result = object("unreadable", nil)
            result.set("error", .failure(error))
        @unknown default: return nil
        }
        return result
    }
}
