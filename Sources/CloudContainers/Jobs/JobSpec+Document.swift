extension JobSpec {
    /// The specification as JSON; the paths of a ledger lead into it.
    public var document: JSONValue { json.settingNulls(at: resets) }

    /// The paths at which a document says `null`, or holds an empty list or map: the fields to reset.
    ///
    /// An event without a command is no such field: it runs the image's own.
    package static func resets(in json: JSONValue) -> Set<FieldPath> {
        ContainerSpec.resets(in: json).filter { path in
            let isEvent = path.keys.count == 2 && path.keys.first == "events"
            return !isEvent || json.value(at: path)?.isNull == true
        }
    }
}

extension JobSpec: WireObject {
    package init() { self.init(name: "", source: .image(.placeholder)) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("name", &name)
        try visitor.optional("description", &description)
        try visitSource(&visitor)
        try visitor.optional("imageAccess", &imageAccess)
        try visitor.collection("schedules", &schedules)
        var events = JobEvents(events)
        try visitor.section("events", &events)
        if visitor.isReading { self.events = events.commands }
        try command.visit(&visitor)
        try visitor.section("resources", &resources)
        try visitor.optional("retries", &retries)
        try visitor.optional("timeLimit", &timeLimit)
        try variables.visit(&visitor)
        var sections = visitor.isReading ? OrderedMap() : providers.sections
        try visitor.collection("providers", &sections)
        if visitor.isReading { providers.sections = sections }
    }

    private mutating func visitSource(_ visitor: inout some WireVisitor) throws(WireError) {
        var image: ImageReference?
        var build: ImageBuild?
        switch source {
        case .image(let reference): image = reference
        case .build(let wanted): build = wanted
        }
        try visitor.optional("image", &image)
        try visitor.optional("build", &build)
        guard visitor.isReading else { return }
        switch (image, build) {
        case (let image?, nil): source = .image(image)
        case (nil, let build?): source = .build(build)
        case (nil, nil), (.some, .some):
            throw WireError(
                Diagnostic(
                    problem: image == nil ? "a job has nothing to run" : "a job has an image and a build",
                    allowed: "exactly one of image, build",
                    advice: image == nil ? "Add one of them." : "Keep one of them."
                ),
                offset: nil
            )
        }
    }
}

extension JobSpec {
    /// A job runs exactly one thing.
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        let object = objectSchema(scope)
        return scope.isPartial ? object : object.allowing(exactlyOneOf: ["image", "build"])
    }
}

/// The events of a job as an object with a member for each.
private struct JobEvents: WireObject {
    var commands: [JobEvent: JobCommand] = [:]

    init() {}

    init(_ commands: [JobEvent: JobCommand]) { self.commands = commands }

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        for event in JobEvent.allCases {
            var command = commands[event]
            try visitor.optional(event.rawValue, &command)
            if visitor.isReading { commands[event] = command }
        }
    }
}
