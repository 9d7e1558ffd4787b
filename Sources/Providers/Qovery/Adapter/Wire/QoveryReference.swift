package import CloudContainers

/// An object named by its id.
package struct QoveryReference: OpenWireObject {
    package var id: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
    }
}

/// The registry of a container, as an answer holds it.
package struct QoveryRegistryReference: OpenWireObject {
    package var id: Member<String> = .absent
    package var name: Member<String> = .absent
    package var url: Member<String> = .absent
    package var kind: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("name", &name)
        try visitor.member("url", &url)
        try visitor.member("kind", &kind)
    }
}

/// A group of labels or annotations: its id when sent, all of it when answered.
package struct QoveryGroup: OpenWireObject {
    package var id: Member<String> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var name: Member<String> = .absent
    package var labels: Member<[JSONValue]> = .absent
    package var annotations: Member<[JSONValue]> = .absent
    package var scopes: Member<[JSONValue]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
        try visitor.member("name", &name)
        try visitor.member("labels", &labels)
        try visitor.member("annotations", &annotations)
        try visitor.member("scopes", &scopes)
    }
}
