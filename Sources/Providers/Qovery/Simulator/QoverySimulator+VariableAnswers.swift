import CloudContainers

// Variables as they are answered.
extension QoverySimulator {
    func origin(_ variable: VariableRecord) -> VariableRecord? {
        variable.originID.flatMap { store.variables[$0] }
    }

    func json(_ variable: VariableRecord) -> JSONObject {
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
        if variable.scope.isService, let service = store[service: variable.parentID] {
            object.set("service_id", .string(service.id))
            object.set("service_name", .string(service.name))
            object.set("service_type", .string(service.kind.rawValue))
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

extension QoverySimulator {
    /// A secret as the older calls answer it, in which there is no place for a value.
    func secretJSON(_ variable: VariableRecord) -> JSONObject {
        var object: JSONObject = [
            "id": .string(variable.id), "created_at": .string(variable.created.isoText),
            "updated_at": .string(variable.updated.isoText), "key": .string(variable.key),
            "scope": .string(variable.scopeWord), "variable_type": .string(variable.typeWord),
        ]
        if let origin = origin(variable) {
            let part: JSONValue = [
                "id": .string(origin.id), "key": .string(origin.key), "mount_path": .string(origin.mountPath ?? ""),
                "scope": .string(origin.scopeWord), "variable_type": .string(origin.typeWord),
            ]
            if case .alias = variable.kind {
                object.set("aliased_secret", part)
            } else {
                object.set("overridden_secret", part)
            }
        }
        if variable.scope.isService, let service = store[service: variable.parentID] {
            object.set("service_id", .string(service.id))
            object.set("service_name", .string(service.name))
            object.set("service_type", .string(service.kind.rawValue))
        }
        object.set("owned_by", "Qovery")
        object.set("description", .string(variable.description))
        object.set("enable_interpolation_in_file", .bool(variable.interpolatesInFile))
        return object
    }
}
