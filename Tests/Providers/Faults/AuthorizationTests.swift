import CloudContainers
import SimulationKit
import Testing

/// Credentials that are refused, and rights that are not there or not there yet.
@Suite("Authorization") struct AuthorizationTests {
    /// A longer run: a container is made, changed, deployed, waited for and deleted.
    private static func run(_ shop: Workshop) async throws {
        let service = shop.service
        for try await _ in service.allNamespaces {}
        let id = try await service.apply(try Workshop.spec("other"), in: shop.namespace, shop.account.given)
        var spec = try Workshop.spec("other")
        spec.scaling.maximum = .instances(.of(2))
        _ = try await service.apply(spec, in: shop.namespace, to: id, shop.account.given)
        let deployment = try await service.deploy([id], in: shop.namespace)
        try await service.wait(for: [id], in: shop.namespace, after: deployment, shop.account.waiting)
        try await service.delete(id)
        try await service.wait(for: [id], in: shop.namespace, until: .gone, shop.account.waiting)
    }

    @Test("row 11: a token that expires at request k stops the run there, for every k", arguments: Provider.allCases)
    func expires(_ provider: Provider) async throws {
        let whole = try await Workshop(provider)
        let before = await whole.account.faults.requestCount
        try await Self.run(whole)
        let count = await whole.account.faults.requestCount - before
        #expect(count > 20)
        for number in 1...count {
            let shop = try await Workshop(provider)
            let refusal = HTTPResponse.refusal(401, provider, type: "denied_authentication", "the token has expired")
            await shop.account.faults.add(FaultRule(.answer(refusal), occurrences: number...Int.max))
            let writes = await shop.account.writes.count
            let error = try await failure { try await Self.run(shop) }
            #expect(error?.code == .unauthenticated && error?.isRetryable == false, "at \(number)")
            #expect(error?.message.contains("expired") == true && error?.httpStatus == 401)
            // The parts of a container are asked for at the same time, so that as many can be under way already.
            let most = provider == .qovery ? 6 : 3
            #expect(await shop.account.faults.faultCount <= most, "at \(number)")
            let changed = await shop.account.writes.count - writes
            #expect(changed <= number)
        }
    }

    @Test("row 12: what was known and is refused is gone on Qovery", arguments: [403, 404])
    func goneOnQovery(_ status: Int) async throws {
        let refusal = HTTPResponse.refusal(status, .qovery, "Access denied")
        for operation in [Operation.container, .delete, .namespace, .deleteNamespace, .containers, .deploy] {
            let shop = try await Workshop(.qovery)
            await shop.account.faults.add(FaultRule(.answer(refusal)))
            let began = await shop.account.time.now()
            let error = try await failure { try await operation.run(shop, nil) }
            #expect(error?.code == .notFound && error?.isRetryable == false, "\(operation)")
            #expect(await shop.account.time.now() == began, "\(operation)")
        }
    }

    @Test("row 12: what vanishes before it is changed is gone on Qovery, at once", arguments: [403, 404])
    func goneBeforeChange(_ status: Int) async throws {
        let refusal = HTTPResponse.refusal(status, .qovery, "Access denied")
        for (operation, method) in [(Operation.performUpdate, HTTPMethod.put), (.deploy, .post), (.restart, .post)] {
            let shop = try await Workshop(.qovery)
            let change = try await operation.prepare(shop)
            await shop.account.faults.add(FaultRule(.answer(refusal), method: method))
            let began = await shop.account.time.now()
            let error = try await failure { try await operation.run(shop, change) }
            #expect(error?.code == .notFound, "\(operation): \(error?.message ?? "")")
            #expect(await shop.account.time.now() == began)
        }
    }

    @Test("row 12: a refusal on first sight is one of rights", arguments: Provider.allCases)
    func refusedOnFirstSight(_ provider: Provider) async throws {
        let refusal = HTTPResponse.refusal(403, provider, type: "permissions_denied", "insufficient permissions")
        let operations: [Operation] = [.container, .delete, .namespace, .deleteNamespace, .containers, .performCreate]
        for operation in operations {
            let account = try Account(provider)
            let shop = Workshop(account, "0e5c1a52-0000-4000-8000-000000000001", "0e5c1a52-0000-4000-8000-000000000002")
            let change = try await operation.prepare(shop)
            await account.faults.add(FaultRule(.answer(refusal)))
            let error = try await failure { try await operation.run(shop, change) }
            #expect(error?.code == .permissionDenied && error?.isRetryable == false, "\(operation)")
            #expect(await account.time.now() == .zero, "\(operation)")
            #expect(await account.faults.faultCount == 1, "\(operation)")
        }
    }

