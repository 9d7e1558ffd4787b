/// What a wait waits for.
public enum WaitGoal: String, Sendable, Hashable, CaseIterable {
    /// The containers run what is configured.
    case ready
    /// The containers are stopped.
    case stopped
    /// The containers do not exist any more.
    case gone
}

/// How a wait asks, and how long.
public struct WaitOptions: Sendable {
    /// The longest wait; `nil` for the provider's own limit, which can follow from the probes of the services.
    public var limit: Duration?
    /// The time between the first two looks; it grows up to ``longestDelay``.
    public var shortestDelay: Duration
    /// The longest time between two looks.
    public var longestDelay: Duration
    /// For how long a state of an earlier deployment has to stay as it is before it is believed.
    public var staleGrace: Duration
    /// Where time comes from.
    public var time: any TimeSource
    /// Where the jitter of the delays comes from.
    public var randomness: any Randomness

    /// Makes options.
    public init(
        limit: Duration? = nil,
        shortestDelay: Duration = .seconds(2),
        longestDelay: Duration = .seconds(15),
        staleGrace: Duration = .seconds(60),
        time: any TimeSource = SystemTime(),
        randomness: any Randomness = SystemRandomness()
    ) {
        self.limit = limit
        self.shortestDelay = shortestDelay
        self.longestDelay = longestDelay
        self.staleGrace = staleGrace
        self.time = time
        self.randomness = randomness
    }
}

/// What a wait has to tell.
@nonexhaustive
public enum WaitEvent: Sendable, Hashable {
    /// A container's status, when it is first seen and whenever it changes, and the time since the wait began.
    case status(Container.ID, ContainerStatus, after: Duration)
    /// The status could not be read; the wait goes on.
    case unreadable(ContainerServiceError, after: Duration)
    /// A container has reached the goal.
    case reached(Container.ID, after: Duration)
    /// A container can not reach the goal any more; the others are still waited for.
    case failed(Container.ID, ContainerServiceError, after: Duration)
}

extension ContainerService {
    /// Waits until containers of a namespace have reached a goal.
    ///
    /// - Throws: What iterating ``progress(of:in:until:after:_:)`` throws.
    public func wait(
        for ids: [Container.ID],
        in namespace: Namespace.ID,
        until goal: WaitGoal = .ready,
        after deployment: Deployment? = nil,
        _ options: WaitOptions = WaitOptions()
    ) async throws {
        for try await _ in progress(of: ids, in: namespace, until: goal, after: deployment, options) {}
    }

    /// Waits until a namespace does not exist any more.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `timedOut` at the limit, and whatever reading it throws.
    public func waitUntilGone(_ namespace: Namespace.ID, _ options: WaitOptions = WaitOptions()) async throws {
        let limit = options.limit ?? dialect.deploymentLimit(of: nil)
        let began = await options.time.now()
        var delay = options.shortestDelay
        while await options.time.now() - began < limit {
            do {
                _ = try await self.namespace(namespace)
            } catch let error as ContainerServiceError where error.code == .notFound {
                return
            }
            try await options.time.sleep(for: delay)
            delay = min(delay * 3 / 2, options.longestDelay)
        }
        throw ContainerServiceError(
            .timedOut,
            "the namespace \(namespace) is still there after \(limit)",
            provider: dialect.provider,
            isRetryable: true
        )
    }

    /// Waits until containers can be made in a namespace; nothing is asked where it says already that they can.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `timedOut` at the limit, and whatever reading it throws.
    public func waitUntilReady(_ namespace: Namespace, _ options: WaitOptions = WaitOptions()) async throws {
        let limit = options.limit ?? dialect.deploymentLimit(of: nil)
        let began = await options.time.now()
        var (namespace, delay) = (namespace, options.shortestDelay)
        while namespace.isSettling {
            guard await options.time.now() - began < limit else {
                throw ContainerServiceError(
                    .timedOut,
                    "the namespace \(namespace.id) is still not ready after \(limit)",
                    provider: dialect.provider,
                    isRetryable: true
                )
            }
            try await options.time.sleep(for: delay)
            delay = min(delay * 3 / 2, options.longestDelay)
            namespace = try await self.namespace(namespace.id)
        }
    }

    /// The progress of containers towards a goal; the first look is taken at once, each further one costs one request for
    /// all of them, or one a page.
    ///
    /// Iterating throws ``ContainerServiceError``: `deploymentFailed` with the provider's words when all that can has reached
    /// the goal and something failed, `timedOut` at the limit, `notFound` for what somebody else deleted meanwhile, and
    /// whatever reading the status throws when it keeps failing or cannot succeed.
    public func progress(
        of ids: [Container.ID],
        in namespace: Namespace.ID,
        until goal: WaitGoal = .ready,
        after deployment: Deployment? = nil,
        _ options: WaitOptions = WaitOptions()
    ) -> WaitProgress {
        WaitProgress(
            service: self,
            ids: ids,
            namespace: namespace,
            goal: goal,
            deployment: deployment,
            options: options
        )
    }
}
