import CloudContainers
import Foundation
import QoverySimulator
import SimulationKit

/// Sends requests to a simulator as a client of the API does, and keeps its clock.
struct QoverySimulatorClient {
    /// An answer with its body as JSON.
    struct Reply {
        var status: Int
        var headers: HTTPHeaders
        var body: JSONValue

        subscript(name: String) -> JSONValue? { body[name] }
        var id: String { body["id"]?.string ?? "" }
        var results: [JSONValue] { body["results"]?.array ?? [] }
        var detail: String { body["detail"]?.string ?? "" }
    }

    let configuration: QoverySimulator.Configuration
    let time: VirtualTime
    let simulator: QoverySimulator
    private let base: HTTPBaseURL

    init(
        _ configuration: QoverySimulator.Configuration = .init(),
        world: DeclaredWorld = DeclaredWorld(),
        seed: UInt64 = 1
    ) throws {
        self.configuration = configuration
        time = VirtualTime(.manual)
        simulator = QoverySimulator(configuration: configuration, world: world, time: time, seed: seed)
        base = try HTTPBaseURL(parsing: "https://api.qovery.com")
    }

    /// A client of a simulator that goes on from a saved state, at a time of its own.
    init(loading state: JSONDocument, _ configuration: QoverySimulator.Configuration, time: VirtualTime) throws {
        self.configuration = configuration
        self.time = time
        simulator = try QoverySimulator(loading: state, configuration: configuration, time: time)
        base = try HTTPBaseURL(parsing: "https://api.qovery.com")
    }

    @discardableResult func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: HTTPHeaders? = nil
    ) async throws -> Reply {
        var head = headers ?? ["Authorization": "Token \(configuration.token)"]
        if headers == nil, body != nil { head["Content-Type"] = "application/json" }
        let request = HTTPRequest(
            method,
            path,
            of: base,
            headers: head,
            body: body.map { HTTPBody(Array($0.text(.compact).utf8)) },
            kind: method == .get ? .read : .idempotentWrite,
            operation: "test"
        )
        let response = try await simulator.send(request)
        // A literal `nil` would be the value `null`.
        let answer: JSONValue? = response.body.isEmpty ? Optional.none : try JSONDocument(parsing: response.body).root
        if headers == nil { await AnswerDump.shared.add(method, path, body, response.status, answer) }
        return Reply(status: response.status, headers: response.headers, body: answer ?? .null)
    }

    /// Sends bytes as they are.
    @discardableResult func send(
        _ method: HTTPMethod,
        _ path: String,
        bytes: [UInt8]?,
        headers: HTTPHeaders
    ) async throws -> Reply {
        let request = HTTPRequest(
            method,
            path,
            of: base,
            headers: headers,
            body: bytes.map { HTTPBody($0) },
            kind: .idempotentWrite,
            operation: "test"
        )
        let response = try await simulator.send(request)
        let answer: JSONValue? = response.body.isEmpty ? Optional.none : try JSONDocument(parsing: response.body).root
        let sent = bytes.flatMap { $0.isEmpty ? nil : $0 }
        let body = sent.flatMap { try? JSONDocument(parsing: $0).root }
        let text = body?.isNull ?? true ? sent.map { String(decoding: $0, as: UTF8.self) } : nil
        await AnswerDump.hostile.add(method, path, body, text: text, response.status, answer)
        return Reply(status: response.status, headers: response.headers, body: answer ?? .null)
    }

    @discardableResult func get(_ path: String) async throws -> Reply { try await send(.get, path) }
    @discardableResult func post(_ path: String, _ body: JSONValue? = nil) async throws -> Reply {
        try await send(.post, path, body)
    }
    @discardableResult func put(_ path: String, _ body: JSONValue) async throws -> Reply {
        try await send(.put, path, body)
    }
    @discardableResult func delete(_ path: String) async throws -> Reply { try await send(.delete, path) }

    func pass(_ seconds: Int) async { await time.advance(by: .seconds(seconds)) }

    // MARK: Things to work with

    var organization: String { "/organization/\(configuration.organization.id)" }
    var project: String { "/project/\(configuration.project.id)" }

    /// Makes an environment and gives its id.
    func makeEnvironment(_ name: String = "shop") async throws -> String {
        let body: JSONValue = ["name": .string(name), "cluster": .string(configuration.cluster.id), "mode": "STAGING"]
        return try await post("\(project)/environment", body).id
    }

    /// The body of a container with one public port, and with other members where they are given.
    func body(_ members: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "name": "web", "registry_id": .string(configuration.registries[0].id), "image_name": "nginx",
            "tag": "1.27", "healthchecks": [:],
            "ports": [["internal_port": 8080, "publicly_accessible": true, "protocol": "HTTP"]],
        ]
        for member in members {
            if member.value.isNull { body.remove(member.name) } else { body.set(member.name, member.value) }
        }
        return .object(body)
    }

    /// Makes a container and gives its id.
    func makeContainer(in environment: String, _ members: JSONObject = [:]) async throws -> String {
        try await post("/environment/\(environment)/container", body(members)).id
    }

    func state(of container: String) async throws -> String {
        try await get("/container/\(container)/status")["state"]?.string ?? ""
    }

    /// Deploys a container and waits until nothing is under way.
    func deploy(_ container: String) async throws {
        try await post("/container/\(container)/deploy", ["image_tag": "1.27"])
        await pass(100)
    }
}

/// Writes requests with their answers to the file that an environment variable names, one JSON object a line, for the
/// check against the API's document.
actor AnswerDump {
    /// Requests of the adapter.
    static let adapter = AnswerDump(to: "QOVERY_REQUEST_DUMP")
    /// Requests as a client sends them.
    static let shared = AnswerDump(to: "QOVERY_SIMULATOR_DUMP")
    /// Requests of which most are wrong in some way.
    static let hostile = AnswerDump(to: "QOVERY_HOSTILE_DUMP")

    private let path: String?

    private init(to variable: String) { path = ProcessInfo.processInfo.environment[variable] }

    /// Writes a request, with its text where it is no JSON.
    func add(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue?,
        text: String? = nil,
        _ status: Int,
        _ answer: JSONValue?
    ) {
        guard let file = self.path.flatMap({ fopen($0, "a") }) else { return }
        let line: JSONValue = [
            "method": .string(method.rawValue), "path": .string(path), "request": body ?? .null,
            "text": text.map { .string($0) } ?? .null, "status": .number(status), "answer": answer ?? .null,
        ]
        fputs(line.text(.compact) + "\n", file)
        fclose(file)
    }
}
