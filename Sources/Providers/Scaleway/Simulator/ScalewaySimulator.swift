public import CloudContainers
public import SimulationKit

/// Scaleway Serverless Containers, version 1 of the API, without Scaleway.
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
    /// Every request that was answered, in order.
    public private(set) var history: [HandledRequest] = []

    private let time: any TimeSource
    private var latest = Moment(elapsed: .zero, wall: Timestamp(seconds: 0))
    private var requestIDs: Chance
    var chance: Chance
    var namespaces: [String: StoredNamespace] = [:]
    var containers: [String: StoredContainer] = [:]
    var domains: [String: StoredDomain] = [:]
    var triggers: [String: StoredTrigger] = [:]

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
    }

    /// Changes what is so outside of the API, for what begins from now on.
    public func declare(_ world: DeclaredWorld) { self.world = world }

    /// Whether a secret variable of a namespace or a container has a value, which no answer tells.
    public func holdsSecret(_ value: String, named name: String, of id: String) -> Bool {
        (containers[id]?.settings.variables ?? namespaces[id]?.variables)?.secrets[name]?.isValue(value) ?? false
    }

    /// Answers a request.
    ///
    /// - Throws: `CancellationError` when the task was cancelled; the request then did nothing.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let elapsed = await time.now()
        let wall = await time.wallClock()
        try Task.checkCancellation()
        return answer(request, at: Moment(elapsed: elapsed, wall: wall))
    }

    private func answer(_ request: HTTPRequest, at moment: Moment) -> HTTPResponse {
        // Requests that came at the same time may have asked for the time in another order.
        var moment = moment.elapsed < latest.elapsed ? latest : moment
        latest = moment
        let number = history.count + 1
        moment.tick = number
        settle(at: moment)
        var response: HTTPResponse
        do throws(ScalewayErrorAnswer) {
            response = HTTPResponse(200, json: try perform(SimulatedRequest(request), at: moment))
        } catch {
            response = error.response
        }
        response.headers["Date"] = HTTPDate(moment.wall).description
        response.headers["X-Request-Id"] = requestIDs.uuid()
        history.append(HandledRequest(number: number, time: moment.elapsed, request: request, status: response.status))
        return response
    }

    /// Lets everything happen that is due.
    private func settle(at moment: Moment) {
        checkDueDomains(at: moment)
        Self.settle(&namespaces, at: moment)
        Self.settle(&containers, at: moment)
        Self.settle(&domains, at: moment)
        Self.settle(&triggers, at: moment)
    }

    private static func settle<Resource: StoredResource>(_ resources: inout [String: Resource], at moment: Moment) {
        for (id, resource) in resources {
            guard let passage = resource.lifecycle.passage, passage.due <= moment.elapsed else { continue }
            if case .gone = passage.end {
                resources[id] = nil
            } else {
                resources[id]?.lifecycle.finish()
                if Resource.stampsCompletion { resources[id]?.updatedAt = moment.wholeSecond(of: passage.due) }
            }
        }
    }
}
