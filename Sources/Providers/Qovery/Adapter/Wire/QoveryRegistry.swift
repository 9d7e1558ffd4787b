package import CloudContainers

/// A registry of an organization; its passwords and keys are never answered.
package struct QoveryRegistry: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var name: Member<String> = .absent
    package var kind: Member<String> = .absent
    package var description: Member<String> = .absent
    package var url: Member<String> = .absent
    package var cluster: Member<QoveryRegistryCluster> = .absent
    package var associatedServicesCount: Member<Int> = .absent
    package var config: Member<OrderedMap<JSONValue>> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("name", &name)
        try visitor.member("kind", &kind)
        try visitor.member("description", &description)
        try visitor.member("url", &url)
        try visitor.member("cluster", &cluster)
        try visitor.member("associated_services_count", &associatedServicesCount)
        try visitor.member("config", &config)
    }
}

/// The cluster that a registry belongs to.
package struct QoveryRegistryCluster: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
    }
}
