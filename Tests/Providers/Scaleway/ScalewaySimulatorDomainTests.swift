import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Host names that lead to containers.
@Suite("Scaleway simulator: domains") struct ScalewaySimulatorDomainTests {
    /// An account with a ready container and a world in which a host name leads to it.
    private func account(aliases: [String: String] = [:]) async throws -> (SimulatedScaleway, id: String, host: String)
    {
        let account = SimulatedScaleway()
        let id = try await account.readyContainer()
        let endpoint = try await account.send(.get, "containers/\(id)")["public_endpoint"].string ?? ""
        let host = String(endpoint.dropFirst("https://".count))
        await account.simulator.declare(DeclaredWorld(aliases: aliases.mapValues { $0.isEmpty ? host : $0 }))
        return (account, id, host)
    }

    private func body(_ id: String, _ hostname: String) -> JSONValue {
        ["container_id": .string(id), "hostname": .string(hostname), "tags": nil]
    }

    @Test(arguments: [
        ["www.example.org": ""], ["WWW.example.org.": ""],
        ["www.example.org": "cdn.example.org", "cdn.example.org": ""],
    ]) func aDomainThatLeadsToTheContainerBecomesReady(_ aliases: [String: String]) async throws {
        let (account, id, _) = try await account(aliases: aliases)
        let made = try await account.send(.post, "domains", body(id, "www.example.org"))
        #expect(
            made.json.object?.names == [
                "id", "hostname", "container_id", "status", "created_at", "updated_at", "tags",
            ]
        )
        #expect(made.state == "creating" && made["tags"] == [])
        await account.time.advance(by: .seconds(15))
        let ready = try await account.send(.get, "domains/\(made.id)")
        #expect(ready.state == "ready" && ready["error_message"] == "")
    }

    @Test(
        arguments: [
            [:], ["www.example.org": "elsewhere.example.org"],
            ["www.example.org": "loop.example.org", "loop.example.org": "www.example.org"],
        ] as [[String: String]]
    )
    func aDomainThatLeadsElsewhereIsRefusedWithoutAType(_ aliases: [String: String]) async throws {
        let (account, id, _) = try await account(aliases: aliases)
        let answer = try await account.send(.post, "domains", body(id, "www.example.org"))
        #expect(answer.status == 400 && answer.json.object?.names == ["message"])
        #expect(answer["message"].string?.hasPrefix("could not validate domain") == true)
        #expect(try await account.send(.get, "domains")["total_count"] == 0)
    }

    @Test func aDomainThatLeadsAwayBeforeItIsReadyFailsAfterThreeMinutes() async throws {
        let (account, id, _) = try await account(aliases: ["www.example.org": ""])
        let made = try await account.send(.post, "domains", body(id, "www.example.org"))
        await account.simulator.declare(DeclaredWorld())
        await account.time.advance(by: .seconds(179))
        #expect(try await account.send(.get, "domains/\(made.id)").state == "creating")
        await account.time.advance(by: .seconds(1))
        let failed = try await account.send(.get, "domains/\(made.id)")
        #expect(failed.state == "error" && failed["error_message"].string?.isEmpty == false)
        #expect(try await account.send(.delete, "domains/\(made.id)").state == "deleting")
    }

    @Test(arguments: ["ab", "www", "*.example.org", "-a.example.org", "a..org", "exa mple.org", ""])
    func aHostNameHasAForm(_ hostname: String) async throws {
        let (account, id, _) = try await account()
        let answer = try await account.send(.post, "domains", body(id, hostname))
        #expect(answer.status == 400 && answer.refused == ["hostname"])
    }

    @Test func aHostNameIsTakenOnce() async throws {
        let (account, id, _) = try await account(aliases: ["www.example.org": ""])
        let made = try await account.send(.post, "domains", body(id, "www.example.org"))
        let again = try await account.send(.post, "domains", body(id, "WWW.example.org"))
        #expect(again.status == 409 && again["type"] == "already_exists" && again["resource_id"] == .string(made.id))
    }

    @Test func onlyTagsOfADomainChange() async throws {
        let (account, id, _) = try await account(aliases: ["www.example.org": ""])
        let made = try await account.send(.post, "domains", body(id, "www.example.org"))
        #expect(try await account.send(.patch, "domains/\(made.id)", ["tags": ["a"]]).status == 409)
        await account.time.advance(by: .seconds(15))
        let changed = try await account.send(
            .patch,
            "domains/\(made.id)",
            ["tags": ["a"], "hostname": "x.example.org"]
        )
        #expect(changed.state == "ready" && changed["tags"] == ["a"] && changed["hostname"] == "www.example.org")
    }

    @Test func aDomainGoesWithItsContainer() async throws {
        let (account, id, _) = try await account(aliases: ["www.example.org": ""])
        let made = try await account.send(.post, "domains", body(id, "www.example.org"))
        _ = try await account.send(.delete, "containers/\(id)")
        #expect(try await account.send(.get, "domains/\(made.id)").state == "deleting")
        await account.time.advance(by: .seconds(16))
        #expect(try await account.send(.get, "domains/\(made.id)").status == 404)
    }
}
