import CloudContainers

/// Something that the API does with services of one environment, in its own time.
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

    /// How it ended for a service.
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

    /// What is done with one service.
    struct Step: Sendable {
        let serviceID: String
        /// How long it takes when all goes well; drawn when it is asked for, so that reading changes nothing.
        let length: Duration
        /// The id of the line that a container writes when it starts, and of a job's run, drawn at the same time.
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
        /// What the service was when it began, for the history.
        var name: String
        var imageName: String
        var tag: String
        var arguments: [String]
        var entrypoint: String?
        var iconURI: String
        var stage: StageRecord
        /// What is done with a job; `nil` for a container.
        var job: JobStep?
    }

    let id: String
    let executionID: String
    let action: Action
    let created: Timestamp
    let requestedAt: Duration
    var deletesEnvironment = false
    var steps: [Step]
    /// How long it takes without any service.
    let ownLength: Duration
    /// When it begins; `nil` as long as another one is before it.
    var beginsAt: Duration?
    var hasBegun = false
    var isCancelled = false
    var endedAt: Duration?

    func contains(_ service: String) -> Bool { steps.contains { $0.serviceID == service } }

    /// Whether it still has to do something with a service.
    func isPending(for service: String) -> Bool {
        steps.contains { $0.serviceID == service && $0.outcome == nil }
    }

    /// Its own state.
    var state: String {
        guard endedAt != nil else {
            guard hasBegun else { return action.queued }
            return isCancelled ? "CANCELING" : isExecuting ? "EXECUTING" : action.ongoing
        }
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
