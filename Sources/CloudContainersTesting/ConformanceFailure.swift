/// A behaviour that a service does not have.
public struct ConformanceFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the check.
    public var check: String
    /// What the check expects.
    public var expected: String
    /// What it saw.
    public var seen: String

    /// Makes a failure.
    public init(check: String, expected: String, seen: String) {
        self.check = check
        self.expected = expected
        self.seen = seen
    }

    /// The check, what it expects, and what it saw.
    public var description: String { "\(check): expected \(expected), saw \(seen)" }
}
