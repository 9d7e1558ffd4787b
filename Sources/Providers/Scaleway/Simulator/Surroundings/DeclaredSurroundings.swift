import CloudContainers
import SimulationKit

/// What was declared about an account and its resources, besides the `DeclaredWorld`.
struct DeclaredSurroundings: Sendable {
    /// The private networks that exist; `nil` where all do.
    var privateNetworks: Set<String>?
    /// Why the next deployment of a container fails inside of the provider.
    var failures: [String: String] = [:]
    /// What containers wrote.
    var logs: [String: [ScalewayLogLine]] = [:]
    /// What runs of jobs wrote.
    var jobLogs: [String: [ScalewayLogLine]] = [:]

    var stateJSON: JSONValue {
        var object = JSONObject()
        if let privateNetworks { object.set("private_networks", .strings(privateNetworks.sorted())) }
        object.set("failures", .map(failures))
        object.set("logs", Self.stateJSON(of: logs))
        object.set("job_logs", Self.stateJSON(of: jobLogs))
        return .object(object)
    }

    private static func stateJSON(of logs: [String: [ScalewayLogLine]]) -> JSONValue {
        let sorted = logs.sorted { $0.key < $1.key }
        let members = sorted.map { JSONObject.Member(name: $0.key, value: .array($0.value.map(\.stateJSON))) }
        return .object(JSONObject(members))
    }

    init() {}

    init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        privateNetworks = try state.stringsIfPresent("private_networks").map(Set.init)
        failures = try state.texts("failures")
        logs = try Self.logs(in: state.reader("logs"))
        jobLogs = try Self.logs(in: state.reader("job_logs"))
        try state.finish()
    }

    private static func logs(
        in reader: StateReader
    ) throws(ContainerServiceError) -> [String: [ScalewayLogLine]] {
        var reader = reader
        var logs: [String: [ScalewayLogLine]] = [:]
        for id in reader.object.names {
            for line in try reader.readers(id) { logs[id, default: []].append(try ScalewayLogLine(state: line)) }
        }
        return logs
    }
}
