import CloudContainers

/// What stands on a service that belongs to an application: whose it is, and what its manifest said when it was applied last.
///
/// It is the text of `ContainerSpec.owner`. For each part of a service there are two characters: a fingerprint of what the
/// manifest said, or `..` where it said nothing. They tell a change of the manifest from one that somebody made elsewhere,
/// without a file of state; they are too short to tell a value.
struct ApplicationMark: Sendable, Hashable {
    /// The application.
    var application: String
    /// The fingerprints, by the parts of a service.
    private var fingerprints: [String: String] = [:]

    private static let prefix = "application/"
    private static let unmanaged = ".."
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// Makes the mark of an application as a manifest describes a service of it.
    init(_ application: String, _ spec: ContainerSpec) {
        self.application = application
        let document = spec.document
        for part in ServicePart.all {
            if let value = part.value(in: document) { fingerprints[part.name] = Self.fingerprint(of: value) }
        }
    }

    /// Reads a mark; `nil` for the mark of something else.
    init?(_ owner: String?) {
        guard let owner, owner.hasPrefix(Self.prefix), let slash = owner.lastIndex(of: "/") else { return nil }
        let start = owner.index(owner.startIndex, offsetBy: Self.prefix.count)
        guard start < slash else { return nil }
        application = String(owner[start..<slash])
        let text = Array(owner[owner.index(after: slash)...])
        for (index, part) in ServicePart.all.enumerated() where index * 2 + 1 < text.count {
            let pair = String(text[(index * 2)...(index * 2 + 1)])
            if pair != Self.unmanaged { fingerprints[part.name] = pair }
        }
    }

    /// The mark as it is written.
    var text: String {
        var text = ServicePart.all.map { fingerprints[$0.name] ?? Self.unmanaged }.joined()
        while text.hasSuffix(Self.unmanaged) { text.removeLast(2) }
        return Self.prefix + application + "/" + text
    }

    /// What the manifest said about a part; `nil` where it said nothing.
    subscript(part: ServicePart) -> String? { fingerprints[part.name] }

    private static func fingerprint(of value: JSONValue) -> String {
        let digest = PreparedChange.fingerprint(of: JSONDocument(value)).prefix(3)
        let number = Int(digest, radix: 16) ?? 0
        return String([digits[number / 64], digits[number % 64]])
    }
}

/// A part of a service that is compared, changed and marked as a whole.
struct ServicePart: Sendable, Hashable {
    /// Its name: the field, or `variables` for the three maps that are one namespace.
    let name: String

    private init(_ name: String) { self.name = name }

    /// The parts in the order in which a mark has them; a new one goes to the end.
    static let all = [
        "description", "image", "imageAccess", "command", "arguments", "resources.cpu", "resources.memory",
        "resources.ephemeralStorage", "resources.gpu", "resources.architecture", "scaling", "probes", "ports",
        "httpsOnly", "timeouts", "variables", "volumes", "domains", "providers",
    ].map { ServicePart($0) }

    /// Whether it is the maps of variables.
    var isVariables: Bool { name == "variables" }

    /// The fields of the document that the part is made of.
    var fields: [FieldPath] {
        isVariables ? ContainerSpec.variableMaps.map { FieldPath($0) } : [FieldPath(name)]
    }

    /// What a document says about the part; `nil` where it says nothing.
    func value(in document: JSONValue) -> JSONValue? {
        guard isVariables else { return document.value(at: FieldPath(name)) }
        let members = fields.compactMap { field in
            document.value(at: field).map { JSONObject.Member(name: field.description, value: $0) }
        }
        return members.isEmpty ? nil : .object(JSONObject(members))
    }
}
