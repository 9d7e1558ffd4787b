public import CloudContainers

/// How a deployment is carried out.
public struct DeploymentOptions: Sendable {
    /// How many services are worked on at a time, at least 1.
    public var concurrency: Int
    /// Whether it ends only when everything runs.
    public var waits: Bool
    /// Whether everything is compared with what the plan was made of before the first request, as a plan that was saved needs.
    public var checksFirst: Bool
    /// How to wait.
    public var waiting: WaitOptions
    /// Asked before each further service: after a yes nothing new is begun, and what is under way is finished.
    public var shouldStop: @Sendable () async -> Bool

    /// Makes options.
    public init(
        concurrency: Int = 4,
        waits: Bool = true,
        checksFirst: Bool = false,
        waiting: WaitOptions = WaitOptions(),
        shouldStop: @escaping @Sendable () async -> Bool = { false }
    ) {
        self.concurrency = max(concurrency, 1)
        self.waits = waits
        self.checksFirst = checksFirst
        self.waiting = waiting
        self.shouldStop = shouldStop
    }
}

/// What a deployment has to tell while it goes on.
@nonexhaustive
public enum DeploymentEvent: Sendable {
    /// The namespace was made.
    case namespace(Namespace)
    /// A request about a service is about to be sent.
    case sending(service: String, request: PreparedRequest)
    /// What was asked for a service was taken.
    case taken(service: String, id: Container.ID)
    /// Services are deployed.
    case deploying([String])
    /// The status of a service that is waited for.
    case status(service: String, ContainerStatus)
    /// A service is as its manifest says, and runs; or it is gone.
    case reached(service: String)
    /// Something about a service failed; the others go on.
    case failed(service: String, ContainerServiceError)
}

/// How a deployment ended.
public struct DeploymentOutcome: Sendable, Hashable {
    /// What became of a service.
    public struct Service: Sendable, Hashable {
        /// The name.
        public var name: String
        /// What was to be done.
        public var action: ServicePlan.Action
        /// The container.
        public var id: Container.ID?
        /// Whether it was asked for what was to be done, and the provider took it.
        public var isTaken = false
        /// Whether it was seen to be done.
        public var isReached = false
        /// Why it failed.
        public var failure: ContainerServiceError?
    }

    /// The services that something was done about, in the order of the plan.
    public var services: [Service]

    /// The namespace, once everything was asked for.
    public var namespace: Namespace.ID?
    /// The deployment of what its change did not deploy, if there was one.
    public var deployment: Deployment?

    /// Whether nothing failed, and nothing was left out since somebody asked to stop.
    public var isComplete: Bool { services.allSatisfy { $0.failure == nil && $0.isTaken } }
}
