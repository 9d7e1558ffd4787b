import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// An account of the simulator with a clock that stands until a test moves it.
struct SimulatedScaleway {
    /// What the simulator answered.
    struct Answer: CustomStringConvertible {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
        var json: JSONValue

        var id: String { self["id"].string ?? "" }
        var state: String? { self["status"].string }
        /// The names of the arguments that were refused.
        var refused: [String] { self["details"].array?.compactMap { $0["argument_name"]?.string } ?? [] }
        var description: String { "\(status) \(String(decoding: body, as: UTF8.self))" }

        subscript(name: String) -> JSONValue { json[name] ?? .null }
    }

    let time: VirtualTime
    let simulator: ScalewaySimulator

    init(
        configuration: ScalewaySimulator.Configuration = .init(),
        world: DeclaredWorld = DeclaredWorld(),
        startingAt start: Timestamp = Timestamp(seconds: 1_767_225_600),
        seed: UInt64 = 1
    ) {
        time = VirtualTime(.manual, startingAt: start)
        simulator = ScalewaySimulator(configuration: configuration, world: world, time: time, seed: seed)
    }

    /// Takes over a state, with a clock that begins anew.
    init(state: JSONDocument, configuration: ScalewaySimulator.Configuration = .init()) async throws {
        time = VirtualTime(.manual)
        simulator = try await ScalewaySimulator(loading: state, configuration: configuration, time: time)
    }

    var project: JSONValue { .string(simulator.configuration.projectID) }

    /// Sends a request; a path without a slash at its beginning is below the region.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil,
        to base: String = "https://api.scaleway.com",
        token: String? = ScalewaySimulator.Configuration.sampleSecretKey,
        key: String? = nil
    ) async throws -> Answer {
        let bytes = body.map { Array($0.text(.compact).utf8) }
        return try await send(method, path, bytes: bytes, to: base, token: token, key: key)
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        bytes: [UInt8]?,
        to base: String = "https://api.scaleway.com",
        token: String? = ScalewaySimulator.Configuration.sampleSecretKey,
        key: String? = nil
    ) async throws -> Answer {
        var headers = HTTPHeaders()
        headers["X-Auth-Token"] = token
        headers["X-Token"] = key
        let request = HTTPRequest(
            method,
            path.hasPrefix("/") ? path : "/containers/v1/regions/fr-par/\(path)",
            of: try HTTPBaseURL(parsing: base),
            headers: headers,
            // The history keeps the second form.
            body: bytes.map { HTTPBody($0, redacted: Array("(a body)".utf8)) },
            kind: method == .get ? .read : .creation,
            operation: "test"
        )
        let response = try await simulator.send(request)
        let json = response.isJSON && !response.body.isEmpty ? try JSONDocument(parsing: response.body).root : .null
        return Answer(status: response.status, headers: response.headers, body: response.body, json: json)
    }

    /// Makes a namespace and lets it become ready.
    func readyNamespace(_ name: String = "shop", _ more: JSONValue = [:]) async throws -> String {
        let answer = try await send(.post, "namespaces", merged(["project_id": project, "name": .string(name)], more))
        try #require(answer.status == 200, "\(answer)")
        await time.advance(by: .seconds(20))
        return answer.id
    }

    /// Asks for a container with an image and whatever else is given.
    func createContainer(
        _ name: String = "web",
        in namespace: String,
        _ more: JSONValue = [:]
    ) async throws -> Answer {
        let body: JSONValue = ["namespace_id": .string(namespace), "name": .string(name), "image": "nginx:1.29"]
        return try await send(.post, "containers", merged(body, more))
    }

    /// Makes a container in a namespace of its own and lets it become ready.
    func readyContainer(_ name: String = "web", in namespace: String? = nil, _ more: JSONValue = [:]) async throws
        -> String
    {
        var owner = namespace ?? ""
        if namespace == nil { owner = try await readyNamespace() }
        let answer = try await createContainer(name, in: owner, more)
        try #require(answer.status == 200, "\(answer)")
        await time.advance(by: .seconds(50))
        let state = try await send(.get, "containers/\(answer.id)").state
        try #require(state == "ready")
        return answer.id
    }

    private func merged(_ body: JSONValue, _ more: JSONValue) -> JSONValue {
        var object = body.object ?? JSONObject()
        for member in more.object ?? JSONObject() { object.set(member.name, member.value) }
        return .object(object)
    }
}
