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

    var stateJSON: JSONValue {
        var object = JSONObject()
        if let privateNetworks { object.set("private_networks", .strings(privateNetworks.sorted())) }
        object.set("failures", .map(failures))
        let sorted = logs.sorted { $0.key < $1.key }
        let members = sorted.map { JSONObject.Member(name: $0.key, value: .array($0.value.map(\.stateJSON))) }
        object.set("logs", .object(JSONObject(members)))
        return .object(object)
    }

    init() {}

    init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        privateNetworks = try state.stringsIfPresent("private_networks").map(Set.init)
        failures = try state.texts("failures")
        var logs = try state.reader("logs")
        for id in logs.object.names {
            var lines: [ScalewayLogLine] = []
            for line in try logs.readers(id) { lines.append(try ScalewayLogLine(state: line)) }
            self.logs[id] = lines
        }
        try state.finish()
    }
}
