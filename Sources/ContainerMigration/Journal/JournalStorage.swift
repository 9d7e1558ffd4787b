import CloudContainers

/// Where the bytes of a journal are kept.
///
/// One process at a time writes to a journal; a storage refuses a second one with the code `busy`.
public protocol JournalStorage: Sendable {
    /// All that was kept.
    func read() async throws -> [UInt8]

    /// Adds bytes; they survive the end of the process, and of the machine, once this returns.
    func append(_ bytes: [UInt8]) async throws

    /// Takes away what stands behind a number of bytes.
    func truncate(to count: Int) async throws
}

/// A journal in memory, for tests and rehearsals.
public actor InMemoryJournalStorage: JournalStorage {
    private var bytes: [UInt8]

    /// Makes a journal with some content.
    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// All that was kept.
    public func read() -> [UInt8] { bytes }

    /// Adds bytes.
    public func append(_ bytes: [UInt8]) { self.bytes += bytes }

    /// Takes away what stands behind a number of bytes.
    public func truncate(to count: Int) { bytes.removeLast(max(bytes.count - count, 0)) }
}

extension ContainerServiceError {
    static func storage(_ message: String) -> ContainerServiceError { ContainerServiceError(.storageFailed, message) }
}
