package import CloudContainers

/// A check of the container's port: `tcp` or `http`.
package struct ScalewayProbe: OpenWireObject {
    package var failureThreshold: Member<Int> = .absent
    package var interval: Member<String> = .absent
    package var timeout: Member<String> = .absent
    package var tcp: Member<ScalewayTCPCheck> = .absent
    package var http: Member<ScalewayHTTPCheck> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("failure_threshold", &failureThreshold)
        try visitor.member("interval", &interval)
        try visitor.member("timeout", &timeout)
        try visitor.member("tcp", &tcp)
        try visitor.member("http", &http)
    }
}

/// A check that opens a connection; it has no members.
package struct ScalewayTCPCheck: OpenWireObject {
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
    }
}

/// A check that asks for a page.
package struct ScalewayHTTPCheck: OpenWireObject {
    package var path: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("path", &path)
    }
}
