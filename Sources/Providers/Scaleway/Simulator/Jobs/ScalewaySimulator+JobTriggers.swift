import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    func jobTrigger(_ id: String) throws(ScalewayErrorAnswer) -> StoredJobTrigger {
        guard let trigger = jobTriggers[id] else { throw .untyped(404, "trigger is not found") }
        return trigger
    }

    /// POST `/triggers` of jobs.
    func createJobTrigger(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var problems = ArgumentProblems()
        let definition = reader.uuid("job_definition_id", isRequired: true, &problems) ?? ""
        let name = name(ofTrigger: reader, isRequired: true, &problems) ?? ""
        var config = JobTriggerConfig()
        if let inner = reader.reader("cron_config", &problems) {
            config.apply(inner, configuration.timeZones, &problems)
        } else if !reader.isGiven("cron_config") {
            problems.add("cron_config", .required, "value is required")
        }
        try problems.check()
        _ = try jobDefinition(definition)
        config.cron.aim(after: moment.wall, configuration.timeZones)
        let trigger = StoredJobTrigger(
            id: chance.uuid(),
            jobDefinitionID: definition,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            name: name,
            config: config
        )
        jobTriggers[trigger.id] = trigger
        return trigger.json
    }

    /// PATCH `/triggers/{id}` of jobs.
    func updateJobTrigger(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var trigger = try jobTrigger(id)
        let old = trigger.config.cron
        var problems = ArgumentProblems()
        trigger.name = name(ofTrigger: reader, isRequired: false, &problems) ?? trigger.name
        if let inner = reader.reader("cron_config", &problems) {
            trigger.config.apply(inner, configuration.timeZones, &problems)
        }
        try problems.check()
        if trigger.config.cron != old { trigger.config.cron.aim(after: moment.wall, configuration.timeZones) }
        trigger.updatedAt = moment.stamp
        jobTriggers[id] = trigger
        return trigger.json
    }

    /// GET `/triggers` of a job.
    func listJobTriggers(_ query: ListQuery) throws(ScalewayErrorAnswer) -> JSONValue {
        var query = query
        let definition = query.uuid("job_definition_id", isRequired: true)
        return try query.answer(jobTriggers, orderedBy: nil, defaultPageSize: configuration.defaultPageSize) {
            $0.jobDefinitionID == definition
        }
    }

    private func name(
        ofTrigger reader: ArgumentReader,
        isRequired: Bool,
        _ problems: inout ArgumentProblems
    ) -> String? {
        reader.text(
            "name",
            isRequired: isRequired,
            length: 1...50,
            pattern: "^[A-Za-z0-9-_]*$",
            &problems,
            fits: NameForm.isJob
        )
    }
}
