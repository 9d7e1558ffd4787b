import CloudContainers
import SimulationKit

/// A further schedule of a job, with a command of its own.
struct StoredJobTrigger: SavedResource {
    static let kind = "trigger"

    let id: String
    let jobDefinitionID: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var name: String
    var config: JobTriggerConfig

    var label: String { name }

    var json: JSONValue {
        [
            "id": .string(id), "job_definition_id": .string(jobDefinitionID), "name": .string(name),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "cron_config": config.json,
        ]
    }

    func save(_ object: inout JSONObject) { object.set(nextRunOf: config.cron) }
}

/// When a trigger starts a job, and what the job then executes.
struct JobTriggerConfig: Sendable, Hashable {
    var cron = JobCron()
    /// What takes the place of the job's own command; empty leaves it.
    var startupCommand: [String] = []
    /// What takes the place of the job's own arguments; empty leaves them.
    var args: [String] = []

    mutating func apply(_ reader: ArgumentReader, _ zones: TimeZoneOffsets?, _ problems: inout ArgumentProblems) {
        cron.apply(reader, zones, &problems)
        startupCommand = reader.strings("startup_command", &problems) ?? startupCommand
        args = reader.strings("args", &problems) ?? args
    }

    var json: JSONValue {
        [
            "schedule": .string(cron.schedule), "timezone": .string(cron.timezone),
            "startup_command": .strings(startupCommand), "args": .strings(args),
        ]
    }
}

extension StoredJobTrigger {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var config = JobTriggerConfig()
        if let inner = answer.arguments.reader("cron_config", &answer.problems) {
            config.apply(inner, nil, &answer.problems)
        }
        config.cron.nextRun = try reader.timestampIfPresent("next_run")
        self.init(
            id: try answer.id(),
            jobDefinitionID: try answer.reader.text("job_definition_id"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            name: try answer.reader.text("name"),
            config: config
        )
    }
}
