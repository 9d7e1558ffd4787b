public import CloudContainers
import SimulationKit

extension QoverySimulator {
    static let stateName = "qovery"

    /// Everything that requests have made, so that a simulator that loads it goes on as this one does.
    ///
    /// It holds the objects, the queues and histories of deployments, the clock, the positions of chance, and the declared
    /// world. It does not hold the configuration, the request log, or any secret: of a secret variable only that it exists.
    public func save() -> JSONDocument {
        var content = store.saved
        content.set("organization", .string(configuration.organization.id))
        content.set("cluster", .string(configuration.cluster.id))
        if let window {
            content.set("rate_limit", ["start": .time(window.start), "requests": .number(window.count)])
        }
        var chances = store.chances
        chances["display"] = display.position
        chances["request_ids"] = requestIDs.position
        return SimulatorState(
            simulator: Self.stateName,
            elapsed: store.now,
            wall: store.wall,
            requestCount: earlierRequests + history.count,
            chances: chances,
            world: world,
            content: content
        ).document
    }

    /// Refuses a state whose organization or cluster is another one.
    static func check(_ state: inout StateReader, against configuration: Configuration) throws(ContainerServiceError) {
        for (name, id) in [("organization", configuration.organization.id), ("cluster", configuration.cluster.id)] {
            guard try state.text(name) == id else {
                throw StateReader.refusal(
                    "the state is of another \(name) than the configuration",
                    at: state.path.appending(name),
                    allowed: id
                )
            }
        }
    }

    /// The hour in which requests are counted.
    static func window(
        _ state: inout StateReader
    ) throws(ContainerServiceError) -> (start: Duration, count: Int)? {
        guard var window = try state.readerIfPresent("rate_limit") else { return nil }
        let result = (start: try window.span("start"), count: try window.amount("requests"))
        try window.finish()
        return result
    }
}
