public import CloudContainers

/// A service that pulls from a registry.
public struct QoveryRegistryUser: Sendable, Hashable {
    /// The service.
    public var service: QoveryServiceReference
    /// The environment that it is in.
    public var environment: Namespace.ID
    /// The environment's name.
    public var environmentName: String
    /// The project's name.
    public var projectName: String

    init(_ json: JSONValue) throws(WireError) {
        service = try QoveryServiceReference(json, name: "service_name")
        environment = Namespace.ID(rawValue: try json.requiredText("environment_id"))
        environmentName = json["environment_name"]?.string ?? ""
        projectName = json["project_name"]?.string ?? ""
    }
}

/// An image in a registry.
public struct QoveryRegistryImage: Sendable, Hashable {
    /// The name, as ``QoveryContainerService/checkImage(_:tag:in:from:)`` takes it.
    public var name: String
    /// The tags that Qovery sees; it cannot tell digests.
    public var tags: [String]

    init(_ json: JSONValue) throws(WireError) {
        name = try json.requiredText("image_name")
        tags = (json["versions"]?.array ?? []).compactMap(\.string)
    }
}

/// Whether an image can be pulled.
public enum QoveryImageCheck: Sendable, Hashable {
    /// Qovery found it.
    case available
    /// Qovery did not find it, or may not pull it; the reason is in its own words.
    case unavailable(reason: String)
}
