/// The project's own form of services: `apiVersion: cloudctl/v1` and `services` by name.
///
/// A manifest is strict: a field that is not known is an error that names the nearest one.
public struct ManifestFormat: ContainerFormat {
    /// The only version there is.
    public static let apiVersion = "cloudctl/v1"

    let dialects: [any ContainerDialect]

    /// What a target can name as its provider.
    let targets: [String]

    /// Makes the format; the dialects read the sections of their providers.
    ///
    /// - Parameters:
    ///   - dialects: The providers' dialects.
    ///   - targets: The words that a manifest's target can name as its provider; the providers' names when left out.
    public init(providers dialects: [any ContainerDialect], targets: [String]? = nil) {
        self.dialects = dialects
        self.targets = targets ?? dialects.map(\.provider.rawValue)
    }

    /// The word `manifest`.
    public var provider: ProviderID { ProviderID(rawValue: "manifest") }

    /// Whether the document has a version, or a map of services or of environments.
    public func recognises(_ document: JSONDocument) -> Bool {
        document.root["apiVersion"] != nil || document.root["services"]?.object != nil
    }

    /// Reads the services of a manifest in their order, as they are written: without an overlay, and with `${…}` as text.
    ///
    /// ``application(of:overlay:environment:)`` reads what people write.
    ///
    /// - Throws: ``ContainerServiceError`` with the places of all that cannot be read.
    public func read(
        _ bundle: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> [Translation<ContainerSpec>] {
        var reader = ApplicationReader(self, environment: nil)
        reader.add(bundle)
        return try reader.application(overlay: nil).checked().services.map(\.translation)
    }

    /// Reads the documents of an application: the services of all, one overlay, and variables of the environment.
    ///
    /// Nothing is thrown: what is wrong stands in ``Application/problems``, all of it, with the place of each.
    ///
    /// - Parameters:
    ///   - documents: The documents; each service and each overlay's part of one stands in one of them.
    ///   - overlay: The name of the environment whose overlay is laid over the services.
    ///   - environment: What `${NAME}` stands for.
    /// - Returns: The application, with its problems.
    public func application(
        of documents: [JSONDocument],
        overlay: String? = nil,
        environment: [String: String] = [:]
    ) -> Application {
        var reader = ApplicationReader(self, environment: environment)
        for document in documents { reader.add(document) }
        return reader.application(overlay: overlay)
    }

    /// The document with each `$` written so that ``application(of:overlay:environment:)`` reads it as it is.
    public static func escaping(_ document: JSONDocument) -> JSONDocument {
        JSONDocument(document.root.escapingReferences)
    }

    /// The fields of a service.
    static let serviceFields = ContainerSpec.memberNames.filter { $0 != "name" } + ServiceManagement.memberNames

    /// Reads one service; the field of an error is seen from the service.
    func service(
        _ service: JSONValue,
        named name: String,
        keyOffset: Int?
    ) throws(WireError) -> (translation: Translation<ContainerSpec>, management: ServiceManagement) {
        guard let object = service.object else { throw .wrongType(service, expected: "an object") }
        guard !name.isEmpty else {
            throw WireError(
                Diagnostic(
                    problem: "the name of a service is empty",
                    allowed: "a name such as web",
                    advice: "Write the service's name before the colon.",
                    replacement: "web"
                ),
                offset: keyOffset
            )
        }
        if let inner = object.members.first(where: { $0.name == "name" }) {
            throw WireError(
                Diagnostic(
                    problem: "a service is named twice",
                    field: "name",
                    advice: "Remove the field; the key of the service is its name."
                ),
                offset: inner.nameOffset
            )
        }
        // The name is the key, so it is neither a field nor the correction of one.
        if let unknown = object.members.first(where: { !Self.serviceFields.contains($0.name) }) {
            throw .unknownField(unknown, known: Self.serviceFields)
        }
        let managing = object.members.filter { ServiceManagement.memberNames.contains($0.name) }
        let fields = object.members.filter { member in !managing.contains { $0.name == member.name } }
        let whole = JSONValue(
            .object(JSONObject([.init(name: "name", value: .string(name))] + fields)),
            offset: service.offset
        )
        let management = try ServiceManagement(
            json: JSONValue(.object(JSONObject(managing)), offset: service.offset)
        )
        var spec = try ContainerSpec(json: whole)
        spec.resets = ContainerSpec.resets(in: whole)
        try check(spec, service)
        for section in spec.providers.sections {
            let member = service["providers"]?.object?.member(section.key)
            do throws(WireError) {
                try insert(section.key, member?.value ?? section.value, keyOffset: member?.nameOffset, into: &spec)
            } catch {
                throw error.inside(FieldPath("providers").appending(section.key))
            }
        }
        var ledger = Self.identity(whole, spec.document)
        ledger.entries += managing.map { member in
            let leaf = LedgerLeaf(path: FieldPath(member.name), value: LedgerValue(member.value))
            return LedgerEntry(sources: [leaf], targets: [], outcome: .noted, findings: [])
        }
        return (Translation(value: spec, ledger: ledger), management)
    }

    private func insert(
        _ name: String,
        _ section: JSONValue,
        keyOffset: Int?,
        into spec: inout ContainerSpec
    ) throws(WireError) {
        guard let dialect = dialects.first(where: { $0.provider.rawValue == name }) else {
            let known = dialects.map(\.provider.rawValue)
            let nearest = NearestName.find(name, in: known)
            throw WireError(
                Diagnostic(
                    problem: "unknown provider",
                    value: Diagnostic.quoted(name),
                    allowed: known.joined(separator: ", "),
                    advice: nearest.map { "Did you mean \($0)?" },
                    replacement: nearest
                ),
                offset: keyOffset ?? section.offset
            )
        }
        do {
            let settings = try dialect.settings(section)
            spec.providers.insert(settings)
        } catch {
            let diagnostic = error.diagnostics.first ?? Diagnostic(problem: error.message)
            let place = diagnostic.offset ?? diagnostic.field.flatMap { section.value(at: $0)?.offset }
            throw WireError(diagnostic, offset: place ?? section.offset)
        }
    }

    /// Checks what holds between fields.
    private func check(_ spec: ContainerSpec, _ service: JSONValue) throws(WireError) {
        if let minimum = spec.scaling.minimum, let maximum = spec.scaling.maximum, maximum < .instances(minimum) {
            throw WireError(
                Diagnostic(
                    problem: "the maximum is below the minimum",
                    field: "scaling.maximum",
                    value: "\(maximum)",
                    allowed: "\(minimum) or more",
                    advice: "Raise the maximum or lower the minimum.",
                    replacement: "\(minimum)"
                ),
                at: service["scaling"]?["maximum"] ?? service
            )
        }
        try checkVariables(service)
    }

    /// Checks that no variable stands in two of the maps, which are one namespace.
    private func checkVariables(_ service: JSONValue) throws(WireError) {
        var seen: Set<String> = []
        for map in service.object?.members ?? [] where ContainerSpec.variableMaps.contains(map.name) {
            for variable in map.value.object?.members ?? [] where !seen.insert(variable.name).inserted {
                throw WireError(
                    Diagnostic(
                        problem: "a variable is set twice",
                        field: FieldPath(map.name).appending(variable.name),
                        allowed: "one of environment, secrets, files",
                        advice: "Remove one of the two."
                    ),
                    offset: variable.nameOffset
                )
            }
        }
    }

    /// The account of a specification that was read from, or written to, a document of the same shape.
    static func identity(_ source: JSONValue, _ target: JSONValue, at prefix: FieldPath = .root) -> Ledger {
        let sources = leaves(of: source, at: .root)
        let targets = leaves(of: (prefix == .root ? target : target.value(at: prefix)) ?? .null, at: prefix)
        var isTaken = [Bool](repeating: false, count: targets.count)
        // Both sides mostly have the same leaves in the same order.
        var next = 0
        var places: [FieldPath: Int]?
        func place(of path: FieldPath) -> Int? {
            if next < targets.count, targets[next].path == path { return next }
            let known = places ?? Dictionary(targets.indices.map { (targets[$0].path, $0) }) { first, _ in first }
            places = known
            return known[path]
        }
        var entries: [LedgerEntry] = []
        entries.reserveCapacity(sources.count + 1)
        for leaf in sources {
            var entry = LedgerEntry(sources: [leaf], targets: [], outcome: .exact, findings: [])
            if let index = place(of: leaf.path.prefixed(by: prefix)) {
                entry.targets = [targets[index]]
                isTaken[index] = true
                next = index + 1
            }
            entries.append(entry)
        }
        for index in targets.indices where !isTaken[index] {
            entries.append(LedgerEntry(sources: [], targets: [targets[index]], outcome: .exact, findings: []))
        }
        if prefix != .root, let version = target["apiVersion"] {
            let leaf = LedgerLeaf(path: "apiVersion", value: LedgerValue(version))
            entries.append(LedgerEntry(sources: [], targets: [leaf], outcome: .noted, findings: []))
        }
        return Ledger(entries: entries)
    }

    /// The leaves of a service, without the values of variables.
    private static func leaves(of service: JSONValue, at prefix: FieldPath) -> [LedgerLeaf] {
        var leaves: [LedgerLeaf] = []
        for member in service.object?.members ?? [] {
            let isHidden = ContainerSpec.variableMaps.contains(member.name)
            for (path, value) in member.value.leaves(at: prefix.appending(member.name)) {
                leaves.append(LedgerLeaf(path: path, value: isHidden ? LedgerValue(hiding: value) : LedgerValue(value)))
            }
        }
        return leaves
    }

    /// Writes a manifest of one service.
    public func write(_ spec: ContainerSpec, _ given: Resolutions) -> Translation<JSONDocument?> {
        let document = spec.document
        let manifest = Self.document([(spec.name, document)])
        let ledger = Self.identity(document, manifest.root, at: FieldPath("services").appending(spec.name))
        return Translation(value: manifest, ledger: ledger)
    }

    /// A manifest of several services, in their order.
    ///
    /// - Throws: ``ContainerServiceError`` if two of them have one name.
    public static func manifest(of specs: [ContainerSpec]) throws(ContainerServiceError) -> JSONDocument {
        var names: Set<String> = []
        if let doubled = specs.first(where: { !names.insert($0.name).inserted }) {
            throw .invalidInput(
                Diagnostic(
                    problem: "two services are named \(Diagnostic.quoted(doubled.name))",
                    field: FieldPath("services").appending(doubled.name),
                    allowed: "names that differ",
                    advice: "Rename one of the two."
                )
            )
        }
        return document(of: specs)
    }

    /// A manifest of several services with names that differ, in their order.
    ///
    /// Of two services with one name the last one stays; ``manifest(of:)`` refuses them.
    public static func document(of specs: [ContainerSpec]) -> JSONDocument {
        document(specs.map { ($0.name, $0.document) })
    }

    /// A manifest of services, behind what it says of all of them.
    static func document(
        _ services: [(name: String, document: JSONValue)],
        behind head: JSONObject = JSONObject()
    ) -> JSONDocument {
        let members = services.map { service in
            var object = service.document.object ?? JSONObject()
            object.remove("name")
            return JSONObject.Member(name: service.name, value: .object(object))
        }
        let version = JSONObject.Member(name: "apiVersion", value: .string(apiVersion))
        let services = JSONObject.Member(name: "services", value: .object(JSONObject(members)))
        return JSONDocument(.object(JSONObject([version] + head.members + [services])))
    }
}
