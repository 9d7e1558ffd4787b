/// A form in which services are written down: a provider's, or the project's own manifest.
///
/// Nothing here sends a request.
public protocol ContainerFormat: Sendable {
    /// The name of the format; for a provider's, the provider's name.
    var provider: ProviderID { get }

    /// Whether a document looks like one of this format.
    func recognises(_ document: JSONDocument) -> Bool

    /// Reads the services of a document.
    ///
    /// - Throws: ``ContainerServiceError`` with the place of what cannot be read.
    func read(_ bundle: JSONDocument, _ given: Resolutions) throws(ContainerServiceError) -> [Translation<
        ContainerSpec
    >]

    /// Writes a service.
    ///
    /// The value is `nil` exactly when the ledger holds a blocked entry or a needed input.
    func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?>
}

/// How one provider spells a service: the pure, offline half of a provider.
///
/// A document of a provider is a bundle, which holds all that the provider has about one service; a bare object, a list
/// and a list answer of the provider's API are read too. Each part of a bundle that is written is what the API takes.
public protocol ContainerDialect: ContainerFormat {
    /// What the provider can do.
    var capabilities: Capabilities { get }
    /// One row for each field of the provider's payloads.
    var rules: [FieldRule] { get }

    /// Works out the requests that a change needs; none when nothing differs.
    ///
    /// The comparison is made on the provider's own payload, so that its rounding and its defaults are no difference. The
    /// value is `nil` exactly when the ledger holds a blocked entry or a needed input.
    ///
    /// - Throws: ``ContainerServiceError`` when the live payload of an update cannot be read, or when what is wanted and
    ///   what is there do not go together, such as a minimum above the maximum that stays.
    func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?>

    /// Reads the settings that only this provider knows from a manifest's section.
    ///
    /// - Throws: ``ContainerServiceError`` whose diagnostic names the field inside the section.
    func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings

    /// What a manifest's section for this provider can hold, as JSON Schema of draft 7.
    var settingsSchema: JSONValue { get }

    /// The fingerprint of a live payload that a change rests on: of what is configured, not of its state or the order of
    /// lists that the provider answers in any order.
    func basis(of live: JSONDocument) -> String

    /// The host names under which other services of the namespace reach a live service, besides those of its endpoints.
    func hostNames(of live: JSONDocument) -> [String]

    /// How long a deployment of a service can take before it counts as stuck; `nil` asks for the longest.
    func deploymentLimit(of spec: ContainerSpec?) -> Duration

    /// How the provider spells jobs; `nil` where the library does not know those of the provider.
    var jobs: (any JobDialect)? { get }
}

extension ContainerDialect {
    /// What became of each field of a live service when its payload was read into ``Container/spec``.
    ///
    /// It is made when somebody asks: of a list it would be most of the work.
    ///
    /// - Throws: ``ContainerServiceError`` where the payload is none of this provider's.
    public func ledger(of container: Container) throws(ContainerServiceError) -> Ledger {
        try read(container.bundle, Resolutions()).first?.ledger ?? Ledger()
    }

    /// No jobs.
    public var jobs: (any JobDialect)? { nil }

    /// Any object.
    public var settingsSchema: JSONValue { ["type": "object"] }

    /// The fingerprint of the whole payload.
    public func basis(of live: JSONDocument) -> String { PreparedChange.fingerprint(of: live) }

    /// None.
    public func hostNames(of live: JSONDocument) -> [String] { [] }

    /// One hour.
    public func deploymentLimit(of spec: ContainerSpec?) -> Duration { .seconds(3600) }
}
