/// How one field of a provider's payload is mapped: the row of the mapping table, and what `explain` prints.
public struct FieldRule: Sendable, Hashable {
    /// Which way a rule is used.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// From the provider's payload only.
        case read = "read"
        /// To the provider's payload only.
        case write = "write"
        /// Both ways.
        case both = "both"
    }

    /// The field of the payload; `[]` stands for any index, `*` for any key, `**` for everything inside.
    public var field: String
    /// The field of the portable model, or `nil` where there is none.
    public var portable: String?
    /// Which way.
    public var direction: Direction
    /// The rule in one sentence, with units and bounds.
    public var rule: String
    /// The codes of the findings that the field can give.
    public var codes: [FindingCode]

    /// Makes a rule.
    public init(
        _ field: String,
        _ portable: String?,
        _ direction: Direction = .both,
        _ rule: String,
        _ codes: [FindingCode] = []
    ) {
        self.field = field
        self.portable = portable
        self.direction = direction
        self.rule = rule
        self.codes = codes
    }

    /// Whether the rule speaks of the path, compared step by step.
    public func covers(_ path: FieldPath) -> Bool {
        var pattern = FieldPathSteps(field)
        var text = FieldPathSteps(path)
        while let expected = pattern.next() {
            guard let step = text.next() else { return false }
            switch (expected, step) {
            case (.word(let word), _) where pattern.bytes[word].elementsEqual("**".utf8): return true
            case (.word(let word), .word), (.word(let word), .quoted):
                if word.count == 1, pattern.bytes[word.lowerBound] == UInt8(ascii: "*") { continue }
                guard case .word(let found) = step, pattern.bytes[word] == text.bytes[found] else { return false }
            case (.quoted(let key), .quoted(let found)):
                guard Self.matches(pattern.bytes[key], text.bytes[found]) else { return false }
            case (.index(let index), .index(let found)):
                guard index.isEmpty || pattern.bytes[index] == text.bytes[found] else { return false }
            default: return false
            }
        }
        return text.next() == nil && !text.isInvalid
    }

    /// Whether a key fits a pattern in which a star stands for any text.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ key: ArraySlice<UInt8>) -> Bool {
        guard let star = pattern.firstIndex(of: UInt8(ascii: "*")) else { return pattern == key }
        guard key.starts(with: pattern[..<star]) else { return false }
        let rest = pattern[(star + 1)...]
        return (key.startIndex + star - pattern.startIndex...key.endIndex).contains { matches(rest, key[$0...]) }
    }
}
