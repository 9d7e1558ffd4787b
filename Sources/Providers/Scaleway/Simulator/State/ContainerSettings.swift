import CloudContainers
import SimulationKit

/// What a container is told; any change of it deploys.
struct ContainerSettings: Sendable, Hashable {
    private static let reservedPorts = [8008, 8012, 8013, 8022, 9090, 9091]
    private static let megabyte = 1_000_000

    var image = ""
    var minScale = 0
    var maxScale = 5
    var mvcpuLimit = 1000
    var memoryLimitBytes = 2_048_000_000
    var localStorageLimitBytes = 1_000_000_000
    var timeout: Duration = .seconds(300)
    var privacy = "public"
    var protocolWord = "http1"
    var port = 8080
    var httpsConnectionsOnly = false
    var sandbox = "v2"
    var scalingOption = ScalingOption()
    var livenessProbe = ProbeSettings.standard
    var startupProbe: ProbeSettings?
    var privateNetworkID: String?
    var command: [String] = []
    var args: [String] = []
    var variables = Variables()

    /// What the memory quota counts.
    var quotaBytes: Int { maxScale * memoryLimitBytes }

    /// The members of an answer from the scale to the scaling option.
    var limits: JSONObject {
        [
            "min_scale": .number(minScale), "max_scale": .number(maxScale),
            "memory_limit_bytes": .number(memoryLimitBytes), "mvcpu_limit": .number(mvcpuLimit),
            "timeout": .string(timeout.secondsText), "privacy": .string(privacy), "image": .string(image),
            "protocol": .string(protocolWord), "port": .number(port),
            "https_connections_only": .bool(httpsConnectionsOnly), "sandbox": .string(sandbox),
            "local_storage_limit_bytes": .number(localStorageLimitBytes), "scaling_option": scalingOption.json,
        ]
    }

    /// Takes over what a request says, and checks each value by itself.
    mutating func apply(
        _ reader: ArgumentReader,
        isUpdate: Bool,
        _ hasher: inout SecretHasher,
        _ problems: inout ArgumentProblems
    ) {
        applyImage(reader, isUpdate: isUpdate, &problems)
        minScale = reader.integer("min_scale", in: 0...10, &problems) ?? minScale
        maxScale = reader.integer("max_scale", in: 1...50, &problems) ?? maxScale
        mvcpuLimit = reader.integer("mvcpu_limit", in: 70...6000, &problems) ?? mvcpuLimit
        let memory = 128 * Self.megabyte...12_288 * Self.megabyte
        memoryLimitBytes = reader.integer("memory_limit_bytes", in: memory, &problems) ?? memoryLimitBytes
        let storage = 1000 * Self.megabyte...24_456 * Self.megabyte
        localStorageLimitBytes =
            reader.integer("local_storage_limit_bytes", in: storage, &problems) ?? localStorageLimitBytes
        timeout = reader.duration("timeout", in: .seconds(10) ... .seconds(3600), &problems) ?? timeout
        privacy = reader.word("privacy", of: ["public", "private"], &problems) ?? privacy
        protocolWord = reader.word("protocol", of: ["http1", "h2c"], &problems) ?? protocolWord
        sandbox = reader.word("sandbox", of: ["v1", "v2"], &problems) ?? sandbox
        applyPort(reader, &problems)
        // An update spells it without the "s".
        let https = isUpdate ? "https_connection_only" : "https_connections_only"
        httpsConnectionsOnly = reader.bool(https, &problems) ?? httpsConnectionsOnly
        if let option = reader.reader("scaling_option", &problems) {
            scalingOption = ScalingOption(option, &problems) ?? scalingOption
        }
        if let probe = reader.reader("liveness_probe", &problems) {
            livenessProbe = ProbeSettings(probe, over: nil, &problems) ?? livenessProbe
        }
        if let probe = reader.reader("startup_probe", &problems) {
            // Unlike the other, an update of this one may leave members out.
            startupProbe = ProbeSettings(probe, over: isUpdate ? startupProbe : nil, &problems) ?? startupProbe
        }
        if reader.text("private_network_id", &problems) == "" {
            privateNetworkID = nil
        } else {
            privateNetworkID = reader.uuid("private_network_id", &problems) ?? privateNetworkID
        }
        command = reader.strings("command", &problems) ?? command
        args = reader.strings("args", &problems) ?? args
        variables.apply(reader, isUpdate: isUpdate, &hasher, &problems)
    }

    /// Checks the values that have to go together, once each is good by itself.
    func check(with namespace: Variables, _ problems: inout ArgumentProblems) {
        guard problems.arguments.isEmpty else { return }
        if minScale > maxScale {
            problems.add("min_scale", .constraint, "value must be at most max_scale, which is \(maxScale)")
        }
        if scalingOption.kind != .concurrentRequests, minScale < 1 {
            problems.add("min_scale", .constraint, "value must be at least 1 with \(scalingOption.kind.rawValue)")
        }
        let least = max(128, mvcpuLimit)
        let most = min(12_288, 4 * mvcpuLimit)
        if memoryLimitBytes < least * Self.megabyte || memoryLimitBytes > most * Self.megabyte {
            problems.add(
                "memory_limit_bytes",
                .constraint,
                "\(mvcpuLimit) mvCPU require a minimum of \(least) MB and a maximum of \(most) MB of memory"
            )
        }
        variables.checkCount(with: namespace, &problems)
    }

