/// The values of secrets, by the name of their variable.
///
/// Nothing prints them: not `print`, `dump`, interpolation or reflection; and they cannot be encoded.
public struct SecretValues: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private var values: [String: String]

    /// Makes a set of values by name.
    public init(_ values: [String: String] = [:]) { self.values = values }

    /// The names, in alphabetical order.
    public var names: [String] { values.keys.sorted() }

    /// Whether there is a value of that name.
    public func contains(_ name: String) -> Bool { values[name] != nil }

    /// Adds or replaces a value.
    public mutating func set(_ value: String, for name: String) { values[name] = value }

    /// Adds the values of another set, which replace those of the same names.
    public mutating func merge(_ others: SecretValues) { values.merge(others.values) { $1 } }

    /// Those of some names.
    public func filter(_ isWanted: (String) -> Bool) -> SecretValues {
        SecretValues(values.filter { isWanted($0.key) })
    }

    /// Lends the value of a name to a closure, which must not keep it; `nil` if there is none.
    public func withValue<Result>(of name: String, _ body: (String) throws -> Result) rethrows -> Result? {
        try values[name].map(body)
    }

    /// A text with every value in it replaced; values of one or two characters stay, since they are in every text.
    package func masking(_ text: String) -> String {
        values.values.filter { $0.utf8.count > 2 }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) { $0.replacing($1, with: "(hidden)") }
    }

    /// How many values there are.
    public var description: String { "\(values.count) secret values" }
    /// How many values there are.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
