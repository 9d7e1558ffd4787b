import CloudContainers
import SimulationKit
import TestSupport
import Testing

/// A log that is followed at a provider that does not tell all of it each time.
@Suite("Followed log") struct FollowedLogTests {
    /// Where a script ends.
    private struct End: Error {}

    /// A log whose answers a closure makes, by their number and what is asked for.
    private actor Script: LogService {
        private let answer: @Sendable (Int, LogQuery) throws -> [LogEntry]
        private(set) var queries: [LogQuery] = []

        init(_ answer: @escaping @Sendable (Int, LogQuery) throws -> [LogEntry]) { self.answer = answer }

        func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry] {
            queries.append(query)
            return try answer(queries.count, query)
        }
    }

    /// A log that grows, and is not told as it is until a while after its last line.
    private actor FaultyLog: LogService {
        /// A line, and when the provider has it.
        struct Line {
            var entry: LogEntry
            var appears: Timestamp
        }

        private let lines: [Line]
        private let time: VirtualTime
        private let settled: Timestamp
        private var generator: SeededGenerator
        private var isFirst = true
        private var refusals = 0
        private var honestLooks = 0

        init(_ lines: [Line], _ time: VirtualTime, seed: UInt64) {
            self.lines = lines
            self.time = time
            generator = SeededGenerator(seed: seed)
            let last = lines.map(\.appears).max() ?? Timestamp(seconds: FollowedLogTests.start)
            settled = Timestamp(seconds: last.seconds + 40)
        }

        func logs(of id: Container.ID, _ query: LogQuery) async throws -> [LogEntry] {
            let now = await time.wallClock()
            let answer = FollowedLogTests.answer(lines.filter { $0.appears <= now }.map(\.entry), query)
            guard now < settled else {
                honestLooks += 1
                if honestLooks > 3 { throw End() }
                return answer
            }
            if !isFirst, refusals < 5, generator.isTrue(percent: 20) {
                refusals += 1
                throw ContainerServiceError(.unavailable, "the log is away", isRetryable: true)
            }
            isFirst = false
            refusals = 0
            return damaged(answer)
        }

        private func damaged(_ answer: [LogEntry]) -> [LogEntry] {
            var result = answer
            switch generator.number(0...4) {
            case 0: result = []
            case 1: result = Array(answer.prefix(generator.number(0...answer.count)))
            case 2:
                guard let last = answer.last else { break }
                // A line may come late, though not by more than the next look reaches back.
                let reach = Timestamp(seconds: last.time.seconds - 30)
                result = answer.filter { $0 == last || $0.time < reach || generator.isTrue(percent: 70) }
            case 3: result += answer.filter { _ in generator.isTrue(percent: 30) }
            default: break
            }
            if generator.isTrue(percent: 30) { result.shuffle(using: &generator) }
            return result
        }
    }

    /// Where a virtual time begins.
    private static let start: Int64 = 1_767_225_600
    private static let id = Container.ID(rawValue: "web")

    private static func line(_ number: Int, _ milliseconds: Int) -> LogEntry {
        let time = Timestamp(
            seconds: start + Int64(milliseconds / 1000),
            nanoseconds: Int32(milliseconds % 1000) * 1_000_000
        )
        return LogEntry(id: "\(100_000 + number)", time: time, message: "line \(number % 3)")
    }

    /// What a provider answers that keeps to what is asked for.
    private static func answer(_ log: [LogEntry], _ query: LogQuery) -> [LogEntry] {
        let wanted = log.filter { line in
            (query.since.map { line.time >= $0 } ?? true) && (query.until.map { line.time < $0 } ?? true)
        }
        return Array(wanted.suffix(query.limit))
    }

    /// The lines that come until a log ends.
    private func lines(
        of log: any LogService,
        _ query: LogQuery = LogQuery(),
        time: VirtualTime = VirtualTime()
    ) async throws -> [LogEntry] {
        var seen: [LogEntry] = []
        do {
            for try await line in log.following(Self.id, query, time: time) { seen.append(line) }
        } catch is End {
            // What came is compared.
        }
        return seen
    }

    /// The lines that come of answers given one after another.
    private func lines(of answers: [[LogEntry]], _ query: LogQuery = LogQuery()) async throws -> [LogEntry] {
        let script = Script { number, _ in
            guard number <= answers.count else { throw End() }
            return answers[number - 1]
        }
        return try await lines(of: script, query)
    }

    private func inOrder(_ lines: [LogEntry]) -> [LogEntry] {
        lines.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    @Test func anEmptyAnswerForgetsNothing() async throws {
        let (a, b, c) = (Self.line(1, 0), Self.line(2, 1000), Self.line(3, 2000))
        #expect(try await lines(of: [[a, b], [], [a, b], [], [a, b, c]]) == [a, b, c])
    }

    @Test func anAnswerIsSortedAndHoldsNothingTwiceOrFromBefore() async throws {
        let (z, a, b, c) = (Self.line(0, 0), Self.line(1, 500), Self.line(2, 1000), Self.line(3, 2000))
        #expect(try await lines(of: [[c, z, b, a, b]], LogQuery(since: a.time)) == [a, b, c])
    }

    @Test func whatIsFarBehindTheLastLineComesNoMore() async throws {
        let (a, b, c) = (Self.line(1, 0), Self.line(2, 60_000), Self.line(3, 61_000))
        let late = Self.line(4, 29_999)
        #expect(try await lines(of: [[a, b], [a, late, b, c]]) == [a, b, c])
    }

    @Test("row 38: a log that is cut at each line comes whole, each line once", arguments: 0...40)
    func cutsAtEachLine(_ cut: Int) async throws {
        let log = (0..<40).map { Self.line($0, $0 / 2 * 500) }
        let (head, tail) = (Array(log.prefix(cut)), Array(log.dropFirst(cut)))
        let gap: [LogEntry] = head + tail.dropFirst()
        let scripts: [[[LogEntry]]] = [
            [head, log, log], [head, [], log, log], [gap, log, log], [gap, head, log, log], [[], tail, log, log],
        ]
        for answers in scripts {
            let seen = try await lines(of: answers)
            #expect(inOrder(seen) == log)
        }
    }

    @Test("row 38: nothing is lost or told twice of a log that is cut, emptied, repeated, mixed up and refused")
    func faultyLooks() async throws {
        let seed = testSeed(default: 38)
        for number in 0..<caseCount(default: 200) {
            var generator = SeededGenerator(seed: seed &+ UInt64(number))
            var (milliseconds, lines): (Int, [FaultyLog.Line]) = (0, [])
            for number in 0..<generator.number(1...120) {
                if generator.isTrue(percent: 70) { milliseconds += generator.number(1...2500) }
                let late = generator.isTrue(percent: 20) ? generator.number(0...25_000) : 0
                let appears = Self.line(number, milliseconds + late).time
                lines.append(FaultyLog.Line(entry: Self.line(number, milliseconds), appears: appears))
            }
            let time = VirtualTime()
            let seen = try await self.lines(of: FaultyLog(lines, time, seed: generator.next()), time: time)
            #expect(inOrder(seen) == lines.map(\.entry), "seed \(seed), case \(number)")
        }
    }

    // MARK: Limits

    @Test func whatALimitLeavesOutIsAskedFor() async throws {
        let old = Self.line(0, 0)
        let log = [old] + (1...12_345).map { Self.line($0, 10_000 + $0 / 7) }
        let script = Script { number, query in
            if number > 8 { throw End() }
            return Self.answer(number == 1 ? [old] : log, query)
        }
        #expect(try await lines(of: script) == log)
    }

    @Test func anInstantThatFillsAnAnswerHidesNothingBefore() async throws {
        let old = Self.line(0, 0)
        let log = [old] + (1...10).map { Self.line($0, 9000) } + (11...5010).map { Self.line($0, 10_000) }
        let script = Script { number, query in
            if number > 8 { throw End() }
            return Self.answer(number == 1 ? [old] : log, query)
        }
        #expect(try await lines(of: script) == log)
    }

    @Test func aProviderThatIgnoresTheEndIsNotAskedWithoutEnd() async throws {
        let log = (1...6000).map { Self.line($0, $0) }
        let script = Script { number, query in
            if number > 20 { throw End() }
            return number == 1 ? [] : Array(log.suffix(query.limit))
        }
        #expect(try await lines(of: script) == Array(log.suffix(5000)))
        // Each look ends after two answers that tell nothing new.
        let ends = await script.queries.map { $0.until != nil }
        #expect(Array(ends.dropFirst().prefix(6)) == [false, true, true, false, true, true])
    }

    @Test func whatTheFirstLimitLeavesOutComesNoMore() async throws {
        let log = (1...6).map { Self.line($0, $0) }
        let script = Script { number, query in
            if number > 3 { throw End() }
            return Self.answer(log, query)
        }
        #expect(try await lines(of: script, LogQuery(limit: 2)) == Array(log.suffix(2)))
    }

    // MARK: Failures

    private static let away = ContainerServiceError(.unavailable, "the log is away", isRetryable: true)

    @Test func fiveFailuresInARowAreWaitedFor() async throws {
        let (a, b) = (Self.line(1, 0), Self.line(2, 1000))
        let script = Script { number, _ in
            switch number {
            case 1, 7: return [a]
            case 13: return [a, b]
            case 14: throw End()
            default: throw Self.away
            }
        }
        let time = VirtualTime()
        #expect(try await lines(of: script, time: time) == [a, b])
        // Each try comes after the usual wait.
        #expect(await time.waits == Array(repeating: Duration.seconds(5), count: 13))
    }

    @Test func theSixthFailureInARowEndsIt() async throws {
        let script = Script { number, _ in
            if number > 1 { throw Self.away }
            return []
        }
        let error = await #expect(throws: ContainerServiceError.self) { _ = try await lines(of: script) }
        #expect(error?.code == .unavailable)
        #expect(await script.queries.count == 7)
    }

    @Test func aFailureAtFirstEndsIt() async throws {
        let script = Script { _, _ in throw Self.away }
        await #expect(throws: ContainerServiceError.self) { _ = try await lines(of: script) }
        #expect(await script.queries.count == 1)
    }

    @Test func aFailureThatCannotPassEndsIt() async throws {
        let script = Script { number, _ in
            if number > 1 { throw ContainerServiceError(.notFound, "it is gone") }
            return []
        }
        await #expect(throws: ContainerServiceError.self) { _ = try await lines(of: script) }
        #expect(await script.queries.count == 2)
    }
}
