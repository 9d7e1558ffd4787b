import CloudContainers
import ScalewaySimulator
import SimulationKit
import Testing

/// Lists of many pages, which change or lie while they are read.
@Suite("Lists under faults") struct ListFaultsTests {
    /// An account of Scaleway's with a namespace of many containers, which nobody waits for.
    private struct Warehouse {
        let account: Account
        let namespace: Namespace.ID
        let interloper: Interloper

        var service: any ContainerService { account.service }

        init(_ count: Int) async throws {
            var interloper: Interloper?
            account = try Account(.scaleway) { faults, _ in
                let transport = Interloper(faults)
                interloper = transport
                return transport
            }
            self.interloper = try #require(interloper)
            namespace = try await account.service.createNamespace(named: "shop").id
            try await account.time.sleep(for: .seconds(60))
            for index in 0..<count { try await add("web-\(index)") }
            try await account.time.sleep(for: .seconds(120))
        }

        /// Behind the service's back.
        @discardableResult
        private func send(
            _ method: HTTPMethod,
            _ path: String,
            _ body: JSONValue? = nil
        ) async throws -> HTTPResponse {
            let request = HTTPRequest(
                method,
                "/containers/v1/regions/fr-par\(path)",
                of: try HTTPBaseURL(parsing: "https://api.scaleway.com"),
                headers: ["X-Auth-Token": ScalewaySimulator.Configuration.sampleSecretKey],
                body: body.map { HTTPBody(Array($0.text(.compact).utf8)) },
                kind: .creation,
                operation: "stock"
            )
            let answer = try await account.faults.send(request)
            #expect(answer.isSuccess, "\(String(decoding: answer.body, as: UTF8.self))")
            return answer
        }

        func add(_ name: String) async throws {
            try await send(
                .post,
                "/containers",
                [
                    "namespace_id": .string(namespace.rawValue), "name": .string(name), "image": "nginx:1.29",
                    "max_scale": 1, "memory_limit_bytes": 128_000_000, "mvcpu_limit": 70,
                ]
            )
        }

        func remove(_ id: Container.ID) async throws {
            try await send(.delete, "/containers/\(id)")
            try await account.time.sleep(for: .seconds(60))
        }

        /// The body of a page of the list.
        func page(_ number: Int) async throws -> String {
            let path = "/containers?page=\(number)&page_size=100&namespace_id=\(namespace)"
            return String(decoding: try await send(.get, path).body, as: UTF8.self)
        }

        var names: [String] {
            get async throws {
                var names: [String] = []
                for try await container in service.allContainers(in: namespace) { names.append(container.spec.name) }
                return names
            }
        }
    }

    @Test("row 22: the first element is there after one page, and only pages are held") func streams() async throws {
        let house = try await Warehouse(205)
        var iterator = house.service.allContainers(in: house.namespace).makeAsyncIterator()
        let before = await house.account.history.count
        for index in 0..<205 {
            #expect(try await iterator.next()?.spec.name == "web-\(index)")
            #expect(await house.account.history.count - before == index / 100 + 1)
        }
        #expect(try await iterator.next() == nil)
        #expect(await house.account.history.count - before == 3)
    }

