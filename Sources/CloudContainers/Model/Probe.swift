/// A check that tells whether an instance is up.
public struct Probe: Sendable, Hashable {
    /// A connection is opened.
    public struct TCPCheck: Sendable, Hashable {
        /// The port; `nil` is the service's own.
        public var port: PortNumber?
        /// The host; `nil` is the instance.
        public var host: String?
        /// Makes a check of the service's own port.
        public init(port: PortNumber? = nil, host: String? = nil) {
            self.port = port
            self.host = host
        }
    }

    /// A page is asked for; 2xx and 3xx are good.
    public struct HTTPCheck: Sendable, Hashable {
        /// The path, which begins with `/`.
        public var path: String
        /// The port; `nil` is the service's own.
        public var port: PortNumber?
        /// `HTTP` or `HTTPS`; `nil` is `HTTP`.
        public var scheme: String?
        /// Makes a check of a path.
        public init(path: String = "/", port: PortNumber? = nil, scheme: String? = nil) {
            self.path = path
            self.port = port
            self.scheme = scheme
        }
    }

    /// A command runs inside the instance; status 0 is good.
    public struct ExecCheck: Sendable, Hashable {
        /// The command and its arguments.
        public var command: [String]
        /// Makes a check that runs a command.
        public init(command: [String] = []) { self.command = command }
    }

    /// The gRPC health service is asked.
    public struct GRPCCheck: Sendable, Hashable {
        /// The port; `nil` is the service's own.
        public var port: PortNumber?
        /// The name of the service asked about.
        public var service: String?
        /// Makes a check of a gRPC service.
        public init(port: PortNumber? = nil, service: String? = nil) {
            self.port = port
            self.service = service
        }
    }

    /// What is checked.
    public enum Check: Sendable, Hashable {
        /// A connection.
        case tcp(TCPCheck)
        /// A page.
        case http(HTTPCheck)
        /// A command.
        case exec(ExecCheck)
        /// The gRPC health service.
        case grpc(GRPCCheck)
    }

    /// What is checked.
    public var check: Check
    /// How long after the start the first check comes.
    public var initialDelay: Duration?
    /// The time between two checks.
    public var interval: Duration?
    /// How long an answer may take.
    public var timeout: Duration?
    /// How many good checks in a row make it up.
    public var successThreshold: AttemptCount?
    /// How many bad checks in a row make it down.
    public var failureThreshold: AttemptCount?

    /// Makes a probe with the provider's timing.
    public init(_ check: Check) { self.check = check }
}

/// The three probes of a service.
public struct Probes: Sendable, Hashable {
    /// Checked until it first succeeds; the others wait for it.
    public var startup: Probe?
    /// While it fails, the instance gets no requests.
    public var readiness: Probe?
    /// When it fails, the instance is restarted.
    public var liveness: Probe?

    /// Makes a set without probes.
    public init() {}
}

extension Probe.TCPCheck: WireObject {
    package init() { self.init(port: nil) }
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("port", &port)
        try visitor.optional("host", &host)
    }
}

extension Probe.HTTPCheck: WireObject {
    package init() { self.init(path: "/") }
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("path", &path)
        try visitor.optional("port", &port)
        try visitor.optional("scheme", &scheme)
    }
}

extension Probe.ExecCheck: WireObject {
    package init() { self.init(command: []) }
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.required("command", &command)
    }
}

extension Probe.GRPCCheck: WireObject {
    package init() { self.init(port: nil) }
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("port", &port)
        try visitor.optional("service", &service)
    }
}

extension Probe: WireObject {
    package init() { self.init(.tcp(TCPCheck())) }

    /// The members of which a probe has exactly one.
    package static let checkNames = ["tcp", "http", "exec", "grpc"]

    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        var tcp: TCPCheck?
        var http: HTTPCheck?
        var exec: ExecCheck?
        var grpc: GRPCCheck?
        switch check {
        case .tcp(let check): tcp = check
        case .http(let check): http = check
        case .exec(let check): exec = check
        case .grpc(let check): grpc = check
        }
        try visitor.optional("tcp", &tcp)
        try visitor.optional("http", &http)
        try visitor.optional("exec", &exec)
        try visitor.optional("grpc", &grpc)
        try visitor.optional("initialDelay", &initialDelay)
        try visitor.optional("interval", &interval)
        try visitor.optional("timeout", &timeout)
        try visitor.optional("successThreshold", &successThreshold)
        try visitor.optional("failureThreshold", &failureThreshold)
        guard visitor.isReading else { return }
        let checks: [Check] =
            [tcp.map(Check.tcp), http.map(Check.http), exec.map(Check.exec), grpc.map(Check.grpc)].compactMap(\.self)
        guard let only = checks.first, checks.count == 1 else {
            throw WireError(
                Diagnostic(
                    problem: checks.isEmpty ? "a probe checks nothing" : "a probe checks \(checks.count) things",
                    allowed: "exactly one of tcp, http, exec, grpc",
                    advice: "Keep one check; a second one belongs into another probe."
                ),
                offset: nil
            )
        }
        check = only
    }
}

extension Probe {
    /// A probe checks exactly one thing.
    package static func schema(_ scope: SchemaScope) -> JSONValue {
        let object = objectSchema(scope)
        return scope.isPartial ? object : object.allowing(exactlyOneOf: checkNames)
    }
}

extension Probes: WireObject {
    package mutating func visit(_ visitor: inout some WireVisitor) throws(WireError) {
        try visitor.optional("startup", &startup)
        try visitor.optional("readiness", &readiness)
        try visitor.optional("liveness", &liveness)
    }
}

extension Probe.Check {
    /// The check in a few words, for reports.
    package var title: String {
        switch self {
        case .tcp(let check): "tcp" + (check.port.map { " on port \($0)" } ?? "")
        case .http(let check):
            "\((check.scheme ?? "http").lowercased()) \(check.path)" + (check.port.map { " on port \($0)" } ?? "")
        case .exec(let check): "exec \(check.command.first ?? "")"
        case .grpc(let check): "grpc" + (check.port.map { " on port \($0)" } ?? "")
        }
    }
}
