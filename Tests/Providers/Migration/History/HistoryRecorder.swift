import CloudContainers
import ContainerMigration
import Testing

/// Keeps what happens at the edges of a migration: what its simulators see, and what its disk holds.
actor HistoryRecorder {
    private(set) var history = MigrationHistory()
    private var count = 0

    private var isDead = false

    func add(_ entry: MigrationHistory.Entry) {
        if case .began = entry { isDead = false }
        history.entries.append(entry)
    }

    /// The process has ended: what it was about to send never leaves.
    func kill() {
        isDead = true
        add(.killed)
    }

    fileprivate func begin(_ request: HTTPRequest, _ side: MigrationHistory.Side) throws -> Int {
        if isDead { throw DyingProcess.End() }
        // Here nothing comes between the look and the note: what was on its way is not sent after a cancellation.
        try Task.checkCancellation()
        count += 1
        let call = MigrationHistory.Call(
            number: count,
            side: side,
            method: request.method.rawValue,
            path: request.path,
            operation: request.operation
        )
        add(.sent(call))
        return count
    }
}

/// A transport right before a simulator, so that what went wrong on the way does not count as sent.
struct RecordedTransport: HTTPTransport {
    let wrapped: any HTTPTransport
    let side: MigrationHistory.Side
    let recorder: HistoryRecorder

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let number = try await recorder.begin(request, side)
        let response = try await wrapped.send(request)
        await recorder.add(.answered(number, status: response.status))
        return response
    }
}

/// A journal whose lines are kept once they are on disk.
struct RecordedStorage: JournalStorage {
    let wrapped: any JournalStorage
    let recorder: HistoryRecorder

    func read() async throws -> [UInt8] { try await wrapped.read() }
    func truncate(to count: Int) async throws { try await wrapped.truncate(to: count) }

    func append(_ bytes: [UInt8]) async throws {
        do {
            try await wrapped.append(bytes)
        } catch {
            await recorder.add(.killed)
            throw error
        }
        await recorder.add(.noted(String(decoding: bytes, as: UTF8.self)))
    }
}

/// A move whose history is kept.
struct WatchedMove: Sendable {
    let move: Move
    let plan: MigrationPlan
    let recorder = HistoryRecorder()
    /// The source before the migration.
    let before: FinalState

    init(
        _ count: Int,
        jobs: Int = 0,
        from provider: Provider,
        to other: Provider,
        seed: UInt64 = 1
    ) async throws {
        try await self.init(Move(count, jobs: jobs, from: provider, to: other, seed: seed))
    }

    init(_ move: Move) async throws {
        self.move = move
        plan = try await move.plan()
        before = try await FinalState(of: move.source.service, namespace: move.namespace.name)
    }

    /// What stands before a simulator.
    func recorded(_ side: MigrationHistory.Side) -> RecordedTransport {
        RecordedTransport(wrapped: account(side).faults, side: side, recorder: recorder)
    }

    func account(_ side: MigrationHistory.Side) -> Account { side == .source ? move.source : move.target }

    /// A process that goes on with what a journal holds; the closure gives what stands before each simulator.
    func process(
        _ storage: any JournalStorage,
        concurrency: Int = 4,
        waiting: WaitOptions? = nil,
        stopsAtFailure: Bool = false,
        _ wrapping: (RecordedTransport, Account) -> any HTTPTransport = { recorded, _ in recorded }
    ) async throws -> Migration {
        await recorder.add(.began)
        return try await Migration(
            plan,
            from: move.source.service(through: wrapping(recorded(.source), move.source)),
            to: move.target.service(through: wrapping(recorded(.target), move.target)),
            journal: try await MigrationJournal(RecordedStorage(wrapped: storage, recorder: recorder)),
            MigrationOptions(
                concurrency: concurrency,
                stopsAtFailure: stopsAtFailure,
                waiting: waiting ?? move.target.waiting
            )
        )
    }

    /// What the target holds.
    func target() async throws -> FinalState {
        try await FinalState(of: move.target.service, namespace: move.settings.namespace)
    }

    /// What is wrong with the history and the end of the migration, if it was to move everything.
    func violations(_ undisturbed: FinalState? = nil) async throws -> [Violation] {
        let checker = HistoryChecker(
            names: plan.services.map(\.sourceName) + plan.jobs.map(\.key),
            owner: plan.id,
            sourceBefore: before,
            undisturbed: undisturbed
        )
        return checker.violations(
            await recorder.history,
            source: try await FinalState(of: move.source.service, namespace: move.namespace.name),
            target: try await target()
        )
    }

    /// Expects that nothing is wrong.
    func check(
        _ undisturbed: FinalState? = nil,
        _ place: String,
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        for violation in try await violations(undisturbed) {
            Issue.record("\(place): \(String(violation.description.prefix(1500)))", sourceLocation: location)
        }
    }

    /// What an undisturbed run leaves on the target.
    static func undisturbed(
        _ count: Int,
        jobs: Int = 0,
        from provider: Provider,
        to other: Provider
    ) async throws -> FinalState {
        let watched = try await WatchedMove(count, jobs: jobs, from: provider, to: other)
        _ = try await watched.process(InMemoryJournalStorage()).run(secrets: watched.move.secrets)
        return try await watched.target()
    }
}
