import CloudContainers

/// Writes a specification as a Scaleway bundle, one concept a file.
struct ScalewayWriter {
    let spec: ContainerSpec
    let settings: ScalewaySettings
    let given: Resolutions
    var container = ScalewayContainer()
    var bundle = ScalewayBundle()
    var mark = OwnershipMark()
    var writing = SpecWriting()

    init(_ spec: ContainerSpec, _ given: Resolutions) {
        self.spec = spec
        self.given = given
        settings = spec.scaleway ?? ScalewaySettings()
    }

    static func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        var writer = ScalewayWriter(spec, given)
        writer.writeAll()
        let document = writer.bundle.json
        let ledger = writer.writing.ledger.finish(source: spec.document, target: document)
        let isWhole = ledger.obstacles.isEmpty
        return Translation(value: isWhole ? JSONDocument(document) : nil, ledger: ledger)
    }

    /// The bundle of a specification, whether or not something blocks it: what a comparison is made on.
    static func bundle(of spec: ContainerSpec, _ given: Resolutions) -> JSONValue {
        var writer = ScalewayWriter(spec, given)
        writer.writeAll()
        return writer.bundle.json
    }

    private mutating func writeAll() {
        writing.leaveBehindForeignSettings(of: spec, for: .scaleway, given)
        if spec.providers.all.contains(where: { $0.provider != .scaleway }) {
            record([], to: [], .exact, [Finding(.egressChanged, .noted), Finding(.deployAtCreate, .noted)])
        }
        writeIdentity()
        writeImage()
        writeQuantities()
        writeScaling()
        writePorts()
        writeProbes()
        writeTimeout()
        writeVariables()
        writeVolumes()
        writeDomains()
        writeSettings()
        bundle.container = .value(container)
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
