import CloudContainers

/// A project.
struct ProjectRecord: Sendable {
    let id: String
    var name: String
    var description = ""
    let created: Timestamp
    var updated: Timestamp
}

/// A registry, without the credentials that it was made with.
struct RegistryRecord: Sendable {
    let id: String
    var name: String
    var kind: String
    var url: String
    var description = ""
    var config: JSONObject = [:]
    let created: Timestamp
    var updated: Timestamp

    /// The host that images are pulled from; the API drops the path.
    var host: String {
        let start = url.range(ofScheme: "://") ?? url.startIndex
        return String(url[start...].prefix { $0 != "/" })
    }
}

/// An environment with the deployments that it runs one after another.
struct EnvironmentRecord: Sendable {
    let id: String
    let projectID: String
    var name: String
    var mode: String
    /// The stages in which its services are deployed, in their order.
    var stages: [StageRecord]
    let created: Timestamp
    var updated: Timestamp
    /// The deployments to come; the first one may run.
    var queue: [Deployment] = []
    /// The deployments that are over, in their order.
    var history: [Deployment] = []
    /// What it holds beside containers and jobs.
    var others: [OtherServiceRecord] = []
    /// When the last deployment ended.
    var idleSince: Duration = .zero
    var stale: StaleStatus?
    /// How many deployments were asked for.
    var deploymentCount = 0

    /// The last deployment that was asked for.
    var lastDeployment: Deployment? { queue.last ?? history.last }
    /// Whether it is on its way to be deleted.
    var isLeaving: Bool { queue.contains(where: \.deletesEnvironment) }
}

/// A stage of the deployments of an environment.
struct StageRecord: Sendable, Hashable {
    let id: String
    let name: String

    /// The name of the stage that containers are in at first.
    static let containers = "CONTAINER DEFAULT"
    /// The name of the stage that jobs are in at first.
    static let jobs = "JOB DEFAULT"
    /// The names of the stages that every environment has, in their order.
    static let standard = ["DATABASE DEFAULT", jobs, containers, "APPLICATION DEFAULT"]
}

/// A status that is shown for a while after a request, although it is over.
struct StaleStatus: Sendable {
    let until: Duration
    let body: JSONObject
}

/// A container.
struct ContainerRecord: Sendable {
    let id: String
    let environmentID: String
    var fields: ContainerFields
    var settings: JSONObject = AdvancedSettings.defaults
    var hasStickySession = false
    var domains: [DomainRecord] = []
    var logs: [LogLine] = []
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
}

/// A line that a container wrote.
struct LogLine: Sendable {
    let id: String
    let created: Timestamp
    let message: String
    let podName: String
    let version: String
}

/// A host name of one's own.
struct DomainRecord: Sendable {
    let id: String
    var name: String
    var generatesCertificate: Bool
    var usesCDN: Bool
    let created: Timestamp
    var updated: Timestamp
}

extension String {
    /// The index behind a separator, where there is one.
    fileprivate func range(ofScheme separator: String) -> String.Index? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(separator) { return self.index(index, offsetBy: separator.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
