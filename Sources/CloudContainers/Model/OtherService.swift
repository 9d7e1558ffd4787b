/// A service of another kind than a container, which lives in the same namespace.
public struct OtherService: Sendable, Hashable {
    /// The provider's identifier.
    public var id: String
    /// The name.
    public var name: String
    /// The provider's word for the kind, such as `DATABASE` or `CRON_JOB`.
    public var kind: String

    /// Makes a service.
    public init(id: String, name: String, kind: String) {
        self.id = id
        self.name = name
        self.kind = kind
    }
}
