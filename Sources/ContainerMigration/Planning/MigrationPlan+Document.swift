public import CloudContainers

extension MigrationPlan {
    /// The version of the form of saved plans.
    static let version = 1

    /// The plan as a document that can be saved and reviewed.
    ///
    /// It holds no secret's value. Plain variables are in the requests as they will be sent, so that the file is to be kept
    /// like the configuration of the services.
    public var document: JSONDocument { JSONDocument(json) }

    /// Reads a saved plan.
    ///
    /// - Parameters:
    ///   - document: What ``document`` gave.
    ///   - target: The dialect of the target's provider.
    /// - Throws: `ContainerServiceError` with the place of what cannot be read; also where the plan was changed since it was
    ///   saved, or is for another provider.
    public init(document: JSONDocument, for target: any ContainerDialect) throws(ContainerServiceError) {
        try self.init(reading: document)
        guard self.target.provider == target.provider else {
            throw .invalidInput(
                Diagnostic(
                    problem: "the plan is for another provider",
                    field: "target.provider",
                    value: self.target.provider.rawValue,
                    allowed: target.provider.rawValue
                )
            )
        }
        for index in services.indices {
            guard let section = services[index].spec.providers.sections[target.provider.rawValue] else { continue }
            services[index].spec.providers.insert(try target.settings(section))
        }
        for index in jobs.indices {
            guard let section = jobs[index].spec.providers.sections[target.provider.rawValue] else { continue }
            guard let dialect = target.jobs else { continue }
            jobs[index].spec.providers.insert(try dialect.settings(section))
        }
        guard Self.name(of: self) == id else {
            throw .invalidInput(
                Diagnostic(
                    problem: "the plan was changed after it was made",
                    field: "id",
                    value: id,
                    advice: "Make a new plan instead of editing one."
                )
            )
        }
    }

    /// What tells the plan from every other one.
    public var fingerprint: String { fingerprint(services: \.self, jobs: \.self) }

    /// The name that follows from everything else in a plan.
    static func name(of plan: MigrationPlan) -> String {
        var plan = plan
        plan.id = ""
        let fingerprint = plan.fingerprint { service in
            var service = service
            service.spec.owner = nil
            service.change = nil
            return service
        } jobs: { job in
            var job = job
            job.spec.owner = nil
            job.change = nil
            return job
        }
        return "migration." + fingerprint.prefix(12)
    }

    /// The fingerprint of those of all parts, so that the text of a large plan is never in memory as a whole.
    private func fingerprint(
        services: (PlannedService) -> PlannedService,
        jobs: (PlannedJob) -> PlannedJob
    ) -> String {
        var rest = self
        (rest.services, rest.jobs) = ([], [])
        let parts: JSONObject = [
            "plan": .string(PreparedChange.fingerprint(of: rest.document)),
            "services": .array(self.services.map { Self.fingerprint(of: services($0)) }),
            "jobs": .array(self.jobs.map { Self.fingerprint(of: jobs($0)) }),
        ]
        return PreparedChange.fingerprint(of: JSONDocument(.object(parts)))
    }

    private static func fingerprint(of part: some WireObject) -> JSONValue {
        .string(PreparedChange.fingerprint(of: JSONDocument(part.json)))
    }
}

extension MigrationPlan: WireObject {
    package init() {
        self.init(
            source: Side(),
            target: Side(),
            settings: MigrationSettings(),
            services: [],
            leftOut: [],
            others: [],
            id: ""
        )
    }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var version = Self.version
        try visitor.required("version", &version)
        guard version == Self.version else {
            throw WireError(
                Diagnostic(
                    problem: "the plan has a version that is not known",
                    field: "version",
                    value: "\(version)",
                    allowed: "\(Self.version)",
                    advice: "Make a new plan with this version of the tool."
                ),
                offset: nil
            )
        }
        try visitor.required("id", &id)
        try visitor.required("source", &source)
        try visitor.required("target", &target)
        try visitor.required("settings", &settings)
        try visitor.required("services", &services)
        try visitor.collection("jobs", &jobs)
        try visitor.collection("leftOut", &leftOut)
        try visitor.collection("others", &others)
    }
}

extension MigrationPlan.Side: WireObject {
    package init() { self.init(provider: ProviderID(rawValue: ""), namespace: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var (name, id) = (provider.rawValue, self.id?.rawValue)
        try visitor.required("provider", &name)
        try visitor.required("namespace", &namespace)
        try visitor.optional("id", &id)
        provider = ProviderID(rawValue: name)
        self.id = id.map { Namespace.ID(rawValue: $0) }
    }
}

extension OtherService: WireObject {
    package init() { self.init(id: "", name: "", kind: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("id", &id)
        try visitor.required("name", &name)
        try visitor.required("kind", &kind)
    }
}

extension PlannedService: WireObject {
    package init() {
        self.init(
            source: Container.ID(rawValue: ""),
            sourceName: "",
            sourceBasis: "",
            sourceFields: [:],
            name: "",
            spec: ContainerSpec(),
            runs: false,
            findings: [],
            secrets: [],
            domains: []
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
        try visitor.collection("domains", &domains)
        try visitor.collection("references", &references)
        try visitor.collection("findings", &findings)
        try visitor.optional("change", &change)
        self.source = Container.ID(rawValue: source)
        spec.owner = owner
    }
}
