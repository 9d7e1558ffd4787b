import CloudContainers

/// A variable or secret of a project, an environment or a service.
struct VariableRecord: Sendable {
    /// Where a variable belongs, from the widest to the narrowest.
    enum Scope: Int, Sendable, Comparable {
        case project, environment, container, job

        var word: String {
            switch self {
            case .project: "PROJECT"
            case .environment: "ENVIRONMENT"
            case .container: "CONTAINER"
            case .job: "JOB"
            }
        }

        init?(word: String) {
            switch word {
            case "PROJECT": self = .project
            case "ENVIRONMENT": self = .environment
            case "CONTAINER": self = .container
            case "JOB": self = .job
            default: return nil
            }
        }

        /// Whether it is the scope of one service.
        var isService: Bool { self == .container || self == .job }

        static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    /// What kind of variable it is.
    enum Kind: Sendable, Hashable {
        case value
        case external(accessID: String)
        /// Another key for the variable with the id.
        case alias(of: String)
        /// Another value for the key of the variable with the id.
        case override(of: String)
        case builtIn
    }

    let id: String
    let scope: Scope
    /// The project, environment or service.
    let parentID: String
    var key: String
    var value: String
    var isSecret: Bool
    var mountPath: String?
    var description = ""
    var interpolatesInFile = false
    var kind: Kind
    let created: Timestamp
    var updated: Timestamp

    /// The variable that it is made of.
    var originID: String? {
        switch kind {
        case .alias(let id), .override(let id): id
        default: nil
        }
    }

    /// The scope in the API's word.
    var scopeWord: String { kind == .builtIn ? "BUILT_IN" : scope.word }

    /// The type in the API's word.
    var typeWord: String {
        switch kind {
        case .value: mountPath == nil ? "VALUE" : "FILE"
        case .external: mountPath == nil ? "EXTERNAL_SECRET" : "FILE_EXTERNAL_SECRET"
        case .alias: "ALIAS"
        case .override: "OVERRIDE"
        case .builtIn: "BUILT_IN"
        }
    }
}

extension Store {
    /// Adds the variables that a project has from the beginning.
    mutating func addBuiltIns(of project: ProjectRecord, _ configuration: QoverySimulator.Configuration) {
        let values = [
            ("QOVERY_PROJECT_ID", project.id), ("QOVERY_KUBERNETES_CLUSTER_NAME", configuration.cluster.name),
            ("QOVERY_CLOUD_PROVIDER_REGION", configuration.cluster.region),
        ]
        addBuiltIns(values, .project, project.id, at: project.created)
    }

    /// Adds the variables that an environment has from the beginning.
    mutating func addBuiltIns(of environment: EnvironmentRecord) {
        let values = [("QOVERY_ENVIRONMENT_ID", environment.id), ("QOVERY_ENVIRONMENT_NAME", environment.name)]
        addBuiltIns(values, .environment, environment.id, at: environment.created)
    }

    /// Adds the variables by which the containers of the environment find a container.
    mutating func addBuiltIns(of container: ContainerRecord, _ configuration: QoverySimulator.Configuration) {
        let key = "QOVERY_CONTAINER_\(container.shortID.uppercased())_HOST"
        var values = [("\(key)_INTERNAL", "container-\(container.shortID)-\(container.fields.name)")]
        if container.fields.ports.contains(where: \.isPublic) {
            values.append(("\(key)_EXTERNAL", container.host(configuration.cluster)))
        }
        addBuiltIns(values, .container, container.id, at: container.created)
    }

    private mutating func addBuiltIns(
        _ values: [(key: String, value: String)],
        _ scope: VariableRecord.Scope,
        _ parentID: String,
        at date: Timestamp
    ) {
        for (key, value) in values {
            let known = variables.own(of: parentID).first { $0.kind == .builtIn && $0.key == key }
            let id = known?.id ?? newID()
            variables[id] = VariableRecord(
                id: id,
                scope: scope,
                parentID: parentID,
                key: key,
                value: value,
                isSecret: false,
                mountPath: nil,
                kind: .builtIn,
                created: date,
                updated: date
            )
        }
    }
}
