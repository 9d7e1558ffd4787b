package import CloudContainers

/// The network settings of a container.
package struct QoveryNetwork: OpenWireObject {
    package var stickySession: Member<Bool> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("sticky_session", &stickySession)
    }
}