    private mutating func applyImage(_ reader: ArgumentReader, isUpdate: Bool, _ problems: inout ArgumentProblems) {
        guard let text = reader.text("image", isRequired: !isUpdate, length: 1...255, &problems) else { return }
        guard (try? ImageReference(parsing: text)) != nil else {
            return problems.add("image", .format, "value must be an image such as registry/repository:tag")
        }
        image = text
    }

    private mutating func applyPort(_ reader: ArgumentReader, _ problems: inout ArgumentProblems) {
        guard let number = reader.integer("port", in: 1...65_535, &problems) else { return }
        if Self.reservedPorts.contains(number) {
            problems.add("port", .constraint, "the port is reserved")
        }
        port = number
    }
}

/// What makes more instances start.
struct ScalingOption: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case concurrentRequests = "concurrent_requests_threshold"
        case cpuUsage = "cpu_usage_threshold"
        case memoryUsage = "memory_usage_threshold"
    }

    var kind = Kind.concurrentRequests
    var threshold = 50

    /// 50 concurrent requests.
    init() {}

    init?(_ reader: ArgumentReader, _ problems: inout ArgumentProblems) {
        let kinds = Kind.allCases.filter { reader.isGiven($0.rawValue) }
        guard let kind = kinds.first, kinds.count == 1 else {
            let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            let reason: ScalewayErrorAnswer.Argument.Reason = kinds.isEmpty ? .required : .constraint
            problems.add("scaling_option", reason, "exactly one of \(names) must be set")
            return nil
        }
        let range = kind == .concurrentRequests ? 1...80 : 1...100
        guard let threshold = reader.integer(kind.rawValue, in: range, &problems) else { return nil }
        (self.kind, self.threshold) = (kind, threshold)
    }

    var json: JSONValue { .object(JSONObject([JSONObject.Member(name: kind.rawValue, value: .number(threshold))])) }
}

/// A probe of a container's port.
struct ProbeSettings: Sendable, Hashable {
    enum Check: Sendable, Hashable {
        case tcp
        case http(path: String)
    }

    var failureThreshold: Int
    var interval: Duration
    var timeout: Duration
    var check: Check

    /// The liveness probe of a container that was told none.
    static let standard = ProbeSettings(failureThreshold: 30, interval: .seconds(10), timeout: .seconds(1), check: .tcp)

    init(failureThreshold: Int, interval: Duration, timeout: Duration, check: Check) {
        self.failureThreshold = failureThreshold
        self.interval = interval
        self.timeout = timeout
        self.check = check
    }

    /// Reads a probe.
    ///
    /// The values of an old probe stand for members that are left out; without one they are required.
    init?(_ reader: ArgumentReader, over old: ProbeSettings?, _ problems: inout ArgumentProblems) {
        let before = problems.arguments.count
        let isRequired = old == nil
        let threshold = reader.integer("failure_threshold", in: 3...50, &problems)
        if threshold == nil, isRequired, !reader.isGiven("failure_threshold") {
            problems.add(reader.name("failure_threshold"), .required, "value is required")
        }
        let interval = reader.duration("interval", isRequired: isRequired, in: .seconds(5) ... .seconds(120), &problems)
        let longest = Duration.seconds(120)
        let timeout = reader.duration("timeout", isRequired: isRequired, in: .seconds(1)...longest, &problems)
        var check = old?.check
        switch (reader.reader("tcp", &problems), reader.reader("http", &problems)) {
        case (_?, nil): check = .tcp
        case (nil, let http?):
            var oldPath: String?
            if case .http(let path) = check { oldPath = path }
            let path = http.text("path", isRequired: oldPath == nil, length: 1...100, &problems)
            check = (path ?? oldPath).map { .http(path: $0) }
        case (_?, _?): problems.add(reader.name("tcp"), .constraint, "exactly one of tcp, http must be set")
        case (nil, nil):
            if check == nil { problems.add(reader.name("tcp"), .required, "exactly one of tcp, http must be set") }
        }
        guard problems.arguments.count == before, let check else { return nil }
        self.init(
            failureThreshold: threshold ?? old?.failureThreshold ?? 0,
            interval: interval ?? old?.interval ?? .zero,
            timeout: timeout ?? old?.timeout ?? .zero,
            check: check
        )
    }

    /// The time after which a probe that never succeeds has failed.
    var patience: Duration { interval * failureThreshold }

    /// The path that it asks for; `nil` where it only connects.
    var path: String? {
        if case .http(let path) = check { path } else { nil }
    }

    var json: JSONValue {
        var object: JSONObject = [
            "failure_threshold": .number(failureThreshold), "interval": .string(interval.secondsText),
            "timeout": .string(timeout.secondsText),
        ]
        switch check {
        case .tcp: object.set("tcp", [:])
        case .http(let path): object.set("http", ["path": .string(path)])
        }
        return .object(object)
    }
}
