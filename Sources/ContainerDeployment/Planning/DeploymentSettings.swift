public import CloudContainers

/// What the caller decides about a deployment.
public struct DeploymentSettings: Sendable, Hashable {
    /// The name of the application, which its services are marked with.
    public var application: String
    /// The name of the namespace; it is made where there is none.
    public var namespace: String
    /// Consent, and answers to what a translation cannot decide.
    public var resolutions: Resolutions
    /// Whether services of the application that the manifest does not name are deleted.
    public var prunes: Bool
    /// Whether services may be made anew, with another address, where a change needs that.
    public var replaces: Bool
    /// Whether services that are not marked as the application's are taken over.
    public var adopts: Bool
    /// Whether secrets are sent anew that the provider does not let anybody compare.
    public var sendsSecrets: Bool
    /// Services whose image somebody else sets, such as a pipeline; the live one stays.
    public var keepsImage: Set<String>
    /// The names that services had before, by their names; where only the old name is there, that service is renamed.
    public var formerNames: [String: String]
    /// The name of the namespace in which the services were before: those that are still there are made anew, and deleted there
    /// once the new ones run.
    public var formerNamespace: String?

    /// Makes settings.
    public init(
        application: String,
        namespace: String,
        resolutions: Resolutions = Resolutions(),
        prunes: Bool = false,
        replaces: Bool = false,
        adopts: Bool = false,
        sendsSecrets: Bool = false,
        keepsImage: Set<String> = [],
        formerNames: [String: String] = [:],
        formerNamespace: String? = nil
    ) {
        self.application = application
        self.namespace = namespace
        self.resolutions = resolutions
        self.prunes = prunes
        self.replaces = replaces
        self.adopts = adopts
        self.sendsSecrets = sendsSecrets
        self.keepsImage = keepsImage
        self.formerNames = formerNames
        self.formerNamespace = formerNamespace
    }
}
