import CloudContainers
import QoveryContainers
import QoverySimulator
import ScalewayContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// What the adapters say that the providers can do, against what the simulators take from a client that has no adapter.
@Suite("Capabilities") struct CapabilityTests {
    /// A flag, and members of a creation that ask for it in each provider's words.
    struct Row: Sendable, CustomStringConvertible {
        var description: String
        var flag: @Sendable (Capabilities) -> Bool
        var qovery: JSONObject
        var scaleway: JSONObject

        func members(for provider: Provider) -> JSONObject { provider == .qovery ? qovery : scaleway }
    }

    private static let digest = JSONValue.string("docker.io/library/nginx@sha256:\(String(repeating: "0a", count: 32))")
    private static let volume: JSONValue = [["type": "FAST_SSD", "size": 10, "mount_point": "/data"]]

    private static func port(_ number: Int, isPublic: JSONValue = true, _ kind: JSONValue = "HTTP") -> JSONValue {
        ["internal_port": .number(number), "publicly_accessible": isPublic, "protocol": kind]
    }

    private static let rows = [
        Row(
            description: "volumes",
            flag: \.hasVolumes,
            qovery: ["storage": volume],
            scaleway: ["storage": volume]
        ),
        Row(
            description: "several ports",
            flag: \.hasSeveralPorts,
            qovery: ["ports": [port(8080), port(9000)]],
            scaleway: ["port": [8080, 9000]]
        ),
        Row(
            description: "ports inside the cluster only",
            flag: \.hasClusterPorts,
            qovery: ["ports": [port(8080, isPublic: false)]],
            scaleway: ["privacy": "cluster"]
        ),
        Row(
            description: "ports protected by a token",
            flag: \.hasTokenPorts,
            qovery: ["ports": [port(8080, isPublic: "token")]],
            scaleway: ["privacy": "private"]
        ),
        Row(
            description: "public TCP",
            flag: \.publishesTCP,
            qovery: ["ports": [port(5432, "TCP")]],
            scaleway: ["protocol": "tcp"]
        ),
        Row(
            description: "images by digest",
            flag: \.pullsDigests,
            qovery: ["image_name": digest, "tag": ""],
            scaleway: ["image": digest]
        ),
        Row(description: "GPUs", flag: \.hasGPUs, qovery: ["gpu": 1], scaleway: ["gpu": 1]),
        Row(
            description: "sleeping until a request comes",
            flag: \.scalesToZeroOnRequests,
            qovery: ["min_running_instances": 0],
            scaleway: ["min_scale": 0]
        ),
        Row(
            description: "scaling on requests",
            flag: \.scalesOnRequests,
            qovery: ["autoscaling": ["mode": "REQUESTS", "scalers": [["scaler_type": "http", "role": "PRIMARY"]]]],
            scaleway: ["scaling_option": ["concurrent_requests_threshold": 20]]
        ),
    ]

    /// A simulator and a namespace in it, to which a creation is sent as it is.
    private struct Bare {
        var create: (JSONObject) async throws -> (status: Int, answer: JSONValue)
        /// Asks for a container to be stopped, and gives the status.
        var stop: (String) async throws -> Int
        /// Asks for a variable that is a file, and gives the status.
        var addFile: (String) async throws -> Int
    }

    private func bare(_ provider: Provider) async throws -> Bare {
        switch provider {
        case .qovery:
            var configuration = QoverySimulator.Configuration()
            configuration.cluster.maximumGPU = 1
            let client = try QoverySimulatorClient(configuration)
            let environment = try await client.makeEnvironment()
            return Bare { members in
                let reply = try await client.post("/environment/\(environment)/container", client.body(members))
                return (reply.status, reply.body)
            } stop: { id in
                try await client.deploy(id)
                return try await client.post("/container/\(id)/stop").status
            } addFile: { id in
                let body: JSONValue = [
                    "key": "RULES", "value": "a", "is_secret": false, "variable_scope": "CONTAINER",
                    "variable_parent_id": .string(id), "mount_path": "/etc/rules",
                ]
                return try await client.post("/variable", body).status
            }
        case .scaleway:
            let client = SimulatedScaleway()
            let namespace = try await client.readyNamespace()
            return Bare { members in
                let answer = try await client.createContainer(in: namespace, .object(members))
                return (answer.status, answer.json)
            } stop: { id in
                try await client.send(.post, "containers/\(id)/stop").status
            } addFile: { id in
                let body: JSONValue = ["environment_variables": ["RULES": ["value": "a", "mount_path": "/etc/rules"]]]
                return try await client.send(.patch, "containers/\(id)", body).status
            }
        }
    }

    /// Whether an answer holds what was sent, with whatever else beside it.
    private static func holds(_ answer: JSONValue?, _ sent: JSONValue) -> Bool {
        guard let answer else { return false }
        if let object = sent.object { return object.members.allSatisfy { holds(answer[$0.name], $0.value) } }
        if let items = sent.array {
            guard let others = answer.array, others.count == items.count else { return false }
            return zip(others, items).allSatisfy { holds($0, $1) }
        }
        return answer == sent
    }

