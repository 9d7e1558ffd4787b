package import CloudContainers

/// What makes more instances start: exactly one member.
package struct ScalewayScalingOption: OpenWireObject {
    package var concurrentRequestsThreshold: Member<Int> = .absent
    package var cpuUsageThreshold: Member<Int> = .absent
    package var memoryUsageThreshold: Member<Int> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("concurrent_requests_threshold", &concurrentRequestsThreshold)
        try visitor.member("cpu_usage_threshold", &cpuUsageThreshold)
        try visitor.member("memory_usage_threshold", &memoryUsageThreshold)
    }
}
