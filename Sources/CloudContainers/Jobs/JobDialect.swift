/// A change of a job that somebody wants.
public enum JobChange: Sendable, Hashable {
    /// A new job.
    case create(JobSpec)
    /// A job as it should be, and the bundle that was read of it just before.
    case update(JobSpec, live: JSONDocument)
}

/// How one provider spells a job: the pure, offline half of a ``JobService``.
///
/// A document is a bundle, which holds all that the provider has about one job; a bare object, a list and a list answer of
/// the provider's API are read too. Each part of a bundle that is written is what the API takes.
public protocol JobDialect: Sendable {
    /// The provider.
    var provider: ProviderID { get }
    /// One row for each field of the provider's payloads of a job.
    var rules: [FieldRule] { get }

    /// Whether a document looks like a job of this provider.
    func recognises(_ document: JSONDocument) -> Bool

    /// Reads the jobs of a document.
    ///
    /// - Throws: ``ContainerServiceError`` with the place of what cannot be read.
    func read(_ bundle: JSONDocument, _ given: Resolutions) throws(ContainerServiceError) -> [Translation<JobSpec>]

    /// Writes a job.
    ///
    /// The value is `nil` exactly when the ledger holds a blocked entry or a needed input.
    func write(_ spec: JobSpec, _ given: Resolutions) -> Translation<JSONDocument?>

    /// Works out the requests that a change needs, with `{job}` for the job that is made; none when nothing differs.
    ///
    /// The comparison is made on the provider's own payload. The value is `nil` exactly when the ledger holds a blocked entry
    /// or a needed input.
    ///
    /// - Throws: ``ContainerServiceError`` when the live payload of an update cannot be read.
    func prepare(_ change: JobChange, _ given: Resolutions) throws(ContainerServiceError) -> Translation<
        PreparedChange?
    >

    /// Reads the settings of a job that only this provider knows from a manifest's section.
    ///
    /// - Throws: ``ContainerServiceError`` whose diagnostic names the field inside the section.
    func settings(_ section: JSONValue) throws(ContainerServiceError) -> any ProviderSettings

    /// The fingerprint of a live payload that a change rests on; see ``ContainerDialect/basis(of:)``.
    func basis(of live: JSONDocument) -> String
}

extension JobDialect {
    /// What became of each field of a live job when its payload was read into ``Job/spec``.
    ///
    /// - Throws: ``ContainerServiceError`` where the payload is none of this provider's.
    public func ledger(of job: Job) throws(ContainerServiceError) -> Ledger {
        try read(job.bundle, Resolutions()).first?.ledger ?? Ledger()
    }

    /// The fingerprint of the whole payload.
    public func basis(of live: JSONDocument) -> String { PreparedChange.fingerprint(of: live) }
}