    @Test("row 23: what comes and goes between pages is never there twice, and a complete list is", arguments: 1...2)
    func changesBetweenPages(_ point: Int) async throws {
        let house = try await Warehouse(205)
        let first = try await house.service.containers(in: house.namespace, after: nil).elements.map(\.id)
        for (change, isAdded, isRemoved) in [("add", true, false), ("remove", false, true), ("both", true, true)] {
            let victim = first[["add": 0, "remove": 3, "both": 7][change] ?? 0]
            let interloper = house.interloper
            for isComplete in [false, true] {
                await interloper.set { number, _ in
                    guard number == point + 1 else { return }
                    if isAdded { try await house.add("new-\(change)-\(isComplete)") }
                    if isRemoved, isComplete { try await house.remove(victim) }
                }
                if isComplete {
                    let seen = try await house.service.completeContainers(in: house.namespace).map(\.spec.name)
                    await interloper.set(nil)
                    // Both at once leave the count as it was, which nobody can notice.
                    if change != "both" { #expect(seen == (try await house.names), "\(change) at \(point)") }
                } else {
                    let seen = try await house.names
                    #expect(Set(seen).count == seen.count, "\(change) at \(point)")
                }
                try await house.account.time.sleep(for: .seconds(120))
            }
        }
    }

    @Test("row 23: a list that never stands still is a conflict after three readings") func neverStandsStill()
        async throws
    {
        let house = try await Warehouse(101)
        let interloper = house.interloper
        await interloper.set { number, _ in
            if number % 2 == 0 { try await house.add("new-\(number)") }
        }
        let before = await house.account.history.count { $0.method == .get }
        let error = try await failure { _ = try await house.service.completeContainers(in: house.namespace) }
        #expect(error?.code == .conflict && error?.isRetryable == true)
        #expect(await house.account.history.count { $0.method == .get } - before == 6)
    }

    @Test(
        "row 24: a server that ignores pages, or repeats one, ends",
        arguments: ["lists", "name", "statuses", "parts"]
    )
    func endsRepeatedPages(_ what: String) async throws {
        let house = try await Warehouse(3)
        let service = house.service
        let ids = try await service.containers(in: house.namespace, after: nil).elements.map(\.id)
        let page = try await house.page(1)
        for total in [300, 1_000_000] {
            let body = page.replacing(#""total_count":3"#, with: #""total_count":\#(total)"#)
            await house.account.faults.removeRules()
            if what == "parts" {
                let domains = #"{"domains":[{"id":"d1","hostname":"a.example.org"}],"total_count":\#(total)}"#
                await house.account.faults.add(FaultRule(.body(Array(domains.utf8)), path: "/domains?"))
            } else {
                await house.account.faults.add(FaultRule(.body(Array(body.utf8)), path: "/containers?"))
            }
            let before = await house.account.history.count
            switch what {
            case "lists": #expect(try await house.names == ["web-0", "web-1", "web-2"])
            case "name":
                #expect(try await service.container(named: "other", in: house.namespace) == nil)
            case "statuses":
                let more = ids + [Container.ID(rawValue: "9d3c2b1a-0000-4000-8000-000000000009")]
                let statuses = try await service.statuses(of: more, in: house.namespace, after: nil)
                #expect(Set(statuses.keys) == Set(ids))
            default:
                #expect(try await service.container(ids[0]).endpoints.count { $0.isCustomDomain } == 1)
            }
            #expect(await house.account.history.count - before <= (what == "parts" ? 6 : 3))
        }
    }

    @Test("row 24: a page that lacks the count is not taken for the last") func missingCount() async throws {
        let house = try await Warehouse(105)
        for count in ["", #","total_count":null"#] {
            let pages = [try await house.page(1), try await house.page(2)]
            for (index, page) in pages.enumerated() {
                let body = page.replacing(#","total_count":105"#, with: count)
                #expect(body != page)
                await house.account.faults.add(FaultRule(.body(Array(body.utf8)), path: "&page=\(index + 1)&"))
            }
            #expect(try await house.names == (0..<105).map { "web-\($0)" })
            await house.account.faults.removeRules()
        }
    }

    @Test("row 27: near names are no match, and a namesake is left alone", arguments: Provider.allCases)
    func nearNames(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        for name in ["web-shop", "my-web-shop", "web-shop-2", "web-shops", "webshop", "shop-web", "web-sho"] {
            try await shop.perform(try shop.creation(of: name), on: nil)
        }
        let found = try await shop.service.container(named: "web-shop", in: shop.namespace)
        #expect(found?.spec.name == "web-shop")
        #expect(try await shop.service.container(named: "web-sh", in: shop.namespace) == nil)
        let writes = await shop.account.writes.count
        let error = try await failure { try await shop.perform(try shop.creation(of: "web-shop"), on: nil) }
        #expect(error?.code == .alreadyExists)
        #expect(await shop.account.writes.count == writes)
        // Names differ by case on one provider only.
        let other = try await shop.service.container(named: "WEB-SHOP", in: shop.namespace)
        #expect((other != nil) == (provider == .qovery))
    }

    private struct Unreachable: HTTPTransport {
        let error: HTTPTransportError

        func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw error }
    }

    @Test("row 25: a host that cannot be reached is unavailable at once, by name", arguments: Asked.all)
    func unreachable(_ asked: Asked) async throws {
        let errors = [
            HTTPTransportError(.nameNotFound, "api.example.org has no address", delivery: .notSent),
            HTTPTransportError(.connectionFailed, "api.example.org refused the connection", delivery: .notSent),
            HTTPTransportError(
                .tlsFailed,
                "the certificate of api.example.org is of an unknown CA",
                delivery: .notSent
            ),
        ]
        for error in errors {
            let account = try Account(asked.provider) { _, _ in Unreachable(error: error) }
            let shop = Workshop(account, "none", "none")
            let change: PreparedChange? =
                asked.operation == .performUpdate
                ? PreparedChange(requests: [], deploys: false, basis: "a") : try shop.creation()
            let seen = try await failure { try await asked.operation.run(shop, change) }
            if asked.operation == .wait {
                #expect(seen?.code == .unavailable)
            } else {
                #expect(seen?.code == .unavailable && seen?.message.contains("api.example.org") == true)
                #expect(seen?.isRetryable == (error.code != .tlsFailed))
                #expect(await account.time.now() == .zero)
            }
        }
    }
}
