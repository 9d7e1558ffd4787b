public import CloudContainers

/// How Scaleway Serverless Containers spells a service, in version 1 of its API.
///
/// Bundles hold the parts `container`, `namespace`, `domains` and `triggers`. What version 1beta1 answered or took is
/// recognised and read too, also with its part `crons`, and the ledger says so.
public struct ScalewayDialect: ContainerDialect {
    /// Makes the dialect.
    public init() {}

    /// The provider's name.
    public var provider: ProviderID { .scaleway }

    /// What the provider can do.
    public var capabilities: Capabilities { .scaleway }

    /// One row for each field of the payloads.
    public var rules: [FieldRule] {
        Self.identityRules + Self.imageRules + Self.quantityRules + Self.scalingRules + Self.portRules
            + Self.probeRules + Self.timeoutRules + Self.variableRules + Self.domainRules + Self.settingRules
            + Self.olderRules
    }

    static let form = BundleForm(
        list: "containers",
        marks: [
            "namespace_id", "mvcpu_limit", "memory_limit_bytes", "privacy", "public_endpoint", "max_scale", "sandbox",
            "registry_image", "domain_name", "http_option",
        ],
        expectedParts: [
            ("namespace", "no variables of the namespace"), ("domains", "no domains"), ("triggers", "no triggers"),
        ]
    )

    /// Whether a document looks like one of this provider's.
    public func recognises(_ document: JSONDocument) -> Bool { Self.form.recognises(document.root) }

    /// Reads the services of a document.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] {
        try Self.form.read(bundle) { part throws(WireError) in
            if ScalewayOlderForm.recognises(part) { return try ScalewayOlderForm.read(part, given) }
            return try ScalewayReader.read(part, given)
        }
    }

    /// Writes a service as a bundle.
    public func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        ScalewayWriter.write(spec, given)
    }

    /// What a manifest's section for Scaleway can hold.
    public var settingsSchema: JSONValue { ScalewaySettings.schema(SchemaScope(ScalewaySettings.fieldTexts)) }

    /// Reads this provider's section of a manifest.
    public func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        do {
            return try ScalewaySettings(json: section)
        } catch {
            // The place goes along, since the document around the section is not at hand.
            throw .invalidInput(JSONDocument(section).located(error.diagnostic, at: error.offset))
        }
    }
}
