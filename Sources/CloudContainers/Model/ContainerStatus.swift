/// What is known of a service's state: few words of ours, and the provider's own word.
public struct ContainerStatus: Sendable, Hashable {
    /// The state in words that every provider shares.
    @nonexhaustive
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It runs what is configured.
        case ready
        /// A change is under way.
        case updating
        /// It was never deployed.
        case neverDeployed = "never deployed"
        /// It is stopped.
        case stopped
        /// The last change failed; an earlier version may still answer.
        case failed
        /// It is going away.
        case deleting
        /// The provider's word is not known.
        case unknown
    }

    /// The state.
    public var state: State
    /// The provider's own word.
    public var providerWord: String
    /// The provider's own message, if it gave one.
    public var message: String?

    /// How many deployments are under way or wait, this one included, where the provider has a queue and says so.
    public var queuedDeployments: DeploymentCount?
    /// Whether the provider still shows the state of an earlier deployment than the one that was asked about.
    public var isOfEarlierDeployment: Bool
    /// Whether the configuration was changed since the last deployment, where changes wait for one and the provider says so.
    public var hasUndeployedChanges: Bool

    /// Makes a status.
    public init(
        _ state: State,
        providerWord: String,
        message: String? = nil,
        queuedDeployments: DeploymentCount? = nil,
        isOfEarlierDeployment: Bool = false,
        hasUndeployedChanges: Bool = false
    ) {
        self.state = state
        self.providerWord = providerWord
        self.message = message
        self.queuedDeployments = queuedDeployments
        self.isOfEarlierDeployment = isOfEarlierDeployment
        self.hasUndeployedChanges = hasUndeployedChanges
    }
}
