import CloudContainers
import ContainerMigration
import SimulationKit

/// A journal whose process has ended once somebody says so.
actor EndingStorage: JournalStorage {
    private var bytes: [UInt8] = []
    private(set) var hasEnded = false

    func end() { hasEnded = true }
    func read() -> [UInt8] { bytes }

    func append(_ line: [UInt8]) throws {
        if hasEnded { throw CrashingStorage.Crash() }
        bytes += line
    }

    func truncate(to count: Int) { bytes.removeLast(max(bytes.count - count, 0)) }
}

/// Ends the process after the target has acted on one of the requests.
struct CutOff: HTTPTransport {
    private let account: Account
    private let counter: Counter
    private let number: Int
    private let storage: EndingStorage

    private actor Counter {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    init(_ account: Account, at number: Int, _ storage: EndingStorage) {
        self.account = account
        self.number = number
        self.storage = storage
        counter = Counter()
    }

    var service: any ContainerService { account.service(through: self) }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if await storage.hasEnded { throw CancellationError() }
        let response = try await account.faults.send(request)
        guard await counter.next() == number else { return response }
        await storage.end()
        throw CancellationError()
    }
}
