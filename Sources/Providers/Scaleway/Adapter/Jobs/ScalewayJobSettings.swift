public import CloudContainers

/// What only Scaleway knows about a job.
public struct ScalewayJobSettings: ProviderSettings {
    /// A secret of Secret Manager that the job sees, in the place of a value that the caller gives.
    public struct SecretReference: Sendable, Hashable {
        /// The name of the job's variable.
        public var variable = ""
        /// The identifier of the secret in Secret Manager.
        public var secret = ""
        /// The version: `latest`, or a number.
        public var version = "latest"
        /// Makes an empty reference.
        public init() {}

        /// Makes a reference to a version of a secret.
        public init(_ variable: String, to secret: String, version: String = "latest") {
            self.variable = variable
            self.secret = secret
            self.version = version
        }
    }

    /// The provider that the settings belong to.
    public static let provider = ProviderID.scaleway

    /// The program in one text, as definitions had it before they had a list; it holds only where the job has no command.
    public var shellCommand: String?
    /// The secrets that lie in Secret Manager already; those of other variables are made there.
    public var secrets: [SecretReference] = []

    /// Makes settings that say nothing.
    public init() {}

    /// The settings as a manifest holds them.
    public var document: JSONValue { json }

    /// What is lost of the settings when the job goes elsewhere.
    public func departures(of spec: ContainerSpec, _ given: Resolutions) -> [(path: FieldPath, finding: Finding)] {
        var result: [(FieldPath, Finding)] = []
        if let shellCommand {
            // Where the job has a command the text is ignored.
            let outcome: Outcome = spec.command.isEmpty ? .dropped : .noted
            result.append(("shellCommand", Finding(.jobShellCommand, outcome, before: .text(shellCommand))))
        }
        for (index, reference) in secrets.enumerated() {
            let finding = Finding(.jobSecretReference, .noted, subject: reference.variable)
            result.append((FieldPath("secrets").appending(index), finding))
        }
        return result
    }
}

extension JobSpec {
    /// What only Scaleway knows about the job.
    public var scaleway: ScalewayJobSettings? {
        get { providers[ScalewayJobSettings.self] }
        set { providers[ScalewayJobSettings.self] = newValue }
    }
}

extension ScalewayJobSettings.SecretReference: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("variable", &variable)
        try visitor.required("secret", &secret)
        try visitor.required("version", &version)
    }
}

extension ScalewayJobSettings: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("shellCommand", &shellCommand)
        try visitor.collection("secrets", &secrets)
    }
}
