import CloudContainers

// What variables belong to, and which of them reach what.
extension QoverySimulator {
    /// Something that has variables.
    struct VariableParent {
        var scope: VariableRecord.Scope
        var id: String
    }

    /// The parent with that id, which has to fit the scope.
    func parent(_ word: String, _ id: String) throws(Refusal) -> VariableParent {
        guard let scope = VariableRecord.Scope(word: word) else {
            throw Refusal(400, "The scope \(word) has no variables here")
        }
        switch scope {
        case .project: _ = try project(id)
        case .environment: _ = try environment(id)
        case .container: _ = try container(id)
        case .job: _ = try job(id)
        }
        return VariableParent(scope: scope, id: id)
    }

    /// The parents whose variables reach a parent, the widest first and itself last.
    func chain(_ parent: VariableParent) -> [VariableParent] {
        switch parent.scope {
        case .project: return [parent]
        case .environment:
            let project = store.environments[parent.id]?.projectID ?? ""
            return [VariableParent(scope: .project, id: project), parent]
        case .container, .job:
            let environment = store[service: parent.id]?.environmentID ?? ""
            return chain(VariableParent(scope: .environment, id: environment)) + [parent]
        }
    }

    /// The variables whose keys a parent has: its own and the inherited ones.
    func inherited(_ parent: VariableParent) -> [VariableRecord] {
        chain(parent).flatMap { store.variables.own(of: $0.id) }
    }

    /// The variables that reach a parent: its own, the inherited ones and the built-in ones.
    func visible(_ parent: VariableParent) -> [VariableRecord] {
        let containers = environment(of: parent).map { store.containers(of: $0) } ?? []
        return inherited(parent) + containers.filter { $0.id != parent.id }.flatMap { builtIns(of: $0) }
    }

    /// The same as they are answered.
    func allVariables(of parent: VariableParent) -> [UInt8] {
        let environment = environment(of: parent) ?? ""
        let key = BuiltInTexts.Key(
            environment: environment,
            version: store.variables.builtInVersion,
            containers: store.containers.ids.count
        )
        if builtInTexts?.key != key {
            let containers = store.containers(of: environment)
            builtInTexts = BuiltInTexts(key, containers.map { ($0.id, builtIns(of: $0).map { json($0) }) })
        }
        return builtInTexts?.answer(inherited(parent).map { json($0) }, except: parent.id) ?? []
    }

    /// The environment whose services know the host names of its containers.
    private func environment(of parent: VariableParent) -> String? {
        if parent.scope.isService { return store[service: parent.id]?.environmentID }
        return parent.scope == .environment ? parent.id : nil
    }

    private func builtIns(of container: ContainerRecord) -> [VariableRecord] {
        store.variables.own(of: container.id).filter { $0.kind == .builtIn }
    }

    /// The services that a change of a parent's variables reaches.
    func reached(_ parent: VariableParent) -> [String] {
        switch parent.scope {
        case .container, .job: return [parent.id]
        case .environment: return store.services(of: parent.id).map(\.id)
        case .project:
            let environments = store.environments.all.filter { $0.projectID == parent.id }
            return environments.flatMap { store.services(of: $0.id).map(\.id) }
        }
    }

    func variable(_ id: String) throws(Refusal) -> VariableRecord {
        guard let variable = store.variables[id] else { throw missing("Variable", id) }
        return variable
    }

    static func checkKey(_ key: String) throws(Refusal) {
        let isFit =
            key.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isFit else { throw Refusal(400, "key: \(key) does not match ^[a-zA-Z_][a-zA-Z0-9_]*$") }
        if key.hasPrefix("QOVERY_") || key.hasPrefix("__") {
            throw Refusal(400, "key: \(key) begins with a reserved prefix")
        }
    }

    /// Refuses a key that a parent has already, also where it only inherits it.
    func checkFree(_ key: String, for parent: VariableParent, except id: String? = nil) throws(Refusal) {
        if inherited(parent).contains(where: { $0.key == key && $0.id != id }) {
            throw Refusal(409, "The variable \(key) already exists")
        }
    }

    func details(_ body: Fields, of variable: inout VariableRecord) throws(Refusal) {
        if let description = try body.optionalText("description", orNull: true) {
            guard description.unicodeScalars.count <= 255 else {
                throw Refusal(400, "description must not be longer than 255 characters")
            }
            variable.description = description
        }
        variable.interpolatesInFile =
            try body.optionalFlag("enable_interpolation_in_file") ?? variable.interpolatesInFile
    }

    /// Keeps a variable and answers it.
    func keep(_ variable: VariableRecord, _ status: Int) -> Answer {
        store.variables[variable.id] = variable
        store.touch(reached(VariableParent(scope: variable.scope, id: variable.parentID)))
        return Answer(status, json(variable))
    }

    func new(
        _ parent: VariableParent,
        key: String,
        value: String,
        isSecret: Bool,
        mountPath: String? = nil,
        kind: VariableRecord.Kind = .value
    ) -> VariableRecord {
        VariableRecord(
            id: store.newID(),
            scope: parent.scope,
            parentID: parent.id,
            key: key,
            value: value,
            isSecret: isSecret,
            mountPath: mountPath,
            kind: kind,
            created: store.wall,
            updated: store.wall
        )
    }
}
