import CloudContainers

// Environments.
extension QoverySimulator {
    func environments(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /project/*/environment":
            let project = try project(call.ids[0])
            let environments = store.environments.all.filter { $0.projectID == project.id }
            return Answer(results: environments.map { .object(json($0)) })
        case "POST /project/*/environment": return try createEnvironment(call)
        case "GET /environment/*": return Answer(200, json(try environment(call.ids[0])))
        case "PUT /environment/*": return try editEnvironment(call)
        default: return nil
        }
    }

    func environment(_ id: String) throws(Refusal) -> EnvironmentRecord {
        guard let environment = store.environments[id] else { throw missing("Environment", id) }
        return environment
    }

    private func checkName(
        ofEnvironment name: String,
        in project: String,
        except id: String? = nil
    ) throws(Refusal) {
        let isTaken = store.environments.all.contains {
            $0.projectID == project && $0.name.folded == name.folded && $0.id != id
        }
        if isTaken { throw Refusal(409, "An environment with the name \(name) already exists in the project") }
    }

    static let modes = ["DEVELOPMENT", "PRODUCTION", "STAGING"]

    private func createEnvironment(_ call: Call) throws(Refusal) -> Answer {
        let project = try project(call.ids[0])
        let body = try call.fields()
        let name = try body.name("name")
        try checkCluster(try body.optionalID("cluster"))
        let mode = try body.optionalWord("mode", among: Self.modes) ?? "DEVELOPMENT"
        return Answer(201, json(try addEnvironment(named: name, mode: mode, to: project)))
    }

    /// Refuses a cluster that is not there.
    func checkCluster(_ id: String?) throws(Refusal) {
        if let id, id != configuration.cluster.id { throw Refusal(400, "Cluster \(id) does not exist") }
    }

    func addEnvironment(
        named name: String,
        mode: String,
        to project: ProjectRecord
    ) throws(Refusal) -> EnvironmentRecord {
        try checkName(ofEnvironment: name, in: project.id)
        let environment = EnvironmentRecord(
            id: store.newID(),
            projectID: project.id,
            name: name,
            mode: mode,
            stages: StageRecord.standard.map { StageRecord(id: store.newID(), name: $0) },
            created: store.wall,
            updated: store.wall
        )
        store.environments[environment.id] = environment
        store.addBuiltIns(of: environment)
        return environment
    }

    private func editEnvironment(_ call: Call) throws(Refusal) -> Answer {
        var environment = try environment(call.ids[0])
        let body = try call.fields()
        if body.object["name"] != nil { environment.name = try body.name("name") }
        environment.mode = try body.optionalWord("mode", among: Self.modes) ?? environment.mode
        try checkName(ofEnvironment: environment.name, in: environment.projectID, except: environment.id)
        environment.updated = store.wall
        store.environments[environment.id] = environment
        store.addBuiltIns(of: environment)
        return Answer(200, json(environment))
    }

    /// An environment as the list of an organization has it.
    func lightJSON(_ environment: EnvironmentRecord) -> JSONObject {
        [
            "id": .string(environment.id), "created_at": .string(environment.created.isoText),
            "updated_at": .string(environment.updated.isoText), "name": .string(environment.name),
            "organization": ["id": .string(configuration.organization.id)],
            "project": ["id": .string(environment.projectID)], "mode": .string(environment.mode),
        ]
    }

    func json(_ environment: EnvironmentRecord) -> JSONObject {
        var object = lightJSON(environment)
        let cluster = configuration.cluster
        object.set(
            "cloud_provider",
            ["provider": .string(cluster.cloudProvider), "cluster": .string(cluster.region)]
        )
        object.set("cluster_id", .string(cluster.id))
        object.set("cluster_name", .string(cluster.name))
        object.set("expires_at", nil)
        return object
    }
}
