/// A JSON value that remembers where it was read.
///
/// Two values are equal when they mean the same: the order of an object's members, the spelling of a number and the
/// place in a text do not matter. Strings are compared scalar by scalar.
public struct JSONValue: Sendable, Hashable {
    /// What a value is.
    public enum Content: Sendable, Hashable {
        /// Nothing.
        case null
        /// True or false.
        case bool(Bool)
        /// A number, as written.
        case number(JSONNumber)
        /// A string, without its escapes.
        case string(String)
        /// A list.
        case array([JSONValue])
        /// An object.
        case object(JSONObject)
    }

    /// What the value is.
    public var content: Content
    private var storedOffset: Int32

    /// Makes a value; one that was not read from a text has no offset.
    public init(_ content: Content, offset: Int? = nil) {
        self.content = content
        storedOffset = offset.compactOffset
    }

    /// The byte offset of the value in its source text, or `nil` for a value made by code.
    public var offset: Int? { storedOffset < 0 ? nil : Int(storedOffset) }

    /// The value `null`.
    public static var null: JSONValue { JSONValue(.null) }

    /// Makes a truth value.
    public static func bool(_ value: Bool) -> JSONValue { JSONValue(.bool(value)) }

    /// Makes a number from an integer.
    public static func number(_ value: Int) -> JSONValue { JSONValue(.number(JSONNumber(value))) }

    /// Makes a number.
    public static func number(_ value: JSONNumber) -> JSONValue { JSONValue(.number(value)) }

    /// Makes a string.
    public static func string(_ value: String) -> JSONValue { JSONValue(.string(value)) }

    /// Makes a list.
    public static func array(_ value: [JSONValue]) -> JSONValue { JSONValue(.array(value)) }

    /// Makes an object.
    public static func object(_ value: JSONObject) -> JSONValue { JSONValue(.object(value)) }

    /// Whether the value is `null`.
    public var isNull: Bool {
        if case .null = content { true } else { false }
    }

    /// The truth value, if it is one.
    public var bool: Bool? {
        if case .bool(let value) = content { value } else { nil }
    }

    /// The number, if it is one.
    public var number: JSONNumber? {
        if case .number(let value) = content { value } else { nil }
    }

    /// The integer, if it is a number without a fraction that fits.
    public var integer: Int? { number?.exactInteger }

    /// The string, if it is one.
    public var string: String? {
        if case .string(let value) = content { value } else { nil }
    }

    /// The elements, if it is a list.
    public var array: [JSONValue]? {
        if case .array(let value) = content { value } else { nil }
    }

    /// The members, if it is an object.
    public var object: JSONObject? {
        if case .object(let value) = content { value } else { nil }
    }

    /// The member of that name, if it is an object that has one.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// What kind of value it is, for a message: "a string", "a list", "true or false".
    public var typeName: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Whether both values mean the same, wherever they were read.
    public static func == (left: JSONValue, right: JSONValue) -> Bool { left.content == right.content }

    /// Feeds the hasher so that equal values hash alike.
    public func hash(into hasher: inout Hasher) { content.hash(into: &hasher) }
}

extension Int? {
    /// The offset in four bytes, -1 for none; one that does not fit is none.
    var compactOffset: Int32 {
        guard let self, self >= 0 else { return -1 }
        return Int32(exactly: self) ?? -1
    }
}
