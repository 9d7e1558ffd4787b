public import CloudContainers

/// The state of a service, an environment or a deployment in Qovery's word; an unknown word is kept.
public struct QoveryState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The API's word.
    public let rawValue: String
    /// Makes a state from the API's word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The API's word.
    public var description: String { rawValue }

    /// The state in the words that every provider shares.
    public var meaning: ContainerStatus.State { QoveryStatus.states[rawValue] ?? .unknown }

    /// Whether it is over or about to be because somebody cancelled it.
    public var isCancelled: Bool { self == .canceled || self == .canceling }

    /// Deployed.
    public static let deployed = QoveryState(rawValue: "DEPLOYED")
    /// Restarted.
    public static let restarted = QoveryState(rawValue: "RESTARTED")
    /// Stopped.
    public static let stopped = QoveryState(rawValue: "STOPPED")
    /// Deleted.
    public static let deleted = QoveryState(rawValue: "DELETED")
    /// Never deployed.
    public static let ready = QoveryState(rawValue: "READY")
    /// Cancelled.
    public static let canceled = QoveryState(rawValue: "CANCELED")
    /// Being cancelled.
    public static let canceling = QoveryState(rawValue: "CANCELING")
    /// Waiting for its turn.
    public static let queued = QoveryState(rawValue: "QUEUED")
    /// Waiting for its turn to be deployed.
    public static let deploymentQueued = QoveryState(rawValue: "DEPLOYMENT_QUEUED")
    /// Being deployed.
    public static let deploying = QoveryState(rawValue: "DEPLOYING")
    /// Could not be deployed.
    public static let deploymentError = QoveryState(rawValue: "DEPLOYMENT_ERROR")
}

/// What a deployment was asked to do, in Qovery's word; an unknown word is kept.
public struct QoveryDeploymentAction: RawRepresentable, Sendable, Hashable {
    /// The API's word.
    public let rawValue: String
    /// Makes an action from the API's word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// To deploy.
    public static let deploy = QoveryDeploymentAction(rawValue: "DEPLOY")
    /// To restart.
    public static let restart = QoveryDeploymentAction(rawValue: "RESTART")
    /// To stop.
    public static let stop = QoveryDeploymentAction(rawValue: "STOP")
    /// To delete.
    public static let delete = QoveryDeploymentAction(rawValue: "DELETE")
    /// To take from the cluster, and keep the configuration.
    public static let uninstall = QoveryDeploymentAction(rawValue: "UNINSTALL")
}
