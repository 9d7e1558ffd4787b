/// A port that a service listens on.
public struct Port: Sendable, Hashable {
    /// What is spoken on a port; an unknown word of a provider is kept.
    public struct TransportProtocol: RawRepresentable, Sendable, Hashable {
        /// The text.
        public let rawValue: String
        /// Makes a protocol from its name in lower case.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// HTTP/1.1.
        public static let http = TransportProtocol(rawValue: "http")
        /// HTTP/2 without TLS.
        public static let h2c = TransportProtocol(rawValue: "h2c")
        /// gRPC.
        public static let grpc = TransportProtocol(rawValue: "grpc")
        /// Any TCP protocol.
        public static let tcp = TransportProtocol(rawValue: "tcp")
        /// Any UDP protocol.
        public static let udp = TransportProtocol(rawValue: "udp")
    }

    /// Who can reach a port, from fewest to most.
    public enum Exposure: String, Sendable, Hashable, CaseIterable {
        /// Other services of the same cluster.
        case cluster
        /// Callers on the internet who have a token.
        case token
        /// Everybody on the internet.
        case `public`
    }

    /// The number, 1 to 65535.
    public var number: PortNumber
    /// A name, unique in the service; `nil` leaves it to the provider.
    public var name: String?
    /// What is spoken.
    public var transport: TransportProtocol
    /// Who can reach it.
    public var exposure: Exposure
    /// Whether the service's bare address leads here; `nil` leaves it to the provider.
    public var isDefault: Bool?
    /// The port outside, if it is another one.
    public var externalNumber: PortNumber?
    /// The path, or pattern of one, that requests must have to be let in.
    public var path: String?
    /// What the path is rewritten to.
    public var pathRewrite: String?

    /// Makes a port that speaks HTTP/1.1 to everybody.
    public init(
        _ number: PortNumber,
        _ transport: TransportProtocol = .http,
        exposure: Exposure = .public,
        name: String? = nil
    ) {
        self.number = number
        self.transport = transport
        self.exposure = exposure
        self.name = name
    }
}

extension Port.TransportProtocol: WireWord {}
extension Port.Exposure: ClosedWord {}

extension Port: WireObject {
    package init() { self.init(.of(8080)) }

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("number", &number)
        try visitor.optional("name", &name)
        try visitor.required("protocol", &transport)
        try visitor.required("exposure", &exposure)
        try visitor.optional("default", &isDefault)
        try visitor.optional("external", &externalNumber)
        try visitor.optional("path", &path)
        try visitor.optional("pathRewrite", &pathRewrite)
    }
}
