import CloudContainers
import SimulationKit
import Testing

/// One fault at each request of each operation in turn.
@Suite("One fault at each request") struct OneFaultTests {
    /// A fault, and what it is to a request whose answer decides.
    private struct Case: Sendable {
        var name: String
        var fault: Fault
        /// Whether the connection could not be made, so that nothing can have happened.
        var isNotSent = false
        /// Whether the answer is good and only its body is not.
        var isBodyOnly = false
        /// Whether it is no fault to somebody who waits for the answer.
        var isHarmless = false
        /// The code of a refusal that says that nothing was done.
        var refusal: ContainerServiceError.Code?
    }

    private static let page = Array("<html><h1>Bad gateway</h1></html>".utf8)

    private static let cases: [Case] = [
        Case(name: "latency", fault: .latency(.seconds(20)), isHarmless: true),
        Case(name: "stale", fault: .stale, isHarmless: true),
        Case(name: "503 page", fault: .answer(HTTPResponse(status: 503, body: page))),
        Case(name: "502 after acting", fault: .answerAfterActing(HTTPResponse(status: 502, body: page))),
        Case(name: "429", fault: .answer(HTTPResponse(status: 429)), refusal: .rateLimited),
        Case(name: "cut before", fault: .cutBeforeActing),
        Case(name: "cut after", fault: .cutAfterActing),
        Case(name: "time-out before", fault: .timeOutBeforeActing),
        Case(name: "time-out after", fault: .timeOutAfterActing),
        Case(name: "refused", fault: .refused, isNotSent: true, refusal: .unavailable),
        Case(name: "truncated at 0", fault: .truncated(at: 0), isBodyOnly: true),
        Case(name: "page", fault: .body(page), isBodyOnly: true),
    ]

    /// How the operation has to end; `nil` for well.
    private func expected(
        _ test: Case,
        _ request: HTTPRequest,
        _ operation: Operation
    ) -> Set<ContainerServiceError.Code?> {
        if test.isHarmless { return [nil] }
        // A wait goes on, and a body that ends early is read again.
        if operation == .wait || (request.kind == .read && test.isBodyOnly) { return [nil] }
        if operation == .apply { return test.refusal == .rateLimited ? [nil, .rateLimited] : [nil] }
        if let refusal = test.refusal { return [refusal] }
        switch request.kind {
        case .read: return [.unavailable]
        case .idempotentWrite where test.isBodyOnly: return [nil, .answerNotUnderstood]
        case .idempotentWrite: return [.unavailable]
        // The status of a redeployment says all.
        case .trigger where test.isBodyOnly: return [nil, .outcomeUnknown]
        // Whether they are there is looked at, and then they are set, or are.
        case .creation where operation == .setVariables: return [nil]
        case .creation, .trigger: return [.outcomeUnknown]
        }
    }

    @Test("rows 1, 2, 4, 5, 6, 25: each fault at each request has the outcome of its kind", arguments: Asked.all)
    func hasItsOutcome(_ asked: Asked) async throws {
        // What only looks leaves everything as it was, so that one account is enough.
        var kept: (shop: Workshop, sent: SentRequests)?
        for test in Self.cases {
            var number = 0
            while true {
                number += 1
                let (shop, sent) = if let kept { kept } else { try await Workshop.recorded(asked.provider) }
                if asked.operation.isRead { kept = (shop, sent) }
                let struckBefore = await shop.account.faults.faultCount
                let change = try await asked.operation.prepare(shop)
                await sent.clear()
                let before = await shop.account.writes.count
                await shop.account.faults.add(FaultRule(test.fault, occurrences: number...number))
                let error = try await failure { try await asked.operation.run(shop, change) }
                guard await shop.account.faults.faultCount > struckBefore else {
                    await shop.account.faults.removeRules()
                    break
                }
                let requests = await sent.requests
                let struck = requests[number - 1]
                let place = "\(test.name) at \(number): \(struck), \(error?.description ?? "no error")"
                #expect(expected(test, struck, asked.operation).contains(error?.code), "\(place)")
                // Nothing that may have been done is sent again by itself.
                let writes = await shop.account.writes.dropFirst(before)
                let done = writes.filter { $0.status < 300 }.map { "\($0.method) \($0.path)" }
                #expect(Set(done).count == done.count || asked.operation == .apply, "\(place)")
                if let error {
                    let mayBeRepeated = error.code != .outcomeUnknown
                    #expect(error.isRetryable == mayBeRepeated, "\(place)")
                    #expect(error.provider == shop.dialect.provider && error.operation != nil, "\(place)")
                    #expect(!"\(error) \(error.providerMessage ?? "") \(error.details)".contains("<h"), "\(place)")
                    if asked.operation != .apply, struck.kind != .read, error.code == .outcomeUnknown {
                        #expect(requests.count == number, "\(place): nothing more is sent")
                    }
                }
                await shop.account.faults.removeRules()
                var found: [String] = []
                do {
                    for try await container in shop.service.allContainers(in: shop.namespace) {
                        found.append(container.spec.name)
                    }
                } catch let error as ContainerServiceError where error.code == .notFound {
                    #expect(asked.operation == .deleteNamespace)
                }
                #expect(Set(found).count == found.count, "\(place): \(found)")
                if asked.operation == .apply, error == nil { #expect(found.contains("other"), "\(place)") }
            }
            #expect(number > 1)
        }
    }

    @Test("row 2: a deployment whose answer is lost was done once or not at all", arguments: Provider.allCases)
    func statusDecides(_ provider: Provider) async throws {
        for (fault, happened) in [(Fault.cutAfterActing, true), (.cutBeforeActing, false), (.timeOutAfterActing, true)]
        {
            let shop = try await Workshop(provider)
            let before = await shop.account.writes.count
            await shop.account.faults.add(FaultRule(fault, method: .post))
            let error = try await failure { try await shop.service.deploy([shop.container], in: shop.namespace) }
            #expect(error?.code == .outcomeUnknown && error?.isRetryable == false)
            #expect(await shop.account.faults.faultCount == 1)
            #expect(await shop.account.writes.count - before == (happened ? 1 : 0))
            guard case .cutAfterActing = fault else { continue }
            await shop.account.faults.removeRules()
            try await shop.account.time.sleep(for: .seconds(5))
            let status = try await shop.service.statuses(of: [shop.container], in: shop.namespace, after: nil)
            #expect(status[shop.container]?.state == .updating)
        }
    }

    @Test("row 1: a change whose answer is lost stops there", arguments: Provider.allCases)
    func performStops(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        var spec = try Workshop.spec("other")
        spec.httpsOnly = true
        let change = try #require(try shop.dialect.prepare(.create(spec), shop.account.given).value)
        await shop.account.faults.add(FaultRule(.cutAfterActing, method: .post))
        let before = await shop.account.faults.requestCount
        var steps: [RequestStep] = []
        let error = try await failure {
            _ = try await shop.service.perform(
                change,
                in: shop.namespace,
                container: nil,
                secrets: SecretValues()
            ) { steps.append($0) }
        }
        #expect(error?.code == .outcomeUnknown && error?.isRetryable == false)
        #expect(steps == [.willSend(change.requests[0])])
        // The look at the name, and the creation.
        let looks = provider == .qovery ? 2 : 1
        #expect(await shop.account.faults.requestCount - before == looks + 1)
    }
}
