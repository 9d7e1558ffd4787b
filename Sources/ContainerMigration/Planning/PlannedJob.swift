public import CloudContainers

/// One job of a plan: what it becomes, what that costs, and how it is made.
public struct PlannedJob: Sendable, Hashable {
    /// The job at the source.
    public var source: Job.ID
    /// Its name there; with its identifier behind it where the name alone is not enough.
    public var sourceName: String
    /// The fingerprint of its configuration when the plan was made.
    public var sourceBasis: String
    /// Fingerprints of the fields it had then, to say what has changed since; they tell no value.
    var sourceFields: OrderedMap<String>
    /// The name on the target.
    public var name: String
    /// What is wanted of it on the target.
    public var spec: JobSpec
    /// The requests that make it; `nil` while something stands in the way.
    public var change: PreparedChange?
    /// Whether its schedules are in force at the end.
    public var runs: Bool
    /// What became of each field, from the source's payload to the target's.
    public var findings: [Finding]
    /// The secrets whose values are needed.
    public var secrets: [String]
    /// The variables of ``spec`` that hold endpoints which only the target will tell.
    public var references: [EndpointReference] = []

    /// What journals, events and reports call it: its name behind the word `job`, since a service can have the same name.
    public var key: String { Self.key(of: sourceName) }

    /// How many requests it takes to read a whole job.
    static let parts = 4

    static func key(of name: String) -> String { "job \(name)" }

    /// Whether it runs by itself at some times.
    public var hasSchedule: Bool { !spec.schedules.isEmpty }
}

extension PlannedJob: WireObject {
    package init() {
        self.init(
            source: Job.ID(rawValue: ""),
            sourceName: "",
            sourceBasis: "",
            sourceFields: [:],
            name: "",
            spec: JobSpec(),
            runs: false,
            findings: [],
            secrets: []
        )
    }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var (source, owner) = (source.rawValue, spec.owner)
        try visitor.required("source", &source)
        try visitor.required("sourceName", &sourceName)
        try visitor.required("sourceBasis", &sourceBasis)
        try visitor.required("sourceFields", &sourceFields)
        try visitor.required("name", &name)
        try visitor.optional("owner", &owner)
        try visitor.required("spec", &spec)
        try visitor.required("runs", &runs)
        try visitor.collection("secrets", &secrets)
        try visitor.collection("references", &references)
        try visitor.collection("findings", &findings)
        try visitor.optional("change", &change)
        self.source = Job.ID(rawValue: source)
        spec.owner = owner
    }
}
