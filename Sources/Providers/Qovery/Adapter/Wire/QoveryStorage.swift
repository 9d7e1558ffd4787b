package import CloudContainers

/// A disk; its size is in GiB, which the document calls GB.
package struct QoveryStorage: OpenWireObject {
    package var id: Member<String> = .absent
    package var type: Member<String> = .absent
    package var size: Member<Int> = .absent
    package var mountPoint: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("id", &id)
        try visitor.member("type", &type)
        try visitor.member("size", &size)
        try visitor.member("mount_point", &mountPoint)
    }
}
