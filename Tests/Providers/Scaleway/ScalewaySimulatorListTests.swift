import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Pages, orders and filters of lists.
@Suite("Scaleway simulator: lists") struct ScalewaySimulatorListTests {
    private func names(_ answer: SimulatedScaleway.Answer, _ collection: String = "containers") -> [String] {
        answer[collection].array?.compactMap { ($0["name"] ?? $0["hostname"])?.string } ?? []
    }

    @Test func aListIsCutIntoPages() async throws {
        var configuration = ScalewaySimulator.Configuration()
        configuration.defaultPageSize = 3
        let account = SimulatedScaleway(configuration: configuration)
        let namespace = try await account.readyNamespace()
        for name in ["ee", "dd", "cc", "bb", "aa"] { _ = try await account.createContainer(name, in: namespace) }
        let first = try await account.send(.get, "containers")
        #expect(first.json.object?.names == ["containers", "total_count"])
        #expect(names(first) == ["ee", "dd", "cc"] && first["total_count"] == 5)
        let second = try await account.send(.get, "containers?page=2&order_by=created_at_asc")
        #expect(names(second) == ["bb", "aa"] && second["total_count"] == 5)
        let third = try await account.send(.get, "containers?page=3")
        #expect(names(third).isEmpty && third["total_count"] == 5)
        #expect(names(try await account.send(.get, "containers?page_size=1000")).count == 5)
        #expect(names(try await account.send(.get, "containers?page=2&page_size=2&order_by=name_asc")) == ["cc", "dd"])
        #expect(names(try await account.send(.get, "containers?order_by=name_desc")) == ["ee", "dd", "cc"])
        #expect(names(try await account.send(.get, "containers?order_by=created_at_desc")) == ["aa", "bb", "cc"])
        #expect(names(try await account.send(.get, "containers?page=9223372036854775807&page_size=1000")).isEmpty)
    }

    @Test(arguments: [
        ("page=0", "page"), ("page=-1", "page"), ("page=two", "page"), ("page_size=0", "page_size"),
        ("page_size=1001", "page_size"), ("order_by=size_asc", "order_by"), ("order_by=hostname_asc", "order_by"),
        ("namespace_id=shop", "namespace_id"), ("project_id=x", "project_id"), ("organization_id=x", "organization_id"),
        ("name=web", "name"), ("name=abcdefghijklmnopqrstuvwxyzabcdefghi", "name"),
    ]) func aWrongQueryIsRefused(_ query: String, _ argument: String) async throws {
        let answer = try await SimulatedScaleway().send(.get, "containers?\(query)")
        #expect(answer.status == 400 && answer.refused == [argument])
    }

    @Test func containersAreFiltered() async throws {
        let account = SimulatedScaleway()
        let shop = try await account.readyNamespace("shop")
        let blog = try await account.readyNamespace("blog")
        for name in ["web-front", "web-back", "mailer"] { _ = try await account.createContainer(name, in: shop) }
        _ = try await account.createContainer("web-front", in: blog)
        #expect(names(try await account.send(.get, "containers?namespace_id=\(blog)")) == ["web-front"])
        // The filter by name is no exact match.
        let found = names(try await account.send(.get, "containers?namespace_id=\(shop)&name=web-front"))
        #expect(found == ["web-front", "web-back"])
        let project = account.simulator.configuration.projectID
        #expect(try await account.send(.get, "containers?project_id=\(project)")["total_count"] == 4)
        let other = "5ca1ab1e-0000-4000-8000-000000005ca1"
        for filter in ["project_id", "organization_id", "namespace_id"] {
            #expect(try await account.send(.get, "containers?\(filter)=\(other)")["total_count"] == 0)
        }
        let named = try await account.send(.get, "namespaces?name=shop-window&order_by=created_at_asc&page=1")
        #expect(names(named, "namespaces") == ["shop"])
    }

    @Test func domainsAndTriggersAreFiltered() async throws {
        let account = SimulatedScaleway()
        let shop = try await account.readyNamespace("shop")
        let blog = try await account.readyNamespace("blog")
        let first = try await account.readyContainer("first", in: shop)
        let second = try await account.readyContainer("second", in: blog)
        for (id, host) in [(first, "b.example.org"), (first, "a.example.org"), (second, "c.example.org")] {
            let endpoint = try await account.send(.get, "containers/\(id)")["public_endpoint"].string ?? ""
            await account.simulator.declare(host, leadsTo: String(endpoint.dropFirst("https://".count)))
            let answer = try await account.send(
                .post,
                "domains",
                ["container_id": .string(id), "hostname": .string(host)]
            )
            #expect(answer.status == 200, "\(answer)")
        }
        let cron: JSONValue = ["schedule": "0 3 * * *", "timezone": "UTC"]
        let nats: JSONValue = [
            "server_urls": ["nats://example.org:4222"], "subject": "orders", "credentials_file_content": "text",
        ]
        _ = try await account.send(
            .post,
            "triggers",
            ["container_id": .string(first), "name": "by-time", "cron_config": cron]
        )
        _ = try await account.send(
            .post,
            "triggers",
            ["container_id": .string(second), "name": "by-message", "nats_config": nats]
        )
        let ordered = try await account.send(.get, "domains?container_id=\(first)&order_by=hostname_asc")
        #expect(names(ordered, "domains") == ["a.example.org", "b.example.org"])
        #expect(try await account.send(.get, "domains?order_by=name_asc").status == 400)
        #expect(names(try await account.send(.get, "domains?namespace_id=\(blog)"), "domains") == ["c.example.org"])
        #expect(names(try await account.send(.get, "triggers?trigger_type=cron"), "triggers") == ["by-time"])
        #expect(names(try await account.send(.get, "triggers?namespace_id=\(blog)"), "triggers") == ["by-message"])
        let none = try await account.send(.get, "triggers?container_id=\(first)&trigger_type=sqs")
        #expect(none["triggers"] == [] && none["total_count"] == 0)
        #expect(try await account.send(.get, "triggers?trigger_type=http").refused == ["trigger_type"])
    }
}
