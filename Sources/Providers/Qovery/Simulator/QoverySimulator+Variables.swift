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

    // MARK: Endpoints

    func listVariables(_ call: Call) throws(Refusal) -> Answer {
        let parent = try parent(try call.item("scope"), try call.id("parent_id"))
        guard let wanted = call.request.item("is_secret") else {
            var answer = Answer(200)
            answer.text = allVariables(of: parent)
            return answer
        }
        guard ["true", "false"].contains(wanted) else { throw Refusal(400, "is_secret has to be true or false") }
        let variables = visible(parent).filter { String($0.isSecret) == wanted }
        return Answer(results: variables.map { .object(json($0)) })
    }

    func createVariable(_ call: Call) throws(Refusal) -> Answer {
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

    func editVariable(_ call: Call) throws(Refusal) -> Answer {
        var variable = try variable(call.ids[0])
        let body = try call.fields()
        let key = try body.name("key")
        let value = try body.optionalText("value", orNull: true)
        _ = try body.optionalID("secret_manager_access_id")
        return try edit(&variable, key, value, body)
    }

    /// Changes a variable, as far as its kind allows.
    func edit(
        _ variable: inout VariableRecord,
        _ key: String,
        _ value: String?,
        _ body: Fields
    ) throws(Refusal) -> Answer {
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

    func deleteVariable(_ call: Call) throws(Refusal) -> Answer {
        try delete(try variable(call.ids[0]))
    }

    func delete(_ variable: VariableRecord) throws(Refusal) -> Answer {
        if variable.kind == .builtIn { throw Refusal(400, "A built-in variable cannot be deleted") }
        for id in store.variables.derived(from: variable.id) + [variable.id] {
            store.variables[id] = nil
            store.deleted.insert(id)
        }
        store.touch(reached(VariableParent(scope: variable.scope, id: variable.parentID)))
        return Answer(204)
    }

    func createAlias(_ call: Call) throws(Refusal) -> Answer {
        let source = try variable(call.ids[0])
        let body = try call.fields()
        let key = try body.name("key")
        let parent = try parent(try body.text("alias_scope"), try body.id("alias_parent_id"))
        return keep(try alias(of: source, key, for: parent, body), 201)
    }

    /// Another key for a variable.
    func alias(
        of source: VariableRecord,
        _ key: String,
        for parent: VariableParent,
        _ body: Fields
    ) throws(Refusal) -> VariableRecord {
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
        return variable
    }

    func createOverride(_ call: Call) throws(Refusal) -> Answer {
        let source = try variable(call.ids[0])
        let body = try call.fields()
        let value = try body.text("value")
        let parent = try parent(try body.text("override_scope"), try body.id("override_parent_id"))
        return keep(try override(source, value, for: parent, body), 201)
    }

    /// Another value for the key of a variable.
    func override(
        _ source: VariableRecord,
        _ value: String,
        for parent: VariableParent,
        _ body: Fields
    ) throws(Refusal) -> VariableRecord {
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
        return variable
    }
}
