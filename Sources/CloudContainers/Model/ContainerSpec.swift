/// What is wanted of one service, in no provider's words.
///
/// A field that is `nil` or empty is not managed: a provider's default or the live value holds. A field that a manifest
/// sets to `null`, or to an empty list or map, stands in ``resets``. A specification never holds a secret's value.
public struct ContainerSpec: Sendable, Hashable {
    /// What is needed to pull an image.
    public enum ImageAccess: String, Sendable, Hashable, CaseIterable {
        /// Nothing; everybody may pull it.
        case anonymous
        /// Credentials that stay with the provider and cannot be read.
        case credentials
    }

    /// The name, unique in its namespace.
    public var name: String
    /// What it is, in the user's words.
    public var description: String?
    /// The image.
    public var image: ImageReference
    /// What is needed to pull the image; `nil` if nobody said.
    public var imageAccess: ImageAccess?
    /// The program, instead of the image's entrypoint; the first element is the executable.
    public var command: [String] = []
    /// The program's arguments, instead of the image's.
    public var arguments: [String] = []
    /// What one instance gets.
    public var resources = Resources()
    /// How many instances run.
    public var scaling = Scaling()
    /// The checks.
    public var probes = Probes()
    /// The ports.
    public var ports: [Port] = []
    /// Whether plain HTTP is turned away; `nil` leaves it as it is.
    public var httpsOnly: Bool?
    /// How long a request may take.
    public var timeouts = Timeouts()
    /// The variables, plain and secret, and those that become files.
    public var variables: [EnvironmentVariable] = []
    /// The disks.
    public var volumes: [Volume] = []
    /// The host names.
    public var domains: [CustomDomain] = []
    /// Who manages the service with this project's tools, such as one migration or one application; `nil` leaves it as it is.
    ///
    /// It stands on the service itself, in the mark of this project: a tag on Scaleway, the end of the description on Qovery.
    /// It is no part of a manifest, and a translation for another provider leaves it behind.
    public var owner: String?
    /// What only one provider knows.
    public var providers = ProviderSettingsSet()
    /// The fields to set back to the provider's default.
    public var resets: Set<FieldPath> = []

    /// Makes a specification of a name and an image.
    public init(name: String, image: ImageReference) {
        self.name = name
        self.image = image
    }
}
