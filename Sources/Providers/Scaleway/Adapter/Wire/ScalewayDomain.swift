package import CloudContainers

/// A host name of the user's that leads to a container.
package struct ScalewayDomain: OpenWireObject {
    package var id: Member<String> = .absent
    package var containerID: Member<String> = .absent
    package var hostname: Member<String> = .absent
    package var status: Member<String> = .absent
    package var errorMessage: Member<String> = .absent
    package var tags: Member<[String]> = .absent
    package var createdAt: Member<String> = .absent
    package var updatedAt: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("container_id", &containerID)
        try visitor.member("hostname", &hostname)
        try visitor.member("status", &status)
        try visitor.member("error_message", &errorMessage)
        try visitor.member("tags", &tags)
        try visitor.member("created_at", &createdAt)
        try visitor.member("updated_at", &updatedAt)
    }
}
