package import CloudContainers

/// All that Scaleway has about one service.
package struct ScalewayBundle: OpenWireObject {
    package var container: Member<ScalewayContainer> = .absent
    package var namespace: Member<ScalewayNamespace> = .absent
    package var domains: Member<[ScalewayDomain]> = .absent
    package var triggers: Member<[ScalewayTrigger]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("container", &container)
        try visitor.member("namespace", &namespace)
        try visitor.member("domains", &domains)
        try visitor.member("triggers", &triggers)
    }
}
