extension ContainerSpec {
    /// The members that hold variables; the three are one namespace.
    package static let variableMaps = ["environment", "secrets", "files"]

    /// The specification as JSON, in the form in which a manifest holds it; the paths of a ledger lead into it.
    public var document: JSONValue { json.settingNulls(at: resets) }

    /// The paths at which a document says `null`, or holds an empty list or map: the fields to reset.
    ///
    /// They are members of objects with a known form. An element of a list and a variable are no fields of their own, and
    /// a secret that the caller gives, or a check without settings, is an empty object that means something.
    package static func resets(in json: JSONValue) -> Set<FieldPath> {
        var resets: Set<FieldPath> = []
        for member in json.object?.members ?? [] {
            let isOpaque = variableMaps.contains(member.name)
            collectResets(in: member.value, at: FieldPath.root.appending(member.name), isOpaque: isOpaque, &resets)
        }
        return resets
    }

    private static func collectResets(
        in value: JSONValue,
        at path: FieldPath,
        isOpaque: Bool,
        _ resets: inout Set<FieldPath>
    ) {
        switch value.content {
        case .null: resets.insert(path)
        case .array(let elements) where elements.isEmpty: resets.insert(path)
        case .object(let object) where object.isEmpty: resets.insert(path)
        case .object(let object) where !isOpaque:
            for member in object.members {
                let isCheck = path.isProbe && Probe.checkNames.contains(member.name)
                if isCheck, member.value.object?.isEmpty == true { continue }
                collectResets(in: member.value, at: path.appending(member.name), isOpaque: false, &resets)
            }
        default: break
        }
    }
}

extension FieldPath {
    /// Whether one of a service's three probes stands here.
    fileprivate var isProbe: Bool {
        self == "probes.startup" || self == "probes.readiness" || self == "probes.liveness"
    }
}

extension JSONValue {
    /// The document of a specification with `null` at each field to reset.
    func settingNulls(at resets: Set<FieldPath>) -> JSONValue {
        resets.isEmpty ? self : resets.sorted().reduce(self) { $0.settingNull(at: $1.keys[...]) }
    }

    /// The value with `null` at the end of the keys, unless something is there.
    fileprivate func settingNull(at keys: ArraySlice<String>) -> JSONValue {
        guard let name = keys.first, var object = object ?? (isNull ? JSONObject() : nil) else { return self }
        if keys.count > 1 {
            object.set(name, (object[name] ?? .null).settingNull(at: keys.dropFirst()))
        } else if object[name] == nil {
            object.set(name, .null)
        }
        return .object(object)
    }
}

extension ContainerSpec: WireObject {
    package init() { self.init(name: "", image: .placeholder) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("name", &name)
        try visitor.optional("description", &description)
        try visitor.required("image", &image)
        try visitor.optional("imageAccess", &imageAccess)
        try visitor.collection("command", &command)
        try visitor.collection("arguments", &arguments)
        try visitor.section("resources", &resources)
        try visitor.section("scaling", &scaling)
        try visitor.section("probes", &probes)
        try visitor.collection("ports", &ports)
        try visitor.optional("httpsOnly", &httpsOnly)
        try visitor.section("timeouts", &timeouts)
        try variables.visit(&visitor)
        try visitor.collection("volumes", &volumes)
        try visitor.collection("domains", &domains)
        var sections = visitor.isReading ? OrderedMap() : providers.sections
        try visitor.collection("providers", &sections)
        if visitor.isReading { providers.sections = sections }
    }
}

extension ContainerSpec.ImageAccess: ClosedWord {}
