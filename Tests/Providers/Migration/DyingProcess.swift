import CloudContainers
import ContainerMigration

/// A process that ends at one point of its life: from then on it notes nothing and sends nothing.
actor DyingProcess: JournalStorage {
    /// Where in a write the end comes.
    enum Moment: CaseIterable, Sendable {
        /// Nothing of the line is on disk.
        case before
        /// Half of the line is.
        case within
        /// All of it is, and the process did nothing any more.
        case after
    }

    /// Where the end comes; writes and requests are counted from 1.
    enum Point: Sendable, Hashable {
        case never
        case write(Int, Moment)
        /// The request was not sent.
        case before(request: Int)
        /// The server has acted, and its answer is not known.
        case behind(request: Int)
    }

    /// The process has ended.
    struct End: Error {}

    private let disk: InMemoryJournalStorage
    private let point: Point
    private let recorder: HistoryRecorder
    private(set) var hasEnded = false
    private(set) var writes = 0
    private(set) var requests = 0
    /// The numbers of the requests that can change something.
    private(set) var changes: [Int] = []
    /// The numbers of the requests before which something was written, here or at a server; an end before any other one
    /// leaves what an earlier end leaves.
    private(set) var turns: [Int] = []
    private var hasChanged = true

    init(_ disk: InMemoryJournalStorage, endingAt point: Point, _ recorder: HistoryRecorder) {
        self.disk = disk
        self.point = point
        self.recorder = recorder
    }

    private func end() async {
        hasEnded = true
        await recorder.kill()
    }

    // MARK: Journal

    func read() async -> [UInt8] { await disk.read() }
    func truncate(to count: Int) async { await disk.truncate(to: count) }

    func append(_ line: [UInt8]) async throws {
        if hasEnded { throw End() }
        writes += 1
        hasChanged = true
        guard case .write(writes, let moment) = point else { return await disk.append(line) }
        await end()
        switch moment {
        case .before: break
        case .within: await disk.append(Array(line.prefix(line.count / 2)))
        case .after: await disk.append(line)
        }
        throw End()
    }

    // MARK: Requests

    fileprivate func isCut(before number: Int) async throws -> Bool {
        guard point == .before(request: number) else { return false }
        await end()
        return true
    }

    fileprivate func begin(_ request: HTTPRequest) throws -> Int {
        if hasEnded { throw End() }
        requests += 1
        if hasChanged { turns.append(requests) }
        hasChanged = request.kind != .read
        if hasChanged { changes.append(requests) }
        return requests
    }

    fileprivate func finish(_ number: Int) async throws {
        if point == .behind(request: number), !hasEnded { await end() }
        if hasEnded { throw End() }
    }

    /// What the process sends through.
    nonisolated func transport(_ wrapped: any HTTPTransport) -> any HTTPTransport {
        Transport(wrapped: wrapped, process: self)
    }

    private struct Transport: HTTPTransport {
        let wrapped: any HTTPTransport
        let process: DyingProcess

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            let number = try await process.begin(request)
            if try await process.isCut(before: number) { throw End() }
            let response = try await wrapped.send(request)
            try await process.finish(number)
            return response
        }
    }
}

extension WatchedMove {
    /// Runs a process until it dies or ends; `nil` where it died.
    func live(
        _ disk: InMemoryJournalStorage,
        until point: DyingProcess.Point,
        concurrency: Int = 4
    ) async throws -> (outcome: MigrationOutcome?, process: DyingProcess) {
        let process = DyingProcess(disk, endingAt: point, recorder)
        do {
            let migration = try await self.process(process, concurrency: concurrency) { recorded, _ in
                process.transport(recorded)
            }
            let outcome = try await migration.run(secrets: move.secrets)
            return (await process.hasEnded ? nil : outcome, process)
        } catch {
            guard await process.hasEnded else { throw error }
            return (nil, process)
        }
    }
}
