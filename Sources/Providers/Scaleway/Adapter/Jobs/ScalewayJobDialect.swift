public import CloudContainers

/// How Scaleway Serverless Jobs spells a job, in version 1alpha2 of its API.
///
/// Bundles hold the parts `definition`, `secrets` and `triggers`, and for a creation `new_secrets`: what is made in Secret
/// Manager first. A definition belongs to a project; the mark in its description says to which namespace it belongs here.
public struct ScalewayJobDialect: JobDialect {
    /// Makes the dialect.
    public init() {}

    /// The provider's name.
    public var provider: ProviderID { .scaleway }

    /// One row for each field of the payloads.
    public var rules: [FieldRule] {
        Self.identityRules + Self.programRules + Self.quantityRules + Self.limitRules + Self.scheduleRules
            + Self.variableRules
    }

    static let form = BundleForm(
        part: "definition",
        list: "job_definitions",
        marks: ["image_uri", "job_timeout", "startup_command", "local_storage_capacity", "cron_schedule"],
        expectedParts: [("secrets", "no secrets"), ("triggers", "no further schedules")]
    )

    /// Whether a document looks like a job of this provider.
    public func recognises(_ document: JSONDocument) -> Bool { Self.form.recognises(document.root) }

    /// Reads the jobs of a document.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<JobSpec>] {
        try Self.form.read(bundle) { part throws(WireError) in try ScalewayJobReader.read(part) }
    }

    /// Writes a job as a bundle.
    public func write(_ spec: JobSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        ScalewayJobWriter.write(spec, given)
    }

    /// Reads this provider's section of a manifest.
    public func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        try ScalewayJobSettings(reading: JSONDocument(section))
    }

    private static let stateMembers: Set<String> = ["updated_at"]

    /// The fingerprint of what is configured: the bundle without dates, and lists in the order of their identifiers.
    public func basis(of live: JSONDocument) -> String {
        let bundle = live.root["definition"] == nil ? ["definition": live.root] : live.root
        let parts = (bundle.object?.members ?? []).map { member in
            let key = member.name == "secrets" ? "secret_id" : "id"
            return JSONObject.Member(
                name: member.name,
                value: member.value.settled(without: Self.stateMembers, sortedBy: key)
            )
        }
        return PreparedChange.fingerprint(of: JSONDocument(.object(JSONObject(parts))))
    }
}

extension ScalewayDialect {
    /// Serverless Jobs.
    public var jobs: (any JobDialect)? { ScalewayJobDialect() }
}
