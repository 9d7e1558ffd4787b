import CloudContainers

/// What became of one container in a command that changes something or waits.
struct OperationResult: Sendable {
    /// The ways it can end.
    enum Outcome: String, Sendable {
        /// It is as it was asked to be.
        case done
        /// It is not, and will not be.
        case failed
        /// It is not yet, and the time ran out.
        case timedOut = "timed out"
        /// The provider took the request, and nobody waited.
        case asked
        /// It is being asked for; nobody knows whether the request arrived.
        case sending = "unknown"
        /// It was not asked for, since what came before it failed for all.
        case notBegun = "not begun"
        /// There was nothing to do.
        case unchanged
        /// It would be asked for.
        case planned
    }

    /// The container.
    var target: LocatedContainer
    /// How it ended.
    var outcome: Outcome
    /// The time it took.
    var after: Duration?
    /// Why it failed.
    var error: ContainerServiceError?

    /// Makes a result.
    init(_ target: LocatedContainer, _ outcome: Outcome, after: Duration? = nil, error: ContainerServiceError? = nil) {
        self.target = target
        self.outcome = outcome
        self.after = after
        self.error = error
    }

    /// The result for programs.
    var json: JSONValue {
        var object = JSONValue.identity(target)
        object.set("outcome", .string(outcome.rawValue))
        object.set("after", after.map(JSONValue.seconds) ?? .null)
        object.set("endpoints", .array(target.container.endpoints.map { .endpoint($0) }))
        object.set("error", error.map(JSONValue.failure) ?? .null)
        return .object(object)
    }
}

/// What became of all containers of a command.
struct OperationReport {
    /// What was asked: `deploy`, `stop`.
    var operation: String
    /// The word for a container that is as it was asked to be.
    var doneWord: String
    /// The results, in the order of the command line.
    var results: [OperationResult]

    /// The same as a listing.
    var listing: Listing {
        Listing(
            kind: "OperationReport",
            elementKind: "OperationResult",
            member: "services",
            head: ["operation": .string(operation), "result": .string(verdict)],
            elements: results.map(\.json),
            names: results.map(\.target.path)
        ) { sheet in
            if results.isEmpty { return sheet.paragraph("There are no services.") }
            var table = Table(["name", "namespace", "result", "after"] + (sheet.isWide ? ["id"] : []))
            for result in results {
                var cells = [
                    (TerminalText.escaped(result.target.container.spec.name), Style.Emphasis.plain),
                    (TerminalText.escaped(result.target.namespace.name), .plain),
                    (word(result), emphasis(result)),
                    (result.after.map { ServiceWords.text($0) } ?? "-", .faint),
                ]
                if sheet.isWide { cells.append((TerminalText.escaped(result.target.container.id.rawValue), .faint)) }
                table.add(cells)
            }
            table.print(to: &sheet, shrinking: [0, 1])
        }
    }

    /// The last lines for people.
    func closing(after elapsed: Duration, _ goal: WaitGoal) -> ClosingWords {
        var closing = ClosingWords(results.map(word), elapsed: elapsed)
        let done = results.filter { $0.outcome == .done }
        if goal == .ready {
            closing.addresses = done.map { ($0.target.name, $0.target.container.endpoints.map(\.url)) }
        }
        if let failed = results.first(where: { $0.error != nil }) {
            closing.next = "describe \(ShellExport.quoted(failed.target.path))"
        } else if let asked = results.first(where: { $0.outcome == .asked }) {
            closing.next = goal == .ready ? "status \(ShellExport.quoted(asked.target.path)) --wait" : "status"
        } else if let first = done.first {
            closing.next = goal == .ready ? "logs \(ShellExport.quoted(first.target.path)) --follow" : nil
        }
        return closing
    }

    /// The failures, with the status of the whole.
    ///
    /// - Returns: `nil` where nothing failed.
    func failure(_ provider: any CloudProvider) -> Failure? {
        let failed = results.filter { $0.error != nil }
        guard !failed.isEmpty else { return nil }
        let statuses = Set(failed.compactMap(\.error).map { ExitStatus($0) })
        var status = statuses.count == 1 ? statuses.first ?? .failed : .failed
        if results.contains(where: { [.done, .asked, .notBegun].contains($0.outcome) }) { status = .partlyDone }
        // Without a credential nothing goes on, whatever was done before.
        if failed.contains(where: { $0.error?.code == .unauthenticated }) { status = .noCredential }
        let reports = failed.compactMap { result in
            result.error.map { ServiceErrorReport($0, about: result.target.title, provider: provider) }
        }
        return Failure(status, reports)
    }

    private var verdict: String {
        let failed = results.filter { $0.error != nil }.count
        if failed == 0 { return "done" }
        let isPartly = results.contains { [.done, .asked, .notBegun].contains($0.outcome) }
        return isPartly ? "partly done" : "failed"
    }

    private func word(_ result: OperationResult) -> String {
        switch result.outcome {
        case .done: doneWord
        case .planned: "would \(operation)"
        case .asked: "asked to \(operation)"
        default: result.outcome.rawValue
        }
    }

    private func emphasis(_ result: OperationResult) -> Style.Emphasis {
        switch result.outcome {
        case .done: .good
        case .failed, .timedOut: .bad
        case .asked, .planned, .sending, .notBegun: .notice
        case .unchanged: .faint
        }
    }
}
