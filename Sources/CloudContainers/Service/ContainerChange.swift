/// A change that somebody wants.
public enum ContainerChange: Sendable, Hashable {
    /// A new service.
    case create(ContainerSpec)
    /// A service as it should be, and the bundle that was read of it just before.
    case update(ContainerSpec, live: JSONDocument)
}

/// One request of a prepared change, with placeholders for what is not known yet.
///
/// A placeholder is a name in braces that is a whole text of the body or a whole step of the path: `{namespace}`,
/// `{container}`, `{job}`, `{replaced}` for the container that a replacement deletes, the ``makes`` of an earlier request,
/// `{secret:KEY}` for the value of a secret, or `{secret-base64:KEY}` for the base64 of one. A plain variable never has such a value, which
/// ``FindingCode/variablePlaceholder`` sees to.
public struct PreparedRequest: Sendable, Hashable {
    /// The verb.
    public var method: String
    /// The path below the provider's address.
    public var path: String
    /// The body; for a PATCH only what changes.
    public var body: JSONDocument?
    /// What it is for, in a few words.
    public var purpose: String
    /// The placeholder, without braces, of the identifier that the answer's member `id` gives to what the request makes;
    /// `nil` where requests that follow need none.
    public var makes: String?

    /// Makes a request.
    public init(
        _ method: String,
        _ path: String,
        body: JSONValue? = nil,
        purpose: String,
        makes: String? = nil
    ) {
        self.makes = makes
        self.method = method
        self.path = path
        self.body = body.map { JSONDocument($0) }
        self.purpose = purpose
    }

    /// The name that it gives to what it makes.
    package var givenName: String? { body?.root["name"]?.string }
}

/// The exact requests of a change, to be shown, counted, saved, and sent later.
public struct PreparedChange: Sendable, Hashable {
    /// The requests in their order; empty when nothing differs.
    public var requests: [PreparedRequest]
    /// Whether the service is made anew, so that its address changes.
    public var replaces: Bool
    /// Whether the requests run the service's code.
    public var deploys: Bool
    /// The ``ContainerDialect/basis(of:)`` of the live payload that was compared, or `nil` for a creation.
    public var basis: String?
    /// Whether the caller tells what is its own by a mark, so that no look at the name is needed before a creation; the
    /// provider itself refuses a name that is taken.
    package var isKnownByMark = false

    /// Makes a change.
    public init(requests: [PreparedRequest], replaces: Bool = false, deploys: Bool, basis: String? = nil) {
        self.requests = requests
        self.replaces = replaces
        self.deploys = deploys
        self.basis = basis
    }

    /// The fingerprint of a payload: the same for the same JSON value, whatever its spacing, order and spelling.
    public static func fingerprint(of document: JSONDocument) -> String {
        SHA256.hexDigest(of: document.canonicalBytes)
    }
}

extension PreparedRequest: WireObject {
    package init() { self.init("", "", purpose: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var json = body?.root
        try visitor.required("method", &method)
        try visitor.required("path", &path)
        try visitor.optional("body", &json)
        try visitor.required("purpose", &purpose)
        try visitor.optional("makes", &makes)
        body = json.map { JSONDocument($0) }
    }
}

extension PreparedChange: WireObject {
    package init() { self.init(requests: [], deploys: false) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("requests", &requests)
        try visitor.required("replaces", &replaces)
        try visitor.required("deploys", &deploys)
        try visitor.optional("basis", &basis)
    }

    /// The change as a document that can be saved.
    public var document: JSONDocument { JSONDocument(json) }

    /// Reads a saved change.
    ///
    /// - Throws: ``ContainerServiceError`` with the place of what cannot be read.
    public init(document: JSONDocument) throws(ContainerServiceError) {
        try self.init(reading: document)
    }
}
