package import CloudContainers

/// A run of a job.
package struct ScalewayJobRun: OpenWireObject {
    package var id: Member<String> = .absent
    package var jobDefinitionID: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var startedAt: Member<String> = .absent
    package var terminatedAt: Member<String> = .absent
    package var runDuration: Member<String> = .absent
    package var state: Member<String> = .absent
    package var reason: Member<String> = .absent
    package var exitCode: Member<Int> = .absent
    package var errorMessage: Member<String> = .absent
    package var cpuLimit: Member<Int> = .absent
    package var memoryLimit: Member<Int> = .absent
    package var localStorageCapacity: Member<Int> = .absent
    package var command: Member<String> = .absent
    package var environmentVariables: Member<OrderedMap<String>> = .absent
    package var startupCommand: Member<[String]> = .absent
    package var args: Member<[String]> = .absent
    package var attempts: Member<Int> = .absent
    package var region: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("job_definition_id", &jobDefinitionID)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("started_at", &startedAt)
        try visitor.member("terminated_at", &terminatedAt)
        try visitor.member("run_duration", &runDuration)
        try visitor.member("state", &state)
        try visitor.member("reason", &reason)
        try visitor.member("exit_code", &exitCode)
        try visitor.member("error_message", &errorMessage)
        try visitor.member("cpu_limit", &cpuLimit)
        try visitor.member("memory_limit", &memoryLimit)
        try visitor.member("local_storage_capacity", &localStorageCapacity)
        try visitor.member("command", &command)
        try visitor.member("environment_variables", &environmentVariables)
        try visitor.member("startup_command", &startupCommand)
        try visitor.member("args", &args)
        try visitor.member("attempts", &attempts)
        try visitor.member("region", &region)
    }
}
