package import CloudContainers

/// A namespace; its variables reach every container in it.
package struct ScalewayNamespace: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var organizationID: Member<String> = .absent
    package var projectID: Member<String> = .absent
    package var description: Member<String> = .absent
    package var status: Member<String> = .absent
    package var errorMessage: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var region: Member<String> = .absent
    package var environmentVariables: Member<OrderedMap<String>> = .absent
    package var secretEnvironmentVariables: Member<OrderedMap<String>> = .absent
    package var tags: Member<[String]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
        try visitor.member("organization_id", &organizationID)
        try visitor.member("project_id", &projectID)
        try visitor.member("description", &description)
        try visitor.member("status", &status)
        try visitor.member("error_message", &errorMessage)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("region", &region)
        try visitor.member("environment_variables", &environmentVariables)
        try visitor.member("secret_environment_variables", &secretEnvironmentVariables)
        try visitor.member("tags", &tags)
    }
}
