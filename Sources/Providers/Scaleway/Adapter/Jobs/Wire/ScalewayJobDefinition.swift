package import CloudContainers

/// A job definition of the Serverless Jobs API v1alpha2: what it answers, and what a creation or an update sends.
///
/// Memory and scratch disk are in MiB, CPU is in thousandths of a vCPU, the time limit is a text in seconds such as `86400s`.
package struct ScalewayJobDefinition: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var projectID: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var cpuLimit: Member<Int> = .absent
    package var memoryLimit: Member<Int> = .absent
    package var localStorageCapacity: Member<Int> = .absent
    package var imageURI: Member<String> = .absent
    /// The program in one text, as it was said before `startup_command`, by which it is ignored.
    package var command: Member<String> = .absent
    package var environmentVariables: Member<OrderedMap<String>> = .absent
    package var jobTimeout: Member<String> = .absent
    package var description: Member<String> = .absent
    package var cronSchedule: Member<ScalewayJobCron> = .absent
    package var startupCommand: Member<[String]> = .absent
    package var args: Member<[String]> = .absent
    package var retryPolicy: Member<ScalewayRetryPolicy> = .absent
    package var region: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
        try visitor.member("project_id", &projectID)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("cpu_limit", &cpuLimit)
        try visitor.member("memory_limit", &memoryLimit)
        try visitor.member("local_storage_capacity", &localStorageCapacity)
        try visitor.member("image_uri", &imageURI)
        try visitor.member("command", &command)
        try visitor.member("environment_variables", &environmentVariables)
        try visitor.member("job_timeout", &jobTimeout)
        try visitor.member("description", &description)
        try visitor.member("cron_schedule", &cronSchedule)
        try visitor.member("startup_command", &startupCommand)
        try visitor.member("args", &args)
        try visitor.member("retry_policy", &retryPolicy)
        try visitor.member("region", &region)
    }
}

/// When a job runs, and for a trigger what it then runs; in an update members that say `null` remove the schedule of a
/// definition.
package struct ScalewayJobCron: OpenWireObject {
    package var schedule: Member<String> = .absent
    package var timezone: Member<String> = .absent
    package var startupCommand: Member<[String]> = .absent
    package var args: Member<[String]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("schedule", &schedule)
        try visitor.member("timezone", &timezone)
        try visitor.member("startup_command", &startupCommand)
        try visitor.member("args", &args)
    }
}

/// How often a run that failed is tried again; in an update a `null` in it removes it.
package struct ScalewayRetryPolicy: OpenWireObject {
    package var maxRetries: Member<Int> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("max_retries", &maxRetries)
    }
}