    @Test("a creation that asks for a feature is taken where the flag says so", arguments: Provider.allCases, rows)
    func flagsAreTrue(_ provider: Provider, _ row: Row) async throws {
        let bare = try await bare(provider)
        let members = row.members(for: provider)
        let (status, answer) = try await bare.create(members)
        // What an API does not know it may pass over, and then its answer shows nothing of it.
        let isTaken = (200..<300).contains(status) && Self.holds(answer, .object(members))
        #expect(isTaken == row.flag(provider.dialect.capabilities), "\(status) \(answer.text(.compact))")
    }

    @Test("creating, stopping and files are as the flags say", arguments: Provider.allCases)
    func requestsOfTheirOwnAreTrue(_ provider: Provider) async throws {
        let bare = try await bare(provider)
        let capabilities = provider.dialect.capabilities
        let (status, answer) = try await bare.create([:])
        #expect((200..<300).contains(status))
        #expect((answer["status"]?.string == "creating") == capabilities.createDeploys)
        let id = try #require(answer["id"]?.string)
        #expect((200..<300).contains(try await bare.addFile(id)) == capabilities.hasFiles)
        #expect((200..<300).contains(try await bare.stop(id)) == capabilities.stops)
    }

    /// A bound, the members of a creation at it, and those just outside.
    struct Edge: Sendable, CustomStringConvertible {
        var description: String
        var provider: Provider
        var inside: JSONObject
        var outside: JSONObject
    }

    private static var edges: [Edge] {
        let scaleway = Provider.scaleway.dialect.capabilities
        let qovery = Provider.qovery.dialect.capabilities
        func size(_ cpu: Int, _ bytes: Int) -> JSONObject {
            ["mvcpu_limit": .number(cpu), "memory_limit_bytes": .number(bytes)]
        }
        func name(_ length: Int) -> JSONObject { ["name": .string(String(repeating: "a", count: length))] }
        let (cpu, memory) = (scaleway.cpu, scaleway.memory)
        let (leastCPU, mostCPU) = (cpu.lowerBound.millicores, cpu.upperBound.millicores)
        let (least, most) = (memory.lowerBound.bytes, memory.upperBound.bytes)
        var instances = 0
        if case .instances(let count) = scaleway.maximumInstances { instances = count.value }
        return [
            Edge(
                description: "least CPU of Scaleway",
                provider: .scaleway,
                inside: size(leastCPU, least),
                outside: size(leastCPU - 1, least)
            ),
            Edge(
                description: "most CPU of Scaleway",
                provider: .scaleway,
                inside: size(mostCPU, most),
                outside: size(mostCPU + 1, most)
            ),
            Edge(
                description: "least memory of Scaleway",
                provider: .scaleway,
                inside: size(leastCPU, least),
                outside: size(leastCPU, least - 1)
            ),
            Edge(
                description: "most memory of Scaleway",
                provider: .scaleway,
                inside: size(mostCPU, most),
                outside: size(mostCPU, most + 1)
            ),
            Edge(
                description: "most instances of Scaleway",
                provider: .scaleway,
                inside: ["max_scale": .number(instances)],
                outside: ["max_scale": .number(instances + 1)]
            ),
            Edge(
                description: "shortest name of Scaleway",
                provider: .scaleway,
                inside: name(scaleway.nameLength.lowerBound),
                outside: name(scaleway.nameLength.lowerBound - 1)
            ),
            Edge(
                description: "longest name of Scaleway",
                provider: .scaleway,
                inside: name(scaleway.nameLength.upperBound),
                outside: name(scaleway.nameLength.upperBound + 1)
            ),
            Edge(
                description: "least CPU of Qovery",
                provider: .qovery,
                inside: ["cpu": .number(qovery.cpu.lowerBound.millicores)],
                outside: ["cpu": .number(qovery.cpu.lowerBound.millicores - 1)]
            ),
            Edge(
                description: "least memory of Qovery",
                provider: .qovery,
                inside: ["memory": .number(qovery.memory.lowerBound.mebibytesRoundingUp)],
                outside: ["memory": .number(qovery.memory.lowerBound.mebibytesRoundingUp - 1)]
            ),
            Edge(
                description: "shortest name of Qovery",
                provider: .qovery,
                inside: name(qovery.nameLength.lowerBound),
                outside: name(qovery.nameLength.lowerBound - 1)
            ),
        ]
    }

    // Qovery's API checks no upper bound but those of the cluster.
    @Test("a bound is taken, and the next value is refused", arguments: edges)
    func boundsAreTrue(_ edge: Edge) async throws {
        for (members, isTaken) in [(edge.inside, true), (edge.outside, false)] {
            let (status, answer) = try await bare(edge.provider).create(members)
            #expect((200..<300).contains(status) == isTaken, "\(status) \(answer.text(.compact))")
        }
    }
}
