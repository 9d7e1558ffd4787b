/// What one instance gets at most.
public struct Resources: Sendable, Hashable {
    /// The instruction set that an image is built for; an unknown word of a provider is kept.
    public struct Architecture: RawRepresentable, Sendable, Hashable {
        /// The text.
        public let rawValue: String
        /// Makes an architecture from its name in lower case.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// 64-bit x86.
        public static let amd64 = Architecture(rawValue: "amd64")
        /// 64-bit ARM.
        public static let arm64 = Architecture(rawValue: "arm64")
    }

    /// The limit of CPU time; `nil` leaves it as it is, or to the provider's default.
    public var cpu: CPU?
    /// The limit of memory; `nil` leaves it as it is, or to the provider's default.
    public var memory: ByteCount?
    /// The scratch disk that is lost with the instance; `nil` leaves it as it is, or to the provider's default.
    public var ephemeralStorage: ByteCount?
    /// The number of GPUs; `nil` is none.
    public var gpu: GPUCount?
    /// The architecture; `nil` is the platform's default.
    public var architecture: Architecture?

    /// Makes resources that leave everything to the provider.
    public init() {}
}

extension Resources.Architecture: WireWord {}

extension Resources: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("cpu", &cpu)
        try visitor.optional("memory", &memory)
        try visitor.optional("ephemeralStorage", &ephemeralStorage)
        try visitor.optional("gpu", &gpu)
        try visitor.optional("architecture", &architecture)
    }
}
