public import CloudContainers

/// A service or a job of a plan, as far as they are alike.
public protocol PlannedPart: Sendable {
    /// What journals, events and reports call it: a service's name at the source, or ``PlannedJob/key``.
    var key: String { get }
    /// The provider's identifier of it at the source.
    var sourceID: String { get }
    /// The name on the target.
    var name: String { get }
    /// The requests that make it; `nil` while something stands in the way.
    var change: PreparedChange? { get }
    /// Whether it runs at the end; for a job, whether its schedules are in force.
    var runs: Bool { get }
    /// What became of each field, from the source's payload to the target's.
    var findings: [Finding] { get }
    /// The secrets whose values are needed.
    var secrets: [String] { get }
    /// The domains, which move in a stage of their own; a job has none.
    var domains: [CustomDomain] { get }
}

extension PlannedPart {
    /// The findings that stop it from being made.
    public var obstacles: [Finding] { findings.filter { $0.outcome.demand == .resolution } }

    /// The findings that still need consent.
    public func unconsented(_ given: Resolutions) -> [Finding] { ledger.unconsented(given) }

    /// The findings as a ledger, an entry for each.
    public var ledger: Ledger { Ledger(of: findings) }
}

/// A part as a run sees it, with variables that can hold endpoints which only the target will tell.
protocol ReferringPart: PlannedPart {
    /// The fingerprint of its configuration at the source when the plan was made.
    var sourceBasis: String { get }
    /// Fingerprints of the fields it had then.
    var sourceFields: OrderedMap<String> { get }
    /// The variables that hold endpoints.
    var references: [EndpointReference] { get }
    /// All variables that are wanted.
    var variables: [EnvironmentVariable] { get set }
}

extension PlannedService: ReferringPart {
    /// The name at the source.
    public var key: String { sourceName }
    /// The identifier of the container at the source.
    public var sourceID: String { source.rawValue }

    var variables: [EnvironmentVariable] {
        get { spec.variables }
        set { spec.variables = newValue }
    }
}

extension PlannedJob: ReferringPart {
    /// The identifier of the job at the source.
    public var sourceID: String { source.rawValue }
    /// None.
    public var domains: [CustomDomain] { [] }

    var variables: [EnvironmentVariable] {
        get { spec.variables }
        set { spec.variables = newValue }
    }
}
