public import CloudContainers

/// How Qovery spells a service.
///
/// Bundles hold the parts `container`, `variables`, `files`, `advanced_settings`, `network`, `custom_domains` and
/// `registry`. Facts about the API are those of the OpenAPI document 1.0.4.
public struct QoveryDialect: ContainerDialect {
    /// Makes the dialect.
    public init() {}

    /// The provider's name.
    public var provider: ProviderID { .qovery }

    /// What the provider can do.
    public var capabilities: Capabilities { .qovery }

    /// One row for each field of the payloads.
    public var rules: [FieldRule] {
        Self.identityRules + Self.imageRules + Self.quantityRules + Self.scalingRules + Self.portRules
            + Self.probeRules + Self.timeoutRules + Self.variableRules + Self.volumeRules + Self.domainRules
            + Self.settingRules
    }

    /// How Qovery spells jobs.
    public var jobs: (any JobDialect)? { QoveryJobDialect() }

    static let form = BundleForm(
        list: "results",
        marks: ["image_name", "registry_id", "healthchecks", "min_running_instances", "max_running_instances"],
        expectedParts: [
            ("variables", "no variables"), ("advanced_settings", "the platform's defaults"),
            ("network", "no sticky session"), ("custom_domains", "no domains"),
        ]
    )

    /// Whether a document looks like one of this provider's.
    public func recognises(_ document: JSONDocument) -> Bool { Self.form.recognises(document.root) }

    /// Reads the services of a document.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] {
        try Self.form.read(bundle) { part throws(WireError) in try QoveryReader.read(part, given) }
    }

    /// Writes a service as a bundle.
    public func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        QoveryWriter.write(spec, given)
    }

    /// What a manifest's section for Qovery can hold.
    public var settingsSchema: JSONValue { QoverySettings.schema(SchemaScope(QoverySettings.fieldTexts)) }

    /// Reads this provider's section of a manifest.
    public func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        do {
            return try QoverySettings(json: section)
        } catch {
            // The place goes along, since the document around the section is not at hand.
            throw .invalidInput(JSONDocument(section).located(error.diagnostic, at: error.offset))
        }
    }
}
