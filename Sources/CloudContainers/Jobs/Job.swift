/// What a provider holds about one job.
public struct Job: Sendable, Hashable {
    /// The provider's identifier of a job.
    public struct ID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The text.
        public let rawValue: String
        /// Makes an identifier from the provider's text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The text.
        public var description: String { rawValue }
    }

    /// The identifier.
    public var id: ID
    /// The namespace it lives in.
    public var namespace: Namespace.ID
    /// What is configured.
    public var spec: JobSpec
    /// What is known of its state; `nil` where a job has none, only its runs.
    public var status: ContainerStatus?
    /// When it was made.
    public var createdAt: Timestamp?
    /// When its configuration last changed.
    public var updatedAt: Timestamp?
    /// The provider's own payload, as a bundle that its dialect reads.
    public var bundle: JSONDocument

    /// Makes a job.
    public init(
        id: ID,
        namespace: Namespace.ID,
        spec: JobSpec,
        status: ContainerStatus? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        bundle: JSONDocument
    ) {
        self.id = id
        self.namespace = namespace
        self.spec = spec
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.bundle = bundle
    }
}
