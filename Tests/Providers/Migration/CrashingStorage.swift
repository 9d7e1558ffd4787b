import ContainerMigration

/// A journal whose process ends at one of its writes.
actor CrashingStorage: JournalStorage {
    /// Where in a write the end comes.
    enum Moment: CaseIterable {
        /// Nothing of the line is on disk.
        case before
        /// Half of the line is.
        case within
        /// All of it is, and the process did nothing any more.
        case after
    }

    /// The process ended.
    struct Crash: Error {}

    private var bytes: [UInt8]
    private let number: Int
    private let moment: Moment
    private var hasCrashed = false
    private(set) var writes = 0

    /// Makes a journal that ends its process at one write, counted from 1; a number beyond the last one ends nothing.
    init(_ bytes: [UInt8] = [], crashingAt number: Int, _ moment: Moment) {
        self.bytes = bytes
        self.number = number
        self.moment = moment
    }

    func read() -> [UInt8] { bytes }

    func append(_ line: [UInt8]) throws {
        if hasCrashed { throw Crash() }
        writes += 1
        guard writes == number else { return bytes += line }
        hasCrashed = true
        switch moment {
        case .before: break
        case .within: bytes += line.prefix(line.count / 2)
        case .after: bytes += line
        }
        throw Crash()
    }

    func truncate(to count: Int) { bytes.removeLast(max(bytes.count - count, 0)) }
}
