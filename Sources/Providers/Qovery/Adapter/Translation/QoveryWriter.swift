import CloudContainers

/// Writes a specification as a Qovery bundle, one concept a file.
struct QoveryWriter {
    /// What is written: a container, or what a job has in common with one.
    let kind: QoveryServiceKind
    let spec: ContainerSpec
    let settings: QoverySettings
    let given: Resolutions
    var container = QoveryContainer()
    var advanced = QoveryAdvancedSettings()
    var bundle = QoveryBundle()
    var mark = OwnershipMark()
    var writing = SpecWriting()

    /// Whether a service without a readiness probe gets one from its liveness probe, as one from elsewhere needs it.
    let derivesReadiness: Bool

    init(
        _ spec: ContainerSpec,
        _ given: Resolutions,
        derivesReadiness: Bool?,
        kind: QoveryServiceKind = .container,
        settings: QoverySettings? = nil
    ) {
        self.kind = kind
        self.spec = spec
        self.given = given
        self.derivesReadiness = derivesReadiness ?? (spec.qovery == nil)
        self.settings = settings ?? spec.qovery ?? QoverySettings()
    }

    static func write(
        _ spec: ContainerSpec,
        _ given: Resolutions,
        derivesReadiness: Bool? = nil
    ) -> Translation<JSONDocument?> {
        var writer = QoveryWriter(spec, given, derivesReadiness: derivesReadiness)
        writer.writeAll()
        let document = writer.bundle.json
        let ledger = writer.writing.ledger.finish(source: spec.document, target: document)
        let isWhole = ledger.obstacles.isEmpty
        return Translation(value: isWhole ? JSONDocument(document) : nil, ledger: ledger)
    }

    /// The bundle of a specification, whether or not something blocks it: what a comparison is made on.
    static func bundle(
        of spec: ContainerSpec,
        _ given: Resolutions,
        derivesReadiness: Bool? = nil
    ) -> JSONValue {
        var writer = QoveryWriter(spec, given, derivesReadiness: derivesReadiness)
        writer.writeAll()
        return writer.bundle.json
    }

    private mutating func writeAll() {
        writing.leaveBehindForeignSettings(of: spec, for: .qovery, given)
        if spec.providers.all.contains(where: { $0.provider != .qovery }) {
            record([], to: [], .exact, [Finding(.egressChanged, .noted)])
        }
        writeImage()
        writeCommand()
        writeQuantities()
        writeSettings()
        writeScaling()
        writePorts()
        writeProbes()
        writeTimeouts()
        writeVariables()
        writeVolumes()
        writeDomains()
        writeIdentity()
        bundle.container = .value(container)
        if !advanced.values.isEmpty { bundle.advancedSettings = .value(advanced) }
    }

    mutating func record(
        _ sources: [FieldPath],
        to targets: [FieldPath] = [],
        _ outcome: Outcome = .exact,
        _ findings: [Finding] = []
    ) {
        writing.ledger.record(sources, to: targets, outcome, findings)
    }

    /// Writes an advanced setting and says where it comes from.
    mutating func set(
        _ key: String,
        _ value: JSONValue,
        from sources: [FieldPath],
        _ outcome: Outcome = .converted,
        _ findings: [Finding] = []
    ) {
        advanced.values[key] = value
        record(sources, to: [FieldPath("advanced_settings").appending(key)], outcome, findings)
    }
}
