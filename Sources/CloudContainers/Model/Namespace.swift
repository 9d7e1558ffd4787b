/// A group of services: an environment on Qovery, a namespace on Scaleway.
public struct Namespace: Sendable, Hashable {
    /// The provider's identifier of a namespace.
    public struct ID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The text.
        public let rawValue: String
        /// Makes an identifier from the provider's text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The text.
        public var description: String { rawValue }
        /// Whether the first comes before the second in the order of their texts.
        public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
    }

    /// The identifier.
    public var id: ID
    /// The name.
    public var name: String

    /// Makes a namespace.
    public init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}
