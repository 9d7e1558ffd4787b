import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// The bounds of every argument, at their edges.
@Suite("Scaleway simulator: bounds") struct ScalewaySimulatorBoundsTests {
    struct Bound: Sendable, CustomTestStringConvertible {
        var body: JSONValue
        /// The argument that is refused; `nil` where the body is taken.
        var refused: String?
        var testDescription: String { "\(body.text(.compact).prefix(100)) \(refused ?? "taken")" }

        static func taken(_ body: JSONValue) -> Bound { Bound(body: body, refused: nil) }
        static func refused(_ name: String, _ body: JSONValue) -> Bound { Bound(body: body, refused: name) }
    }

    private static let half = JSONNumber("1.5").map { JSONValue.number($0) } ?? .null

    private static func memory(_ mvcpu: Int, _ bytes: Int) -> JSONValue {
        ["mvcpu_limit": .number(mvcpu), "memory_limit_bytes": .number(bytes)]
    }

    private static func probe(_ threshold: Int, _ interval: String, _ timeout: String, _ check: JSONValue) -> JSONValue
    {
        var object = check.object ?? JSONObject()
        object.set("failure_threshold", .number(threshold))
        object.set("interval", .string(interval))
        object.set("timeout", .string(timeout))
        return ["startup_probe": .object(object)]
    }

    private static func variables(_ count: Int, secret: Bool = false) -> JSONValue {
        let members = (0..<count).map { JSONObject.Member(name: "V\($0)", value: "x") }
        let name = secret ? "secret_environment_variables" : "environment_variables"
        return .object(JSONObject([JSONObject.Member(name: name, value: .object(JSONObject(members)))]))
    }

    private static func text(_ count: Int) -> JSONValue { .string(String(repeating: "a", count: count)) }

