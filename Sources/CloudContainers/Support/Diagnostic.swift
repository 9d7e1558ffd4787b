/// One thing that is wrong with an input: where, what, what is allowed, and what to do.
///
/// A diagnostic never holds the value of a variable or of a secret.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// The name of the input: a file's path, `<stdin>`, or `nil` for a document made by code.
    public var source: String?
    /// Where in the input, if it was read from a text.
    public var location: SourceLocation?
    /// The line of the input that holds the place, shortened to what a terminal shows.
    public var line: String?
    /// The field, in the input's own words.
    public var field: FieldPath?
    /// What is wrong, without a full stop.
    public var problem: String
    /// The value that was found, escaped and shortened.
    public var value: String?
    /// What would be accepted.
    public var allowed: String?
    /// What to do about it.
    public var advice: String?
    /// A text that can stand in the place of the value (or of the key, for an unknown key) and is then accepted.
    public var replacement: String?
    /// The byte of the place, also where the text that it belongs to is not at hand.
    package var offset: Int?

    /// Makes a diagnostic; only the problem is always known.
    public init(
        problem: String,
        field: FieldPath? = nil,
        value: String? = nil,
        allowed: String? = nil,
        advice: String? = nil,
        replacement: String? = nil,
        source: String? = nil,
        location: SourceLocation? = nil,
        line: String? = nil
    ) {
        self.source = source
        self.location = location
        self.line = line
        self.field = field
        self.problem = problem
        self.value = value
        self.allowed = allowed
        self.advice = advice
        self.replacement = replacement
    }

    /// The diagnostic on one line: `file:line:column: field: problem (found …; allowed: …). advice`.
    public var description: String {
        var place = source ?? ""
        if let location { place += place.isEmpty ? "\(location)" : ":\(location)" }
        var text = place.isEmpty ? "" : place + ": "
        if let field { text += "\(field): " }
        text += problem
        if let value { text += ", found \(value)" }
        if let allowed { text += "; allowed: \(allowed)" }
        if let advice { text += ". \(advice)" }
        return text
    }
}
