import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Secret variables go in and never come out.
@Suite("Scaleway simulator: secrets") struct ScalewaySimulatorSecretTests {
    private func hashes(_ answer: SimulatedScaleway.Answer) -> [String: String] {
        let members = answer["secret_environment_variables"].object?.members ?? []
        return Dictionary(members.map { ($0.name, $0.value.string ?? "") }) { _, last in last }
    }

    @Test(arguments: ["containers", "namespaces"])
    func valuesAreKeptReplacedAndDeleted(_ collection: String) async throws {
        let account = SimulatedScaleway()
        let secrets: JSONValue = ["secret_environment_variables": ["B": "first-B", "A": "first-A", "C": "first-C"]]
        let namespace = try await account.readyNamespace("shop", collection == "namespaces" ? secrets : [:])
        var id = namespace
        if collection == "containers" { id = try await account.readyContainer(in: namespace, secrets) }
        let old = hashes(try await account.send(.get, "\(collection)/\(id)"))
        #expect(old.keys.sorted() == ["A", "B", "C"] && Set(old.values).count == 3)
        let changed = try await account.send(
            .patch,
            "\(collection)/\(id)",
            ["secret_environment_variables": ["A": "", "B": "second-B"]]
        )
        #expect(changed.status == 200 && changed.state == "updating")
        let new = hashes(changed)
        #expect(new.keys.sorted() == ["A", "B"])
        #expect(new["A"] == old["A"] && new["B"] != old["B"])
        #expect(await account.simulator.holdsSecret("first-A", named: "A", of: id))
        #expect(await account.simulator.holdsSecret("second-B", named: "B", of: id))
        #expect(await account.simulator.holdsSecret("first-C", named: "C", of: id) == false)
        await account.time.advance(by: .seconds(50))
        let kept = try await account.send(
            .patch,
            "\(collection)/\(id)",
            ["secret_environment_variables": ["A": "", "B": ""]]
        )
        #expect(kept.state == "ready" && hashes(kept) == new)
        let cleared = try await account.send(.patch, "\(collection)/\(id)", ["secret_environment_variables": [:]])
        #expect(cleared.state == "updating" && cleared["secret_environment_variables"] == [:])
    }

    @Test func aHashIsOneOfArgon2id() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.hashCost = .init(memoryKiB: 1024, passes: 3, lanes: 64)
        let account = SimulatedScaleway(configuration: configuration)
        let made = try await account.createContainer(
            in: try await account.readyNamespace(),
            ["secret_environment_variables": ["TOKEN": "value"]]
        )
        let parts = try #require(hashes(made)["TOKEN"]).split(separator: "$")
        #expect(parts.prefix(3) == ["argon2id", "v=19", "m=1024,t=3,p=64"])
        #expect(parts.dropFirst(3).map(\.count) == [22, 43])
        #expect(ScalewaySimulator.HashCost.real == .init(memoryKiB: 65_536, passes: 3, lanes: 64))
        #expect(await account.simulator.holdsSecret("value", named: "TOKEN", of: made.id))
        #expect(await account.simulator.holdsSecret("other", named: "TOKEN", of: made.id) == false)
    }

    @Test func aCostThatCannotBeIsTheLeast() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.hashCost = .init(memoryKiB: 1, passes: 0, lanes: 0)
        let account = SimulatedScaleway(configuration: configuration)
        let id = try await account.readyNamespace("shop", ["secret_environment_variables": ["TOKEN": "value"]])
        let hash = try #require(hashes(try await account.send(.get, "namespaces/\(id)"))["TOKEN"])
        #expect(hash.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
    }

    @Test func equalValuesHaveDifferentHashes() async throws {
        let account = SimulatedScaleway()
        let made = try await account.createContainer(
            in: try await account.readyNamespace(),
            ["secret_environment_variables": ["A": "same", "B": "same"]]
        )
        #expect(Set(hashes(made).values).count == 2)
    }

    @Test func aSecretWithoutAValueCannotBeKept() async throws {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let answer = try await account.send(
            .patch,
            "containers/\(id)",
            ["secret_environment_variables": ["NEW": ""]]
        )
        #expect(answer.status == 400 && answer.refused == ["secret_environment_variables.NEW"])
    }

    @Test func noAnswerAndNoDumpHoldsAValue() async throws {
        let canary = "canary-7f3a91c2"
        let account = SimulatedScaleway()
        let namespace = try await account.readyNamespace(
            "shop",
            ["secret_environment_variables": ["N": .string(canary)]]
        )
        let id = try await account.readyContainer(
            in: namespace,
            ["secret_environment_variables": ["C": .string(canary)]]
        )
        let trigger = try await account.send(
            .post,
            "triggers",
            [
                "container_id": .string(id), "name": "queue",
                "sqs_config": [
                    "region": "fr-par", "endpoint": "https://sqs.example.org", "access_key_id": "key",
                    "secret_access_key": .string(canary), "queue_url": "https://sqs.example.org/q",
                ],
            ]
        )
        var texts = [trigger.description]
        for path in ["namespaces", "containers", "triggers", "containers/\(id)", "triggers/\(trigger.id)"] {
            texts.append(try await account.send(.get, path).description)
        }
        let long = String(repeating: canary, count: 6000)
        let refused = try await account.send(
            .patch,
            "containers/\(id)",
            ["secret_environment_variables": ["C": .string(long)]]
        )
        texts.append(refused.description)
        let broken = Array("{\"secret_environment_variables\":{\"C\":\"\(canary)".utf8)
        texts.append(try await account.send(.patch, "containers/\(id)", bytes: broken).description)
        var dumped = ""
        dump(account.simulator, to: &dumped)
        texts.append(dumped)
        for text in texts { #expect(!text.contains(canary.prefix(10))) }
    }
}
