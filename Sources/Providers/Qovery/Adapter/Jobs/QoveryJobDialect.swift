public import CloudContainers

/// How Qovery spells a job.
///
/// Bundles hold the parts `job`, `variables`, `files`, `advanced_settings` and `registry`. A job has either one schedule, and
/// is a cron job, or events, and is a lifecycle job. Facts about the API are those of the OpenAPI document 1.0.4.
public struct QoveryJobDialect: JobDialect {
    /// Makes the dialect.
    public init() {}

    /// The provider's name.
    public var provider: ProviderID { .qovery }

    /// One row for each field of the payloads.
    public var rules: [FieldRule] { Self.commonRules + Self.sourceRules + Self.runRules + Self.scheduleRules }

    /// The rows of what a job has in common with a container, at their places in a job.
    private static let commonRules: [FieldRule] = {
        let rules =
            QoveryDialect.identityRules + QoveryDialect.imageRules + QoveryDialect.quantityRules
            + QoveryDialect.probeRules + QoveryDialect.variableRules + QoveryDialect.settingRules
        // A job has its command at its schedule and its events, and no network.
        let others = ["container.entrypoint", "container.arguments[]", "network.sticky_session"]
        return rules.filter { !others.contains($0.field) }.map { rule in
            var rule = rule
            rule.field = QoveryJobPlaces.place(of: FieldPath(rule.field)).description
            rule.portable = rule.portable.map { QoveryJobPlaces.place(of: FieldPath($0)).description }
            return rule
        }
    }()

    private static let form = BundleForm(
        part: "job",
        list: "results",
        marks: ["job_type", "schedule", "max_nb_restart", "max_duration_seconds"],
        expectedParts: [("variables", "no variables"), ("advanced_settings", "the platform's defaults")]
    )

    /// Whether a document looks like a job of this provider.
    public func recognises(_ document: JSONDocument) -> Bool { Self.form.recognises(document.root) }

    /// Reads the jobs of a document.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<JobSpec>] {
        try Self.form.read(bundle) { part throws(WireError) in try QoveryJobReader.read(part, given) }
    }

    /// Writes a job as a bundle.
    public func write(_ spec: JobSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        QoveryJobWriter.write(spec, given)
    }

    /// Reads this provider's section of a manifest.
    public func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings {
        do {
            return try QoveryJobSettings(json: section)
        } catch {
            throw .invalidInput(JSONDocument(section).located(error.diagnostic, at: error.offset))
        }
    }

    /// The fingerprint of what is configured; see ``QoveryDialect/basis(of:)``.
    public func basis(of live: JSONDocument) -> String { QoveryDialect.basis(of: live, .job) }

    /// Works out the requests that a change needs; none of them deploys.
    public func prepare(
        _ change: JobChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let written = write(spec, given)
            guard let bundle = written.value?.root else { return Translation(value: nil, ledger: written.ledger) }
            let creation = PreparedRequest(
                "POST",
                "/environment/{namespace}/job",
                body: bundle["job"],
                purpose: "create \(spec.name)",
                makes: "job"
            )
            let requests = [creation] + QoveryDialect.additions(to: .job, bundle)
            return Translation(value: PreparedChange(requests: requests, deploys: false), ledger: written.ledger)
        case .update(let spec, let live): return try QoveryJobUpdate.prepare(spec, live, given)
        }
    }
}
