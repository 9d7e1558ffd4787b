/// A member of a JSON object that is absent, `null`, or has a value; the three mean different things to an API.
public enum Member<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The key is not there.
    case absent
    /// The key is there and says `null`.
    case null
    /// The key is there with a value.
    case value(Value)

    /// The value, if there is one.
    public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }

    /// Makes a member that holds the value, or is absent for `nil`.
    public init(_ value: Value?) {
        self = value.map(Member.value) ?? .absent
    }
}
