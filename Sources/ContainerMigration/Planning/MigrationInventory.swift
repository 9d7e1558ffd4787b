public import CloudContainers

/// What a namespace holds before a migration.
public struct MigrationInventory: Sendable, Hashable {
    /// The provider.
    public var provider: ProviderID
    /// The namespace.
    public var namespace: Namespace
    /// The containers to move, whole but for their ledgers, in the order of their names.
    public var containers: [Container]
    /// The names of containers of the namespace that were not asked for, and those of jobs behind the word `job`.
    public var leftOut: [String]
    /// The jobs to move, whole but for their ledgers, in the order of their names.
    public var jobs: [Job]
    /// What is neither a container nor a job that the library knows, and does not move.
    public var others: [OtherService]

    /// Makes an inventory.
    public init(
        provider: ProviderID,
        namespace: Namespace,
        containers: [Container],
        jobs: [Job] = [],
        leftOut: [String] = [],
        others: [OtherService] = []
    ) {
        self.provider = provider
        self.namespace = namespace
        self.containers = containers.sorted { ($0.spec.name, $0.id) < ($1.spec.name, $1.id) }
        self.jobs = jobs.sorted { ($0.spec.name, $0.id.rawValue) < ($1.spec.name, $1.id.rawValue) }
        self.leftOut = leftOut.sorted()
        self.others = others.sorted { ($0.kind, $0.name, $0.id) < ($1.kind, $1.name, $1.id) }
    }

    /// The containers that are in the middle of a change, which a plan should not rest on.
    public var unsettled: [Container] {
        containers.filter { [.updating, .deleting].contains($0.status.state) }
    }
}

extension ContainerService {
    /// Reads what a namespace holds, each container and job with everything that the provider has about it.
    ///
    /// - Parameters:
    ///   - namespace: The namespace.
    ///   - names: The containers and jobs to move; `nil` for all.
    ///   - concurrency: How many of them are read at a time, at least 1.
    /// - Returns: The inventory.
    /// - Throws: `ContainerServiceError` with the code `notFound` for a name that no container and no job has; it suggests the nearest.
    public func inventory(
        of namespace: Namespace.ID,
        services names: Set<String>? = nil,
        concurrency: Int = 4
    ) async throws -> MigrationInventory {
        let place = try await self.namespace(namespace)
        let listed = try await completeContainers(in: namespace)
        let known = listed.map(\.spec.name)
        var listedJobs: [Job] = []
        if let jobs { for try await job in jobs.allJobs(in: namespace) { listedJobs.append(job) } }
        let named = known + listedJobs.map(\.spec.name)
        if let missing = names?.subtracting(named).min() {
            let nearest = NearestName.find(missing, in: named).map { "; did you mean \($0)?" } ?? ""
            throw ContainerServiceError(
                .notFound,
                "there is no container \(Diagnostic.quoted(missing)) in \(place.name)\(nearest)",
                provider: dialect.provider
            )
        }
        let chosen = listed.filter { names?.contains($0.spec.name) ?? true }.map(\.id)
        let containers = try await concurrently(chosen, atMost: concurrency) { id in
            try await container(id)
        }
        let isChosen = { (job: Job) in names?.contains(job.spec.name) ?? true }
        let jobs = try await concurrently(listedJobs.filter(isChosen).map(\.id), atMost: concurrency) { id in
            try await self.jobs?.job(id)
        }
        let knownIDs = Set(listedJobs.map(\.id.rawValue))
        return MigrationInventory(
            provider: dialect.provider,
            namespace: place,
            containers: containers,
            jobs: jobs.compactMap(\.self),
            leftOut: known.filter { !(names?.contains($0) ?? true) }
                + listedJobs.filter { !isChosen($0) }.map { PlannedJob.key(of: $0.spec.name) },
            others: try await otherServices(in: namespace).filter { !knownIDs.contains($0.id) }
        )
    }
}
