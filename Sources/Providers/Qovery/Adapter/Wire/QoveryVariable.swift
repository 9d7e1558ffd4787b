package import CloudContainers

/// A variable or secret: what is answered, and what a creation or an import sends.
package struct QoveryVariable: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var key: Member<String> = .absent
    /// The key, in an import.
    package var name: Member<String> = .absent
    package var value: Member<String> = .absent
    package var mountPath: Member<String> = .absent
    package var scope: Member<String> = .absent
    package var variableType: Member<String> = .absent
    package var isSecret: Member<Bool> = .absent
    package var aliasedVariable: Member<QoveryVariableOrigin> = .absent
    package var overriddenVariable: Member<QoveryVariableOrigin> = .absent
    package var serviceID: Member<String> = .absent
    package var serviceName: Member<String> = .absent
    package var serviceType: Member<String> = .absent
    package var ownedBy: Member<String> = .absent
    package var description: Member<String> = .absent
    package var enableInterpolationInFile: Member<Bool> = .absent
    package var secretManagerAccessID: Member<String> = .absent
    /// The scope, in a creation.
    package var variableScope: Member<String> = .absent
    package var variableParentID: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("key", &key)
        try visitor.member("name", &name)
        try visitor.member("value", &value)
        try visitor.member("mount_path", &mountPath)
        try visitor.member("scope", &scope)
        try visitor.member("variable_type", &variableType)
        try visitor.member("is_secret", &isSecret)
        try visitor.member("aliased_variable", &aliasedVariable)
        try visitor.member("overridden_variable", &overriddenVariable)
        try visitor.member("service_id", &serviceID)
        try visitor.member("service_name", &serviceName)
        try visitor.member("service_type", &serviceType)
        try visitor.member("owned_by", &ownedBy)
        try visitor.member("description", &description)
        try visitor.member("enable_interpolation_in_file", &enableInterpolationInFile)
        try visitor.member("secret_manager_access_id", &secretManagerAccessID)
        try visitor.member("variable_scope", &variableScope)
        try visitor.member("variable_parent_id", &variableParentID)
    }
}

/// The variable that an alias or an override points at.
package struct QoveryVariableOrigin: OpenWireObject {
    package var id: Member<String> = .absent
    package var key: Member<String> = .absent
    package var value: Member<String> = .absent
    package var mountPath: Member<String> = .absent
    package var scope: Member<String> = .absent
    package var variableType: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("key", &key)
        try visitor.member("value", &value)
        try visitor.member("mount_path", &mountPath)
        try visitor.member("scope", &scope)
        try visitor.member("variable_type", &variableType)
    }
}

/// Variables that are created in one request.
package struct QoveryVariableImport: OpenWireObject {
    package var overwrite: Member<Bool> = .absent
    package var vars: Member<[QoveryVariable]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("overwrite", &overwrite)
        try visitor.member("vars", &vars)
    }
}
