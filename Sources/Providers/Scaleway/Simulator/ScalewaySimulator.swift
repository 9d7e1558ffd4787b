public import CloudContainers
public import SimulationKit

/// Scaleway Serverless Containers without Scaleway: version 1 of the API, version 1beta1 over the same state, and what official
/// tools use beside it, which is the container registry, and Cockpit with its logs.
///
/// It is a transport, so that a client of the real API talks to it unchanged. It keeps namespaces, containers, domains and
/// triggers, checks requests as the API is known to check them, and lets time pass only as its `TimeSource` says: nothing runs
/// in between, each request first brings everything up to its instant. What is so outside of the API, such as which images
/// exist, it asks its `DeclaredWorld`.
///
/// The same seed, the same times and the same requests give the same answers, byte by byte.
public actor ScalewaySimulator: HTTPTransport {
    /// What the account is like.
    public nonisolated let configuration: Configuration
    /// What is so outside of the API.
    public private(set) var world: DeclaredWorld
    /// The requests that were answered, in order; the latest 50,000 at least.
    public var history: [HandledRequest] { past.requests }
    /// How many requests were answered.
    public var handledCount: Int { past.count }
    private var past = RequestHistory()

    private let time: any TimeSource
    /// What a loaded state is ahead of the clocks.
    var lead = (elapsed: Duration.zero, wall: Duration.zero)
    var latest = Moment(elapsed: .zero, wall: Timestamp(seconds: 0))
    var requestCount = 0
    var requestIDs: Chance
    var chance: Chance
    var hasher: SecretHasher
    var surroundings = DeclaredSurroundings()
    var namespaces: [String: StoredNamespace] = [:]
    var containers: [String: StoredContainer] = [:]
    var domains: [String: StoredDomain] = [:]
    var triggers: [String: StoredTrigger] = [:]
    var legacyTokens: [String: StoredLegacyToken] = [:]
    var cockpitTokens: [String: StoredCockpitToken] = [:]
    var registryNamespaces: [String: StoredRegistryNamespace] = [:]
    var registryImages: [String: StoredRegistryImage] = [:]
    var registryTags: [String: StoredRegistryTag] = [:]
    var jobDefinitions: [String: StoredJobDefinition] = [:]
    var jobTriggers: [String: StoredJobTrigger] = [:]
    var jobSecrets: [String: StoredJobSecret] = [:]
    var jobRuns: [String: StoredJobRun] = [:]
    /// The runs that something becomes of.
    var liveJobRuns: Set<String> = []
    /// How many runs there ever were.
    var jobRunCount = 0
    var managedSecrets: [String: StoredManagedSecret] = [:]

    /// Makes an account without any namespace.
    ///
    /// - Parameters:
    ///   - configuration: What the account is like.
    ///   - world: What is so outside of the API; without it every image exists and works.
    ///   - time: The time that decides what is ready.
    ///   - seed: What chooses identifiers, salts and times.
    public init(
        configuration: Configuration = Configuration(),
        world: DeclaredWorld = DeclaredWorld(),
        time: any TimeSource = VirtualTime(),
        seed: UInt64 = 1
    ) {
        self.configuration = configuration
        self.world = world
        self.time = time
        chance = Chance(seed: seed)
        // Reading must not change what later writing chooses.
        requestIDs = Chance(seed: ~seed)
        // Nor must what a secret is.
        hasher = SecretHasher(cost: configuration.hashCost, chance: Chance(seed: seed ^ 0x5A17))
    }

    /// Changes what is so outside of the API, for what begins from now on.
    public func declare(_ world: DeclaredWorld) { self.world = world }

    /// Lets a host name lead to another one, or nowhere; the rest of the world stays as it is.
    public func declare(_ host: String, leadsTo target: String?) { world.aliases[host] = target }

    /// Whether a secret variable of a namespace or a container has a value, which no answer tells.
    public func holdsSecret(_ value: String, named name: String, of id: String) -> Bool {
        (containers[id]?.settings.variables ?? namespaces[id]?.variables)?.secrets[name]?.isValue(value) ?? false
    }

    /// Answers a request.
    ///
    /// - Throws: `CancellationError` when the task was cancelled; the request then did nothing.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let moment = await now()
        try Task.checkCancellation()
        return answer(request, at: moment)
    }

    /// The instant by the clocks, which a loaded state may be ahead of.
    func now() async -> Moment {
        let elapsed = await time.now()
        let wall = await time.wallClock()
        return Moment(elapsed: elapsed + lead.elapsed, wall: wall.advanced(by: lead.wall))
    }

    /// Forgets the requests so far, which a loaded state knows nothing of.
    func forgetHistory() { past = RequestHistory() }

    private func answer(_ request: HTTPRequest, at moment: Moment) -> HTTPResponse {
        // Requests that came at the same time may have asked for the time in another order.
        var moment = moment.elapsed < latest.elapsed ? latest : moment
        latest = moment
        requestCount += 1
        let number = requestCount
        moment.tick = number
        settle(at: moment)
        var response: HTTPResponse
        do throws(ScalewayErrorAnswer) {
            response = try perform(SimulatedRequest(request), host: request.baseURL.host, at: moment)
        } catch {
            response = error.response
        }
        response.headers["Date"] = HTTPDate(moment.wall).description
        response.headers["X-Request-Id"] = requestIDs.uuid()
        past.add(HandledRequest(number: number, time: moment.elapsed, request: request, status: response.status))
        return response
    }

    /// Lets everything happen that is due.
    func settle(at moment: Moment) {
        checkDueDomains(at: moment)
        Self.settle(&namespaces, at: moment)
        Self.settle(&containers, at: moment)
        Self.settle(&domains, at: moment)
        Self.settle(&triggers, at: moment)
        Self.settle(&legacyTokens, at: moment)
        Self.settle(&registryNamespaces, at: moment)
        removeOrphans()
        startScheduledJobs(at: moment)
    }

    /// Removes what hangs on nothing any more.
    private func removeOrphans() {
        registryImages = registryImages.filter { registryNamespaces[$0.value.namespaceID] != nil }
        registryTags = registryTags.filter { registryImages[$0.value.imageID] != nil }
        legacyTokens = legacyTokens.filter { token in
            token.value.container.map { containers[$0] != nil } ?? token.value.namespace.map { namespaces[$0] != nil }
                ?? false
        }
    }

    private static func settle<Resource: StoredResource>(_ resources: inout [String: Resource], at moment: Moment) {
        for (id, resource) in resources {
            guard let passage = resource.lifecycle.passage, passage.due <= moment.elapsed else { continue }
            if case .gone = passage.end {
                resources[id] = nil
            } else {
                resources[id]?.lifecycle.finish()
                resources[id]?.noteEnd(at: moment.wholeSecond(of: passage.due))
            }
        }
    }
}
