public import CloudContainers
import SimulationKit

/// A line that a container wrote, as it is declared to the simulator.
public struct ScalewayLogLine: Sendable, Hashable {
    /// Where a line was written to.
    public enum Stream: String, Sendable, Hashable, CaseIterable {
        /// The standard output.
        case standardOutput = "stdout"
        /// The standard error.
        case standardError = "stderr"
    }

    /// When it was written.
    public var time: Timestamp
    /// The text.
    public var message: String
    /// What the log service takes the line for, such as `error`; lines of different levels come in different streams.
    public var level: String
    /// Where it was written to.
    public var stream: Stream
    /// The instance that wrote it.
    public var instance: String

    /// Makes a line.
    public init(
        _ message: String,
        at time: Timestamp,
        level: String = "unknown",
        stream: Stream = .standardOutput,
        instance: String = "instance-0"
    ) {
        self.time = time
        self.message = message
        self.level = level
        self.stream = stream
        self.instance = instance
    }

    /// The text as the log service answers it.
    var text: String {
        let object: JSONObject = [
            "resource_instance": .string(instance), "stream": .string(stream.rawValue), "message": .string(message),
        ]
        return JSONValue.object(object).text(.compact)
    }

    var stateJSON: JSONValue {
        [
            "time": .string(time.description), "message": .string(message), "level": .string(level),
            "stream": .string(stream.rawValue), "instance": .string(instance),
        ]
    }

    init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        let word = try state.text("stream")
        guard let stream = Stream(rawValue: word) else {
            throw StateReader.refusal("the stream is not known", at: state.path.appending("stream"))
        }
        self.init(
            try state.text("message"),
            at: try state.timestamp("time"),
            level: try state.text("level"),
            stream: stream,
            instance: try state.text("instance")
        )
        try state.finish()
    }
}
