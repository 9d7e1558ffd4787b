public import CloudContainers
public import SimulationKit

/// The container and job part of the Qovery API as a state machine in memory, behind the transport that a client uses.
///
/// It checks what the API is known to check, answers its status codes and bodies, and lets deployments take their time on an
/// injected clock. Nothing runs in the background: what has happened since the last request is worked out when the next one
/// comes. The same seed and the same requests at the same times give the same answers.
public actor QoverySimulator: HTTPTransport {
    /// What the account is like.
    public nonisolated let configuration: Configuration
    private let time: any TimeSource
    /// What is so outside of the API.
    public private(set) var world: DeclaredWorld
    /// The requests so far, with the status of their answers; the latest 50,000 at least.
    public var history: [HandledRequest] { past.requests }
    /// How many requests there were.
    public var handledCount: Int { past.count }
    private var past = RequestHistory()

    var store: Store
    /// Chance for what an answer shows, which leaves no trace.
    var display: Chance
    var requestIDs: Chance
    /// The hour in which requests are counted.
    var window: (start: Duration, count: Int)?
    /// How many requests were answered before the state was saved that this simulator goes on from.
    let earlierRequests: Int
    private var clock = ResumedClock()
    /// The built-in variables of the environment that was asked about last.
    var builtInTexts: BuiltInTexts?

    /// Makes an organization with a project, a cluster and registries, and nothing deployed in it.
    ///
    /// - Parameters:
    ///   - configuration: What is there at first, and how the API behaves where that may differ.
    ///   - world: Which images exist, how they behave, and where host names lead.
    ///   - time: The clock that deployments run on; the simulator reads it and never waits.
    ///   - seed: What ids, durations and the order of ports are drawn from.
    public init(
        configuration: Configuration = Configuration(),
        world: DeclaredWorld = DeclaredWorld(),
        time: any TimeSource = VirtualTime(),
        seed: UInt64 = 1
    ) {
        self.configuration = configuration
        self.world = world
        self.time = time
        store = Store(configuration, seed: seed)
        display = Chance(seed: seed ^ 0xD15B_1A50)
        requestIDs = Chance(seed: seed ^ 0x4E9_0E57)
        earlierRequests = 0
    }

    /// Goes on from a state that ``save()`` gave: the same requests get the same answers as there.
    ///
    /// What has passed by the wall clock since the state was saved has passed here too, so that a deployment that was
    /// under way may be over. Where the wall clock is behind the saved one, time goes on from where it was.
    ///
    /// - Parameters:
    ///   - document: The state.
    ///   - configuration: What it was when the state was saved; a state does not hold it, since it has the tokens.
    ///   - world: Which images exist, how they behave, and where host names lead; `nil` for the saved world.
    ///   - time: The clock that deployments run on; the simulator reads it and never waits.
    /// - Throws: An error with the code `invalidInput` that says what about the document is not known, or that the state is
    ///   of another organization or cluster than the configuration.
    public init(
        loading document: JSONDocument,
        configuration: Configuration = Configuration(),
        world: DeclaredWorld? = nil,
        time: any TimeSource = VirtualTime()
    ) throws(ContainerServiceError) {
        let state = try SimulatorState(document, of: Self.stateName)
        var content = try StateReader(.object(state.content), at: FieldPath("content"))
        try Self.check(&content, against: configuration)
        self.configuration = configuration
        self.world = world ?? state.world ?? DeclaredWorld()
        self.time = time
        store = try Store(&content, state)
        window = try Self.window(&content)
        try content.finish()
        display = try state.chance("display")
        requestIDs = try state.chance("request_ids")
        guard (0...1 << 50).contains(state.requestCount) else {
            throw StateReader.refusal("the number is out of bounds", at: FieldPath("requests"))
        }
        earlierRequests = state.requestCount
        // A simulator that was never asked has no time to go on from.
        if state.requestCount > 0 { clock = ResumedClock(now: state.elapsed, wall: state.wall) }
    }

    /// Changes what is so outside of the API, such as where a host name leads.
    public func declare(_ world: DeclaredWorld) { self.world = world }

    /// Lets a host name lead to another one, or nowhere; the rest of the world stays as it is.
    public func declare(_ host: String, leadsTo target: String?) { world.aliases[host] = target }

    /// Answers a request as the API does.
    ///
    /// - Throws: `CancellationError` when the task is cancelled; every refusal of the API is an answer.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let now = await time.now()
        let wall = await time.wallClock()
        return answer(request, now: now, wall: wall)
    }

    /// Takes the time, and lets everything happen that it has brought.
    func catchUp() async {
        let now = await time.now()
        let wall = await time.wallClock()
        catchUp(now: now, wall: wall)
    }

    private func catchUp(now: Duration, wall: Timestamp) {
        let (now, wall) = clock.read(now: now, wall: wall)
        store.now = max(store.now, now)
        store.wall = wall
        settle()
    }

    /// Works out the answer without any pause, so that no other request comes between.
    private func answer(_ request: HTTPRequest, now: Duration, wall: Timestamp) -> HTTPResponse {
        catchUp(now: now, wall: wall)
        // A refused request leaves everything as it was.
        let before = store
        var answer: Answer
        do throws(Refusal) {
            try authenticate(request)
            try count()
            answer = try handle(Call(request))
        } catch {
            store = before
            answer = error.answer
        }
        past.add(
            HandledRequest(
                number: past.count + 1,
                time: store.now,
                request: request,
                status: answer.status
            )
        )
        return response(to: answer)
    }

    private func response(to answer: Answer) -> HTTPResponse {
        var headers: HTTPHeaders = [
            "Date": HTTPDate(store.wall).description, "X-Request-Id": requestIDs.uuid(),
        ]
        if let limit = configuration.requestsPerHour, let window {
            let reset = store.wall.advanced(by: window.start + .seconds(3600) - store.now)
            headers.append("X-RateLimit-Limit", "\(limit)")
            headers.append("X-RateLimit-Remaining", "\(max(limit - window.count, 0))")
            headers.append("X-RateLimit-Reset", "\(reset.seconds)")
        }
        if let methods = answer.allowedMethods { headers.append("Allow", methods) }
        if let text = answer.text {
            headers["Content-Type"] = "application/json"
            return HTTPResponse(status: answer.status, headers: headers, body: text)
        }
        guard let body = answer.body else { return HTTPResponse(status: answer.status, headers: headers) }
        return HTTPResponse(answer.status, json: body, headers: headers)
    }

    private func authenticate(_ request: HTTPRequest) throws(Refusal) {
        let given = request.headers.fields.filter { $0.name.lowercased() == "authorization" }.map(\.value)
        if let reader = configuration.readersToken, given == ["Token \(reader)"] {
            guard request.method == .get else { throw Refusal(403, "Access is denied") }
            return
        }
        let known = ["Token \(configuration.token)", "Bearer \(configuration.userToken)"]
        guard given.count == 1, known.contains(given[0]) else {
            throw Refusal(401, "Full authentication is required to access this resource")
        }
    }

    /// Counts a request against the limit of the hour.
    private func count() throws(Refusal) {
        guard let limit = configuration.requestsPerHour else { return }
        var current = window ?? (start: store.now, count: 0)
        if store.now >= current.start + .seconds(3600) { current = (start: store.now, count: 0) }
        current.count += 1
        window = current
        if current.count > limit { throw Refusal(429, "Too many requests: \(limit) an hour are allowed") }
    }

    private func handle(_ call: Call) throws(Refusal) -> Answer {
        if let answer = try organizations(call) { return answer }
        if let answer = try groups(call) { return answer }
        if let answer = try clusters(call) { return answer }
        if let answer = try registries(call) { return answer }
        if let answer = try environments(call) { return answer }
        if let answer = try containers(call) { return answer }
        if let answer = try jobs(call) { return answer }
        if let answer = try clones(call) { return answer }
        if let answer = try containerSettings(call) { return answer }
        if let answer = try containerDeployments(call) { return answer }
        if let answer = try jobDeployments(call) { return answer }
        if let answer = try environmentDeployments(call) { return answer }
        if let answer = try automaticDeployments(call) { return answer }
        if let answer = try stages(call) { return answer }
        if let answer = try statuses(call) { return answer }
        if let answer = try deploymentRecords(call) { return answer }
        if let answer = try olderRecords(call) { return answer }
        if let answer = try logs(call) { return answer }
        if let answer = try domains(call) { return answer }
        if let answer = try variables(call) { return answer }
        if let answer = try scopedVariables(call) { return answer }
        if let answer = try scopedSecrets(call) { return answer }
        throw Refusal(404, "No endpoint \(call.route)")
    }
}
