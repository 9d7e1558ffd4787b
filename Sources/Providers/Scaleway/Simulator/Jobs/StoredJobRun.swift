import CloudContainers
import SimulationKit

/// One run of a job, with what becomes of it when.
struct StoredJobRun: SavedResource {
    static let kind = "job_run"

    enum State: String, Sendable, CaseIterable {
        case initialized, validated, queued, running, retrying, interrupting, interrupted, succeeded, failed

        /// Whether nothing more happens.
        var isFinal: Bool { [.interrupted, .succeeded, .failed].contains(self) }
    }

    /// Why a run ended as it did, in the API's words.
    enum Reason: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case timeout, cancellation
        case technicalError = "technical_error"
        case imageNotFound = "image_not_found"
        case invalidImage = "invalid_image"
        case memoryUsageExceeded = "memory_usage_exceeded"
        case storageUsageExceeded = "storage_usage_exceeded"
        case exitedWithError = "exited_with_error"
        case secretDisabled = "secret_disabled"
        case secretNotFound = "secret_not_found"
        case quotaExceeded = "quota_exceeded"
        case applicationNotStarted = "application_not_started"
    }

    /// What a run has come to, besides its state.
    struct Result: Sendable, Hashable {
        var reason: Reason?
        var message: String?
        var exitCode: Int?
    }

    /// A state that a run comes to.
    struct Step: Sendable, Hashable {
        var due: Duration
        var state: State
        var result = Result()
    }

    /// What a run is, as its definition and its start say.
    struct Request: Sendable, Hashable {
        var jobDefinitionID: String
        var cpuLimit: Int
        var memoryLimit: Int
        var localStorageCapacity: Int
        var command: JobCommandLine
        var variables: [String: String]
    }

    let id: String
    let region: String
    let sequence: Int
    let createdAt: Timestamp
    let request: Request
    var updatedAt: Timestamp
    var startedAt: Timestamp?
    var terminatedAt: Timestamp?
    var state: State
    var result = Result()
    /// How often it has begun to run.
    var attempts = 0
    /// What becomes of it, in order.
    var steps: [Step] = []
    /// What it writes whenever it begins to run.
    var output: [String] = []

    var label: String { id }

    /// Comes to a state.
    mutating func take(_ step: Step, at time: Timestamp) {
        state = step.state
        result = step.result
        updatedAt = time
        if state == .running {
            attempts += 1
            startedAt = startedAt ?? time
        } else if state == .succeeded || state == .failed || startedAt != nil && state == .interrupted {
            terminatedAt = time
        }
    }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "job_definition_id": .string(request.jobDefinitionID),
            "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
            "started_at": .text(startedAt), "terminated_at": .text(terminatedAt), "run_duration": runDuration,
            "state": .string(state.rawValue),
        ]
        if let reason = result.reason { object.set("reason", .string(reason.rawValue)) }
        if let code = result.exitCode { object.set("exit_code", .number(code)) }
        if let message = result.message { object.set("error_message", .string(message)) }
        object.set("cpu_limit", .number(request.cpuLimit))
        object.set("memory_limit", .number(request.memoryLimit))
        object.set("local_storage_capacity", .number(request.localStorageCapacity))
        object.set("command", .string(request.command.command))
        object.set("environment_variables", .map(request.variables))
        object.set("startup_command", .strings(request.command.startupCommand))
        object.set("args", .strings(request.command.args))
        if attempts > 0 { object.set("attempts", .number(attempts)) }
        object.set("region", .string(region))
        return .object(object)
    }

    private var runDuration: JSONValue {
        guard let startedAt, let terminatedAt else { return .null }
        return .string(terminatedAt.duration(since: startedAt).secondsText)
    }
}

extension JSONValue {
    fileprivate static func text(_ time: Timestamp?) -> JSONValue { time.map { .string($0.description) } ?? .null }
}

extension StoredJobRun {
    func save(_ object: inout JSONObject) {
        object.set("steps", .array(steps.map(\.stateJSON)))
        object.set("output", .strings(output))
    }

    init(_ answer: inout AnswerReader, _ reader: inout StateReader) throws(ContainerServiceError) {
        var steps: [Step] = []
        for step in try reader.readers("steps") { steps.append(try Step(state: step)) }
        var command = JobCommandLine()
        command.apply(answer.arguments, &answer.problems)
        self.init(
            id: try answer.id(),
            region: try answer.reader.text("region"),
            sequence: try reader.integer("sequence"),
            createdAt: try answer.reader.timestamp("created_at"),
            request: Request(
                jobDefinitionID: try answer.reader.text("job_definition_id"),
                cpuLimit: try answer.reader.integer("cpu_limit"),
                memoryLimit: try answer.reader.integer("memory_limit"),
                localStorageCapacity: try answer.reader.integer("local_storage_capacity"),
                command: command,
                variables: try answer.reader.texts("environment_variables")
            ),
            updatedAt: try answer.reader.timestamp("updated_at"),
            startedAt: try answer.reader.timestampIfPresent("started_at"),
            terminatedAt: try answer.reader.timestampIfPresent("terminated_at"),
            state: try State(in: &answer.reader),
            result: try Result(in: &answer.reader, exitCode: "exit_code", message: "error_message"),
            attempts: answer.reader.object["attempts"] == nil ? 0 : try answer.reader.counter("attempts"),
            steps: steps,
            output: try reader.strings("output")
        )
        // What is not final would stay for ever, and what is would change.
        guard state.isFinal ? steps.isEmpty : steps.last?.state.isFinal ?? false else {
            throw StateReader.refusal("the steps do not go with the state", at: reader.path.appending("steps"))
        }
    }
}

extension StoredJobRun.Step {
    fileprivate var stateJSON: JSONValue {
        var object: JSONObject = ["due": .string(due.secondsText), "state": .string(state.rawValue)]
        if let reason = result.reason { object.set("reason", .string(reason.rawValue)) }
        if let message = result.message { object.set("message", .string(message)) }
        if let code = result.exitCode { object.set("exit_code", .number(code)) }
        return .object(object)
    }

    fileprivate init(state: StateReader) throws(ContainerServiceError) {
        var reader = state
        self.init(
            due: try reader.duration("due"),
            state: try StoredJobRun.State(in: &reader),
            result: try StoredJobRun.Result(in: &reader, exitCode: "exit_code", message: "message")
        )
        try reader.finish()
    }
}

extension StoredJobRun.State {
    fileprivate init(in reader: inout StateReader) throws(ContainerServiceError) {
        guard let state = Self(rawValue: try reader.text("state")) else {
            throw StateReader.refusal("the state is not known", at: reader.path.appending("state"))
        }
        self = state
    }
}

extension StoredJobRun.Result {
    fileprivate init(
        in reader: inout StateReader,
        exitCode: String,
        message: String
    ) throws(ContainerServiceError) {
        if let word = try reader.textIfPresent("reason") {
            guard let reason = StoredJobRun.Reason(rawValue: word) else {
                throw StateReader.refusal("the reason is not known", at: reader.path.appending("reason"))
            }
            self.reason = reason
        }
        self.exitCode = try reader.integerIfPresent(exitCode)
        self.message = try reader.textIfPresent(message)
    }
}
