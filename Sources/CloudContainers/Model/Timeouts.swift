/// How long a request may take.
public struct Timeouts: Sendable, Hashable {
    /// The whole request, from first to last byte.
    public var request: Duration?
    /// The silence between two bytes.
    public var idle: Duration?

    /// Makes time-outs that leave everything to the provider.
    public init() {}
}

extension Timeouts: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("request", &request)
        try visitor.optional("idle", &idle)
    }
}
