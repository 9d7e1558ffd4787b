import CloudContainers

/// Reads a Qovery bundle into a specification, one concept a file.
struct QoveryReader: ContainerReading {
    let bundle: QoveryBundle
    let container: QoveryContainer
    let advanced: QoveryAdvancedSettings
    let given: Resolutions
    /// The project's mark at the end of the description.
    let mark: OwnershipMark
    /// The advanced settings that the portable model has fields for.
    var mappedSettings = QoveryDialect.mappedSettings
    var spec: ContainerSpec
    var settings = QoverySettings()
    var ledger: LedgerBuilder

    init(
        _ bundle: QoveryBundle,
        image: ImageReference,
        _ given: Resolutions,
        _ ledger: LedgerBuilder = LedgerBuilder()
    ) {
        self.bundle = bundle
        self.given = given
        self.ledger = ledger
        container = bundle.container.value ?? QoveryContainer()
        advanced = bundle.advancedSettings.value ?? QoveryAdvancedSettings()
        mark = OwnershipMark.split(description: container.description.value ?? "").mark
        spec = ContainerSpec(name: container.name.value ?? "", image: image)
    }

    static func reader(
        _ document: JSONValue,
        _ given: Resolutions,
        _ ledger: LedgerBuilder
    ) throws(WireError) -> QoveryReader {
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
        var reader = QoveryReader(bundle, image: image.reference, given, ledger)
        reader.readIdentity()
        reader.readImage(isHostKnown: image.isHostKnown)
        reader.readCommand()
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
        return reader
    }
}