    static let containers: [Bound] = [
        .taken(["name": "ab"]), .taken(["name": text(34)]), .taken(["name": "a-0"]),
        .refused("name", ["name": "a"]), .refused("name", ["name": text(35)]), .refused("name", ["name": "a-"]),
        .refused("name", ["name": "Ab"]), .refused("name", ["name": "a_b"]), .refused("name", ["name": ""]),
        .refused("name", ["name": nil]), .refused("name", ["name": 7]),
        .refused("image", ["image": nil]), .refused("image", ["image": ""]), .refused("image", ["image": text(256)]),
        .refused("image", ["image": "no image"]),
        .refused("namespace_id", ["namespace_id": "shop"]),
        .taken(["description": text(255)]), .refused("description", ["description": text(256)]),
        .taken(["min_scale": 10, "max_scale": 10]), .refused("min_scale", ["min_scale": 11]),
        .refused("min_scale", ["min_scale": -1]), .refused("min_scale", ["min_scale": 6]),
        .taken(["max_scale": 50]), .refused("max_scale", ["max_scale": 51]), .refused("max_scale", ["max_scale": 0]),
        .refused("max_scale", ["max_scale": "5"]), .refused("max_scale", ["max_scale": half]),
        .taken(memory(70, 128_000_000)), .taken(memory(70, 280_000_000)),
        .refused("memory_limit_bytes", memory(70, 280_000_001)),
        .refused("memory_limit_bytes", memory(70, 127_999_999)),
        .taken(memory(1000, 1_000_000_000)), .taken(memory(1000, 4_000_000_000)),
        .refused("memory_limit_bytes", memory(1000, 999_999_999)),
        .refused("memory_limit_bytes", memory(1000, 4_000_000_001)),
        .taken(memory(6000, 12_288_000_000)), .refused("memory_limit_bytes", memory(6000, 12_288_000_001)),
        .refused("memory_limit_bytes", memory(6000, 5_999_999_999)),
        .refused("mvcpu_limit", memory(69, 128_000_000)), .refused("mvcpu_limit", memory(6001, 12_000_000_000)),
        .taken(["local_storage_limit_bytes": 24_456_000_000]),
        .refused("local_storage_limit_bytes", ["local_storage_limit_bytes": 24_456_000_001]),
        .refused("local_storage_limit_bytes", ["local_storage_limit_bytes": 999_999_999]),
        .taken(["timeout": "10s"]), .taken(["timeout": "3600.000000000s"]), .refused("timeout", ["timeout": "9.9s"]),
        .refused("timeout", ["timeout": "3601s"]), .refused("timeout", ["timeout": "1m"]),
        .refused("timeout", ["timeout": 300]),
        .taken(["privacy": "private"]), .taken(["privacy": "unknown_privacy"]),
        .refused("privacy", ["privacy": "open"]),
        .taken(["protocol": "h2c"]), .refused("protocol", ["protocol": "http2"]),
        .taken(["sandbox": "v1"]), .refused("sandbox", ["sandbox": "v3"]),
        .taken(["port": 1]), .taken(["port": 65_535]), .refused("port", ["port": 65_536]),
        .refused("port", ["port": 0]), .refused("port", ["port": 8008]), .refused("port", ["port": 8012]),
        .refused("port", ["port": 8013]), .refused("port", ["port": 8022]), .refused("port", ["port": 9090]),
        .refused("port", ["port": 9091]),
        .taken(["https_connections_only": true]), .refused("https_connections_only", ["https_connections_only": 1]),
        .taken(["scaling_option": ["concurrent_requests_threshold": 80]]),
        .refused(
            "scaling_option.concurrent_requests_threshold",
            ["scaling_option": ["concurrent_requests_threshold": 81]]
        ),
        .taken(["scaling_option": ["cpu_usage_threshold": 100, "memory_usage_threshold": nil], "min_scale": 1]),
        .refused(
            "scaling_option.cpu_usage_threshold",
            ["scaling_option": ["cpu_usage_threshold": 101], "min_scale": 1]
        ),
        .refused("min_scale", ["scaling_option": ["cpu_usage_threshold": 70]]),
        .refused("min_scale", ["scaling_option": ["memory_usage_threshold": 70]]),
        .refused("scaling_option", ["scaling_option": [:]]),
        .refused(
            "scaling_option",
            ["scaling_option": ["concurrent_requests_threshold": 5, "cpu_usage_threshold": 70], "min_scale": 1]
        ),
        .taken(probe(3, "5s", "1s", ["tcp": [:]])), .taken(probe(50, "120s", "60s", ["http": ["path": "/x"]])),
        .refused("startup_probe.failure_threshold", probe(2, "5s", "1s", ["tcp": [:]])),
        .refused("startup_probe.failure_threshold", probe(51, "5s", "1s", ["tcp": [:]])),
        .refused("startup_probe.interval", probe(3, "4s", "1s", ["tcp": [:]])),
        .refused("startup_probe.interval", probe(3, "121s", "1s", ["tcp": [:]])),
        .refused("startup_probe.timeout", probe(3, "5s", "0s", ["tcp": [:]])),
        .refused("startup_probe.tcp", probe(3, "5s", "1s", [:])),
        .refused("startup_probe.tcp", probe(3, "5s", "1s", ["tcp": [:], "http": ["path": "/"]])),
        .refused("startup_probe.http.path", probe(3, "5s", "1s", ["http": ["path": ""]])),
        .refused("startup_probe.http.path", probe(3, "5s", "1s", ["http": ["path": text(101)]])),
        .refused("liveness_probe.interval", ["liveness_probe": ["failure_threshold": 3, "timeout": "1s", "tcp": [:]]]),
        .taken(variables(199)), .refused("environment_variables", variables(200)),
        .taken(variables(199, secret: true)),
        .refused("secret_environment_variables", variables(200, secret: true)),
        .taken(["environment_variables": ["A": text(1000)]]),
        .refused("environment_variables.A", ["environment_variables": ["A": text(1001)]]),
        .taken(["secret_environment_variables": ["A": text(65_536)]]),
        .refused("secret_environment_variables.A", ["secret_environment_variables": ["A": text(65_537)]]),
        .refused("environment_variables.PORT", ["environment_variables": ["PORT": "80"]]),
        .refused("environment_variables.SCW_X", ["environment_variables": ["SCW_X": "y"]]),
        .refused("secret_environment_variables.SCW_X", ["secret_environment_variables": ["SCW_X": "y"]]),
        .refused("environment_variables.", ["environment_variables": ["": "y"]]),
        .refused("environment_variables", ["environment_variables": ["A": nil]]),
        .refused("environment_variables", ["environment_variables": [["key": "A"]]]),
        .taken(["environment_variables": nil, "tags": nil, "command": nil, "args": nil]),
        .refused("command", ["command": "run"]), .refused("tags", ["tags": [nil]]),
        .taken(["private_network_id": ""]), .refused("private_network_id", ["private_network_id": "net"]),
    ]

