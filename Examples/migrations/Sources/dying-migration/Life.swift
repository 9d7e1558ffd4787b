import CloudContainers
import ContainerMigration
import Foundation

/// Where the process ends; lines and requests are counted from 1.
enum Point: Sendable, Hashable {
    case never
    case write(Int)
    case before(Int)
    case behind(Int)

    init?(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        switch (parts.first, parts.last.flatMap { Int($0) }) {
        case ("never", _): self = .never
        case ("write", let number?): self = .write(number)
        case ("before", let number?): self = .before(number)
        case ("behind", let number?): self = .behind(number)
        default: return nil
        }
    }
}

/// The life of this process, which ends by SIGKILL at its point.
actor Life {
    private let point: Point
    private var hasBegun = false
    private(set) var writes = 0
    private(set) var requests = 0
    /// The numbers of the requests that can change something.
    private(set) var changes: [Int] = []
    /// The numbers of the requests before which something was written, here or at a server; an end before any other one
    /// leaves what an earlier end leaves.
    private(set) var turns: [Int] = []
    private var hasChanged = true

    init(endingAt point: Point) { self.point = point }

    /// What comes from now on counts; a plan that was not saved leaves nothing to go on with.
    func begin() { hasBegun = true }

    func isWriteLast() -> Bool {
        writes += 1
        hasChanged = true
        return point == .write(writes)
    }

    func beginRequest(_ request: HTTPRequest) -> Int {
        guard hasBegun else { return 0 }
        requests += 1
        if hasChanged { turns.append(requests) }
        hasChanged = request.kind != .read
        if hasChanged { changes.append(requests) }
        if point == .before(requests) { end() }
        return requests
    }

    func endRequest(_ number: Int) {
        if number > 0, point == .behind(number) { end() }
    }

    /// Nothing can catch this, and nothing is written any more.
    nonisolated func end() {
        kill(getpid(), SIGKILL)
        while true { pause() }
    }
}

/// A transport whose process can end right before a request, or when the server has acted on it.
struct DyingTransport: HTTPTransport {
    let wrapped: any HTTPTransport
    let life: Life

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let number = await life.beginRequest(request)
        let response = try await wrapped.send(request)
        await life.endRequest(number)
        return response
    }
}

/// A journal whose process can end when half of a line is written.
struct DyingStorage: JournalStorage {
    let storage: FileJournalStorage
    let life: Life

    func read() async throws -> [UInt8] { try await storage.read() }
    func truncate(to count: Int) async throws { try await storage.truncate(to: count) }

    func append(_ bytes: [UInt8]) async throws {
        guard await life.isWriteLast() else { return try await storage.append(bytes) }
        try await storage.append(Array(bytes.prefix(bytes.count / 2)))
        life.end()
    }
}
