/// The fields of a request's or an answer's head; names are compared without regard to case.
///
/// Printing them shows the names, and the values of those fields only that never hold a credential.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    /// One field.
    public struct Field: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        /// The name as it was given.
        public var name: String
        /// The value.
        public var value: String

        /// Makes a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// Whether the value may be shown to a person.
        public var isPrintable: Bool { HTTPHeaders.printable.contains(name.lowercased()) }
        /// The name, and the value where it may be shown.
        public var description: String { "\(name): \(isPrintable ? value : "(hidden)")" }
        /// The name, and the value where it may be shown.
        public var debugDescription: String { description }
        /// A mirror that shows nothing.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// The fields, in their order; a name may stand more than once.
    public private(set) var fields: [Field]

    /// Makes a head of fields.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// Makes a head of names and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field($0.0, $0.1) }
    }

    /// The first value of a name; setting it replaces all fields of that name.
    public subscript(name: String) -> String? {
        get { fields.first { Self.isSame($0.name, name) }?.value }
        set {
            fields.removeAll { Self.isSame($0.name, name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }

    /// Adds a field behind the others.
    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// The fields whose values may be shown.
    public var printableFields: [Field] { fields.filter(\.isPrintable) }

    /// The fields, one a line, with hidden values.
    public var description: String { fields.map(\.description).joined(separator: "\n") }
    /// The fields, one a line, with hidden values.
    public var debugDescription: String { description }
    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.lowercased() == right.lowercased()
    }

    /// Fields that may be printed; whatever is not named here may hold a credential.
    private static let printable: Set<String> = [
        "accept", "accept-encoding", "content-encoding", "content-length", "content-type", "date", "retry-after",
        "server",
        "transfer-encoding", "user-agent", "x-envoy-ratelimited", "x-ratelimit-limit", "x-ratelimit-remaining",
        "x-ratelimit-reset", "x-request-id",
    ]
}
