import CloudContainers
import SimulationKit

// Variables and secrets.
extension QoverySimulator {
    func variables(_ call: Call) throws(Refusal) -> Answer? {
        switch call.route {
        case "GET /variable": return try listVariables(call)
        case "POST /variable": return try createVariable(call)
        case "PUT /variable/*": return try editVariable(call)
        case "DELETE /variable/*": return try deleteVariable(call)
        case "POST /variable/*/alias": return try createAlias(call)
        case "POST /variable/*/override": return try createOverride(call)
        case "POST /variable/import": return try importVariables(call)
        default: return nil
        }
    }

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
        }
        return VariableParent(scope: scope, id: id)
    }

    /// The parents whose variables reach a parent, the widest first and itself last.
    private func chain(_ parent: VariableParent) -> [VariableParent] {
        switch parent.scope {
        case .project: return [parent]
        case .environment:
            let project = store.environments[parent.id]?.projectID ?? ""
            return [VariableParent(scope: .project, id: project), parent]
        case .container:
            let environment = store.containers[parent.id]?.environmentID ?? ""
            return chain(VariableParent(scope: .environment, id: environment)) + [parent]
        }
    }

    /// The variables whose keys a parent has: its own and the inherited ones.
    private func inherited(_ parent: VariableParent) -> [VariableRecord] {
        chain(parent).flatMap { store.variables.own(of: $0.id) }
    }

    /// The variables that reach a parent: its own, the inherited ones and the built-in ones.
    private func visible(_ parent: VariableParent) -> [VariableRecord] {
        var variables = inherited(parent)
        // The containers of an environment know each other's host names.
        let environment =
            parent.scope == .container
            ? store.containers[parent.id]?.environmentID : parent.scope == .environment ? parent.id : nil
        for container in environment.map({ store.containers(of: $0) }) ?? [] where container.id != parent.id {
            variables += store.variables.own(of: container.id).filter { $0.kind == .builtIn }
        }
        return variables
    }

    /// The containers that a change of a parent's variables reaches.
    private func reached(_ parent: VariableParent) -> [String] {
        switch parent.scope {
        case .container: return [parent.id]
        case .environment: return store.containers(of: parent.id).map(\.id)
        case .project:
            let environments = store.environments.all.filter { $0.projectID == parent.id }
            return environments.flatMap { store.containers(of: $0.id).map(\.id) }
        }
    }

    private func variable(_ id: String) throws(Refusal) -> VariableRecord {
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
    private func checkFree(_ key: String, for parent: VariableParent, except id: String? = nil) throws(Refusal) {
        if inherited(parent).contains(where: { $0.key == key && $0.id != id }) {
            throw Refusal(409, "The variable \(key) already exists")
        }
    }

    private func details(_ body: Fields, of variable: inout VariableRecord) throws(Refusal) {
        if let description = try body.optionalText("description") {
            guard description.unicodeScalars.count <= 255 else {
                throw Refusal(400, "description must not be longer than 255 characters")
            }
            variable.description = description
        }
        variable.interpolatesInFile =
            try body.optionalFlag("enable_interpolation_in_file") ?? variable.interpolatesInFile
    }

    /// Keeps a variable and answers it.
    private func keep(_ variable: VariableRecord, _ status: Int) -> Answer {
        store.variables[variable.id] = variable
        store.touch(reached(VariableParent(scope: variable.scope, id: variable.parentID)))
        return Answer(status, json(variable))
    }

    private func new(
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

    // MARK: Endpoints

    private func listVariables(_ call: Call) throws(Refusal) -> Answer {
        let parent = try parent(try call.item("scope"), try call.id("parent_id"))
        var variables = visible(parent)
        if let wanted = call.request.item("is_secret") {
            guard ["true", "false"].contains(wanted) else { throw Refusal(400, "is_secret has to be true or false") }
            variables.removeAll { String($0.isSecret) != wanted }
        }
        return Answer(results: variables.map { .object(json($0)) })
    }

    private func createVariable(_ call: Call) throws(Refusal) -> Answer {
        let body = try call.fields()
        let key = try body.name("key")
        let value = try body.text("value")
        let isSecret = try body.flag("is_secret")
        let parent = try parent(try body.text("variable_scope"), try body.id("variable_parent_id"))
        let mountPath = try body.optionalText("mount_path")
        if let mountPath, !mountPath.hasPrefix("/") { throw Refusal(400, "mount_path has to be an absolute path") }
        let access = try body.optionalID("secret_manager_access_id")
        try Self.checkKey(key)
        try checkFree(key, for: parent)
        var variable = new(
            parent,
            key: key,
            value: value,
            isSecret: isSecret,
            mountPath: mountPath,
            kind: access.map { .external(accessID: $0) } ?? .value
        )
        try details(body, of: &variable)
        return keep(variable, 201)
    }

    private func editVariable(_ call: Call) throws(Refusal) -> Answer {
        var variable = try variable(call.ids[0])
        let body = try call.fields()
        let key = try body.name("key")
        let value = try body.optionalText("value")
        switch variable.kind {
        case .builtIn: throw Refusal(400, "A built-in variable cannot be edited")
        case .override:
            if key != variable.key { throw Refusal(400, "The key of an override cannot be edited") }
        case .alias:
            if let value, value != origin(variable)?.value {
                throw Refusal(400, "The value of an alias cannot be edited")
            }
        case .value, .external: break
        }
        if key != variable.key {
            try Self.checkKey(key)
            try checkFree(key, for: VariableParent(scope: variable.scope, id: variable.parentID), except: variable.id)
            // An override follows the key of what it overrides.
            for id in store.variables.derived(from: variable.id) {
                if case .override? = store.variables[id]?.kind { store.variables[id]?.key = key }
            }
            variable.key = key
        }
        if case .alias = variable.kind {} else if let value { variable.value = value }
        try details(body, of: &variable)
        variable.updated = store.wall
        return keep(variable, 200)
    }

    private func deleteVariable(_ call: Call) throws(Refusal) -> Answer {
        let variable = try variable(call.ids[0])
        if variable.kind == .builtIn { throw Refusal(400, "A built-in variable cannot be deleted") }
        for id in store.variables.derived(from: variable.id) + [variable.id] {
            store.variables[id] = nil
            store.deleted.insert(id)
        }
        store.touch(reached(VariableParent(scope: variable.scope, id: variable.parentID)))
        return Answer(204)
    }

    private func createAlias(_ call: Call) throws(Refusal) -> Answer {
        let source = try variable(call.ids[0])
        let body = try call.fields()
        let key = try body.name("key")
        let parent = try parent(try body.text("alias_scope"), try body.id("alias_parent_id"))
        if case .alias = source.kind { throw Refusal(400, "An alias of an alias cannot be created") }
        guard visible(parent).contains(where: { $0.id == source.id }) else {
            throw Refusal(400, "Can't create an alias on a higher scope")
        }
        try Self.checkKey(key)
        try checkFree(key, for: parent)
        var variable = new(
            parent,
            key: key,
            value: "",
            isSecret: source.isSecret,
            mountPath: source.mountPath,
            kind: .alias(of: source.id)
        )
        try details(body, of: &variable)
        return keep(variable, 201)
    }

    private func createOverride(_ call: Call) throws(Refusal) -> Answer {
        let source = try variable(call.ids[0])
        let body = try call.fields()
        let value = try body.text("value")
        let parent = try parent(try body.text("override_scope"), try body.id("override_parent_id"))
        if source.kind == .builtIn { throw Refusal(400, "A built-in variable cannot be overridden") }
        guard parent.scope > source.scope, visible(parent).contains(where: { $0.id == source.id }) else {
            throw Refusal(400, "Can't create an override on a higher scope")
        }
        if store.variables.own(of: parent.id).contains(where: { $0.key == source.key }) {
            throw Refusal(409, "The variable \(source.key) already exists")
        }
        var variable = new(
            parent,
            key: source.key,
            value: value,
            isSecret: source.isSecret,
            mountPath: source.mountPath,
            kind: .override(of: source.id)
        )
        try details(body, of: &variable)
        return keep(variable, 201)
    }

    // MARK: Import

    private func importVariables(_ call: Call) throws(Refusal) -> Answer {
        let service = try container(try call.id("service_id"))
        guard try call.item("service_type") == "CONTAINER" else {
            throw Refusal(400, "service_type does not fit the service")
        }
        let body = try call.fields()
        let overwrites = try body.flag("overwrite")
        _ = try body.required("vars")
        let parents = chain(VariableParent(scope: .container, id: service.id))
        let items = try body.objects("vars")
        var imported: [JSONValue] = []
        for item in items {
            let key = try item.text("name").trimmed
            let value = try item.text("value")
            let isSecret = try item.flag("is_secret")
            let word = try item.text("scope")
            guard let scope = VariableRecord.Scope(word: word), let parent = parents.first(where: { $0.scope == scope })
            else { throw Refusal(400, "\(item.path("scope")): \(word) does not fit the service") }
            guard (try? Self.checkKey(key)) != nil,
                place(key, value, isSecret: isSecret, in: parent, overwrites: overwrites)
            else { continue }
            var result: JSONObject = [
                "name": .string(key), "scope": .string(word), "is_secret": .bool(isSecret),
            ]
            if !isSecret { result.set("value", .string(value)) }
            imported.append(.object(result))
            store.touch(reached(parent))
        }
        return Answer(
            201,
            ["total_variables_to_import": .number(items.count), "successful_imported_variables": .array(imported)]
        )
    }

    /// Puts one variable of an import where it belongs; one that is in the way is kept unless the import overwrites.
    private func place(
        _ key: String,
        _ value: String,
        isSecret: Bool,
        in parent: VariableParent,
        overwrites: Bool
    ) -> Bool {
        let known = inherited(parent).last { $0.key == key }
        guard let known else {
            let variable = new(parent, key: key, value: value, isSecret: isSecret)
            store.variables[variable.id] = variable
            return true
        }
        guard overwrites, known.kind != .builtIn else { return false }
        if known.parentID != parent.id {
            let variable = new(
                parent,
                key: key,
                value: value,
                isSecret: known.isSecret,
                mountPath: known.mountPath,
                kind: .override(of: known.id)
            )
            store.variables[variable.id] = variable
            return true
        }
        if case .alias = known.kind { return false }
        var changed = known
        changed.value = value
        changed.isSecret = isSecret
        changed.updated = store.wall
        store.variables[known.id] = changed
        return true
    }

    // MARK: Answers

    private func origin(_ variable: VariableRecord) -> VariableRecord? {
        variable.originID.flatMap { store.variables[$0] }
    }

    private func json(_ variable: VariableRecord) -> JSONObject {
        let origin = origin(variable)
        var value = variable.value
        if case .alias = variable.kind { value = origin?.value ?? "" }
        var object: JSONObject = [
            "id": .string(variable.id), "created_at": .string(variable.created.isoText),
            "updated_at": .string(variable.updated.isoText), "key": .string(variable.key),
            "value": variable.isSecret ? .null : .string(value), "mount_path": .optional(variable.mountPath),
            "scope": .string(variable.scopeWord), "variable_type": .string(variable.typeWord),
        ]
        if let origin {
            let part: JSONValue = [
                "id": .string(origin.id), "key": .string(origin.key),
                "value": origin.isSecret ? .null : .string(origin.value),
                "mount_path": .string(origin.mountPath ?? ""), "scope": .string(origin.scopeWord),
                "variable_type": .string(origin.typeWord),
            ]
            if case .alias = variable.kind {
                object.set("aliased_variable", part)
            } else {
                object.set("overridden_variable", part)
            }
        }
        if variable.scope == .container, let container = store.containers[variable.parentID] {
            object.set("service_id", .string(container.id))
            object.set("service_name", .string(container.fields.name))
            object.set("service_type", "CONTAINER")
        }
        object.set("owned_by", "Qovery")
        object.set("is_secret", .bool(variable.isSecret))
        object.set("description", .string(variable.description))
        object.set("enable_interpolation_in_file", .bool(variable.interpolatesInFile))
        if case .external(let access) = variable.kind {
            object.set("secret_manager_access_id", .string(access))
        }
        return object
    }
}
