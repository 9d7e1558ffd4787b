package import CloudContainers

/// A schedule of a job beside that of its definition.
package struct ScalewayJobTrigger: OpenWireObject {
    package var id: Member<String> = .absent
    package var jobDefinitionID: Member<String> = .absent
    package var name: Member<String> = .absent
    package var cronConfig: Member<ScalewayJobCron> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("job_definition_id", &jobDefinitionID)
        try visitor.member("name", &name)
        try visitor.member("cron_config", &cronConfig)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
    }
}
