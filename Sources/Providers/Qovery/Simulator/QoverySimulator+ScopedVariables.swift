import CloudContainers
import SimulationKit

// The older calls for variables and secrets, one set for each scope.
extension QoverySimulator {
    func scopedVariables(_ call: Call) throws(Refusal) -> Answer? {
        guard let (parent, rest) = try scope(call, "environmentVariable") else { return nil }
        if rest == "POST /import" { return try importVariables(try call.fields(), to: parent) }
        return try scoped(call, parent, rest, secrets: false)
    }

    func scopedSecrets(_ call: Call) throws(Refusal) -> Answer? {
        guard let (parent, rest) = try scope(call, "secret") else { return nil }
        return try scoped(call, parent, rest, secrets: true)
    }

    /// What the path names variables of, and the verb with what follows.
    private func scope(_ call: Call, _ collection: String) throws(Refusal) -> (VariableParent, String)? {
        let steps = call.request.steps
        guard steps.count > 2, steps[2] == collection, let word = Self.scopes[steps[0]] else { return nil }
        let rest = call.route.split(separator: "/").dropFirst(4).joined(separator: "/")
        return (try parent(word, call.ids[0]), "\(call.request.method) /\(rest)")
    }

    private static let scopes = [
        "project": "PROJECT", "environment": "ENVIRONMENT", "container": "CONTAINER", "job": "JOB",
    ]

    private func scoped(
        _ call: Call,
        _ parent: VariableParent,
        _ rest: String,
        secrets: Bool
    ) throws(Refusal) -> Answer? {
        switch rest {
        case "GET /":
            return Answer(
                results: visible(parent).filter { $0.isSecret == secrets }.map { answer($0, 200).body ?? .null }
            )
        case "POST /": return try create(try call.fields(), in: parent, isSecret: secrets)
        case "PUT /*":
            var variable = try variable(call.ids[1], of: parent, secrets)
            let body = try call.fields()
            let key = try body.name("key")
            let value = try body.optionalText("value")
            // It may be sent, and changes nothing.
            if !secrets { _ = try body.optionalText("mount_path") }
            _ = try edit(&variable, key, value, body)
            return answer(variable, 200)
        case "DELETE /*":
            let variable = try variable(call.ids[1], of: parent, secrets)
            // The document knows no wrong request here.
            if variable.kind == .builtIn { throw Refusal(403, "Access is denied") }
            return try delete(variable)
        case "POST /*/alias":
            let source = try source(call.ids[1], for: parent, secrets)
            let body = try call.fields()
            let alias = try alias(of: source, try body.name("key"), for: parent, body)
            _ = keep(alias, 201)
            return answer(alias, 201)
        case "POST /*/override":
            let source = try source(call.ids[1], for: parent, secrets)
            let body = try call.fields()
            let override = try override(source, try body.optionalText("value") ?? "", for: parent, body)
            _ = keep(override, 201)
            return answer(override, 201)
        default: return nil
        }
    }

    private func answer(_ variable: VariableRecord, _ status: Int) -> Answer {
        let known = store.variables[variable.id] ?? variable
        if known.isSecret { return Answer(status, secretJSON(known)) }
        var body = json(known)
        // These calls know no secrets, and so do not say that it is none.
        for name in ["is_secret", "secret_manager_access_id"] { body.remove(name) }
        return Answer(status, body)
    }

    /// A variable of just this scope.
    private func variable(_ id: String, of parent: VariableParent, _ secrets: Bool) throws(Refusal) -> VariableRecord {
        let variable = try variable(id)
        guard variable.parentID == parent.id, variable.isSecret == secrets else { throw missing("Variable", id) }
        return variable
    }

    /// A variable that the scope can see.
    private func source(_ id: String, for parent: VariableParent, _ secrets: Bool) throws(Refusal) -> VariableRecord {
        let variable = try variable(id)
        guard variable.isSecret == secrets else { throw missing("Variable", id) }
        return variable
    }

    private func create(_ body: Fields, in parent: VariableParent, isSecret: Bool) throws(Refusal) -> Answer {
        let key = try body.name("key")
        let value = try body.optionalText("value") ?? ""
        let mountPath = try body.optionalText("mount_path")
        if let mountPath, !mountPath.hasPrefix("/") { throw Refusal(400, "mount_path has to be an absolute path") }
        try Self.checkKey(key)
        let own = store.variables.own(of: parent.id).first { $0.key == key }
        // Projects and environments replace what is at the same scope; a service does not.
        if !parent.scope.isService, var known = own, known.isSecret == isSecret, known.kind == .value {
            known.value = value
            known.mountPath = mountPath
            known.description = ""
            known.interpolatesInFile = false
            known.updated = store.wall
            try details(body, of: &known)
            _ = keep(known, 201)
            return answer(known, 201)
        }
        try checkFree(key, for: parent)
        // There a value that is the key of another variable makes an alias of it.
        if !parent.scope.isService, !isSecret, mountPath == nil,
            let origin = visible(parent).last(where: { $0.key == value && !$0.isSecret && $0.originID == nil })
        {
            let alias = try alias(of: origin, key, for: parent, body)
            _ = keep(alias, 201)
            return answer(alias, 201)
        }
        var variable = new(parent, key: key, value: value, isSecret: isSecret, mountPath: mountPath)
        try details(body, of: &variable)
        _ = keep(variable, 201)
        return answer(variable, 201)
    }
}
