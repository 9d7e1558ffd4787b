/// The services of an application as its manifest describes them, after overlays and variables, with all that is wrong.
public struct Application: Sendable {
    /// Where something stands: `shop.yaml:4:12`.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        /// The name of the input, if it has one.
        public var source: String?
        /// The line and the column, if it was read from a text.
        public var location: SourceLocation?

        /// Makes a place.
        public init(source: String? = nil, location: SourceLocation? = nil) {
            self.source = source
            self.location = location
        }

        /// The place as messages show it.
        public var description: String {
            [source, location?.description].compactMap(\.self).joined(separator: ":")
        }
    }

    /// Who sets a service's image.
    public enum ImageManager: String, Sendable, Hashable, CaseIterable {
        /// The manifest: a live image that differs is set back.
        case manifest
        /// A pipeline: the manifest's image is for the first deployment only.
        case ci
    }

    /// A secret that a service needs, and where its value comes from.
    public struct Secret: Sendable, Hashable {
        /// The name of the variable.
        public var variable: String
        /// Where the value comes from.
        public var reference: SecretReference
        /// Where the manifest says so.
        public var place: Place

        /// Makes a secret.
        public init(variable: String, reference: SecretReference, place: Place = Place()) {
            self.variable = variable
            self.reference = reference
            self.place = place
        }
    }

    /// Where an application goes unless the command says otherwise; each is what the flag of the same name takes.
    public struct Target: Sendable, Hashable {
        /// The provider.
        public var provider: String?
        /// The profile of the provider's own configuration.
        public var profile: String?
        /// The region.
        public var region: String?
        /// The organization.
        public var organization: String?
        /// The project.
        public var project: String?
        /// The cluster.
        public var cluster: String?
        /// The namespace, by its name or id.
        public var namespace: String?
        /// The namespace in which the services were before.
        public var movedFrom: String?

        /// Makes a target that says nothing.
        public init() {}
    }

    /// One service.
    public struct Service: Sendable {
        /// What is wanted, with the account of each field.
        public var translation: Translation<ContainerSpec>
        /// How it is managed, as the manifest says it.
        let management: ServiceManagement
        /// Its secrets, in the order of the manifest.
        public var secrets: [Secret]
        /// Where it stands.
        public var place: Place

        /// Who sets the image.
        public var imageManager: ImageManager { management.imageManager ?? .manifest }
        /// The name that it had before; what has that name becomes this service.
        public var formerName: String? { management.formerName }
        /// What is wanted.
        public var spec: ContainerSpec { translation.value }
        /// The name.
        public var name: String { spec.name }
    }

    /// The name of the application, which its services can be marked with.
    public var name: String?
    /// Where it goes unless the command says otherwise.
    public var target = Target()
    /// The overlay that was laid over the manifest.
    public var overlay: String?
    /// The names of all overlays, in their order.
    public var overlays: [String] = []
    /// The services that can be read, in their order; all of them if there is no problem.
    public var services: [Service] = []
    /// All that is wrong, in the order of the text.
    public var problems: [Diagnostic] = []

    /// The application if nothing is wrong with it.
    ///
    /// - Throws: ``ContainerServiceError`` with the code `invalidInput` and all problems.
    public func checked() throws(ContainerServiceError) -> Application {
        guard let first = problems.first else { return self }
        throw ContainerServiceError(.invalidInput, first.description, diagnostics: problems)
    }
}

extension Application.ImageManager: ClosedWord {}

extension Application.Target: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("provider", &provider)
        try visitor.optional("profile", &profile)
        try visitor.optional("region", &region)
        try visitor.optional("organization", &organization)
        try visitor.optional("project", &project)
        try visitor.optional("cluster", &cluster)
        try visitor.optional("namespace", &namespace)
        try visitor.optional("movedFrom", &movedFrom)
    }
}
