import CloudContainers
import TestSupport

/// Makes valid specifications of all portable fields, and of the settings of a stand-in provider.
struct SpecGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let texts = [
        "", "a", "hello world", "Grüße 😀", "quote \" and \\ slash /", "line\nbreak\ttab", "{{VAR}}", "null", "12", "日本",
        "e\u{301}", "\u{202E}", "[x]", "a.b", "=",
    ]

    mutating func chance(_ percent: Int = 50) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func maybe<Value>(_ value: (inout SpecGenerator) throws -> Value) rethrows -> Value? {
        chance() ? try value(&self) : nil
    }

    mutating func some<Value>(of count: ClosedRange<Int>, _ value: (inout SpecGenerator) throws -> Value) rethrows
        -> [Value]
    {
        var values: [Value] = []
        for _ in 0..<Int.random(in: count, using: &random) { values.append(try value(&self)) }
        return values
    }

    mutating func text() -> String { Self.texts.randomElement(using: &random) ?? "" }

    mutating func word(_ letters: String = "abcdefghijklmnopqrstuvwxyz", _ length: ClosedRange<Int> = 1...10) -> String
    {
        String(some(of: length) { letters.randomElement(using: &$0.random) ?? "a" })
    }

    mutating func image() throws -> ImageReference {
        let hosts = ["docker.io", "ghcr.io", "registry.example.com:5000", "localhost", "rg.fr-par.scw.cloud"]
        return try ImageReference(
            registry: hosts.randomElement(using: &random) ?? "docker.io",
            repository: some(of: 1...3) { $0.word() }.joined(separator: "/"),
            tag: maybe { $0.word("abc019._-".filter { $0.isLetter }) },
            digest: maybe { "sha256:" + $0.word("0123456789abcdef", 64...64) }
        )
    }

    mutating func duration() -> Duration {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .seconds(Int.random(in: 0...7200, using: &random))
        case 1: .milliseconds(Int.random(in: 0...100_000, using: &random))
        default: .nanoseconds(Int64.random(in: 0...9_000_000_000, using: &random))
        }
    }

    mutating func size() throws -> ByteCount {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .mebibytes(.random(in: 0...8192, using: &random))
        case 1: .megabytes(.random(in: 0...8192, using: &random))
        case 2: .gibibytes(.random(in: 0...64, using: &random))
        default: try ByteCount(bytes: .random(in: 0...(1 << 50), using: &random))
        }
    }

    mutating func port() -> PortNumber { .of(.random(in: 1...65535, using: &random)) }

    mutating func resources() throws -> Resources {
        var resources = Resources()
        resources.cpu = maybe { .millicores(.random(in: 0...20_000, using: &$0.random)) }
        resources.memory = try maybe { try $0.size() }
        resources.ephemeralStorage = try maybe { try $0.size() }
        resources.gpu = maybe { .of(.random(in: 0...8, using: &$0.random)) }
        resources.architecture = maybe { $0.chance() ? .arm64 : Resources.Architecture(rawValue: $0.word()) }
        return resources
    }

    mutating func scaling() throws -> Scaling {
        var scaling = Scaling()
        let minimum = UInt32.random(in: 0...20, using: &random)
        scaling.minimum = maybe { _ in .of(minimum) }
        scaling.maximum = maybe {
            $0.chance(20) ? .unlimited : .instances(.of(.random(in: minimum...60, using: &$0.random)))
        }
        scaling.cpu = try maybe { try Percentage(percent: .random(in: 0...1000, using: &$0.random)) }
        scaling.memory = try maybe { try Percentage(percent: .random(in: 0...100, using: &$0.random)) }
        scaling.concurrentRequests = maybe { .of(.random(in: 1...1000, using: &$0.random)) }
        return scaling
    }

    mutating func probe() -> Probe {
        let check: Probe.Check =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .tcp(Probe.TCPCheck(port: maybe { $0.port() }, host: maybe { $0.word() }))
            case 1:
                .http(Probe.HTTPCheck(path: "/" + word(), port: maybe { $0.port() }, scheme: maybe { _ in "HTTPS" }))
            case 2: .exec(Probe.ExecCheck(command: some(of: 1...3) { $0.text() }))
            default: .grpc(Probe.GRPCCheck(port: maybe { $0.port() }, service: maybe { $0.text() }))
            }
        var probe = Probe(check)
        probe.initialDelay = maybe { $0.duration() }
        probe.interval = maybe { $0.duration() }
        probe.timeout = maybe { $0.duration() }
        probe.successThreshold = maybe { .of(.random(in: 0...10, using: &$0.random)) }
        probe.failureThreshold = maybe { .of(.random(in: 0...50, using: &$0.random)) }
        return probe
    }

    mutating func servicePort() -> Port {
        let transports: [Port.TransportProtocol] = [.http, .h2c, .grpc, .tcp, .udp, .init(rawValue: "quic")]
        var port = Port(
            port(),
            transports.randomElement(using: &random) ?? .http,
            exposure: Port.Exposure.allCases.randomElement(using: &random) ?? .cluster,
            name: maybe { $0.text() }
        )
        port.isDefault = maybe { $0.chance() }
        port.externalNumber = maybe { $0.port() }
        port.path = maybe { "/" + $0.word() }
        port.pathRewrite = maybe { $0.text() }
        return port
    }

    mutating func secret() -> SecretReference {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .provided
        case 1: .environment(word("ABCDEFGH_"))
        case 2: .file("/run/" + word())
        default: .command(some(of: 1...3) { $0.text() })
        }
    }

    /// The variables in the order in which a document holds them: plain ones, secrets, files.
    ///
    /// Names are plain words; names with dots, and files of secrets that the caller gives, have tests of their own.
    mutating func variables() -> [EnvironmentVariable] {
        var variables: [EnvironmentVariable] = []
        for index in 0..<Int.random(in: 0...3, using: &random) {
            variables.append(EnvironmentVariable(name: "PLAIN_\(index)", value: .plain(text())))
        }
        for index in 0..<Int.random(in: 0...2, using: &random) {
            variables.append(EnvironmentVariable(name: "SECRET_\(index)", value: .secret(secret())))
        }
        for index in 0..<Int.random(in: 0...2, using: &random) {
            let value: EnvironmentVariable.Value =
                chance() ? .plain(text()) : .secret(.file("/run/" + word()))
            variables.append(EnvironmentVariable(name: "FILE_\(index)", value: value, mountPath: "/etc/" + word()))
        }
        return variables
    }

    mutating func spec(named name: String? = nil) throws -> ContainerSpec {
        var spec = ContainerSpec(name: name ?? word("abcxyz-019", 1...12), image: try image())
        spec.description = maybe { $0.text() }
        spec.imageAccess = maybe { $0.chance() ? .anonymous : .credentials }
        spec.command = some(of: 0...2) { $0.text() }
        spec.arguments = some(of: 0...3) { $0.text() }
        spec.resources = try resources()
        spec.scaling = try scaling()
        spec.probes.startup = maybe { $0.probe() }
        spec.probes.readiness = maybe { $0.probe() }
        spec.probes.liveness = maybe { $0.probe() }
        spec.ports = some(of: 0...3) { $0.servicePort() }
        spec.httpsOnly = maybe { $0.chance() }
        spec.timeouts.request = maybe { $0.duration() }
        spec.timeouts.idle = maybe { $0.duration() }
        spec.variables = variables()
        spec.volumes = try some(of: 0...2) {
            Volume(mountPath: "/" + $0.word(), size: try $0.size(), kind: $0.maybe { $0.word() })
        }
        spec.domains = some(of: 0...2) {
            var domain = CustomDomain(host: $0.word() + ".example.org")
            domain.generatesCertificate = $0.maybe { $0.chance() }
            domain.usesCDN = $0.maybe { $0.chance() }
            return domain
        }
        if chance(30) {
            // Settings that say nothing would be an empty section, which a document reads as a reset.
            let tier = maybe { $0.word() }
            spec.providers[AcmeSettings.self] = AcmeSettings(tier: tier, pinned: tier == nil || chance())
        }
        return spec
    }

    private static let resettable = [
        "description", "imageAccess", "command", "arguments", "resources", "resources.cpu", "resources.memory",
        "resources.ephemeralStorage", "resources.gpu", "resources.architecture", "scaling", "scaling.minimum",
        "scaling.maximum", "scaling.cpu", "scaling.memory", "scaling.concurrentRequests", "probes", "probes.startup",
        "probes.readiness", "probes.liveness", "probes.liveness.interval", "ports", "httpsOnly", "timeouts",
        "timeouts.request", "timeouts.idle", "environment", "secrets", "files", "volumes", "domains", "providers",
    ].map { FieldPath($0) }

    /// Some of the fields that the specification does not set, to be set back.
    mutating func resets(for spec: ContainerSpec) -> Set<FieldPath> {
        let document = spec.document
        var resets: Set<FieldPath> = []
        for path in Self.resettable where chance(30) && document.value(at: path) == nil {
            // A reset inside needs the object around it, which must not be reset as a whole.
            let isNested = resets.contains { $0.contains(path) || path.contains($0) }
            let isOrphan = path == "probes.liveness.interval" && spec.probes.liveness == nil
            if !isNested, !isOrphan { resets.insert(path) }
        }
        return resets
    }
}
