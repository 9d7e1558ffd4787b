public import CloudContainers

/// What the caller decides about a migration before it is planned.
public struct MigrationSettings: Sendable, Hashable {
    /// The name of the target's namespace; it is made where there is none.
    public var namespace: String
    /// Consent, and answers to what a translation cannot decide.
    public var resolutions: Resolutions
    /// Other names on the target, by the name of the source; `job NAME` is a job whose name a service has too.
    public var names: [String: String]
    /// Services and jobs that do not run at the source and may run on the target.
    public var started: Set<String>
    /// Jobs that stay where they are, by the name of the source.
    public var withoutJobs: Set<String> = []

    /// Makes settings.
    public init(
        namespace: String,
        resolutions: Resolutions = Resolutions(),
        names: [String: String] = [:],
        started: Set<String> = []
    ) {
        self.namespace = namespace
        self.resolutions = resolutions
        self.names = names
        self.started = started
    }
}
