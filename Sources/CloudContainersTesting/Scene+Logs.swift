import CloudContainers

extension Scene {
    func tellsLog() async throws {
        let logs = try logs
        let id = try await runningContainer()
        let lines = (1...250).map { "\(Self.mark) \($0)" }
        try await write(lines, id)
        let seen = try await entries(lines.count, of: id, logs)
        try expect(seen.map(\.message) == lines, "250 lines in order", saw: summary(seen))
        let times = seen.map(\.time)
        try expect(times == times.sorted(), "instants in order", saw: "others")
    }

    func keepsLogBounds() async throws {
        let logs = try logs
        let id = try await runningContainer()
        try await write((1...120).map { "\(Self.mark) \($0)" }, id)
        let all = try await entries(120, of: id, logs)
        try expect(all.count == 120, "120 lines", saw: "\(all.count)")
        let (first, last) = (all[40].time, all[80].time)
        try expect(first < last, "instants that tell the lines apart", saw: "\(first) and \(last)")
        func compare(_ query: LogQuery, _ wanted: some Sequence<LogEntry>, _ words: String) async throws {
            let seen = try await logs.logs(of: id, query)
            try expect(seen.count <= query.limit, "at most \(query.limit) lines", saw: "\(seen.count)")
            let messages = own(seen).map(\.message)
            try expect(messages == wanted.map(\.message), words, saw: summary(own(seen)))
        }
        let many = 100_000
        try await compare(
            LogQuery(since: first, limit: many),
            all.filter { $0.time >= first },
            "the lines since an instant"
        )
        try await compare(
            LogQuery(until: last, limit: many),
            all.filter { $0.time < last },
            "the lines before an instant"
        )
        let between = all.filter { $0.time >= first && $0.time < last }
        try await compare(LogQuery(since: first, until: last, limit: many), between, "the lines between two instants")
        // These have nothing behind them but lines of the check.
        try await compare(LogQuery(since: first, until: last, limit: 7), between.suffix(7), "the latest of them")
    }

    func separatesLogs() async throws {
        let logs = try logs
        let (id, other) = (try await runningContainer(), try await runningContainer("api"))
        let fresh = own(try await logs.logs(of: other, LogQuery()))
        try expect(fresh.isEmpty, "no line before one is written", saw: summary(fresh))
        try await write(["\(Self.mark) web"], id)
        _ = try await entries(1, of: id, logs)
        let foreign = own(try await logs.logs(of: other, LogQuery()))
        try expect(foreign.isEmpty, "no line of the other container", saw: summary(foreign))
        try await write(["\(Self.mark) api"], other)
        for (id, name) in [(other, "api"), (id, "web")] {
            let seen = try await entries(1, of: id, logs)
            try expect(seen.map(\.message) == ["\(Self.mark) \(name)"], "the line of \(name)", saw: summary(seen))
        }
    }

    func followsLog() async throws {
        let logs = try logs
        let id = try await runningContainer()
        let lines = ["one", "one", "two", "three", "three", "end"].map { "\(Self.mark) \($0)" }
        let begin = await waiting.time.wallClock()
        try await write(Array(lines[..<3]), id)
        _ = try await entries(3, of: id, logs)
        let time = LimitedTime(waiting.time, waits: Self.mostLooks)
        var seen: [LogEntry] = []
        do {
            for try await line in logs.following(id, LogQuery(since: begin), time: time) where !own([line]).isEmpty {
                seen.append(line)
                if line.message == lines[2] { try await write(Array(lines[3...]), id) }
                if line.message == lines[5] || seen.count > 100 { break }
            }
        } catch is LimitedTime.Ended {
            // What came is compared below.
        }
        try expect(seen.map(\.message) == lines, "\(lines)", saw: "\(seen.map(\.message))")
    }

    // MARK: The scene

    /// What the lines of the checks begin with; a container may write others.
    private static var mark: String { "conformance" }

    private var logs: any LogService {
        get throws {
            guard let logs = service.logs else {
                throw ConformanceFailure(check: check.rawValue, expected: "a service of logs", seen: "none")
            }
            return logs
        }
    }

    private func write(_ lines: [String], _ id: Container.ID) async throws {
        guard let writeLines = surroundings.writeLines else {
            throw ConformanceFailure(check: check.rawValue, expected: "surroundings that write lines", seen: "none")
        }
        try await writeLines(lines, id)
    }

    private func own(_ lines: [LogEntry]) -> [LogEntry] { lines.filter { $0.message.hasPrefix(Self.mark + " ") } }

    /// The lines of the check, as soon as there are as many, or what there is in the end.
    private func entries(_ count: Int, of id: Container.ID, _ logs: any LogService) async throws -> [LogEntry] {
        var seen: [LogEntry] = []
        for _ in 1...Self.mostLooks {
            seen = own(try await logs.logs(of: id, LogQuery()))
            if seen.count >= count { break }
            try await waiting.time.sleep(for: waiting.longestDelay)
        }
        return seen
    }

    private func summary(_ lines: [LogEntry]) -> String {
        let ends = [lines.first, lines.last].compactMap { $0?.message.escapedForTerminal(limit: 80) }
        return "\(lines.count) lines" + (ends.isEmpty ? "" : ", from \(ends.joined(separator: " to "))")
    }
}

/// A time that ends after a number of waits, so that a line that never comes is not waited for without end.
private actor LimitedTime: TimeSource {
    struct Ended: Error {}

    private let inner: any TimeSource
    private var waits: Int

    init(_ inner: any TimeSource, waits: Int) {
        self.inner = inner
        self.waits = waits
    }

    func now() async -> Duration { await inner.now() }

    func wallClock() async -> Timestamp { await inner.wallClock() }

    func sleep(for duration: Duration) async throws {
        if waits == 0 { throw Ended() }
        waits -= 1
        try await inner.sleep(for: duration)
    }
}
