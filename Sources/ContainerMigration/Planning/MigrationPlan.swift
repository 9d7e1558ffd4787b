public import CloudContainers

/// What a migration will do, down to the requests: made without sending anything, shown, saved, and executed later.
///
/// The same inventory, settings and dialects give the same plan, byte for byte.
public struct MigrationPlan: Sendable, Hashable {
    /// One side of a migration.
    public struct Side: Sendable, Hashable {
        /// The provider.
        public var provider: ProviderID
        /// The name of the namespace.
        public var namespace: String
        /// The identifier of the namespace; `nil` for one that is to be made.
        public var id: Namespace.ID?

        /// Makes a side.
        public init(provider: ProviderID, namespace: String, id: Namespace.ID? = nil) {
            self.provider = provider
            self.namespace = namespace
            self.id = id
        }
    }

    /// Where the services are.
    public var source: Side
    /// Where they go.
    public var target: Side
    /// What the caller has decided.
    public var settings: MigrationSettings
    /// The services, in the order of their names at the source.
    public var services: [PlannedService]
    /// The jobs, in the order of their names at the source; they are made once the services are up.
    public var jobs: [PlannedJob] = []
    /// The containers of the source's namespace that stay because nobody asked for them.
    public var leftOut: [String]
    /// What is no container and does not move.
    public var others: [OtherService]

    /// The name of the migration, which stands as `ContainerSpec.owner` on all that it makes.
    public var id: String

    /// The findings that stop services and jobs from being made, with the service, or ``PlannedJob/key``.
    public var obstacles: [(service: String, finding: Finding)] {
        parts.flatMap { part in part.obstacles.map { (part.key, $0) } }
    }

    /// The findings that still need consent, with the service, or ``PlannedJob/key``.
    public var unconsented: [(service: String, finding: Finding)] {
        parts.flatMap { part in part.unconsented(settings.resolutions).map { (part.key, $0) } }
    }

    /// The services, and the jobs after them.
    public var parts: [any PlannedPart] { services as [any PlannedPart] + jobs }

    /// Whether the plan can be executed.
    public var isExecutable: Bool { obstacles.isEmpty && unconsented.isEmpty }

    /// The secrets that need a value, with the services and jobs that need them.
    public var secrets: [(name: String, services: [String])] {
        var services: [String: [String]] = [:]
        for part in parts {
            for name in part.secrets { services[name, default: []].append(part.key) }
        }
        return services.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// How many requests the plan sends, apart from waiting.
    public var estimate: MigrationEstimate { MigrationEstimate(self) }

    /// What the plan costs, with what both providers document: limits, times and prices.
    ///
    /// - Parameters:
    ///   - source: The dialect of the source's provider.
    ///   - target: The dialect of the target's provider.
    /// - Returns: The estimate.
    public func estimate(from source: any ContainerDialect, to target: any ContainerDialect) -> MigrationEstimate {
        MigrationEstimate(self, from: source, to: target)
    }
}
