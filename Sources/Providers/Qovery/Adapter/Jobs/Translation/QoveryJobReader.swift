import CloudContainers

/// Reads the bundle of a Qovery job into a specification; what it has in common with a container is read as one.
struct QoveryJobReader: BundleReading {
    let job: QoveryJob
    let given: Resolutions
    var spec: JobSpec
    var settings = QoveryJobSettings()
    var ledger = LedgerBuilder()

    /// Translates the bundle, of which `document` is the JSON that was read.
    static func read(_ document: JSONValue, _ given: Resolutions) throws(WireError) -> Translation<JobSpec> {
        let bundle = try QoveryJobBundle(json: document)
        let job = bundle.job.value ?? QoveryJob()
        guard let name = job.name.value, !name.isEmpty else {
            throw WireError(
                Diagnostic(
                    problem: document["job"]?["name"] == nil ? "a required field is missing" : "the name is empty",
                    field: "job.name",
                    allowed: "a name that is unique in its environment"
                ),
                at: document["job"]?["name"] ?? document["job"] ?? document
            )
        }
        var reader = QoveryJobReader(
            job: job,
            given: given,
            spec: JobSpec(name: name, source: .image(.placeholder))
        )
        reader.ledger.leaveUnknown(bundle.unknownPaths(at: .root))
        try reader.readSource(in: document)
        try reader.readCommon(bundle, document)
        try reader.readRuns()
        reader.readSchedule()
        if reader.settings != QoveryJobSettings() { reader.spec.qovery = reader.settings }
        return Translation(
            value: reader.spec,
            ledger: reader.ledger.finish(source: document, target: reader.spec.document)
        )
    }

    /// Reads what a job has in common with a container.
    private mutating func readCommon(_ bundle: QoveryJobBundle, _ document: JSONValue) throws(WireError) {
        let (container, given) = (bundle.container, given)
        var image: (reference: ImageReference, isHostKnown: Bool)?
        if case .image = spec.source {
            image = try QoveryJobPlaces.reading { () throws(WireError) in
                try QoveryReader.image(
                    of: container.container.value ?? QoveryContainer(),
                    registry: bundle.registry.value,
                    given,
                    in: document
                )
            }
        }
        var reader = QoveryReader(container, image: image?.reference ?? .placeholder, given)
        reader.mappedSettings = [QoveryDialect.cpuOverride, QoveryDialect.memoryOverride]
        reader.readIdentity()
        if let image {
            reader.readImage(isHostKnown: image.isHostKnown)
        } else {
            ledger.record(["registry"], to: [], .noted)
        }
        try QoveryJobPlaces.reading { () throws(WireError) in
            try reader.readQuantities()
            try reader.readProbes()
        }
        reader.readVariables()
        reader.readSettings()
        ledger.adopt(reader.ledger, renaming: QoveryJobPlaces.place)
        spec.container = reader.spec
        settings.container = reader.settings
        settings.probes = reader.spec.probes
    }
}
