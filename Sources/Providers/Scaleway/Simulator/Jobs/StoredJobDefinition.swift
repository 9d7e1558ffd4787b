import CloudContainers
import SimulationKit

/// What a job is, and when it runs.
struct StoredJobDefinition: SavedResource {
    static let kind = "job_definition"

    let id: String
    let projectID: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var settings: JobSettings

    var label: String { settings.name }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "name": .string(settings.name), "project_id": .string(projectID),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "cpu_limit": .number(settings.cpuLimit), "memory_limit": .number(settings.memoryLimit),
            "local_storage_capacity": .number(settings.localStorageCapacity), "image_uri": .string(settings.image),
            "command": .string(settings.command.command), "environment_variables": .map(settings.variables),
            "job_timeout": .string(settings.timeout.secondsText), "description": .string(settings.description),
            "cron_schedule": settings.cron?.json ?? .null,
        ]
        if let retries = settings.maxRetries { object.set("retry_policy", ["max_retries": .number(retries)]) }
        object.set("startup_command", .strings(settings.command.startupCommand))
        object.set("args", .strings(settings.command.args))
        object.set("region", .string(region))
        return .object(object)
    }

    func save(_ object: inout JSONObject) { object.set(nextRunOf: settings.cron) }
}

extension StoredJobDefinition {
    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var settings = JobSettings()
        // Which zones there are was asked when the schedule was set.
        settings.apply(answer.arguments, isUpdate: false, nil, &answer.problems)
        settings.cron?.nextRun = try reader.timestampIfPresent("next_run")
        self.init(
            id: try answer.id(),
            projectID: try answer.reader.text("project_id"),
            region: try answer.reader.text("region"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            updatedAt: try answer.reader.timestamp("updated_at"),
            settings: settings
        )
    }
}

extension StateReader {
    mutating func timestampIfPresent(_ name: String) throws(ContainerServiceError) -> Timestamp? {
        guard let value = object[name], !value.isNull else { return nil }
        return try timestamp(name)
    }

    /// A number that is counted on, and so must not be near the end of all numbers.
    mutating func counter(_ name: String) throws(ContainerServiceError) -> Int {
        let number = try integer(name)
        if (0...1 << 53).contains(number) { return number }
        throw Self.refusal("the number is none that is counted to", at: path.appending(name))
    }
}
