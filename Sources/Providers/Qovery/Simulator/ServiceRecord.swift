import CloudContainers

/// The kinds of services that the simulator knows more of than the name.
enum ServiceKind: String, Sendable {
    case container = "CONTAINER"
    case job = "JOB"

    /// The kind in a sentence.
    var noun: String { rawValue.lowercased() }

    /// The scope of the variables that only one such service has.
    var scope: VariableRecord.Scope { self == .job ? .job : .container }
}

/// What containers and jobs have in common: a place in an environment, variables, and deployments.
protocol ServiceRecord: Sendable {
    var id: String { get }
    var environmentID: String { get }
    var kind: ServiceKind { get }
    var name: String { get }
    var description: String { get }
    var iconURI: String { get }
    var imageName: String { get }
    /// What of the image or of the repository is deployed: the tag, or the commit.
    var tag: String { get set }
    var arguments: [String] { get }
    var entrypoint: String? { get }
    var autoDeploy: Bool { get }
    var annotationsGroups: [String] { get }
    var labelsGroups: [String] { get }
    /// The registry of its image; `nil` for what is built.
    var registryID: String? { get }
    var settings: JSONObject { get set }
    var created: Timestamp { get }
    var updated: Timestamp { get set }
    /// What it is configured to run.
    var revision: Int { get set }
    /// What was deployed last; `nil` before.
    var deployedRevision: Int? { get set }
    /// The state when nothing is under way.
    var state: String { get set }
    var lastAction: Deployment.Action? { get set }
    var lastRequestID: String? { get set }
    var lastExecutionID: String? { get set }
    var lastDeploymentDate: Timestamp? { get set }
    var stale: StaleStatus? { get set }
    /// The stage in which it is deployed.
    var stageID: String { get set }
    /// Whether deployments of the whole environment leave it out.
    var isSkipped: Bool { get set }
}

extension ServiceRecord {
    /// The name in host names and keys: `z` and the first eight digits of the id.
    var shortID: String { "z\(id.prefix(8))" }

    /// What its variables belong to.
    var variableParent: QoverySimulator.VariableParent { .init(scope: kind.scope, id: id) }
}

extension ContainerRecord: ServiceRecord {
    var kind: ServiceKind { .container }
    var name: String { fields.name }
    var description: String { fields.description }
    var iconURI: String { fields.iconURI }
    var imageName: String { fields.imageName }
    var arguments: [String] { fields.arguments }
    var entrypoint: String? { fields.entrypoint }
    var autoDeploy: Bool { fields.autoDeploy }
    var annotationsGroups: [String] { fields.annotationsGroups }
    var labelsGroups: [String] { fields.labelsGroups }
    var registryID: String? { fields.registry.id }

    var tag: String {
        get { fields.tag }
        set { fields.tag = newValue }
    }
}

extension JobRecord: ServiceRecord {
    var kind: ServiceKind { .job }
    var name: String { fields.name }
    var description: String { fields.description }
    var iconURI: String { fields.iconURI }
    var arguments: [String] { fields.schedule.firstCommand.arguments }
    var entrypoint: String? { fields.schedule.firstCommand.entrypoint }
    var autoDeploy: Bool { fields.autoDeploy }
    var annotationsGroups: [String] { fields.annotationsGroups }
    var labelsGroups: [String] { fields.labelsGroups }
    var registryID: String? { fields.source.image?.registry.id }

    /// The name of the image, which for a repository is the one that is built.
    var imageName: String { fields.source.image?.name ?? "job-\(shortID)" }

    var tag: String {
        get {
            switch fields.source {
            case .image(let image): image.tag
            case .docker(let docker): docker.commit ?? docker.repository.branch
            }
        }
        set {
            switch fields.source {
            case .image(var image):
                image.tag = newValue
                fields.source = .image(image)
            case .docker(var docker):
                docker.commit = newValue
                fields.source = .docker(docker)
            }
        }
    }
}

extension Store {
    /// The container or job with an id.
    subscript(service id: String) -> (any ServiceRecord)? {
        get {
            if let container = containers[id] { return container }
            return jobs[id]
        }
        set {
            switch newValue {
            case let container as ContainerRecord: containers[id] = container
            case let job as JobRecord: jobs[id] = job
            default:
                containers[id] = nil
                jobs[id] = nil
            }
        }
    }

    /// The containers and jobs of an environment, each kind in the order in which they were made.
    func services(of environment: String) -> [any ServiceRecord] {
        containers(of: environment) + jobs(of: environment)
    }

    /// The jobs of an environment, in the order in which they were made.
    func jobs(of environment: String) -> [JobRecord] { jobs.all.filter { $0.environmentID == environment } }

    /// All containers and jobs.
    var services: [any ServiceRecord] { containers.all + jobs.all }
}

extension QoverySimulator {
    /// The container or job with an id.
    func service(_ id: String) throws(Refusal) -> any ServiceRecord {
        guard let service = store[service: id] else { throw missing("Service", id) }
        return service
    }

    /// A service as it is answered.
    func json(_ service: any ServiceRecord) -> JSONObject {
        switch service {
        case let container as ContainerRecord: json(container)
        case let job as JobRecord: json(job)
        default: [:]
        }
    }

    /// Refuses a name that a service of an environment has already, whatever its kind.
    func checkName(ofService name: String, in environment: String, except id: String? = nil) throws(Refusal) {
        let others = store.environments[environment]?.others.map { ($0.id, $0.name) } ?? []
        let taken = store.services(of: environment).map { ($0.id, $0.name) } + others
        if taken.contains(where: { $0.1.folded == name.folded && $0.0 != id }) {
            throw Refusal(409, "A service with the name \(name) already exists in the environment")
        }
    }
}
