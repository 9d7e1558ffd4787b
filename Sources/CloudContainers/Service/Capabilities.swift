/// What a provider can do, and within which bounds; a plain value to look at before any call.
public struct Capabilities: Sendable, Hashable {
    /// Whether creating a service runs its code at once.
    public var createDeploys: Bool
    /// Whether a service can be stopped and started again.
    public var stops: Bool
    /// Whether a service may have no instance until a request comes.
    public var scalesToZeroOnRequests: Bool
    /// Whether the rule "so many requests at once" exists.
    public var scalesOnRequests: Bool
    /// Whether services have disks that outlive their instances.
    public var hasVolumes: Bool
    /// Whether variables can be files.
    public var hasFiles: Bool
    /// Whether a service can have several ports.
    public var hasSeveralPorts: Bool
    /// Whether a port can be open to other services of the cluster only.
    public var hasClusterPorts: Bool
    /// Whether callers can be made to show a token.
    public var hasTokenPorts: Bool
    /// Whether TCP and UDP can be published.
    public var publishesTCP: Bool
    /// Whether an image can be named by its digest.
    public var pullsDigests: Bool
    /// Whether GPUs exist.
    public var hasGPUs: Bool
    /// The bounds of CPU.
    public var cpu: ClosedRange<CPU>
    /// The bounds of memory.
    public var memory: ClosedRange<ByteCount>
    /// The most instances, or no limit.
    public var maximumInstances: InstanceLimit
    /// The longest name, in characters.
    public var nameLength: ClosedRange<Int>
    /// How many requests a credential may send in a period, where that is documented.
    public var requestLimit: RateLimit?
    /// How long a deployment that goes well usually takes, where that is known.
    public var usualDeployment: ClosedRange<Duration>?
    /// What instances cost; `nil` where the provider itself charges nothing for them.
    public var prices: PriceList?

    /// Makes capabilities; every field is said, so that none is forgotten.
    public init(
        createDeploys: Bool,
        stops: Bool,
        scalesToZeroOnRequests: Bool,
        scalesOnRequests: Bool,
        hasVolumes: Bool,
        hasFiles: Bool,
        hasSeveralPorts: Bool,
        hasClusterPorts: Bool,
        hasTokenPorts: Bool,
        publishesTCP: Bool,
        pullsDigests: Bool,
        hasGPUs: Bool,
        cpu: ClosedRange<CPU>,
        memory: ClosedRange<ByteCount>,
        maximumInstances: InstanceLimit,
        nameLength: ClosedRange<Int>,
        requestLimit: RateLimit?,
        usualDeployment: ClosedRange<Duration>?,
        prices: PriceList?
    ) {
        self.createDeploys = createDeploys
        self.stops = stops
        self.scalesToZeroOnRequests = scalesToZeroOnRequests
        self.scalesOnRequests = scalesOnRequests
        self.hasVolumes = hasVolumes
        self.hasFiles = hasFiles
        self.hasSeveralPorts = hasSeveralPorts
        self.hasClusterPorts = hasClusterPorts
        self.hasTokenPorts = hasTokenPorts
        self.publishesTCP = publishesTCP
        self.pullsDigests = pullsDigests
        self.hasGPUs = hasGPUs
        self.cpu = cpu
        self.memory = memory
        self.maximumInstances = maximumInstances
        self.nameLength = nameLength
        self.requestLimit = requestLimit
        self.usualDeployment = usualDeployment
        self.prices = prices
    }

    /// The capabilities as rows of a table: what it is, and what holds.
    public var rows: [(name: String, value: String)] {
        func word(_ flag: Bool) -> String { flag ? "yes" : "no" }
        return [
            ("creating deploys at once", word(createDeploys)),
            ("can be stopped", word(stops)),
            ("sleeps until a request comes", word(scalesToZeroOnRequests)),
            ("scales on concurrent requests", word(scalesOnRequests)),
            ("volumes", word(hasVolumes)),
            ("variables as files", word(hasFiles)),
            ("several ports", word(hasSeveralPorts)),
            ("ports inside the cluster only", word(hasClusterPorts)),
            ("ports protected by a token", word(hasTokenPorts)),
            ("public TCP and UDP", word(publishesTCP)),
            ("images by digest", word(pullsDigests)),
            ("GPUs", word(hasGPUs)),
            // Bounds that no real machine reaches stand for "no documented maximum".
            (
                "CPU",
                cpu.upperBound.millicores < 1_000_000
                    ? "\(cpu.lowerBound.millicores) to \(cpu.upperBound.millicores) mCPU"
                    : "\(cpu.lowerBound.millicores) mCPU or more"
            ),
            (
                "memory",
                memory.upperBound < .gibibytes(1_000_000)
                    ? "\(memory.lowerBound) to \(memory.upperBound)" : "\(memory.lowerBound) or more"
            ),
            ("instances at most", "\(maximumInstances)"),
            ("length of a name", "\(nameLength.lowerBound) to \(nameLength.upperBound)"),
            ("documented limit of requests", requestLimit?.description ?? "none"),
        ]
    }
}