    /// The namespace has one plain and one secret variable, which count.
    @Test(arguments: containers) func containersKeepTheirBounds(_ bound: Bound) async throws {
        let account = SimulatedScaleway()
        let more: JSONValue = ["environment_variables": ["N": "1"], "secret_environment_variables": ["S": "1"]]
        let answer = try await account.createContainer(in: try await account.readyNamespace("shop", more), bound.body)
        #expect(answer.status == (bound.refused == nil ? 200 : 400), "\(answer)")
        #expect(answer.refused == (bound.refused.map { [$0] } ?? []), "\(answer)")
    }

    @Test func theWordsAboutAPairAreTheAPIs() async throws {
        let account = SimulatedScaleway()
        let body = Self.memory(2000, 1_000_000_000)
        let answer = try await account.createContainer(in: try await account.readyNamespace(), body)
        let help = answer["details"].array?.first?["help_message"]
        #expect(help == "2000 mvCPU require a minimum of 2000 MB and a maximum of 8000 MB of memory")
    }

    @Test func anUpdateIsCheckedTogetherWithWhatIsThere() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let pair = try await account.send(.patch, "containers/\(id)", ["mvcpu_limit": 3000])
        #expect(pair.refused == ["memory_limit_bytes"])
        let scale = try await account.send(
            .patch,
            "containers/\(id)",
            ["scaling_option": ["memory_usage_threshold": 70]]
        )
        #expect(scale.refused == ["min_scale"])
        #expect(try await account.send(.get, "containers/\(id)")["mvcpu_limit"] == 1000)
    }

    @Test(arguments: [
        Bound.taken(["name": "ab"]), .taken(["name": text(50)]), .taken(["name": "My-shop-1"]),
        .refused("name", ["name": "a"]), .refused("name", ["name": text(51)]), .refused("name", ["name": "1shop"]),
        .refused("name", ["name": "shop-"]), .refused("name", ["name": "my_shop"]),
        .refused("project_id", ["project_id": nil]), .refused("description", ["description": text(256)]),
        .refused("environment_variables", variables(201)),
        .refused("environment_variables.PORT", ["environment_variables": ["PORT": "1"]]),
    ]) func namespacesKeepTheirBounds(_ bound: Bound) async throws {
        let account = SimulatedScaleway()
        var body: JSONObject = ["project_id": account.project, "name": "shop"]
        for member in try #require(bound.body.object) { body.set(member.name, member.value) }
        let answer = try await account.send(.post, "namespaces", .object(body))
        #expect(answer.status == (bound.refused == nil ? 200 : 400), "\(answer)")
        #expect(answer.refused == (bound.refused.map { [$0] } ?? []), "\(answer)")
    }

    @Test func variablesOfANamespaceCountForEachContainer() async throws {
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace()
        _ = try await account.readyContainer(in: namespace, Self.variables(150))
        let most = try await account.send(.patch, "namespaces/\(namespace)", Self.variables(51))
        #expect(most.status == 400 && most.refused == ["environment_variables"])
        #expect(try await account.send(.patch, "namespaces/\(namespace)", Self.variables(50)).status == 200)
    }
}
