import CloudContainers

// Copies of services and of environments.
extension QoverySimulator {
    func clones(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "POST /container/*/clone": return try clone(try container(call.ids[0]), call)
        case "POST /job/*/clone": return try clone(try job(call.ids[0]), call)
        case "POST /environment/*/clone": return try cloneEnvironment(call)
        default: return nil
        }
    }

    private func clone(_ original: any ServiceRecord, _ call: Call) throws(Refusal) -> Answer {
        let body = try call.fields()
        let name = try body.name("name")
        let environment = try environment(try body.id("environment_id"))
        var ids: [String: String] = [:]
        let copy = try copy(original, named: name, to: environment, &ids)
        copyVariables(of: original.id, to: copy.variableParent, ids)
        return Answer(202, json(copy))
    }

    private func cloneEnvironment(_ call: Call) throws(Refusal) -> Answer {
        let original = try environment(call.ids[0])
        let body = try call.fields()
        let name = try body.name("name")
        let project = try project(try body.optionalID("project_id") ?? original.projectID)
        let mode = try body.optionalWord("mode", among: Self.modes + ["PREVIEW"]) ?? original.mode
        try checkCluster(try body.optionalID("cluster_id"))
        _ = try body.optionalFlag("apply_deployment_rule")
        let copy = try addEnvironment(named: name, mode: mode, to: project)
        var ids: [String: String] = [:]
        pair(builtInsOf: original.id, copy.id, &ids)
        for variable in store.variables.own(of: original.id) where variable.kind != .builtIn {
            ids[variable.id] = store.newID()
        }
        var parents = [(original.id, VariableParent(scope: .environment, id: copy.id))]
        for service in store.services(of: original.id) {
            var twin = try self.copy(service, named: service.name, to: copy, &ids)
            if let place = original.stages.firstIndex(where: { $0.id == service.stageID }) {
                twin.stageID = copy.stages[place].id
            }
            twin.isSkipped = service.isSkipped
            store[service: twin.id] = twin
            parents.append((service.id, twin.variableParent))
        }
        // Last, since the variables of a service may be made of those of another one.
        for (original, parent) in parents { copyVariables(of: original, to: parent, ids) }
        return Answer(202, json(copy))
    }

    /// Adds a service that is configured as another one, and gives each of its variables the id of a copy.
    private func copy(
        _ original: any ServiceRecord,
        named name: String,
        to environment: EnvironmentRecord,
        _ ids: inout [String: String]
    ) throws(Refusal) -> any ServiceRecord {
        var copy = original
        switch original {
        case let container as ContainerRecord: copy = try add(container, named: name, to: environment)
        case let job as JobRecord:
            var fields = job.fields
            fields.name = name
            copy = try add(fields, id: store.newID(), to: environment)
        default: break
        }
        copy.settings = original.settings
        store[service: copy.id] = copy
        pair(builtInsOf: original.id, copy.id, &ids)
        for variable in store.variables.own(of: original.id) where variable.kind != .builtIn {
            ids[variable.id] = store.newID()
        }
        return copy
    }

    /// Adds a container as another one is; host names of one's own stay with the original.
    private func add(
        _ original: ContainerRecord,
        named name: String,
        to environment: EnvironmentRecord
    ) throws(Refusal) -> ContainerRecord {
        var fields = original.fields
        fields.name = name
        for index in fields.ports.indices { fields.ports[index].id = store.newID() }
        for index in fields.storage.indices { fields.storage[index].id = store.newID() }
        var copy = try add(fields, id: store.newID(), to: environment)
        copy.hasStickySession = original.hasStickySession
        return copy
    }

    /// Pairs the built-in variables of an original and its copy, which are made in the same order.
    private func pair(builtInsOf original: String, _ copy: String, _ ids: inout [String: String]) {
        let builtIns = store.variables.own(of: original).filter { $0.kind == .builtIn }
        let copies = store.variables.own(of: copy).filter { $0.kind == .builtIn }
        for (original, copy) in zip(builtIns, copies) { ids[original.id] = copy.id }
    }

    private func copyVariables(of original: String, to parent: VariableParent, _ ids: [String: String]) {
        for variable in store.variables.own(of: original) {
            guard variable.kind != .builtIn, let id = ids[variable.id] else { continue }
            var kind = variable.kind
            var value = variable.value
            if let origin = variable.originID {
                let source = ids[origin] ?? origin
                if ids[origin] == nil, !visible(parent).contains(where: { $0.id == source }) {
                    // What it is made of cannot be seen from here, so that only its value goes along.
                    if case .alias = kind { value = store.variables[origin]?.value ?? "" }
                    kind = .value
                } else if case .alias = kind {
                    kind = .alias(of: source)
                } else {
                    kind = .override(of: source)
                }
            }
            store.variables[id] = VariableRecord(
                id: id,
                scope: parent.scope,
                parentID: parent.id,
                key: variable.key,
                value: value,
                isSecret: variable.isSecret,
                mountPath: variable.mountPath,
                description: variable.description,
                interpolatesInFile: variable.interpolatesInFile,
                kind: kind,
                created: store.wall,
                updated: store.wall
            )
        }
    }
}
