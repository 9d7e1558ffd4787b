/// What a provider holds about one service.
public struct Container: Sendable, Hashable {
    /// The provider's identifier of a container.
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
    /// The namespace it lives in.
    public var namespace: Namespace.ID
    /// What is configured, which need not be what runs; see ``status``.
    public var spec: ContainerSpec
    /// What is known of its state.
    public var status: ContainerStatus
    /// Where it can be reached.
    public var endpoints: [Endpoint]
    /// When it was made.
    public var createdAt: Timestamp?
    /// When its configuration last changed.
    public var updatedAt: Timestamp?
    /// The provider's own payload, as a bundle that its dialect reads.
    public var bundle: JSONDocument

    /// Every name that it goes by: where its mark keeps the one that was wanted, the provider spells another.
    public var names: Set<String> { Set([spec.name, bundle.root["container"]?["name"]?.string].compactMap(\.self)) }

    /// Whether it is there only until its deletion ends.
    package var isLeaving: Bool { status.state == .deleting }

    /// An address of a service.
    public struct Endpoint: Sendable, Hashable {
        /// The address, such as `https://web.example.org`.
        public var url: String
        /// Whether it is a host name of the user's.
        public var isCustomDomain: Bool

        /// Makes an endpoint.
        public init(url: String, isCustomDomain: Bool = false) {
            self.url = url
            self.isCustomDomain = isCustomDomain
        }
    }

    /// Makes a container.
    public init(
        id: ID,
        namespace: Namespace.ID,
        spec: ContainerSpec,
        status: ContainerStatus,
        endpoints: [Endpoint] = [],
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        bundle: JSONDocument
    ) {
        self.id = id
        self.namespace = namespace
        self.spec = spec
        self.status = status
        self.endpoints = endpoints
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.bundle = bundle
    }
}
