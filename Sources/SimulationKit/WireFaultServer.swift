public import CloudContainers
import Dispatch

/// An HTTP server on the loopback interface that goes wrong on the wire, for tests of transports.
///
/// It cuts, drips, holds and garbles its answers as its ``WireFaultBehaviour`` says, and records what it saw. Nothing in it
/// depends on time but a drip: what a server holds, it holds until ``release()``, so that a test asserts facts.
///
/// ```swift
/// try await withWireFaultServer(.redirecting(302, to: "https://elsewhere.example")) { server in
///     // … requests to server.address
/// }
/// ```
public actor WireFaultServer {
    /// Where it listens.
    public nonisolated let address: HTTPBaseURL
    private let commands: Int32
    private var seenRequests: [WireFaultRequest] = []
    private var seenTargets: Set<String> = []
    private var seenConnections = 0
    private var askedCatchUps = 0
    private var doneCatchUps = 0
    private var watchers:
        [(isDone: @Sendable (isolated WireFaultServer) -> Bool, waker: AsyncStream<Never>.Continuation)] = []

    init(address: HTTPBaseURL, commands: Int32) {
        self.address = address
        self.commands = commands
    }

    /// The requests that had arrived when this was called, in their order.
    public func requests() async -> [WireFaultRequest] {
        await catchUp()
        return seenRequests
    }

    /// How many connections had been made when this was called.
    public func connectionCount() async -> Int {
        await catchUp()
        return seenConnections
    }

    /// Returns as soon as so many requests have come, or when the task is cancelled.
    public func untilRequests(_ count: Int) async { await until { $0.seenRequests.count >= count } }

    /// Returns as soon as a request to a path has come, or when the task is cancelled.
    package func untilRequest(to path: String) async {
        await until { $0.seenTargets.contains(path) }
    }

    /// Lets every answer go on that is held now.
    public func release() { WireFaultSocket.signal(commands, WireFaultCommand.release.rawValue) }

    func stop() { WireFaultSocket.signal(commands, WireFaultCommand.stop.rawValue) }

    func record(_ events: AsyncStream<WireFaultEvent>) async {
        for await event in events {
            switch event {
            case .connected: seenConnections += 1
            case .request(let request):
                seenRequests.append(request)
                seenTargets.insert(request.target)
            case .caughtUp: doneCatchUps += 1
            }
            for watcher in watchers where watcher.isDone(self) { watcher.waker.finish() }
            watchers.removeAll { $0.isDone(self) }
        }
    }

    private func catchUp() async {
        askedCatchUps += 1
        let number = askedCatchUps
        WireFaultSocket.signal(commands, WireFaultCommand.catchUp.rawValue)
        await until { $0.doneCatchUps >= number }
    }

    private func until(_ isDone: @escaping @Sendable (isolated WireFaultServer) -> Bool) async {
        if isDone(self) { return }
        let (stream, waker) = AsyncStream<Never>.makeStream()
        watchers.append((isDone, waker))
        for await _ in stream {}
    }
}

/// Runs something with a server that goes wrong, and ends the server with all its connections.
public func withWireFaultServer<Result>(
    _ behaviour: WireFaultBehaviour,
    _ body: (WireFaultServer) async throws -> Result
) async throws -> Result {
    let (listener, port) = try WireFaultSocket.bound()
    try WireFaultSocket.listen(on: listener)
    let (reading, writing) = try WireFaultSocket.pipe()
    let server = WireFaultServer(address: try HTTPBaseURL(parsing: "http://127.0.0.1:\(port)"), commands: writing)
    let (events, continuation) = AsyncStream<WireFaultEvent>.makeStream()
    // A thread of its own: it waits in the system, which a task of the pool must not.
    DispatchQueue(label: "wire-fault-server").async {
        var loop = WireFaultLoop(listener: listener, commands: reading, behaviour: behaviour, events: continuation)
        loop.run()
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await server.record(events) }
        do {
            let result = try await body(server)
            await server.stop()
            try await group.waitForAll()
            WireFaultSocket.closeInOrder(writing)
            return result
        } catch {
            await server.stop()
            try await group.waitForAll()
            WireFaultSocket.closeInOrder(writing)
            throw error
        }
    }
}

/// Runs something with the address of a port that refuses every connection, and that nobody else can take meanwhile.
public func withRefusingPort<Result>(_ body: (HTTPBaseURL) async throws -> Result) async throws -> Result {
    // Bound, so that it is taken, and without `listen`, so that it refuses.
    let (descriptor, port) = try WireFaultSocket.bound()
    defer { WireFaultSocket.closeInOrder(descriptor) }
    return try await body(try HTTPBaseURL(parsing: "http://127.0.0.1:\(port)"))
}

/// Runs something with the address of a port at which no connection comes about, and none is refused.
///
/// The system keeps few connections that nobody has accepted, and here nobody does: once there are that many, it leaves further
/// ones unanswered (on Linux).
public func withSilentPort<Result>(_ body: (HTTPBaseURL) async throws -> Result) async throws -> Result {
    let (listener, port) = try WireFaultSocket.bound()
    defer { WireFaultSocket.closeInOrder(listener) }
    try WireFaultSocket.listen(on: listener, keeping: 0)
    var waiting: [Int32] = []
    defer { for descriptor in waiting { WireFaultSocket.closeInOrder(descriptor) } }
    // More than any system keeps of a queue without length.
    for _ in 0..<8 { waiting.append(try WireFaultSocket.connecting(to: port)) }
    return try await body(try HTTPBaseURL(parsing: "http://127.0.0.1:\(port)"))
}
