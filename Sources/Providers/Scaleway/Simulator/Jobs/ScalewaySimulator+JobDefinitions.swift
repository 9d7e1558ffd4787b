import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    func jobDefinition(_ id: String) throws(ScalewayErrorAnswer) -> StoredJobDefinition {
        guard let definition = jobDefinitions[id] else { throw .untyped(404, "job definition is not found") }
        return definition
    }

    /// POST `/job-definitions`: names may be there more than once.
    func createJobDefinition(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let project = reader.uuid("project_id", isRequired: true, &problems) ?? ""
        var settings = JobSettings()
        settings.apply(reader, isUpdate: false, configuration.timeZones, &problems)
        try problems.check()
        guard project == configuration.projectID else { throw .permissionsDenied([("job_definition", "write")]) }
        try checkQuota("job_definitions", configuration.quotas.jobDefinitions, current: jobDefinitions.count)
        settings.cron?.aim(after: moment.wall, configuration.timeZones)
        let definition = StoredJobDefinition(
            id: chance.uuid(),
            projectID: project,
            region: configuration.region,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            settings: settings
        )
        jobDefinitions[definition.id] = definition
        return definition.json
    }

    /// PATCH `/job-definitions/{id}`: moves the date of the last change even when nothing changes.
    func updateJobDefinition(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var definition = try jobDefinition(id)
        let old = definition.settings.cron
        var problems = ArgumentProblems()
        definition.settings.apply(reader, isUpdate: true, configuration.timeZones, &problems)
        try problems.check()
        if definition.settings.cron != old {
            definition.settings.cron?.aim(after: moment.wall, configuration.timeZones)
        }
        definition.updatedAt = moment.stamp
        jobDefinitions[id] = definition
        return definition.json
    }

    /// DELETE `/job-definitions/{id}`: takes runs, triggers and references with it, but nothing while a run is not over.
    func deleteJobDefinition(_ id: String) throws(ScalewayErrorAnswer) {
        _ = try jobDefinition(id)
        if liveJobRuns.contains(where: { jobRuns[$0]?.request.jobDefinitionID == id }) {
            throw .untyped(403, "one or more job runs are still running")
        }
        jobDefinitions[id] = nil
        jobRuns = jobRuns.filter { $0.value.request.jobDefinitionID != id }
        jobSecrets = jobSecrets.filter { $0.value.jobDefinitionID != id }
        jobTriggers = jobTriggers.filter { $0.value.jobDefinitionID != id }
    }

    /// GET `/job-definitions`.
    func listJobDefinitions(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let isOurs = isOurAccount(&query)
        return try query.answer(jobDefinitions, orderedBy: nil, defaultPageSize: configuration.defaultPageSize) { _ in
            isOurs
        }
    }

    /// GET `/job-resources`: pairs to choose from; others are taken too.
    var jobResources: JSONValue {
        let mebibyte = 1024 * 1024
        let pairs = [
            (70, 128), (140, 256), (280, 512), (560, 1024), (1120, 2048), (1680, 4096), (2240, 8192), (3000, 12_288),
            (6000, 16_384),
        ]
        let resources: [JSONValue] = pairs.map { mvCPU, memory in
            ["compute_limit_mvcpu": .number(mvCPU), "memory_limit_bytes": .number(memory * mebibyte)]
        }
        return ["resources": .array(resources)]
    }
}
