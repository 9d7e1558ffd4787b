import CloudContainers

/// Something that must not happen in a migration, and did.
struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The rules, each of which one broken history shows.
    enum Rule: String, CaseIterable, Sendable {
        case sourceOnlyRead = "the source is only read before it is retired"
        case sourceUnchanged = "the source is what it was"
        case everyServiceOnce = "every service is on the target exactly once, and nothing else is"
        case marked = "every service carries the mark of its migration"
        case intentFirst = "no request that writes leaves before its intent is on disk"
        case oneEffect = "an intent has one effect at most"
        case nothingAfterTheEnd =
            "a process that has lost its journal changes nothing, and one that was cancelled sends nothing"
        case nothingNewAfterStop = "no service is begun after a wish to stop"
        case asUndisturbed = "the end is that of an undisturbed run"
    }

    var rule: Rule
    var words: String

    var description: String { "\(rule.rawValue): \(words)" }
}

/// Judges a migration by its history and its end alone; it knows the lines of a journal, and nothing of who wrote them.
struct HistoryChecker: Sendable {
    /// The names of the services that were to move.
    var names: [String]
    /// The mark of the migration.
    var owner: String
    /// The source before it.
    var sourceBefore: FinalState
    /// What an undisturbed run has left; `nil` where that is not known.
    var undisturbed: FinalState?

    func violations(_ history: MigrationHistory, source: FinalState, target: FinalState) -> [Violation] {
        var judge = Judge()
        for entry in history.entries { judge.take(entry) }
        return judge.violations + ends(source: source, target: target)
    }

    private func ends(source: FinalState, target: FinalState) -> [Violation] {
        var result: [Violation] = []
        if source != sourceBefore {
            result.append(Violation(rule: .sourceUnchanged, words: difference(source, sourceBefore)))
        }
        let found = target.services.map(\.name).sorted()
        if found != names.sorted() { result.append(Violation(rule: .everyServiceOnce, words: "\(found)")) }
        for service in target.services where service.owner != owner {
            result.append(Violation(rule: .marked, words: "\(service.name) has \(service.owner ?? "none")"))
        }
        if let undisturbed, undisturbed.withoutOwners != target.withoutOwners {
            let words = difference(target.withoutOwners, undisturbed.withoutOwners)
            result.append(Violation(rule: .asUndisturbed, words: words))
        }
        return result
    }

    private func difference(_ now: FinalState, _ before: FinalState) -> String {
        let (now, before) = (Set(now.services), Set(before.services))
        func words(_ services: Set<FinalState.Service>) -> String {
            services.sorted { $0.name < $1.name }.map { "\($0.name): \($0.payload.text(.compact))" }
                .joined(separator: "\n")
        }
        return "\(words(now.subtracting(before)))\nis not\n\(words(before.subtracting(now)))"
    }
}

extension FinalState {
    /// The state without the names of the migrations, which are others in each account.
    fileprivate var withoutOwners: FinalState {
        FinalState(
            services.map { service in
                var service = service
                service.payload = service.payload.replacing(service.owner ?? "no owner", with: "the mark")
                service.owner = nil
                return service
            }
        )
    }
}

extension JSONValue {
    fileprivate func replacing(_ text: String, with other: String) -> JSONValue {
        switch content {
        case .null, .bool, .number: self
        case .string(let own): .string(own.replacing(text, with: other))
        case .array(let elements): .array(elements.map { $0.replacing(text, with: other) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { .init(name: $0.name, value: $0.value.replacing(text, with: other)) }
                )
            )
        }
    }
}

/// Reads a history from its beginning.
private struct Judge {
    /// An intent of the process that runs: what is to be sent, and for which service.
    private struct Intent {
        var method: String
        /// The path, or a word where the provider chooses the path.
        var path: String
        var purpose: String
        /// The paths on which it has had an effect.
        var effects: Set<String> = []

        /// Whether a request is the one that was meant.
        func means(_ call: MigrationHistory.Call) -> Bool {
            if path.hasPrefix("/") { return method == call.method && purpose == call.operation }
            // A job goes with its schedules first, and with its runs.
            return method == call.method || (method == "DELETE" && path == "job" && call.path.contains("/job-"))
        }
    }

    private(set) var violations: [Violation] = []
    private var intents: [Intent] = []
    private var underWay: [Int: MigrationHistory.Call] = [:]
    private var begun: Set<String> = []
    private var begunBeforeStop: Set<String>?
    private var hasEnded = false
    private var isCancelled = false
    private var isRetiring = false

    private mutating func report(_ rule: Violation.Rule, _ words: String) {
        violations.append(Violation(rule: rule, words: words))
    }

    mutating func take(_ entry: MigrationHistory.Entry) {
        switch entry {
        case .began:
            // What an earlier process meant to do is not what this one does.
            intents = []
            underWay = [:]
            hasEnded = false
            isCancelled = false
            begunBeforeStop = nil
        case .noted(let line): note(line)
        case .sent(let call): send(call)
        case .answered(let number, let status): answer(number, status)
        case .killed: hasEnded = true
        case .cancelled: isCancelled = true
        case .stopAsked: begunBeforeStop = begun
        case .retiring: isRetiring = true
        }
    }

    private mutating func note(_ line: String) {
        guard let record = try? JSONDocument(parsing: line).root, record["event"]?.string == "willSend" else { return }
        let words = (record["request"]?.string ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return report(.intentFirst, "an intent names no request: \(line)") }
        intents.append(Intent(method: words[0], path: words[1], purpose: record["text"]?.string ?? ""))
        guard let service = record["service"]?.string else { return }
        if let known = begunBeforeStop, !known.contains(service) { report(.nothingNewAfterStop, service) }
        begun.insert(service)
    }

    private mutating func send(_ call: MigrationHistory.Call) {
        // Without its disk a process may still look; one that was cancelled does nothing at all.
        if isCancelled || (hasEnded && call.isWrite) { report(.nothingAfterTheEnd, call.words) }
        guard call.isWrite else { return }
        underWay[call.number] = call
        if call.side == .source {
            if !isRetiring { report(.sourceOnlyRead, call.words) }
        } else if !intents.contains(where: { $0.means(call) }) {
            report(.intentFirst, call.words)
        }
    }

    private mutating func answer(_ number: Int, _ status: Int) {
        // What is sent twice may come to the same; what makes or starts something may not.
        guard let call = underWay.removeValue(forKey: number), call.method == "POST", status < 300 else { return }
        let fitting = intents.indices.filter { intents[$0].means(call) }
        guard !fitting.isEmpty else { return }
        let free = fitting.first { !intents[$0].effects.contains(call.path) }
        guard let free else { return report(.oneEffect, call.words) }
        intents[free].effects.insert(call.path)
    }
}
