public import CloudContainers

/// What a plan costs before anything goes wrong.
public struct MigrationEstimate: Sendable, Hashable {
    /// How much of a documented limit of requests the migration uses.
    public struct LimitShare: Sendable, Hashable {
        /// Whose limit it is.
        public var provider: ProviderID
        /// The requests of the migration that count, apart from waiting.
        public var requests: RequestCount
        /// The limit.
        public var limit: RateLimit
        /// How much of the limit that is, rounded up; `nil` for more than ten times as much.
        public var share: Percentage?
        /// How long requests are held back to keep to the limit, if nothing else uses it.
        public var pause: Duration
    }

    /// What it takes to bring the services up on the target, all at once.
    public struct Deploying: Sendable, Hashable {
        /// How long a deployment that goes well usually takes, where that is known.
        public var usual: ClosedRange<Duration>?
        /// When one that has not ended counts as failed.
        public var limit: Duration
    }

    /// The requests that change something on the target.
    public var targetWrites: RequestCount
    /// The requests that read from the target, apart from waiting.
    public var targetReads: RequestCount
    /// The requests that read from the source; none writes.
    public var sourceReads: RequestCount
    /// The memory that all instances may use together, where every service has a maximum.
    public var memory: ByteCount?
    /// The documented limits that the migration counts against, the target's first.
    public var shares: [LimitShare] = []
    /// The time that deployments take; `nil` where nothing is deployed, or where nobody was asked.
    public var deploying: Deploying?
    /// What the target gives the services beyond what they had, in the order of the services.
    public var raises: [Raise] = []
    /// The prices that the raises are counted with; `nil` where the target charges nothing for instances itself.
    public var prices: PriceList?

    /// How long requests are held back to keep to the documented limits.
    public var pause: Duration { shares.map(\.pause).max() ?? .zero }

    /// What all raises cost a month together; `nil` without prices, or where one of them cannot be counted.
    public var monthlyRaise: Money? {
        guard let prices else { return nil }
        return raises.reduce(Money(unchecked: 0, prices.coreSecond.currency)) { sum, raise in
            raise.monthly.flatMap { sum?.adding($0) }
        }
    }

    init(_ plan: MigrationPlan) {
        let changes = plan.services.compactMap(\.change)
        // One deployment for all of those that the creation does not deploy.
        let deploys = zip(plan.services, changes).contains { $0.runs && !$1.deploys }
        let creates = plan.target.id == nil
        targetWrites = RequestCount(
            unchecked: changes.map(\.requests.count).reduce(0, +) + (deploys ? 1 : 0) + (creates ? 1 : 0)
                // Those that need one another are given the endpoints when both are there.
                + plan.services.circular.count
                + plan.jobs.compactMap(\.change).map(\.requests.count).reduce(0, +)
                // A schedule that its creation has not put into force is deployed.
                + plan.jobs.count { $0.runs && $0.change?.deploys == false }
        )
        // Each is looked for by its name before it is made, and read back at the end.
        let jobReads = PlannedJob.parts * plan.jobs.count
        let lists = plan.jobs.isEmpty ? 0 : 3
        targetReads = RequestCount(unchecked: 1 + 2 * plan.services.count + lists + jobReads)
        sourceReads = RequestCount(unchecked: plan.services.count + jobReads)
        memory = plan.services.reduce(ByteCount.zero) { sum, service in
            guard let sum, case .instances(let most) = service.spec.scaling.maximum,
                let each = service.spec.resources.memory
            else { return nil }
            return try? each.multiplied(by: most.value).adding(sum)
        }
    }

    init(_ plan: MigrationPlan, from source: any ContainerDialect, to target: any ContainerDialect) {
        self.init(plan)
        let sent = RequestCount(unchecked: targetWrites.value + targetReads.value)
        shares = [(target, sent), (source, sourceReads)].compactMap { dialect, requests in
            dialect.capabilities.requestLimit.map { LimitShare(dialect.provider, requests, $0) }
        }
        let running = plan.services.filter(\.runs)
        if !running.isEmpty {
            deploying = Deploying(
                usual: target.capabilities.usualDeployment,
                limit: running.map { target.deploymentLimit(of: $0.spec) }.max() ?? .zero
            )
        }
        prices = target.capabilities.prices
        raises = plan.services.flatMap { Raise.all(of: $0, prices) }
    }
}

extension MigrationEstimate.LimitShare {
    fileprivate init(_ provider: ProviderID, _ requests: RequestCount, _ limit: RateLimit) {
        self.provider = provider
        self.requests = requests
        self.limit = limit
        share = try? Percentage(percent: (requests.value * 100 + limit.requests - 1) / limit.requests)
        // The first period has room for a whole limit; each further limit has to wait for a further period.
        pause = limit.period * (max(requests.value - 1, 0) / limit.requests)
    }
}
