/// A host name of the user's that leads to a service.
public struct CustomDomain: Sendable, Hashable {
    /// The host name.
    public var host: String
    /// Whether the provider makes the certificate; `nil` leaves it as it is, and for a new one is yes.
    public var generatesCertificate: Bool?
    /// Whether a content delivery network stands before it; `nil` leaves it as it is, and for a new one is no.
    public var usesCDN: Bool?

    /// Makes a domain with a certificate by the provider.
    public init(host: String) { self.host = host }
}

extension CustomDomain: WireObject {
    package init() { self.init(host: "") }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("host", &host)
        try visitor.optional("certificate", &generatesCertificate)
        try visitor.optional("cdn", &usesCDN)
    }
}
