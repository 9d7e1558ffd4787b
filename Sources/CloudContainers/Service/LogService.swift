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
    /// Each line comes once, in the order of its instants as far as they were known when the provider was asked. The query's
    /// limit is for the lines that are there already; those that are written later come all the same.
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

    /// Begins to follow.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Asks again when the lines of the last answer are used up.
    public struct Iterator: AsyncIteratorProtocol {
        private let log: FollowedLog
        private var lines: ArraySlice<LogEntry> = []
        /// The lines of the last answer, which the next one overlaps.
        private var seen: Set<LogEntry> = []
        private var since: Timestamp?
        /// Lines up to here were left out by the limit.
        private var floor: Timestamp?
        private var isFirst = true

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
                var query = log.query
                query.since = since
                if !isFirst {
                    try await log.time.sleep(for: log.interval)
                    query.limit = Swift.max(query.limit, FollowedLog.laterLimit)
                }
                let answer = try await log.service.logs(of: log.id, query)
                lines = answer.filter { line in !seen.contains(line) && (floor.map { line.time > $0 } ?? true) }[...]
                if isFirst, answer.count >= query.limit { floor = answer.first?.time }
                isFirst = false
                seen = Set(answer)
                // Lines come late, so that the next answer begins a while before the last line of this one.
                if let last = answer.last {
                    let overlap = Timestamp(seconds: last.time.seconds - 30)
                    since = since.map { Swift.max($0, overlap) } ?? overlap
                }
            }
            return lines.popFirst()
        }
    }
}

// One iteration belongs to one task.
@available(*, unavailable)
extension FollowedLog.Iterator: Sendable {}
