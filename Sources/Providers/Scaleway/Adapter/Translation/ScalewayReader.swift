import CloudContainers

/// Reads a Scaleway bundle into a specification, one concept a file.
struct ScalewayReader: ContainerReading {
    let bundle: ScalewayBundle
    let container: ScalewayContainer
    let given: Resolutions
    /// The project's mark among the tags, and where its words stand.
    let mark: OwnershipMark
    var spec: ContainerSpec
    var settings = ScalewaySettings()
    var ledger: LedgerBuilder

    init(_ bundle: ScalewayBundle, image: ImageReference, _ given: Resolutions, _ ledger: LedgerBuilder) {
        self.bundle = bundle
        self.given = given
        self.ledger = ledger
        container = bundle.container.value ?? ScalewayContainer()
        mark = OwnershipMark.split(tags: container.tags.value ?? []).mark
        spec = ContainerSpec(name: container.name.value ?? "", image: image)
    }

    static func reader(
        _ document: JSONValue,
        _ given: Resolutions,
        _ ledger: LedgerBuilder
    ) throws(WireError) -> ScalewayReader {
        let bundle = try ScalewayBundle(json: document)
        guard let container = bundle.container.value, let text = container.image.value else {
            throw WireError(
                Diagnostic(
                    problem: "a required field is missing",
                    field: "container.image",
                    advice:
                        "An update (PATCH) is no description of a service; give the container's answer or its creation."
                ),
                at: document["container"] ?? document
            )
        }
        guard container.name.value?.isEmpty == false else {
            throw WireError(
                Diagnostic(
                    problem: container.name.value == nil ? "a required field is missing" : "the name is empty",
                    field: "container.name",
                    allowed: "2 to 34 lower-case letters, digits and dashes"
                ),
                at: document["container"]?["name"] ?? document["container"] ?? document
            )
        }
        let image = try ScalewayDialect.image(text, "container.image", of: document)
        var reader = ScalewayReader(bundle, image: image, given, ledger)
        reader.readIdentity()
        reader.readImage()
        try reader.readQuantities()
        try reader.readScaling()
        try reader.readProbes()
        try reader.readPorts()
        try reader.readTimeout()
        reader.readVariables()
        reader.readDomains()
        reader.readSettings()
        reader.spec.scaleway = reader.settings
        return reader
    }
}
