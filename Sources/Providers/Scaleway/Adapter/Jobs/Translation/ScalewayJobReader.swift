import CloudContainers

/// Reads a Scaleway bundle of a job into a specification, one concept a file.
struct ScalewayJobReader: BundleReading {
    let bundle: ScalewayJobBundle
    let definition: ScalewayJobDefinition
    /// The user's description and the project's mark behind it.
    let described: (users: String, mark: OwnershipMark)
    var spec: JobSpec
    var settings = ScalewayJobSettings()
    var ledger = LedgerBuilder()

    init(_ bundle: ScalewayJobBundle, image: ImageReference) {
        self.bundle = bundle
        definition = bundle.definition.value ?? ScalewayJobDefinition()
        described = OwnershipMark.split(description: definition.description.value ?? "")
        spec = JobSpec(name: definition.name.value ?? "", source: .image(image))
    }

    /// Translates the bundle, of which `document` is the JSON that was read.
    static func read(_ document: JSONValue) throws(WireError) -> Translation<JobSpec> {
        let bundle = try ScalewayJobBundle(json: document)
        guard let definition = bundle.definition.value, let text = definition.imageURI.value else {
            throw WireError(
                Diagnostic(
                    problem: "a required field is missing",
                    field: "definition.image_uri",
                    advice:
                        "An update (PATCH) is no description of a job; give the definition's answer or its creation."
                ),
                at: document["definition"] ?? document
            )
        }
        guard definition.name.value?.isEmpty == false else {
            throw WireError(
                Diagnostic(
                    problem: definition.name.value == nil ? "a required field is missing" : "the name is empty",
                    field: "definition.name",
                    allowed: "3 to 50 letters, digits, dashes and underscores"
                ),
                at: document["definition"]?["name"] ?? document["definition"] ?? document
            )
        }
        let image = try ScalewayDialect.image(text, "definition.image_uri", of: document)
        var reader = ScalewayJobReader(bundle, image: image)
        reader.ledger.leaveUnknown(bundle.unknownPaths(at: .root))
        reader.readIdentity()
        reader.readProgram()
        try reader.readQuantities()
        try reader.readLimits()
        reader.readSchedules()
        reader.readVariables()
        // They say where the job comes from, also where they say nothing else.
        reader.spec.scaleway = reader.settings
        reader.ledger.record([], to: ["providers.scaleway"], .noted)
        return Translation(
            value: reader.spec,
            ledger: reader.ledger.finish(source: document, target: reader.spec.document)
        )
    }
}
