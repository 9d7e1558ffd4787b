package import CloudContainers

/// The two probes of a container.
package struct QoveryHealthchecks: OpenWireObject {
    package var readinessProbe: Member<QoveryProbe> = .absent
    package var livenessProbe: Member<QoveryProbe> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("readiness_probe", &readinessProbe)
        try visitor.member("liveness_probe", &livenessProbe)
    }
}

/// A check and its timing, in seconds.
package struct QoveryProbe: OpenWireObject {
    package var type: Member<QoveryProbeType> = .absent
    package var initialDelaySeconds: Member<Int> = .absent
    package var periodSeconds: Member<Int> = .absent
    package var timeoutSeconds: Member<Int> = .absent
    package var successThreshold: Member<Int> = .absent
    package var failureThreshold: Member<Int> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("type", &type)
        try visitor.member("initial_delay_seconds", &initialDelaySeconds)
        try visitor.member("period_seconds", &periodSeconds)
        try visitor.member("timeout_seconds", &timeoutSeconds)
        try visitor.member("success_threshold", &successThreshold)
        try visitor.member("failure_threshold", &failureThreshold)
    }
}

/// What is checked: one member has a value, the others are absent or `null`.
package struct QoveryProbeType: OpenWireObject {
    package var tcp: Member<QoveryTCPCheck> = .absent
    package var http: Member<QoveryHTTPCheck> = .absent
    package var exec: Member<QoveryExecCheck> = .absent
    package var grpc: Member<QoveryGRPCCheck> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("tcp", &tcp)
        try visitor.member("http", &http)
        try visitor.member("exec", &exec)
        try visitor.member("grpc", &grpc)
    }
}

/// A check that opens a connection.
package struct QoveryTCPCheck: OpenWireObject {
    package var port: Member<Int> = .absent
    package var host: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("port", &port)
        try visitor.member("host", &host)
    }
}

/// A check that asks for a page.
package struct QoveryHTTPCheck: OpenWireObject {
    package var path: Member<String> = .absent
    package var scheme: Member<String> = .absent
    package var port: Member<Int> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("path", &path)
        try visitor.member("scheme", &scheme)
        try visitor.member("port", &port)
    }
}

/// A check that runs a command.
package struct QoveryExecCheck: OpenWireObject {
    package var command: Member<[String]> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("command", &command)
    }
}

/// A check by the gRPC health service.
package struct QoveryGRPCCheck: OpenWireObject {
    package var port: Member<Int> = .absent
    package var service: Member<String> = .absent
    package var unknown: [JSONObject.Member] = []

    package init() {}

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.member("port", &port)
        try visitor.member("service", &service)
    }
}
