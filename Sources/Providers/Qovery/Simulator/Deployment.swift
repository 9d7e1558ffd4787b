import CloudContainers

/// Something that the API does with containers of one environment, in its own time.
struct Deployment: Sendable {
    /// What is done.
    enum Action: String, Sendable {
        case deploy, stop, restart, delete, uninstall

        /// The word of the API, in a status.
        var word: String {
            switch self {
            case .deploy: "DEPLOY"
            case .stop: "STOP"
            case .restart: "RESTART"
            case .delete, .uninstall: "DELETE"
            }
        }

        /// The word of the API for what was asked, in queue and history.
        var triggerWord: String { self == .uninstall ? "UNINSTALL" : word }

        var queued: String { self == .deploy ? "DEPLOYMENT_QUEUED" : "\(word)_QUEUED" }

        var ongoing: String {
            switch self {
            case .deploy: "DEPLOYING"
            case .stop: "STOPPING"
            case .restart: "RESTARTING"
            case .delete, .uninstall: "DELETING"
            }
        }

        var done: String {
            switch self {
            case .deploy: "DEPLOYED"
            case .stop: "STOPPED"
            case .restart: "RESTARTED"
            case .delete, .uninstall: "DELETED"
            }
        }

        var failed: String { self == .deploy ? "DEPLOYMENT_ERROR" : "\(word)_ERROR" }
    }

    /// How it ended for a container.
    enum Outcome: String, Sendable {
        case success, failure, cancelled
    }

    /// Why it failed, in the form in which the logs of an environment say it.
    struct Failure: Sendable, Hashable {
        /// The kind of failure.
        let tag: String
        /// What happened, for whoever deploys.
        let message: String
        /// What to do about it.
        let hint: String
    }

    /// What is done with one container.
    struct Step: Sendable {
        let containerID: String
        /// How long it takes when all goes well; drawn when it is asked for, so that reading changes nothing.
        let length: Duration
        /// The id of the line that the container writes when it starts, drawn at the same time.
        let logID: String
        var endsAt: Duration?
        /// How it will end.
        var verdict = Outcome.success
        /// Why it will fail.
        var failure: Failure?
        /// How it ended; `nil` before.
        var outcome: Outcome?
        /// The configuration that is deployed.
        var revision = 0
        /// What the container was when it began, for the history.
        var name: String
        var imageName: String
        var tag: String
        var arguments: [String]
        var entrypoint: String?
        var iconURI: String
        var stage: StageRecord
    }

    let id: String
    let executionID: String
    let action: Action
    let created: Timestamp
    let requestedAt: Duration
    var deletesEnvironment = false
    var steps: [Step]
    /// How long it takes without any container.
    let ownLength: Duration
    /// When it begins; `nil` as long as another one is before it.
    var beginsAt: Duration?
    var hasBegun = false
    var isCancelled = false
    var endedAt: Duration?

    func contains(_ container: String) -> Bool { steps.contains { $0.containerID == container } }

    /// Whether it still has to do something with a container.
    func isPending(for container: String) -> Bool {
        steps.contains { $0.containerID == container && $0.outcome == nil }
    }

    /// Its own state.
    var state: String {
        guard endedAt != nil else { return hasBegun ? (isCancelled ? "CANCELING" : action.ongoing) : action.queued }
        return Self.state(action, outcome)
    }

    /// How it ended as a whole.
    var outcome: Outcome {
        if steps.contains(where: { $0.outcome == .failure }) { return .failure }
        return isCancelled ? .cancelled : .success
    }

    static func state(_ action: Action, _ outcome: Outcome) -> String {
        switch outcome {
        case .success: action.done
        case .failure: action.failed
        case .cancelled: "CANCELED"
        }
    }
}