    @Test("row 12: deleted on the simulator is gone, whatever the API answers about it", arguments: Provider.allCases)
    func deletedIsGone(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        try await shop.service.delete(shop.container)
        try await shop.service.wait(for: [shop.container], in: shop.namespace, until: .gone, shop.account.waiting)
        for operation in [Operation.container, .delete] {
            let error = try await failure { try await operation.run(shop, nil) }
            #expect(error?.code == .notFound, "\(operation)")
        }
    }

    @Test("row 12: rights of something known may settle on Scaleway, for two minutes", arguments: [1, 5, Int.max])
    func settlesOnScaleway(_ times: Int) async throws {
        let refusal = HTTPResponse.refusal(403, .scaleway, type: "permissions_denied", "insufficient permissions")
        for operation in [Operation.container, .delete, .namespace, .statuses, .performUpdate] {
            let shop = try await Workshop(.scaleway)
            let change = try await operation.prepare(shop)
            await shop.account.faults.add(
                FaultRule(.answer(refusal), path: "/\(shop.path(of: operation))", occurrences: 1...times)
            )
            let began = await shop.account.time.now()
            let error = try await failure { try await operation.run(shop, change) }
            let elapsed = await shop.account.time.now() - began
            if times == Int.max {
                #expect(error?.code == .permissionDenied, "\(operation)")
                #expect(elapsed == .seconds(120), "\(operation)")
            } else {
                #expect(error == nil, "\(operation): \(error?.message ?? "")")
                #expect(elapsed > .zero && elapsed < .seconds(120))
            }
        }
    }

    @Test("row 28: a quota ends a change, and is named", arguments: [true, false])
    func namesQuota(_ isTyped: Bool) async throws {
        let shop = try await Workshop(.scaleway)
        var body: JSONObject = ["message": "quota(s) exceeded for this resource"]
        if isTyped {
            body.set("type", "quotas_exceeded")
            body.set("details", [["resource": "containers_memory_bytes", "quota": 600, "current": 599]])
        }
        await shop.account.faults.add(
            FaultRule(.answer(HTTPResponse(403, json: .object(body))), method: .post, occurrences: 1...1)
        )
        let before = await shop.account.faults.requestCount
        let (began, writes) = (await shop.account.time.now(), await shop.account.writes.count)
        let error = try await failure { try await Operation.apply.run(shop, nil) }
        #expect(error?.code == .quotaExceeded && error?.isRetryable == false)
        if isTyped {
            #expect(error?.details.first?.subject == "containers_memory_bytes")
            #expect(error?.message.contains("containers_memory_bytes") == true)
        }
        #expect(await shop.account.faults.requestCount - before == 2)
        #expect(await shop.account.writes.count == writes)
        #expect(await shop.account.time.now() == began)
    }

    @Test("row 28: the simulator's own quota is named too") func namesRealQuota() async throws {
        let shop = try await Workshop(.scaleway)
        var error: ContainerServiceError?
        for index in 0..<400 where error == nil {
            var spec = try Workshop.spec("web-\(index)")
            spec.scaling.maximum = .instances(.of(50))
            spec.resources.memory = .megabytes(4096)
            spec.resources.cpu = .millicores(2240)
            error = try await failure {
                _ = try await shop.service.apply(spec, in: shop.namespace, shop.account.given)
            }
        }
        #expect(error?.code == .quotaExceeded)
        #expect(error?.details.contains { $0.subject == "containers_memory_bytes" } == true, "\(error?.message ?? "")")
    }
}

extension Workshop {
    /// A part of the path of the request that an operation ends with.
    fileprivate func path(of operation: Operation) -> String {
        [.namespace, .deleteNamespace].contains(operation) ? "namespaces/" : "containers/\(container)"
    }
}
