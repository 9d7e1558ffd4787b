import CloudContainers
import QoverySimulator
import SimulationKit
import TestSupport
import Testing

/// What is saved and loaded goes on as if nothing had been.
struct QoverySimulatorStateTests {
    private static let world = DeclaredWorld(
        images: ["nginx:1.27": .init(port: try? PortNumber(8080)), "nginx:bad": .init(starts: false)],
        otherImages: nil,
        aliases: ["www.example.com": "elsewhere.example.com"]
    )

    private static func configuration() -> QoverySimulator.Configuration {
        var configuration = QoverySimulator.Configuration()
        configuration.requestsPerHour = 100_000
        configuration.labelsGroups = [
            .init(id: "11111111-2222-4333-8444-555555555555", name: "team", labels: ["team": "shop"])
        ]
        return configuration
    }

    /// A client whose simulator went on from what another one saved, at the same time of another clock.
    private func twin(of client: QoverySimulatorClient) async throws -> QoverySimulatorClient {
        let state = await client.simulator.save()
        let read = try JSONDocument(parsing: Array(state.text(.pretty).utf8))
        #expect(read == state)
        let time = VirtualTime(.manual, startingAt: await client.time.wallClock())
        return try QoverySimulatorClient(loading: read, client.configuration, time: time)
    }

    @Test(arguments: 1...UInt64(min(caseCount(default: 24), 24))) func everyAnswerIsTheSameAfterwards(_ seed: UInt64)
        async throws
    {
        let client = try QoverySimulatorClient(Self.configuration(), world: Self.world, seed: seed)
        var history = QoverySimulatorHistory(client, seed: seed)
        try await history.run(steps: 60)
        let twin = try await twin(of: client)
        var other = history
        other.client = twin
        for path in history.readings {
            let (here, there) = (try await client.get(path), try await twin.get(path))
            #expect(here.status == there.status && here.body == there.body, "\(path)")
            #expect(here.headers == there.headers, "\(path)")
        }
        try await history.run(steps: 40)
        try await other.run(steps: 40)
        #expect(history.answers == other.answers)
        let (here, there) = (await client.simulator.save(), await twin.simulator.save())
        #expect(here == there)
    }

    @Test func aStateOfItselfIsTheSame() async throws {
        let client = try QoverySimulatorClient(Self.configuration(), world: Self.world)
        var history = QoverySimulatorHistory(client, seed: 5)
        try await history.run(steps: 100)
        let state = await client.simulator.save()
        let twin = try QoverySimulator(loading: state, configuration: client.configuration)
        #expect(await twin.save() == state)
        #expect(await twin.world == Self.world)
        // One that was never asked anything can be saved too.
        let fresh = QoverySimulator()
        let again = try QoverySimulator(loading: await fresh.save())
        let (here, there) = (await again.save(), await fresh.save())
        #expect(here == there)
    }

