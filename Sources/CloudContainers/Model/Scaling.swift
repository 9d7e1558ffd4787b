/// How many instances run, and what makes more of them start.
public struct Scaling: Sendable, Hashable {
    /// The fewest instances; 0 lets the service sleep; `nil` leaves it as it is.
    public var minimum: InstanceCount?
    /// The most instances; `nil` leaves it as it is.
    public var maximum: InstanceLimit?
    /// The average CPU use above which an instance is added.
    public var cpu: Percentage?
    /// The average memory use above which an instance is added.
    public var memory: Percentage?
    /// The number of requests at once in an instance above which one is added.
    public var concurrentRequests: RequestCount?

    /// Makes scaling that leaves everything to the provider.
    public init() {}

    /// Whether the number of instances never changes.
    public var isFixed: Bool {
        guard let minimum, let maximum else { return false }
        return maximum == .instances(minimum)
    }
}

extension Scaling: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("minimum", &minimum)
        try visitor.optional("maximum", &maximum)
        try visitor.optional("cpu", &cpu)
        try visitor.optional("memory", &memory)
        try visitor.optional("concurrentRequests", &concurrentRequests)
    }
}
