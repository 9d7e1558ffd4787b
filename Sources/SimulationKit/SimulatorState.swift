package import CloudContainers

/// The document that a simulator is saved in: what all simulators have in common, and what is each one's own.
///
/// A document is read strictly: another version, a missing member or one that nobody knows refuses it as a whole, so that
/// nothing of a state is lost silently.
package struct SimulatorState: Sendable {
    /// What the member `format` says.
    package static let format = "cloud-containers simulator state"
    /// What the member `version` says; it grows whenever an older document can no longer be read.
    package static let version = 1

    /// The name of the simulator, such as `scaleway`.
    package var simulator: String
    /// The time that had passed.
    package var elapsed: Duration
    /// What the wall clock showed.
    package var wall: Timestamp
    /// How many requests were answered.
    package var requestCount: Int
    /// Where the sources of chance stand, by their name.
    package var chances: [String: UInt64]
    /// What was declared to be so outside of the API; `nil` where that is left to whoever loads the state.
    package var world: DeclaredWorld?
    /// What is the simulator's own.
    package var content: JSONObject

    package init(
        simulator: String,
        elapsed: Duration,
        wall: Timestamp,
        requestCount: Int,
        chances: [String: UInt64],
        world: DeclaredWorld?,
        content: JSONObject
    ) {
        self.simulator = simulator
        self.elapsed = elapsed
        self.wall = wall
        self.requestCount = requestCount
        self.chances = chances
        self.world = world
        self.content = content
    }

    /// The document: equal for equal states, byte by byte.
    package var document: JSONDocument {
        var root: JSONObject = [
            "format": .string(Self.format), "version": .number(Self.version), "simulator": .string(simulator),
            "elapsed": .string(elapsed.secondsText), "wall_clock": .string(wall.description),
            "requests": .number(requestCount),
        ]
        let positions = chances.sorted { $0.key < $1.key }.map { name, position in
            JSONObject.Member(name: name, value: .string(String(position)))
        }
        root.set("chance", .object(JSONObject(positions)))
        if let world { root.set("world", world.stateJSON) }
        root.set("content", .object(content))
        return JSONDocument(.object(root))
    }

    /// Reads the document of a simulator.
    ///
    /// - Throws: An error with the code `invalidInput` that says what about the document is not known.
    package init(_ document: JSONDocument, of simulator: String) throws(ContainerServiceError) {
        var reader = try StateReader(document.root)
        let format = try reader.text("format")
        guard format == Self.format else {
            throw StateReader.refusal("this is no state of a simulator", at: "format", allowed: Self.format)
        }
        let version = try reader.integer("version")
        guard version == Self.version else {
            throw StateReader.refusal(
                "the state has version \(version)",
                at: "version",
                allowed: "version \(Self.version)"
            )
        }
        self.simulator = try reader.text("simulator")
        guard self.simulator == simulator else {
            throw StateReader.refusal("the state is of another simulator", at: "simulator", allowed: simulator)
        }
        elapsed = try reader.duration("elapsed")
        wall = try reader.timestamp("wall_clock")
        requestCount = try reader.integer("requests")
        chances = [:]
        for (name, text) in try reader.texts("chance") {
            guard let position = UInt64(text) else {
                throw StateReader.refusal(
                    "the position is no number",
                    at: FieldPath("chance").appending(name),
                    allowed: "0 to \(UInt64.max), as text"
                )
            }
            chances[name] = position
        }
        world = try reader.readerIfPresent("world").map { world throws(ContainerServiceError) in
            try DeclaredWorld(state: world)
        }
        content = try reader.reader("content").object
        try reader.finish()
    }

    /// A source of chance that goes on where it stood.
    package func chance(_ name: String) throws(ContainerServiceError) -> Chance {
        guard let position = chances[name] else {
            throw StateReader.refusal("the position is missing", at: FieldPath("chance").appending(name))
        }
        return Chance(seed: position)
    }
}

extension DeclaredWorld {
    /// The world as a state holds it.
    package var stateJSON: JSONValue {
        var object = JSONObject()
        object.set("images", .object(JSONObject(members(images, \.stateJSON))))
        if let otherImages { object.set("other_images", otherImages.stateJSON) }
        object.set("aliases", .object(JSONObject(members(aliases) { .string($0) })))
        return .object(object)
    }

    package init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        var images: [String: Image] = [:]
        let all = try state.reader("images")
        for member in all.object {
            images[member.name] = try Image(state: StateReader(member.value, at: all.path.appending(member.name)))
        }
        let others = try state.readerIfPresent("other_images").map { image throws(ContainerServiceError) in
            try Image(state: image)
        }
        self.init(images: images, otherImages: others, aliases: try state.texts("aliases"))
        try state.finish()
    }

    private func members<Value>(
        _ values: [String: Value],
        _ json: (Value) -> JSONValue
    ) -> [JSONObject.Member] {
        values.sorted { $0.key < $1.key }.map { JSONObject.Member(name: $0.key, value: json($0.value)) }
    }
}

extension DeclaredWorld.Image {
    fileprivate var stateJSON: JSONValue {
        var object: JSONObject = ["starts": .bool(starts)]
        if let port { object.set("port", .number(port.value)) }
        if let paths { object.set("paths", .array(paths.sorted().map { .string($0) })) }
        if run != DeclaredWorld.Run() { object.set("run", run.stateJSON) }
        return .object(object)
    }

    fileprivate init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        let starts = try state.bool("starts")
        let port = try state.integerIfPresent("port").map { number throws(ContainerServiceError) in
            try PortNumber(number)
        }
        let paths = try state.stringsIfPresent("paths")
        let run = try state.readerIfPresent("run").map { run throws(ContainerServiceError) in
            try DeclaredWorld.Run(state: run)
        }
        self.init(port: port, paths: paths.map(Set.init), starts: starts, run: run ?? DeclaredWorld.Run())
        try state.finish()
    }
}

extension DeclaredWorld.Run {
    fileprivate var stateJSON: JSONValue {
        var object: JSONObject = ["exit_code": .number(exitCode)]
        if let length { object.set("length", .string(length.secondsText)) }
        if let failures { object.set("failures", .number(failures)) }
        if let memory { object.set("memory_bytes", .number(memory.bytes)) }
        if let storage { object.set("storage_bytes", .number(storage.bytes)) }
        object.set("output", .array(output.map { .string($0) }))
        return .object(object)
    }

    fileprivate init(state: StateReader) throws(ContainerServiceError) {
        var state = state
        self.init(
            length: state.object["length"] == nil ? nil : try state.duration("length"),
            exitCode: try state.integer("exit_code"),
            failures: try state.integerIfPresent("failures"),
            output: try state.strings("output")
        )
        if let bytes = try state.integerIfPresent("memory_bytes") { memory = try ByteCount(bytes: bytes) }
        if let bytes = try state.integerIfPresent("storage_bytes") { storage = try ByteCount(bytes: bytes) }
        try state.finish()
    }
}
