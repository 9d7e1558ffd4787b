package import CloudContainers

/// A secret of Secret Manager that a job sees as a variable or a file: what is answered, and what is sent.
package struct ScalewayJobSecret: OpenWireObject {
    package var secretID: Member<String> = .absent
    package var secretManagerID: Member<String> = .absent
    package var secretManagerVersion: Member<String> = .absent
    package var jobDefinitionID: Member<String> = .absent
    /// The name of the variable in an answer.
    package var envVar: Member<ScalewayJobSecretVariable> = .absent
    /// The path of the file in an answer.
    package var file: Member<ScalewayJobSecretFile> = .absent
    /// The name of the variable in a request.
    package var envVarName: Member<String> = .absent
    /// The path of the file in a request.
    package var path: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("secret_id", &secretID)
        try visitor.member("secret_manager_id", &secretManagerID)
        try visitor.member("secret_manager_version", &secretManagerVersion)
        try visitor.member("job_definition_id", &jobDefinitionID)
        try visitor.member("env_var", &envVar)
        try visitor.member("file", &file)
        try visitor.member("env_var_name", &envVarName)
        try visitor.member("path", &path)
    }
}

/// The variable that holds a secret.
package struct ScalewayJobSecretVariable: OpenWireObject {
    package var name: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("name", &name)
    }
}

/// The file that holds a secret.
package struct ScalewayJobSecretFile: OpenWireObject {
    package var path: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("path", &path)
    }
}
