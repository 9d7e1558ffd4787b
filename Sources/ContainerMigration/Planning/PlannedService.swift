public import CloudContainers

/// One service of a plan: what it becomes, what that costs, and how it is made.
public struct PlannedService: Sendable, Hashable {
    /// The container at the source.
    public var source: Container.ID
    /// Its name there.
    public var sourceName: String
    /// The fingerprint of its configuration when the plan was made.
    public var sourceBasis: String
    /// Fingerprints of the fields it had then, to say what has changed since; they tell no value.
    var sourceFields: OrderedMap<String>
    /// The name on the target.
    public var name: String
    /// What is wanted of it on the target.
    public var spec: ContainerSpec
    /// The requests that make it; `nil` while something stands in the way.
    public var change: PreparedChange?
    /// Whether it runs at the end.
    public var runs: Bool
    /// What became of each field, from the source's payload to the target's.
    public var findings: [Finding]
    /// The secrets whose values are needed.
    public var secrets: [String]
    /// The domains, which move in a stage of their own.
    public var domains: [CustomDomain]
    /// The variables of ``spec`` that hold endpoints which only the target will tell.
    public var references: [EndpointReference] = []
}

extension ContainerSpec {
    /// A short fingerprint of each field.
    var fieldFingerprints: OrderedMap<String> { documentWithoutResets.leafFingerprints }
}

extension JobSpec {
    /// A short fingerprint of each field.
    var fieldFingerprints: OrderedMap<String> { json.leafFingerprints }
}

extension JSONValue {
    fileprivate var leafFingerprints: OrderedMap<String> {
        var result = OrderedMap<String>()
        for (path, value) in leaves() {
            result[path.description] = String(SHA256.hexDigest(of: value.text(.compact).utf8).prefix(12))
        }
        return result
    }
}
