public import CloudContainers

/// A service of any kind, by what lists and histories say of it.
public struct QoveryServiceReference: Sendable, Hashable {
    /// What a service is; an unknown word is kept.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The API's word.
        public let rawValue: String
        /// Makes a kind from the API's word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A container of an image, which this library describes.
        public static let container = Kind(rawValue: "CONTAINER")
        /// An application that is built of its source.
        public static let application = Kind(rawValue: "APPLICATION")
        /// A database.
        public static let database = Kind(rawValue: "DATABASE")
        /// A job of any kind.
        public static let job = Kind(rawValue: "JOB")
        /// A lifecycle job, where lists of registries tell the two apart.
        public static let lifecycleJob = Kind(rawValue: "LIFECYCLE")
        /// A cron job, where lists of registries tell the two apart.
        public static let cronJob = Kind(rawValue: "CRON")
        /// A Helm chart.
        public static let helm = Kind(rawValue: "HELM")
        /// A Terraform service.
        public static let terraform = Kind(rawValue: "TERRAFORM")
    }

    /// The identifier; a container's is that of a `Container`.
    public var id: Container.ID
    /// The name.
    public var name: String
    /// What it is.
    public var kind: Kind

    /// Reads the members that all lists name alike, but for the name.
    init(_ json: JSONValue, name: String = "name") throws(WireError) {
        id = Container.ID(rawValue: try json.requiredText("service_id"))
        self.name = json[name]?.string ?? ""
        kind = Kind(rawValue: json["service_type"]?.string ?? "")
    }
}

extension JSONValue {
    /// Reads a member that has to be there; an error in it names the member.
    func reading<Value>(
        _ name: String,
        _ body: (JSONValue) throws(WireError) -> Value
    ) throws(WireError) -> Value {
        let value = try required(name)
        do throws(WireError) {
            return try body(value)
        } catch {
            throw error.inside(FieldPath.root.appending(name))
        }
    }
}
