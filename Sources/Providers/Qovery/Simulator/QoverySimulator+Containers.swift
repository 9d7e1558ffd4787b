import CloudContainers

// Containers and their configuration.
extension QoverySimulator {
    func containers(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /environment/*/container":
            let environment = try environment(call.ids[0])
            return Answer(results: store.containers(of: environment.id).map { .object(json($0)) })
        case "POST /environment/*/container": return try createContainer(call)
        case "GET /container/*": return Answer(200, json(try container(call.ids[0])))
        case "PUT /container/*": return try replaceContainer(call)
        default: return nil
        }
    }

    /// Advanced settings and the network of a container.
    func containerSettings(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /defaultContainerAdvancedSettings": return Answer(200, AdvancedSettings.defaults)
        case "GET /container/*/advancedSettings": return Answer(200, try container(call.ids[0]).settings)
        case "PUT /container/*/advancedSettings":
            let container = try container(call.ids[0])
            let settings = try AdvancedSettings.read(try call.fields())
            if settings != container.settings {
                store.containers[container.id]?.settings = settings
                store.touch([container.id])
            }
            return Answer(201, settings)
        case "GET /container/*/network":
            return Answer(200, ["sticky_session": .bool(try container(call.ids[0]).hasStickySession)])
        case "PUT /container/*/network":
            let container = try container(call.ids[0])
            let isSticky = try call.fields().optionalFlag("sticky_session") ?? false
            if isSticky != container.hasStickySession {
                store.containers[container.id]?.hasStickySession = isSticky
                store.touch([container.id])
            }
            return Answer(201, ["sticky_session": .bool(isSticky)])
        default: return nil
        }
    }

    func container(_ id: String) throws(Refusal) -> ContainerRecord {
        guard let container = store.containers[id] else { throw missing("Container", id) }
        return container
    }

    func json(_ container: ContainerRecord) -> JSONObject {
        let ports = container.fields.ports
        return container.json(
            configuration,
            ports: configuration.shufflesPorts ? ports.shuffled(using: &display) : ports
        )
    }

    private func reader(_ id: String, _ current: ContainerFields? = nil) -> ContainerReader {
        ContainerReader(
            configuration: configuration,
            registries: store.registries,
            current: current,
            containerID: id,
            date: store.wall.isoText
        )
    }

    private func createContainer(_ call: Call) throws(Refusal) -> Answer {
        let environment = try environment(call.ids[0])
        let body = try call.fields()
        let id = store.newID()
        let reader = reader(id)
        let fields = try reader.read(body, ids: &store)
        return Answer(201, json(try add(fields, id: id, to: environment)))
    }

    func add(
        _ fields: ContainerFields,
        id: String,
        to environment: EnvironmentRecord
    ) throws(Refusal) -> ContainerRecord {
        if environment.isLeaving { throw Refusal(409, "The environment is being deleted") }
        try checkName(ofService: fields.name, in: environment.id)
        let container = ContainerRecord(
            id: id,
            environmentID: environment.id,
            fields: fields,
            created: store.wall,
            updated: store.wall,
            revision: store.newRevision(),
            stageID: environment.stages.first { $0.name == StageRecord.containers }?.id ?? ""
        )
        store.containers[id] = container
        store.addBuiltIns(of: container, configuration)
        return container
    }

    private func replaceContainer(_ call: Call) throws(Refusal) -> Answer {
        var container = try container(call.ids[0])
        let body = try call.fields()
        let reader = reader(container.id, container.fields)
        let fields = try reader.read(body, ids: &store)
        try checkName(ofService: fields.name, in: container.environmentID, except: container.id)
        let isChanged = fields != container.fields
        container.fields = fields
        container.updated = store.wall
        store.containers[container.id] = container
        store.addBuiltIns(of: container, configuration)
        if isChanged { store.touch([container.id]) }
        return Answer(200, json(container))
    }
}
