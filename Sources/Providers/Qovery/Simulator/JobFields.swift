import CloudContainers

/// What a job is configured to be; the body of a creation and of a replacement says all of it.
struct JobFields: Sendable, Hashable {
    var name: String
    var description: String
    var cpu: Int
    var memory: Int
    var gpu: Int
    var ephemeralStorage: Int?
    var architecture: String?
    /// How often a run that fails begins again.
    var maximumRestarts: Int
    /// How long a run may take, with all that begins again.
    var maximumDurationSeconds: Int?
    /// The port of the probes, which nobody else reaches.
    var port: Int?
    var source: Source
    var schedule: Schedule
    var readiness: ContainerFields.Probe?
    var liveness: ContainerFields.Probe?
    var autoPreview: Bool
    var autoDeploy: Bool
    var iconURI: String
    /// The ids of its groups of annotations.
    var annotationsGroups: [String]
    /// The ids of its groups of labels.
    var labelsGroups: [String]

    /// What makes a job run.
    enum Event: String, Sendable, Hashable, CaseIterable {
        case start = "START"
        case stop = "STOP"
        case delete = "DELETE"
        case cron = "CRON"

        /// The member of a schedule that says what runs.
        var member: String { self == .cron ? "cronjob" : "on_\(rawValue.lowercased())" }
        /// The word in a history.
        var historyWord: String { self == .cron ? rawValue : "ON_\(rawValue)" }
    }

    /// What is run.
    struct Command: Sendable, Hashable {
        var arguments: [String] = []
        var entrypoint: String?
    }

    enum Schedule: Sendable, Hashable {
        case cron(Command, at: String, timezone: String)
        /// The events that it runs on, and which kind of lifecycle job it is.
        case lifecycle([Event: Command], kind: String)

        /// The kind of job, in the API's word.
        var jobType: String {
            switch self {
            case .cron: "CRON"
            case .lifecycle: "LIFECYCLE"
            }
        }

        /// What runs at an event; `nil` for nothing.
        func command(at event: Event) -> Command? {
            switch self {
            case .cron(let command, _, _): event == .cron ? command : nil
            case .lifecycle(let commands, _): commands[event]
            }
        }

        /// What runs first in the life of the job.
        var firstCommand: Command { firstEvent.flatMap { command(at: $0) } ?? Command() }

        var firstEvent: Event? { Event.allCases.first { command(at: $0) != nil } }
    }

    enum Source: Sendable, Hashable {
        case image(Image)
        case docker(Docker)

        var image: Image? {
            if case .image(let image) = self { image } else { nil }
        }

        var docker: Docker? {
            if case .docker(let docker) = self { docker } else { nil }
        }
    }

    struct Image: Sendable, Hashable {
        /// The registry, with what it was when it was chosen.
        var registry: ContainerFields.RegistryReference
        var name: String
        var tag: String
    }

    /// An image that is built.
    struct Docker: Sendable, Hashable {
        var repository: Repository
        var path: String?
        var content: String?
        var stage: String?
        /// The commit that was asked for last.
        var commit: String?
    }

    struct Repository: Sendable, Hashable {
        var url: String
        var owner: String
        var name: String
        var provider: String
        var branch: String
        var rootPath: String
        var tokenID: String?
    }
}

/// A job.
struct JobRecord: Sendable {
    let id: String
    let environmentID: String
    var fields: JobFields
    var settings: JSONObject = AdvancedSettings.jobDefaults
    let created: Timestamp
    var updated: Timestamp
    /// What it is configured to run.
    var revision: Int
    /// What was deployed last; `nil` before.
    var deployedRevision: Int?
    /// The state when nothing is under way.
    var state = "READY"
    var lastAction: Deployment.Action?
    var lastRequestID: String?
    var lastExecutionID: String?
    var lastDeploymentDate: Timestamp?
    var stale: StaleStatus?
    /// The stage in which it is deployed.
    var stageID: String
    /// Whether deployments of the whole environment leave it out.
    var isSkipped = false
    /// What failed runs have left in the cluster.
    var failedRuns: [String] = []
}
