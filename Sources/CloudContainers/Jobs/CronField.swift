/// One of the five fields of a cron expression, in their order.
enum CronField: Int, CaseIterable, Sendable {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// The numbers that the field takes; a week has two for its Sunday.
    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// The numbers that a star stands for.
    var all: ClosedRange<Int> { self == .dayOfWeek ? 0...6 : range }

    /// The field in words.
    var noun: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of the month"
        case .month: "month"
        case .dayOfWeek: "day of the week"
        }
    }

    /// The full names of the field's numbers, of which the first three letters can be written.
    var names: [String] {
        switch self {
        case .minute, .hour, .dayOfMonth: []
        case .month:
            [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        case .dayOfWeek: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        }
    }

    /// What the field accepts, in words.
    var allowed: String {
        let numbers = "\(noun): \(range.lowerBound) to \(range.upperBound)"
        let named = names.isEmpty ? "" : ", \(short(0)) to \(short(names.count - 1))"
        return numbers + named + ", *, a range such as \(range.lowerBound + 1)-\(range.lowerBound + 4)"
            + ", a step such as */2, or a list of these"
    }

    private func short(_ index: Int) -> String { names[index].prefix(3).uppercased() }

    /// The values that a text stands for.
    func values(of text: Substring) throws(TextRejection) -> CronValues {
        var values = CronValues()
        let items = text.split(separator: ",", omittingEmptySubsequences: false)
        for index in items.indices {
            do throws(TextRejection) {
                try add(items[index], to: &values)
            } catch {
                var rejection = error
                rejection.candidate = error.candidate.map { candidate in
                    var items = items.map(String.init)
                    items[index] = candidate
                    return items.joined(separator: ",")
                }
                throw rejection
            }
        }
        return values
    }

    /// Adds one item of a list: a star, a value or a range, and a step behind a slash.
    private func add(_ item: Substring, to values: inout CronValues) throws(TextRejection) {
        guard !item.isEmpty else { throw rejection("the \(noun) has an empty item", candidate: nil) }
        let halves = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = halves.count == 2 ? try self.step(halves[1]) : nil
        let range = try self.range(of: halves[0], isOpen: step != nil)
        // Kubernetes takes */1 for a star, and any longer step for a choice of days.
        if halves[0] == "*", (step ?? 1) == 1 { values.hasStar = true }
        for value in stride(from: range.lowerBound, through: range.upperBound, by: step ?? 1) {
            values.insert(self == .dayOfWeek ? value % 7 : value)
        }
    }

    private func step(_ text: Substring) throws(TextRejection) -> Int {
        guard let step = number(text), (1...range.upperBound).contains(step) else {
            throw TextRejection(
                problem: "the step \(Diagnostic.quoted(String(text))) of the \(noun) cannot be",
                allowed: "a step from 1 to \(range.upperBound)"
            )
        }
        return step
    }

    private func range(of text: Substring, isOpen: Bool) throws(TextRejection) -> ClosedRange<Int> {
        if text == "*" { return all }
        if text == "?" {
            throw rejection("the \(noun) is \"?\", which not every scheduler knows", candidate: "*")
        }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let low = try value(ends[0])
        guard ends.count == 2 else { return isOpen ? low...max(low, all.upperBound) : low...low }
        let high = try value(ends[1])
        guard low <= high else {
            // A week may be meant to end with its Sunday.
            let candidate = self == .dayOfWeek && high == 0 ? "\(ends[0])-7" : nil
            throw rejection("the \(noun) has a range that runs backwards", candidate: candidate)
        }
        return low...high
    }

    private func value(_ text: Substring) throws(TextRejection) -> Int {
        if let number = number(text) {
            guard range.contains(number) else {
                throw rejection("the \(noun) \(Diagnostic.shortened(String(text))) is out of range", candidate: nil)
            }
            return number
        }
        let word = text.lowercased()
        if word.utf8.count == 3, let index = names.firstIndex(where: { $0.lowercased().hasPrefix(word) }) {
            return index + all.lowerBound
        }
        let quoted = Diagnostic.quoted(String(text))
        if word.contains(where: { "lw#".contains($0) }), word.allSatisfy({ $0.isNumber || "lw#".contains($0) }) {
            throw rejection("the \(noun) is \(quoted), and no provider knows such days", candidate: nil)
        }
        throw rejection(
            "the \(noun) \(quoted) is no number\(names.isEmpty ? "" : " or name")",
            candidate: names.firstIndex { $0.lowercased() == word }.map(short)
        )
    }

    /// A number of digits alone; one that is too large for a field is as good as any other such.
    private func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }

    private func rejection(_ problem: String, candidate: String?) -> TextRejection {
        TextRejection(problem: problem, allowed: allowed, candidate: candidate)
    }
}

/// A set of numbers below 64, and whether a star is among what it was made of.
struct CronValues: Sendable, Hashable {
    private var bits: UInt64 = 0
    var hasStar = false

    init() {}

    /// The values of a star.
    init(_ field: CronField) {
        hasStar = true
        for value in field.all { insert(value) }
    }

    mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }

    func contains(_ value: Int64) -> Bool { (0..<64).contains(value) && bits >> UInt64(value) & 1 == 1 }

    var list: [Int] { (0..<64).filter { contains(Int64($0)) } }
}
