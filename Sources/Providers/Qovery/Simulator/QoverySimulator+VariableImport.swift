import CloudContainers

// Many variables at once.
extension QoverySimulator {
    func importVariables(_ call: Call) throws(Refusal) -> Answer {
        let service = try service(try call.id("service_id"))
        guard try call.item("service_type") == service.kind.rawValue else {
            throw Refusal(400, "service_type does not fit the service")
        }
        return try importVariables(try call.fields(), to: service.variableParent)
    }

    func importVariables(_ body: Fields, to service: VariableParent) throws(Refusal) -> Answer {
        let overwrites = try body.flag("overwrite")
        _ = try body.required("vars")
        let parents = chain(service)
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
    func place(
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
}
