import CloudContainers

/// Writes a specification of a job as a Scaleway bundle, one concept a file.
struct ScalewayJobWriter {
    let spec: JobSpec
    let settings: ScalewayJobSettings
    let given: Resolutions
    /// The namespace that the mark names; `nil` where the job says none and is left so.
    let home: String?
    var definition = ScalewayJobDefinition()
    var bundle = ScalewayJobBundle()
    var mark = OwnershipMark()
    var writing = SpecWriting()

    /// The namespace of a new job, which is not known yet.
    static let newHome = ScalewayJobDialect.namespacePlaceholder

    init(_ spec: JobSpec, in home: String?, _ given: Resolutions) {
        self.home = home
        self.spec = spec
        self.given = given
        settings = spec.scaleway ?? ScalewayJobSettings()
    }

    static func write(
        _ spec: JobSpec,
        in home: String? = newHome,
        _ given: Resolutions
    ) -> Translation<JSONDocument?> {
        var writer = ScalewayJobWriter(spec, in: home, given)
        writer.writeAll()
        let document = writer.bundle.json
        let ledger = writer.writing.ledger.finish(source: spec.document, target: document)
        let isWhole = ledger.obstacles.isEmpty
        return Translation(value: isWhole ? JSONDocument(document) : nil, ledger: ledger)
    }

    /// The bundle of a specification, whether or not something blocks it: what a comparison is made on.
    static func bundle(of spec: JobSpec, in home: String?, _ given: Resolutions) -> JSONValue {
        var writer = ScalewayJobWriter(spec, in: home, given)
        writer.writeAll()
        return writer.bundle.json
    }

    private mutating func writeAll() {
        writing.leaveBehindForeignSettings(of: spec, for: .scaleway, given)
        record(["providers.scaleway"], to: [], .noted)
        writeName()
        writeProgram()
        writeQuantities()
        writeLimits()
        writeSchedules()
        writeVariables()
        // The mark is whole only now.
        writeDescription()
        bundle.definition = .value(definition)
    }

    mutating func record(
        _ sources: [FieldPath],
        to targets: [FieldPath] = [],
        _ outcome: Outcome = .exact,
        _ findings: [Finding] = []
    ) {
        writing.ledger.record(sources, to: targets, outcome, findings)
    }
}
