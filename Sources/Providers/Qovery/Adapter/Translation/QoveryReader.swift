import CloudContainers

/// Reads a Qovery bundle into a specification, one concept a file.
struct QoveryReader {
    let bundle: QoveryBundle
    let container: QoveryContainer
    let advanced: QoveryAdvancedSettings
    let given: Resolutions
    /// The project's mark at the end of the description.
    let mark: OwnershipMark
    var spec: ContainerSpec
    var settings = QoverySettings()
    var ledger = LedgerBuilder()

    init(_ bundle: QoveryBundle, image: ImageReference, _ given: Resolutions) {
        self.bundle = bundle
        self.given = given
        container = bundle.container.value ?? QoveryContainer()
        advanced = bundle.advancedSettings.value ?? QoveryAdvancedSettings()
        mark = OwnershipMark.split(description: container.description.value ?? "").mark
        spec = ContainerSpec(name: container.name.value ?? "", image: image)
    }

    /// Translates the bundle, of which `document` is the JSON that was read.
    static func read(
        _ document: JSONValue,
        _ given: Resolutions
    ) throws(WireError) -> Translation<ContainerSpec> {
        let bundle = try QoveryBundle(json: document)
        guard let container = bundle.container.value, container.name.value?.isEmpty == false else {
            throw WireError(
                Diagnostic(
                    problem: document["container"]?["name"] == nil
                        ? "a required field is missing" : "the name is empty",
                    field: "container.name",
                    allowed: "a name that is unique in its environment"
                ),
                at: document["container"]?["name"] ?? document["container"] ?? document
            )
        }
        let image = try QoveryReader.image(of: container, registry: bundle.registry.value, given, in: document)
        var reader = QoveryReader(bundle, image: image.reference, given)
        reader.ledger.leaveUnknown(bundle.unknownPaths(at: .root))
        reader.readIdentity()
        reader.readImage(isHostKnown: image.isHostKnown)
        try reader.readQuantities()
        try reader.readScaling()
        try reader.readPorts()
        try reader.readProbes()
        reader.readTimeouts()
        reader.readVariables()
        try reader.readVolumes()
        reader.readDomains()
        reader.readSettings()
        if reader.settings != QoverySettings() { reader.spec.qovery = reader.settings }
        return Translation(
            value: reader.spec,
            ledger: reader.ledger.finish(source: document, target: reader.spec.document)
        )
    }

    /// Notes that the payload leaves a field to the API, and which default that is.
    mutating func assume(_ field: String, is value: LedgerValue, for target: FieldPath) {
        ledger.record(
            [],
            to: [target],
            .defaulted,
            [Finding(.defaultAssumed, .defaulted, subject: field, after: value)]
        )
    }

    /// The typed amount of a member, if it has a value.
    func amount<Amount>(
        _ member: Member<Int>,
        _ path: FieldPath,
        _ make: (Int) throws(ContainerServiceError) -> Amount
    ) throws(WireError) -> Amount? {
        guard let value = member.value else { return nil }
        do {
            return try make(value)
        } catch {
            var diagnostic = error.diagnostics.first ?? Diagnostic(problem: error.message)
            diagnostic.field = path
            throw WireError(diagnostic, offset: nil)
        }
    }
}
