/// What containers write; one of the optional parts of a ``ContainerService``.
public protocol LogService: Sendable {
    /// The lines of a container, the earliest first, each once.
    ///
    /// - Parameters:
    ///   - id: The container.
    ///   - query: Which lines.
    /// - Returns: The lines, at most ``LogQuery/limit`` of them, the latest that fit.
    /// - Throws: ``ContainerServiceError``.
    func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry]
}

/// Which lines of a log.
public struct LogQuery: Sendable, Hashable {
    /// The first instant; `nil` reaches back as far as the provider does by itself.
    public var since: Timestamp?
    /// The instant before which lines were written; `nil` is now.
    public var until: Timestamp?
    /// The most lines, at least 1.
    public var limit: Int

    /// Makes a query for the last lines.
    public init(since: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 1000) {
        self.since = since
        self.until = until
        self.limit = max(limit, 1)
    }
}

/// A line that a container wrote.
public struct LogEntry: Sendable, Hashable {
    /// What tells it from lines of the same instant and text: the provider's identifier, or where it stands.
    public var id: String
    /// When it was written.
    public var time: Timestamp
    /// The line, as it was written: show it escaped.
    public var message: String
    /// The instance that wrote it, if the provider says so.
    public var instance: String?
    /// `stdout` or `stderr`, if the provider says so.
    public var stream: String?
    /// How grave the provider thinks it is, in its own word.
    public var level: String?

    /// Makes a line.
    public init(
        id: String,
        time: Timestamp,
        message: String,
        instance: String? = nil,
        stream: String? = nil,
        level: String? = nil
    ) {
        self.id = id
        self.time = time
        self.message = message
        self.instance = instance
        self.stream = stream
        self.level = level
    }
}

extension LogService {
    /// The lines of a container from now on, or from the query's first instant, as they are written.
    ///
    /// The providers' endpoints are asked again and again, since a transport has no streams: a line comes up to `interval` late.
    /// Each line comes once, in the order of its instants as far as they were known when the provider was asked. A line that
    /// the provider tells late still comes, unless it is half a minute older than one that was told. The query's limit is for
    /// the lines that are there already; those that are written later come all the same.
    ///
    /// Once the first lines were read, a failure that can pass is met with another try, up to five times in a row.
    public func following(
        _ id: Container.ID,
        _ query: LogQuery = LogQuery(),
        every interval: Duration = .seconds(5),
        time: any TimeSource = SystemTime()
    ) -> FollowedLog {
        FollowedLog(service: self, id: id, query: query, interval: interval, time: time)
    }
}

/// The lines of a container as they are written; it ends when its task is cancelled.
public struct FollowedLog: AsyncSequence, Sendable {
    let service: any LogService
    let id: Container.ID
    let query: LogQuery
    let interval: Duration
    let time: any TimeSource

    /// The most lines of an answer after the first, whatever the query says.
    private static let laterLimit = 5000
    /// How many times in a row it is tried again after a failure that can pass.
    private static let mostFailures = 5
    /// How many seconds behind the last line a late one is still awaited.
    private static let overlap: Int64 = 30

    /// Begins to follow.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Asks again when the lines of the last answer are used up.
    public struct Iterator: AsyncIteratorProtocol {
        private let log: FollowedLog
        private var lines: ArraySlice<LogEntry> = []
        /// The lines that were taken, as far back as the next answer reaches.
        private var seen: Set<LogEntry> = []
        /// Where the next answer begins, which never moves back.
        private var since: Timestamp?
        private var isFirst = true
        private var failures = 0

        init(_ log: FollowedLog) {
            self.log = log
            since = log.query.since
        }

        /// The next line.
        ///
        /// - Throws: ``ContainerServiceError`` where the log cannot be read; `CancellationError`.
        public mutating func next() async throws -> LogEntry? {
            while lines.isEmpty {
                try Task.checkCancellation()
                if !isFirst { try await log.time.sleep(for: log.interval) }
                do {
                    let answer = try await look()
                    take(answer)
                } catch let error as ContainerServiceError {
                    guard !isFirst, error.isRetryable, failures < FollowedLog.mostFailures else { throw error }
                    failures += 1
                }
            }
            return lines.popFirst()
        }

        /// What the provider tells now; after the first time with all that the limit of an answer left out.
        private func look() async throws -> [LogEntry] {
            var query = log.query
            query.since = since
            if isFirst { return try await log.service.logs(of: log.id, query) }
            query.limit = Swift.max(query.limit, FollowedLog.laterLimit)
            var all: [LogEntry] = []
            var known: Set<LogEntry> = []
            while true {
                let page = try await log.service.logs(of: log.id, query)
                let fresh = page.filter { known.insert($0).inserted }
                all = fresh + all
                guard page.count >= query.limit, let first = page.map(\.time).min() else { return all }
                // The end is not part of what is answered, and lines of its instant may have been left out.
                let isOneInstant = query.until == first.following
                guard !fresh.isEmpty || isOneInstant else { return all }
                query.until = isOneInstant ? first : first.following
            }
        }

        /// Takes what is new in an answer, and moves to where the next one begins.
        private mutating func take(_ answer: [LogEntry]) {
            var fresh: [LogEntry] = []
            for line in answer {
                if let since, line.time < since { continue }
                if seen.insert(line).inserted { fresh.append(line) }
            }
            lines = fresh.sorted { $0.time < $1.time }[...]
            let times = answer.map(\.time)
            // Lines come late, so that the next answer begins a while before the last line of this one.
            if let last = times.max() { begin(at: Timestamp(seconds: last.seconds - FollowedLog.overlap)) }
            // What the limit left out at first is not asked for.
            if isFirst, answer.count >= log.query.limit, let first = times.min() { begin(at: first.following) }
            isFirst = false
            failures = 0
            if let since { seen = seen.filter { $0.time >= since } }
        }

        private mutating func begin(at instant: Timestamp) { since = since.map { Swift.max($0, instant) } ?? instant }
    }
}

extension Timestamp {
    /// The next instant that can be written.
    fileprivate var following: Timestamp { Timestamp(seconds: seconds, nanoseconds: nanoseconds + 1) }
}

// One iteration belongs to one task.
@available(*, unavailable)
extension FollowedLog.Iterator: Sendable {}
