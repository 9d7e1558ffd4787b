package import CloudContainers

/// A job of the Qovery API: what it answers, and what a creation or an update sends.
///
/// Units are those of a container: millicores, "MB" that are MiB, scratch disk in GiB.
package struct QoveryJob: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var environment: Member<QoveryReference> = .absent
    package var serviceType: Member<String> = .absent
    package var jobType: Member<String> = .absent
    package var maximumCpu: Member<Int> = .absent
    package var maximumMemory: Member<Int> = .absent
    package var maximumGpu: Member<Int> = .absent
    package var name: Member<String> = .absent
    package var description: Member<String> = .absent
    package var cpu: Member<Int> = .absent
    package var memory: Member<Int> = .absent
    package var gpu: Member<Int> = .absent
    package var ephemeralStorageInGib: Member<Int> = .absent
    package var cpuArchitecture: Member<String> = .absent
    package var maxNbRestart: Member<Int> = .absent
    package var maxDurationSeconds: Member<Int> = .absent
    package var port: Member<Int> = .absent
    package var source: Member<QoveryJobSource> = .absent
    package var healthchecks: Member<QoveryHealthchecks> = .absent
    package var schedule: Member<QoveryJobSchedule> = .absent
    package var autoPreview: Member<Bool> = .absent
    package var autoDeploy: Member<Bool> = .absent
    package var annotationsGroups: Member<[QoveryGroup]> = .absent
    package var labelsGroups: Member<[QoveryGroup]> = .absent
    package var iconURI: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("environment", &environment)
        try visitor.member("service_type", &serviceType)
        try visitor.member("job_type", &jobType)
        try visitor.member("maximum_cpu", &maximumCpu)
        try visitor.member("maximum_memory", &maximumMemory)
        try visitor.member("maximum_gpu", &maximumGpu)
        try visitor.member("name", &name)
        try visitor.member("description", &description)
        try visitor.member("cpu", &cpu)
        try visitor.member("memory", &memory)
        try visitor.member("gpu", &gpu)
        try visitor.member("ephemeral_storage_in_gib", &ephemeralStorageInGib)
        try visitor.member("cpu_architecture", &cpuArchitecture)
        try visitor.member("max_nb_restart", &maxNbRestart)
        try visitor.member("max_duration_seconds", &maxDurationSeconds)
        try visitor.member("port", &port)
        try visitor.member("source", &source)
        try visitor.member("healthchecks", &healthchecks)
        try visitor.member("schedule", &schedule)
        try visitor.member("auto_preview", &autoPreview)
        try visitor.member("auto_deploy", &autoDeploy)
        try visitor.member("annotations_groups", &annotationsGroups)
        try visitor.member("labels_groups", &labelsGroups)
        try visitor.member("icon_uri", &iconURI)
    }
}
