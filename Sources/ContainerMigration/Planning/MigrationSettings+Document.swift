package import CloudContainers

extension MigrationSettings: WireObject {
    package init() { self.init(namespace: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var names = OrderedMap(sorting: self.names)
        var started = self.started.sorted()
        var withoutJobs = self.withoutJobs.sorted()
        try visitor.required("namespace", &namespace)
        try visitor.collection("names", &names)
        try visitor.collection("started", &started)
        try visitor.collection("withoutJobs", &withoutJobs)
        try visitor.section("resolutions", &resolutions)
        guard visitor.isReading else { return }
        self.names = names.dictionary
        self.started = Set(started)
        self.withoutJobs = Set(withoutJobs)
    }
}

extension Resolutions: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var isStrict = self.isStrict ? true : nil as Bool?
        var allowsAll = self.allowsAll ? true : nil as Bool?
        var allowed = allowedCodes.map(\.rawValue).sorted()
        var registries = OrderedMap(sorting: self.registries)
        var withoutVolumes = self.withoutVolumes.sorted()
        var clamps = self.clamps.sorted { $0.rawValue < $1.rawValue }
        var privacy = OrderedMap(sorting: self.privacy)
        var exposed = self.exposed.sorted()
        var secretNames = self.secretNames.sorted()
        var renewedSecrets = self.renewedSecrets.sorted()
        var values = OrderedMap(sorting: self.values)
        var instances = OrderedMap(
            sorting: self.instances.mapValues { InstanceBounds(minimum: $0.lowerBound, maximum: $0.upperBound) }
        )
        var cronTriggers = OrderedMap(sorting: self.cronTriggers)
        try visitor.optional("strict", &isStrict)
        try visitor.optional("allowAll", &allowsAll)
        try visitor.collection("allow", &allowed)
        try visitor.collection("registries", &registries)
        try visitor.collection("imageMap", &imageMap)
        try visitor.collection("withoutVolumes", &withoutVolumes)
        try visitor.collection("clamps", &clamps)
        try visitor.collection("privacy", &privacy)
        try visitor.collection("exposed", &exposed)
        try visitor.collection("secretNames", &secretNames)
        try visitor.collection("renewedSecrets", &renewedSecrets)
        try visitor.collection("values", &values)
        try visitor.collection("instances", &instances)
        try visitor.collection("cronTriggers", &cronTriggers)
        try visitor.optional("ingress", &ingress)
        guard visitor.isReading else { return }
        self.isStrict = isStrict ?? false
        self.allowsAll = allowsAll ?? false
        allowedCodes = Set(allowed.map { FindingCode(rawValue: $0) })
        self.registries = registries.dictionary
        self.withoutVolumes = Set(withoutVolumes)
        self.clamps = Set(clamps)
        self.privacy = privacy.dictionary
        self.exposed = Set(exposed)
        self.secretNames = Set(secretNames)
        self.renewedSecrets = Set(renewedSecrets)
        self.values = values.dictionary
        self.instances = instances.dictionary.mapValues { $0.range }
        self.cronTriggers = cronTriggers.dictionary
    }
}

extension Resolutions.Clamp: ClosedWord {}
extension Resolutions.Privacy: ClosedWord {}
extension Resolutions.Ingress: ClosedWord {}

extension Resolutions.ImageMapping: WireObject {
    package init() { self.init(from: "", to: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("from", &from)
        try visitor.required("to", &to)
    }
}

/// The bounds of a service's instances.
private struct InstanceBounds: WireObject {
    var minimum = InstanceCount.of(0)
    var maximum = InstanceCount.of(0)

    var range: ClosedRange<InstanceCount> { min(minimum, maximum)...max(minimum, maximum) }

    init() {}

    init(minimum: InstanceCount, maximum: InstanceCount) {
        self.minimum = minimum
        self.maximum = maximum
    }

    mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("minimum", &minimum)
        try visitor.required("maximum", &maximum)
    }
}

extension OrderedMap {
    /// The entries of a dictionary in the order of their keys.
    fileprivate init(sorting dictionary: [String: Value]) {
        self.init()
        for (key, value) in dictionary.sorted(by: { $0.key < $1.key }) { self[key] = value }
    }

    fileprivate var dictionary: [String: Value] { Dictionary(map { ($0.key, $0.value) }) { $1 } }
}