    @Test func noSecretIsInAState() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let project = client.configuration.project.id
        try await client.post(
            "/variable",
            [
                "key": "PASSWORD", "value": "hidden-1", "is_secret": true, "variable_scope": "CONTAINER",
                "variable_parent_id": .string(container),
            ]
        )
        let secret = try await client.post("/project/\(project)/secret", ["key": "TOKEN", "value": "hidden-2"]).id
        try await client.put("/project/\(project)/secret/\(secret)", ["key": "TOKEN", "value": "hidden-3"])
        try await client.post("/container/\(container)/secret/\(secret)/override", ["value": "hidden-4"])
        let variables: JSONValue = [
            ["name": "KEY", "value": "hidden-5", "scope": "CONTAINER", "is_secret": true]
        ]
        try await client.post(
            "/container/\(container)/environmentVariable/import",
            ["overwrite": true, "vars": variables]
        )
        try await client.post(
            "\(client.organization)/containerRegistry",
            [
                "name": "private", "kind": "GENERIC_CR", "url": "https://registry.example.com",
                "config": ["username": "user", "password": "hidden-6"],
            ]
        )
        let text = await client.simulator.save().text()
        #expect(text.contains("PASSWORD") && text.contains("TOKEN"))
        #expect(!text.contains("hidden"))
        #expect(!text.contains(client.configuration.token) && !text.contains(client.configuration.userToken))
    }

    @Test func anAliasGoesWithWhatItIsMadeOf() async throws {
        let client = try QoverySimulatorClient()
        let environment = try await client.makeEnvironment()
        let container = try await client.makeContainer(in: environment)
        let other = try await client.makeContainer(in: environment, ["name": "other"])
        let path = "/container/\(container)/environmentVariable"
        let host = try await client.get(path).results.first {
            $0["key"]?.string?.hasSuffix("_INTERNAL") == true && $0["service_id"]?.string == other
        }
        let builtIn = try #require(host?["id"]?.string)
        #expect(try await client.post("\(path)/\(builtIn)/alias", ["key": "OTHER"]).status == 201)
        try await client.delete("/container/\(other)")
        await client.pass(100)
        #expect(try await client.get(path).results.allSatisfy { $0["key"] != "OTHER" })
        _ = try QoverySimulator(loading: await client.simulator.save())
    }

    @Test func timeGoesOnWhileNobodyLooks() async throws {
        let client = try QoverySimulatorClient()
        let container = try await client.makeContainer(in: try await client.makeEnvironment())
        try await client.post("/container/\(container)/deploy", ["image_tag": "1.27"])
        await client.pass(10)
        #expect(try await client.state(of: container) == "DEPLOYING")
        let state = await client.simulator.save()
        let wall = await client.time.wallClock()
        // A day later everything is over.
        let later = VirtualTime(.manual, startingAt: Timestamp(seconds: wall.seconds + 86_400))
        let tomorrow = try QoverySimulatorClient(loading: state, client.configuration, time: later)
        #expect(try await tomorrow.state(of: container) == "DEPLOYED")
        // A clock that is behind goes on from where it was.
        let earlier = VirtualTime(.manual, startingAt: Timestamp(seconds: 1000))
        let before = try QoverySimulatorClient(loading: state, client.configuration, time: earlier)
        #expect(try await before.state(of: container) == "DEPLOYING")
        let (here, there) = (try await before.get("/organization"), try await client.get("/organization"))
        #expect(here.headers["Date"] == there.headers["Date"])
        await before.pass(90)
        #expect(try await before.state(of: container) == "DEPLOYED")
    }

    @Test func whatIsNotKnownIsRefused() async throws {
        let client = try QoverySimulatorClient(Self.configuration(), world: Self.world)
        var history = QoverySimulatorHistory(client, seed: 3)
        try await history.run(steps: 40)
        let environment = try await client.makeEnvironment("last")
        _ = try await client.makeContainer(in: environment)
        _ = try await client.makeJob(in: environment)
        let root = await client.simulator.save().root
        func load(
            _ root: JSONValue?,
            _ configuration: QoverySimulator.Configuration = QoverySimulatorStateTests.configuration()
        ) throws {
            _ = try QoverySimulator(loading: JSONDocument(root ?? .null), configuration: configuration)
        }
        try load(root)
        func refusal(_ path: [String], _ value: JSONValue?) -> String {
            do {
                try load(root.changed(path[...], value))
                return "nothing"
            } catch let error as ContainerServiceError {
                return error.code == .invalidInput ? error.message : "\(error.code)"
            } catch {
                return "another error"
            }
        }
        #expect(refusal(["version"], 2).contains("version"))
        #expect(refusal(["simulator"], "scaleway").contains("simulator"))
        #expect(refusal(["more"], true).contains("more"))
        #expect(refusal(["content", "more"], true).contains("content.more"))
        #expect(refusal(["content", "containers", "0", "more"], true).contains("more"))
        #expect(refusal(["content", "containers", "0", "id"], nil).contains("id"))
        #expect(refusal(["content", "containers", "0", "fields", "cpu"], "x").contains("cpu"))
        #expect(refusal(["content", "variables", "0", "scope"], "WORLD").contains("scope"))
        #expect(refusal(["content", "variables", "0", "kind"], "else").contains("kind"))
        #expect(refusal(["chance", "display"], nil).contains("display"))
        #expect(refusal(["content"], nil).contains("content"))
        #expect(refusal(["elapsed"], "9223372036854775807s").contains("elapsed"))
        #expect(refusal(["requests"], 9_223_372_036_854_775_807).contains("requests"))
        #expect(refusal(["content", "revision"], 9_223_372_036_854_775_807).contains("revision"))
        #expect(refusal(["content", "environments", "0", "idle_since"], "-1s").contains("idle_since"))
        #expect(refusal(["content", "environments", "0", "stages"], []).contains("stages"))
        #expect(refusal(["content", "containers", "0", "environment"], "x").contains("containers"))
        #expect(refusal(["content", "projects"], []).contains("project"))
        #expect(refusal(["content", "jobs", "0", "more"], true).contains("more"))
        #expect(refusal(["content", "jobs", "0", "environment"], "x").contains("jobs"))
        #expect(refusal(["content", "jobs", "0", "fields", "schedule"], nil).contains("schedule"))
        #expect(refusal(["content", "jobs", "0", "fields", "maximum_restarts"], -1).contains("maximum_restarts"))
        // A state of before there were jobs is known.
        #expect(refusal(["content", "jobs"], nil) == "nothing")
        // A variable that is made of itself has no end.
        let variable = root["content"]?["variables"]?.array?.first
        var looped = variable?.object ?? [:]
        looped.set("kind", "alias")
        looped.set("origin", variable?["id"] ?? .null)
        #expect(refusal(["content", "variables", "0"], .object(looped)).contains("variable"))
        #expect(throws: ContainerServiceError.self) { try load([]) }
        var other = Self.configuration()
        other.cluster.id = "00000000-0000-4000-8000-000000000001"
        #expect(throws: ContainerServiceError.self) { try load(root, other) }
    }
}

extension JSONValue {
    /// The value with another one at a place, or without it.
    fileprivate func changed(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        if var array, let index = Int(name), array.indices.contains(index) {
            array[index] = array[index].changed(rest, value)
            return .array(array)
        }
        guard var object else { return self }
        if rest.isEmpty, value == nil {
            object.remove(name)
        } else {
            object.set(name, (object[name] ?? [:]).changed(rest, value))
        }
        return .object(object)
    }
}
