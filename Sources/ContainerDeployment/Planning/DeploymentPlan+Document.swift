public import CloudContainers

extension DeploymentPlan {
    /// The version of the form of saved plans.
    private static let version = 1

    /// The plan as a document that can be saved and reviewed.
    ///
    /// It holds no secret's value. Plain variables are in the requests as they will be sent, so that the file is to be kept
    /// like the configuration of the services.
    public var document: JSONDocument { JSONDocument(json) }

    /// Reads a saved plan.
    ///
    /// - Throws: `ContainerServiceError` with the place of what cannot be read.
    public init(document: JSONDocument) throws(ContainerServiceError) {
        try self.init(reading: document)
    }
}

extension DeploymentPlan: WireObject {
    package init() {
        self.init(
            provider: ProviderID(rawValue: ""),
            application: "",
            namespace: "",
            services: [],
            leftOver: [],
            consents: [],
            allowsAll: false
        )
    }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var (kind, version) = ("DeploymentPlan", Self.version)
        var (provider, namespaceID) = (self.provider.rawValue, self.namespaceID?.rawValue)
        var formerNamespaceID = self.formerNamespaceID?.rawValue
        try visitor.required("kind", &kind)
        try visitor.required("version", &version)
        guard kind == "DeploymentPlan", version == Self.version else {
            throw WireError(
                Diagnostic(
                    problem: "this is no plan of a deployment, or one of another version",
                    field: "version",
                    value: "\(kind) \(version)",
                    allowed: "DeploymentPlan \(Self.version)",
                    advice: "Make a new plan with this version of the tool."
                ),
                offset: nil
            )
        }
        try visitor.required("provider", &provider)
        try visitor.required("application", &application)
        try visitor.required("namespace", &namespace)
        try visitor.optional("namespaceID", &namespaceID)
        try visitor.optional("formerNamespaceID", &formerNamespaceID)
        try visitor.required("services", &services)
        try visitor.collection("leftOver", &leftOver)
        try visitor.collection("consents", &consents)
        try visitor.required("allowsAll", &allowsAll)
        self.provider = ProviderID(rawValue: provider)
        self.namespaceID = namespaceID.map { Namespace.ID(rawValue: $0) }
        self.formerNamespaceID = formerNamespaceID.map { Namespace.ID(rawValue: $0) }
    }
}

extension ServicePlan.Action: ClosedWord {}

extension ServicePlan: WireObject {
    package init() {
        self.init(
            name: "",
            action: .unchanged,
            differences: [],
            findings: [],
            secrets: [],
            uncomparedSecrets: [],
            needsDeployment: false
        )
    }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var (id, formerID) = (self.id?.rawValue, self.formerID?.rawValue)
        try visitor.required("name", &name)
        try visitor.required("action", &action)
        try visitor.optional("id", &id)
        try visitor.optional("formerID", &formerID)
        try visitor.optional("basis", &basis)
        try visitor.collection("differences", &differences)
        try visitor.collection("findings", &findings)
        try visitor.optional("obstacle", &obstacle)
        try visitor.collection("secrets", &secrets)
        try visitor.collection("uncomparedSecrets", &uncomparedSecrets)
        try visitor.required("needsDeployment", &needsDeployment)
        try visitor.required("isStopped", &isStopped)
        try visitor.required("isFormer", &isFormer)
        try visitor.optional("change", &change)
        self.id = id.map { Container.ID(rawValue: $0) }
        self.formerID = formerID.map { Container.ID(rawValue: $0) }
    }
}

extension ServicePlan.Obstacle: WireObject {
    package init() { self = .replacement }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var (kind, owner): (String, String?) = ("replacement", nil)
        if case .notOurs(let other) = self { (kind, owner) = ("notOurs", other) }
        try visitor.required("kind", &kind)
        try visitor.optional("owner", &owner)
        self = kind == "notOurs" ? .notOurs(owner: owner) : .replacement
    }
}
