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
    /// The name of what it belongs to, for a person: the project on Qovery; `nil` where there is nothing to tell.
    public var parent: String?
    /// Whether it is on its way out.
    public var isDeleting: Bool
    /// Whether it is still being made or changed, so that nothing can be made in it yet.
    public var isSettling: Bool

    /// Makes a namespace.
    public init(
        id: ID,
        name: String,
        parent: String? = nil,
        isDeleting: Bool = false,
        isSettling: Bool = false
    ) {
        self.id = id
        self.name = name
        self.parent = parent
        self.isDeleting = isDeleting
        self.isSettling = isSettling
    }
}
