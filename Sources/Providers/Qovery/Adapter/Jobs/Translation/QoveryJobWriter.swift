import CloudContainers

/// Writes a specification as the bundle of a Qovery job; what it has in common with a container is written as one.
struct QoveryJobWriter {
    let spec: JobSpec
    let settings: QoveryJobSettings
    let given: Resolutions
    var job = QoveryJob()
    var bundle = QoveryJobBundle()
    var writing = SpecWriting()

    private init(_ spec: JobSpec, _ given: Resolutions) {
        self.spec = spec
        self.given = given
        settings = spec.qovery ?? QoveryJobSettings()
    }

    static func write(_ spec: JobSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        var writer = QoveryJobWriter(spec, given)
        writer.writeAll()
        let document = writer.bundle.json
        let ledger = writer.writing.ledger.finish(source: spec.document, target: document)
        return Translation(value: ledger.obstacles.isEmpty ? JSONDocument(document) : nil, ledger: ledger)
    }

    /// The bundle of a specification, whether or not something blocks it: what a comparison is made on.
    static func bundle(of spec: JobSpec, _ given: Resolutions) -> JSONValue {
        var writer = QoveryJobWriter(spec, given)
        writer.writeAll()
        return writer.bundle.json
    }

    private mutating func writeAll() {
        writing.leaveBehindForeignSettings(of: spec, for: .qovery, given)
        if spec.providers.all.contains(where: { $0.provider != .qovery }) {
            record([], to: [], .exact, [Finding(.egressChanged, .noted)])
        }
        writeCommon()
        if case .build(let build) = spec.source { write(build) }
        writeRuns()
        writeSchedule()
        bundle.job = .value(job)
    }

    /// Writes what a job has in common with a container.
    private mutating func writeCommon() {
        var common = spec.container
        common.probes = settings.probes
        common.ports = settings.port.map { [Port($0)] } ?? []
        var writer = QoveryWriter(
            common,
            given,
            derivesReadiness: false,
            kind: .job,
            settings: settings.container
        )
        if case .image = spec.source { writer.writeImage(isScheduled: !spec.schedules.isEmpty) }
        writer.writeQuantities()
        writer.writeSettings()
        writer.writeProbes()
        writer.writeVariables()
        writer.writeIdentity()
        writing.ledger.adopt(writer.writing.ledger, renaming: QoveryJobPlaces.place)
        job.container = writer.container
        bundle.variables = writer.bundle.variables
        bundle.files = writer.bundle.files
        if !writer.advanced.values.isEmpty { bundle.advancedSettings = .value(writer.advanced) }
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
