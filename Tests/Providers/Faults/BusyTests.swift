import CloudContainers
import SimulationKit
import Testing

/// What is refused because something else is under way is waited for, and nothing else is.
@Suite("Busy") struct BusyTests {
    private static func busy(_ provider: Provider) -> HTTPResponse {
        provider == .qovery
            ? .refusal(409, provider, "An operation is in progress on the environment")
            : HTTPResponse(
                409,
                json: [
                    "type": "transient_state", "message": "resource is in a transient state",
                    "current_state": "updating", "resource": "container", "resource_id": "container-7",
                ]
            )
    }

    private static let writes: [Operation] = [
        .createNamespace, .deleteNamespace, .performCreate, .performUpdate, .setVariables, .removeVariables, .deploy,
        .restart, .stop, .delete, .apply,
    ]

    private static let asked = Asked.all.filter { writes.contains($0.operation) }

    @Test("row 3: busy for k tries is done in k + 1", arguments: asked)
    func waits(_ asked: Asked) async throws {
        for tries in [0, 1, 2, 7] {
            let shop = try await Workshop(asked.provider)
            let change = try await asked.operation.prepare(shop)
            for method in [HTTPMethod.post, .put, .patch, .delete] where tries > 0 {
                await shop.account.faults.add(
                    FaultRule(.answer(Self.busy(asked.provider)), method: method, occurrences: 1...tries)
                )
            }
            let before = await shop.account.writes.count
            try await asked.operation.run(shop, change)
            let struck = await shop.account.faults.faultCount
            let done = await shop.account.writes.dropFirst(before)
            #expect(tries == 0 || (struck > 0 && struck % tries == 0), "\(struck) refusals")
            #expect(done.allSatisfy { $0.status < 300 })
            #expect(Set(done.map { "\($0.method) \($0.path)" }).count == done.count)
        }
    }

    @Test("row 3: the limit is kept to the second, and the message says who is busy", arguments: asked)
    func keepsLimit(_ asked: Asked) async throws {
        let shop = try await Workshop(asked.provider, patience: .seconds(100))
        let change = try await asked.operation.prepare(shop)
        for method in [HTTPMethod.post, .put, .patch, .delete] {
            await shop.account.faults.add(FaultRule(.answer(Self.busy(asked.provider)), method: method))
        }
        let began = await shop.account.time.now()
        let error = try await failure { try await asked.operation.run(shop, change) }
        #expect(await shop.account.time.now() - began == .seconds(100))
        #expect(error?.code == .busy && error?.isRetryable == true)
        let words = asked.provider == .qovery ? ["in progress"] : ["container", "updating", "container-7"]
        for word in words { #expect(error?.message.contains(word) == true, "\(error?.message ?? "no error")") }
        #expect(error?.httpStatus == 409 && error?.operation != nil)
    }

    @Test(
        "row 3: a name that is taken is told apart and asked once",
        arguments: Provider.allCases,
        ["web", "running-operation", "queued-progress"]
    )
    func tellsTakenNames(_ provider: Provider, _ name: String) async throws {
        let shop = try await Workshop(provider)
        let change = try shop.creation(of: name)
        if name != "web" { try await shop.perform(change, on: nil) }
        // The look at the name misses it, as when somebody else is quicker.
        await shop.account.faults.add(
            FaultRule(
                .body(Array((provider == .qovery ? #"{"results":[]}"# : #"{"containers":[],"total_count":0}"#).utf8)),
                method: .get,
                path: shop.listPath
            )
        )
        let (began, before) = (await shop.account.time.now(), await shop.account.writes.count)
        let error = try await failure { try await shop.perform(change, on: nil) }
        #expect(error?.code == .alreadyExists && error?.isRetryable == false, "\(error?.message ?? "")")
        #expect(await shop.account.writes.count == before + 1)
        #expect(await shop.account.time.now() == began)
        #expect(error?.httpStatus == 409)
    }

    @Test("row 3: an update waits for a deployment of the simulator", arguments: Provider.allCases)
    func waitsForRealWork(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        try await shop.service.deploy([shop.container], in: shop.namespace)
        try await shop.perform(try await shop.update(), on: shop.container)
        let maximum = try await shop.service.container(shop.container).spec.scaling.maximum
        #expect(maximum == .instances(.of(4)))
    }
}
