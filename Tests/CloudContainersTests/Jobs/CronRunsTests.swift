import CloudContainers
import TestSupport
import Testing

@Suite("Runs of cron expressions") struct CronRunsTests {
    /// A clock that is set at points in time, as in a time zone.
    struct Zone: Sendable {
        var first: Int64
        var changes: [(instant: Int64, offset: Int64)] = []

        func offset(_ time: Timestamp) -> UTCOffset {
            UTCOffset(unchecked: changes.last { $0.instant <= time.seconds }?.offset ?? first)
        }

        /// Summer in Paris in 2026, from 2026-03-29T01:00:00Z to 2026-10-25T01:00:00Z.
        static let paris = Zone(first: 3600, changes: [(1_774_746_000, 7200), (1_792_890_000, 3600)])
    }

    private func runs(_ text: String, after start: String, in zone: Zone = Zone(first: 0), _ count: Int) throws
        -> [String]
    {
        let expression = try CronExpression(parsing: text)
        var runs: [Timestamp] = []
        var last = try Timestamp(parsing: start)
        while runs.count < count, let next = expression.nextRun(after: last, offset: zone.offset) {
            runs.append(next)
            last = next
        }
        return runs.map(\.description)
    }

    @Test func aRunIsAfterTheStart() throws {
        let seen = try runs("30 3 * * *", after: "2026-01-01T03:30:00Z", 2)
        #expect(seen == ["2026-01-02T03:30:00Z", "2026-01-03T03:30:00Z"])
        #expect(try runs("30 3 * * *", after: "2026-01-01T03:29:59.999999999Z", 1) == ["2026-01-01T03:30:00Z"])
        #expect(try runs("* * * * *", after: "2026-12-31T23:59:00.5Z", 1) == ["2027-01-01T00:00:00Z"])
    }

    @Test func aDayOfEitherKindCounts() throws {
        let seen = try runs("0 0 13 * FRI", after: "2026-11-01T00:00:00Z", 4)
        #expect(
            seen == ["2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z"]
        )
        #expect(try runs("0 0 */10 * *", after: "2026-01-21T00:00:00Z", 1) == ["2026-01-31T00:00:00Z"])
        #expect(try runs("0 0 */1 * SUN", after: "2026-11-02T00:00:00Z", 1) == ["2026-11-08T00:00:00Z"])
        #expect(try runs("0 0 1-31 * SUN", after: "2026-11-02T00:00:00Z", 1) == ["2026-11-03T00:00:00Z"])
    }

    @Test func leapDaysAreFoundOverACentury() throws {
        #expect(try runs("0 0 29 2 *", after: "2096-03-01T00:00:00Z", 1) == ["2104-02-29T00:00:00Z"])
        #expect(try runs("0 0 30 2 *", after: "2026-01-01T00:00:00Z", 1).isEmpty)
        #expect(try !CronExpression(parsing: "0 0 30,31 2 *").hasRuns)
        #expect(try CronExpression(parsing: "0 0 30 2 MON").hasRuns)
        #expect(try runs("0 0 1 1 *", after: "9999-06-01T00:00:00Z", 1).isEmpty)
    }

    @Test func anHourThatTheClockSkipsHasNoRuns() throws {
        let seen = try runs("30 2 * * *", after: "2026-03-28T12:00:00Z", in: .paris, 1)
        #expect(seen == ["2026-03-30T00:30:00Z"])
        let hourly = try runs("0 * * * *", after: "2026-03-29T00:30:00Z", in: .paris, 2)
        #expect(hourly == ["2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"])
    }

    @Test func anHourThatTheClockShowsTwiceHasItsRunsTwice() throws {
        let seen = try runs("30 2 * * *", after: "2026-10-24T12:00:00Z", in: .paris, 3)
        #expect(seen == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"])
    }

    @Test func aDayThatBeginsWithASkippedHourIsADay() throws {
        // Beirut sets its clock from 00:00 to 01:00 on 2026-03-29.
        let beirut = Zone(first: 7200, changes: [(1_774_735_200, 10_800)])
        #expect(try runs("0 1 29 3 *", after: "2026-03-01T00:00:00Z", in: beirut, 1) == ["2026-03-28T22:00:00Z"])
        #expect(try runs("0 0 * * *", after: "2026-03-28T00:00:00Z", in: beirut, 1) == ["2026-03-29T21:00:00Z"])
    }

    @Test func theLocalClockMayBeOffByAPartOfAMinute() throws {
        let old = Zone(first: 561)
        #expect(try runs("0 12 * * *", after: "1900-01-01T00:00:00Z", in: old, 1) == ["1900-01-01T11:50:39Z"])
    }

    /// The next run is the first instant at which every field fits, tried one by one.
    @Test func theNextRunIsTheFirstThatFits() throws {
        let seed = testSeed(default: 7)
        print("cron runs: seed \(seed)")
        for index in 0..<UInt64(caseCount(default: 300)) {
            var generator = SeededGenerator(seed: seed &+ index)
            let text = Self.expression(&generator)
            let expression = try CronExpression(parsing: text)
            let start = 1_774_746_000 + Int64(generator.number(-200_000...200_000))
            let change = 1_774_746_000 + Int64(generator.number(-100...100)) * 900
            let first = Int64(generator.number(-48...56)) * 900
            let shift = Int64(generator.pick(-86_400 / 2, -3600, -1800, 0, 1800, 3600, 7200))
            let zone = Zone(first: first, changes: [(change, first + shift)])
            let found = expression.nextRun(after: Timestamp(seconds: start), offset: zone.offset)
            let expected = Self.firstFit(expression, after: start, through: start + 4 * 86_400, zone)
            let isNear = found.map { $0.seconds <= start + 4 * 86_400 } ?? false
            #expect((isNear ? found?.seconds : nil) == expected, "\(text) after \(start), seed \(seed &+ index)")
        }
    }

    private static func expression(_ generator: inout SeededGenerator) -> String {
        func field(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
            switch generator.number(0...4) {
            case 0, 1: return "*"
            case 2: return "\(generator.number(range))"
            case 3: return "*/\(generator.number(2...max(2, range.upperBound / 2)))"
            default:
                let low = generator.number(range)
                return "\(low)-\(generator.number(low...range.upperBound))"
            }
        }
        return [0...59, 0...23, 1...31, 1...12, 0...6].map { field($0, &generator) }.joined(separator: " ")
    }

    /// Days are told from their days before one by one, so that nothing here is what the library does.
    private static func firstFit(_ expression: CronExpression, after start: Int64, through end: Int64, _ zone: Zone)
        -> Int64?
    {
        let fields = expression.numbers.map(Set.init)
        let days = expression.description.split(separator: " ")
        let hasStar = days[2] == "*" || days[4] == "*"
        var instant = start / 60 * 60 + 60
        while instant <= end {
            let local = instant + zone.offset(Timestamp(seconds: instant)).seconds
            let date = Timestamp(seconds: local).description
            func part(_ from: Int, _ length: Int) -> Int { Int(date.dropFirst(from).prefix(length)) ?? -1 }
            if fields[0].contains(part(14, 2)), fields[1].contains(part(11, 2)), fields[3].contains(part(5, 2)) {
                let (day, weekday) = (fields[2].contains(part(8, 2)), fields[4].contains(Int((local / 86_400 + 4) % 7)))
                if hasStar ? day && weekday : day || weekday { return instant }
            }
            instant += 60
        }
        return nil
    }
}
