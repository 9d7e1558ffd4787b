import CloudContainers
import SimulationKit
import Testing

/// Waits on the simulators, on a clock that nobody has to wait for.
@Suite("Waiting under faults") struct WaitingFaultsTests {
    private static func underWay(_ provider: Provider) -> String { provider == .qovery ? "DEPLOYING" : "updating" }

    /// The body with the states of all containers said to be something else.
    private static func saying(_ word: String, _ response: HTTPResponse, _ provider: Provider) -> HTTPResponse {
        let (from, to) =
            provider == .qovery
            ? (#""state":"DEPLOYED""#, #""state":"\#(word)""#) : (#""status":"ready""#, #""status":"\#(word)""#)
        let text = String(decoding: response.body, as: UTF8.self)
        return response.with(Array(text.replacing(from, with: to).utf8))
    }

    private static func gone(_ response: HTTPResponse, _ provider: Provider) -> HTTPResponse {
        provider == .qovery
            ? HTTPResponse(200, json: ["containers": []])
            : .refusal(404, provider, type: "not_found", "resource is not found")
    }

    private static func isStatus(_ request: HTTPRequest, _ shop: Workshop) -> Bool {
        request.path.hasSuffix(shop.statusPath)
    }

    @Test("row 29: what is made again right after its deletion waits for the name", arguments: Provider.allCases)
    func recreates(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        for _ in 1...3 {
            let id = try #require(try await shop.service.container(named: "web", in: shop.namespace)?.id)
            try await shop.service.delete(id)
            // It is still there, on Qovery in its old state for a moment.
            #expect(try await shop.service.statuses(of: [id], in: shop.namespace, after: nil)[id] != nil)
            #expect(try await shop.service.container(named: "web", in: shop.namespace) == nil)
            let other = try await shop.service.apply(
                try Workshop.spec("web"),
                in: shop.namespace,
                shop.account.given
            )
            #expect(other != id)
            #expect(try await shop.service.container(named: "web", in: shop.namespace)?.id == other)
            try await shop.account.time.sleep(for: .seconds(120))
        }
        #expect(try await shop.service.completeContainers(in: shop.namespace).count == 1)
    }

    @Test("row 29: a name is waited for to the limit, and no longer", arguments: Provider.allCases)
    func recreatesWithinPatience(_ provider: Provider) async throws {
        let (shop, answers) = try await Workshop.changing(provider, patience: .seconds(100))
        let word = provider == .qovery ? "DELETING" : "deleting"
        await answers.set { request, response, _ in
            request.method == .get ? Self.saying(word, response, provider) : response
        }
        let (began, before) = (await shop.account.time.now(), await shop.account.writes.count)
        let error = try await failure {
            _ = try await shop.service.apply(try Workshop.spec("web"), in: shop.namespace, shop.account.given)
        }
        #expect(error?.code == .busy && error?.isRetryable == true)
        #expect(await shop.account.time.now() - began == .seconds(100))
        #expect(error?.message.contains("web (\(shop.container)) is still being deleted") == true)
        #expect(await shop.account.writes.count == before)
    }

    @Test("row 29: a deletion that the look at the name missed is waited for too", arguments: Provider.allCases)
    func recreatesAfterRefusal(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        try await shop.service.delete(shop.container)
        let empty = provider == .qovery ? #"{"results":[]}"# : #"{"containers":[],"total_count":0}"#
        await shop.account.faults.add(
            FaultRule(.body(Array(empty.utf8)), method: .get, path: shop.listPath, occurrences: 1...1)
        )
        let before = await shop.account.writes.count
        let other = try await shop.perform(try shop.creation(of: "web"), on: nil)
        #expect(other != shop.container)
        // The one that was refused, and the one after the deletion.
        let statuses = await shop.account.writes.dropFirst(before).prefix(2).map(\.status)
        #expect(statuses.first == 409 && statuses.last.map { $0 < 300 } == true, "\(statuses)")
    }

    @Test("row 29: gone after k looks is noticed at the next one", arguments: Provider.allCases, [0, 1, 2, 5, 9])
    func noticesAbsence(_ provider: Provider, _ looks: Int) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        let word = provider == .qovery ? "DELETING" : "deleting"
        await answers.set { request, response, count in
            guard Self.isStatus(request, shop) else { return response }
            return count <= looks ? Self.saying(word, response, provider) : Self.gone(response, provider)
        }
        let before = await shop.account.history.count
        try await shop.service.wait(for: [shop.container], in: shop.namespace, until: .gone, shop.account.waiting)
        let path = shop.statusPath
        let asked = await shop.account.history.dropFirst(before).count { $0.path.hasSuffix(path) }
        #expect(asked == looks + 1)
    }

    @Test("row 29: a deletion that fails is reported", arguments: Provider.allCases)
    func reportsFailedDeletion(_ provider: Provider) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        let words = provider == .qovery ? ("DELETING", "DELETE_ERROR") : ("deleting", "error")
        await answers.set { request, response, count in
            guard Self.isStatus(request, shop) else { return response }
            return Self.saying(count <= 3 ? words.0 : words.1, response, provider)
        }
        let error = try await failure {
            try await shop.service.wait(for: [shop.container], in: shop.namespace, until: .gone, shop.account.waiting)
        }
        #expect(error?.code == .deploymentFailed)
        #expect(error?.message.contains(words.1) == true && error?.message.contains("\(shop.container)") == true)
    }

    /// A container whose image cannot start, once its deployment has failed.
    private func failed(_ provider: Provider) async throws -> (Account, Namespace.ID, Container.ID) {
        let world = DeclaredWorld(images: ["docker.io/library/nginx:1.27": .init(starts: false)])
        let account = try Account(provider, world: world)
        let namespace = try await account.service.createNamespace(named: "shop").id
        let id = try await account.service.apply(try Workshop.spec("web"), in: namespace, account.given)
        var deployment: Deployment?
        if provider == .qovery { deployment = try await account.service.deploy([id], in: namespace) }
        let error = try await failure {
            try await account.service.wait(for: [id], in: namespace, after: deployment, account.waiting)
        }
        #expect(error?.code == .deploymentFailed)
        return (account, namespace, id)
    }

    @Test("row 29: what failed can be deleted, though its old state still shows", arguments: Provider.allCases)
    func deletesFailed(_ provider: Provider) async throws {
        let (account, namespace, id) = try await failed(provider)
        try await account.service.delete(id)
        try await account.service.wait(for: [id], in: namespace, until: .gone, account.waiting)
    }

    @Test("what failed can be stopped, though its old state still shows") func stopsFailed() async throws {
        let (account, namespace, id) = try await failed(.qovery)
        let deployment = try await account.service.stop([id], in: namespace)
        try await account.service.wait(
            for: [id],
            in: namespace,
            until: .stopped,
            after: deployment,
            account.waiting
        )
    }

    @Test(
        "row 30: what vanishes at look k was deleted by someone else",
        arguments: Provider.allCases,
        Array(1...9)
    )
    func vanishes(_ provider: Provider, _ look: Int) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        await answers.set { request, response, count in
            guard Self.isStatus(request, shop) else { return response }
            return count < look
                ? Self.saying(Self.underWay(provider), response, provider) : Self.gone(response, provider)
        }
        let began = await shop.account.time.now()
        let error = try await failure { try await Operation.wait.run(shop, nil) }
        #expect(error?.code == .notFound && error?.message.contains("deleted by someone else") == true)
        #expect(error?.isRetryable == false)
        #expect(await shop.account.time.now() - began < .seconds(150))
    }

    @Test("row 30: what is deleted before the first look", arguments: Provider.allCases)
    func vanishedBefore(_ provider: Provider) async throws {
        let shop = try await Workshop(provider)
        try await shop.service.deleteNamespace(shop.namespace)
        try await shop.account.time.sleep(for: .seconds(600))
        let error = try await failure { try await Operation.wait.run(shop, nil) }
        #expect(error?.code == .notFound && error?.message.contains("deleted by someone else") == true)
    }

    @Test("row 31: what is stuck ends exactly at the limit that the probes give")
    func endsAtProbeLimit() async throws {
        // Threshold and interval of the liveness probe; nothing for the API's own.
        for (threshold, interval, limit) in [(nil, nil, 480), (3, 10, 210), (40, 12, 660)] as [(UInt32?, Int64?, Int64)]
        {
            let (shop, answers) = try await Workshop.changing(.scaleway)
            if let threshold, let interval {
                var spec = try Workshop.spec("web")
                var probe = Probe(.tcp(.init(port: try PortNumber(8080))))
                probe.failureThreshold = .of(threshold)
                probe.interval = .seconds(interval)
                spec.probes.liveness = probe
                _ = try await shop.service.apply(
                    spec,
                    in: shop.namespace,
                    to: shop.container,
                    shop.account.given
                )
                try await shop.account.time.sleep(for: .seconds(120))
            }
            await answers.set { request, response, _ in
                Self.isStatus(request, shop) ? Self.saying("updating", response, .scaleway) : response
            }
            let began = await shop.account.time.now()
            let error = try await failure { try await Operation.wait.run(shop, nil) }
            #expect(error?.code == .timedOut && error?.message.contains("updating") == true)
            #expect(await shop.account.time.now() - began == .seconds(limit))
        }
    }

    @Test("row 31: a queue that does not move ends after one hour, and its place is shown")
    func endsAfterAnHour() async throws {
        let (shop, answers) = try await Workshop.changing(.qovery)
        await answers.set { request, response, _ in
            guard Self.isStatus(request, shop) else { return response }
            let text = String(decoding: Self.saying("DEPLOYMENT_QUEUED", response, .qovery).body, as: UTF8.self)
            let queued = text.replacing(#""deployment_requests_count":0"#, with: #""deployment_requests_count":2"#)
            return response.with(Array(queued.utf8))
        }
        let began = await shop.account.time.now()
        let error = try await failure { try await Operation.wait.run(shop, nil) }
        #expect(error?.code == .timedOut && error?.isRetryable == true)
        #expect(error?.message.contains("2 deployments in the queue") == true, "\(error?.message ?? "")")
        #expect(await shop.account.time.now() - began == .seconds(3600))
    }

    @Test("row 31: the caller's limit is kept exactly", arguments: Provider.allCases, [1, 7, 100])
    func keepsCallersLimit(_ provider: Provider, _ seconds: Int) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        await answers.set { request, response, _ in
            Self.isStatus(request, shop) ? Self.saying(Self.underWay(provider), response, provider) : response
        }
        var options = shop.account.waiting
        options.limit = .seconds(seconds)
        let began = await shop.account.time.now()
        let error = try await failure {
            try await shop.service.wait(for: [shop.container], in: shop.namespace, options)
        }
        #expect(error?.code == .timedOut)
        #expect(await shop.account.time.now() - began == .seconds(seconds))
    }

    @Test("row 31: what is there at the limit is seen by a last look", arguments: Provider.allCases)
    func looksAtTheLimit(_ provider: Provider) async throws {
        let (shop, answers) = try await Workshop.changing(provider)
        await answers.set { request, response, count in
            guard count == 1, Self.isStatus(request, shop) else { return response }
            return Self.saying(Self.underWay(provider), response, provider)
        }
        var options = shop.account.waiting
        // The second look would come later than the limit.
        options.shortestDelay = .seconds(60)
        options.longestDelay = .seconds(60)
        options.limit = .seconds(7)
        let began = await shop.account.time.now()
        try await shop.service.wait(for: [shop.container], in: shop.namespace, options)
        #expect(await shop.account.time.now() - began == .seconds(7))
    }

    @Test("row 13: a wall clock that jumps changes no wait", arguments: Provider.allCases)
    func ignoresWallClock(_ provider: Provider) async throws {
        var seen: [[WaitEvent]] = []
        var ends: [Duration] = []
        for step in [0, 3600, -3600, 86_400] as [Int64] {
            let (shop, interloper) = try await Workshop.disturbed(provider)
            let time = shop.account.time
            await interloper.set { number, _ in await time.stepWallClock(by: number % 2 == 0 ? step : -step / 2) }
            let deployment = try await shop.service.deploy([shop.container], in: shop.namespace)
            // Busy until the deployment has ended.
            if provider == .scaleway { try await shop.service.deploy([shop.container], in: shop.namespace) }
            var events: [WaitEvent] = []
            for try await event in shop.service.progress(
                of: [shop.container],
                in: shop.namespace,
                after: deployment,
                shop.account.waiting
            ) { events.append(event) }
            seen.append(events)
            ends.append(await time.now())
        }
        #expect(Set(ends).count == 1)
        // The identifiers are the same in each account.
        #expect(Set(seen).count == 1)
    }

    @Test("a status that cannot be read five times in a row is no end, a sixth time is", arguments: Provider.allCases)
    func toleratesUnreadable(_ provider: Provider) async throws {
        let failures: [Fault] = [
            .answer(HTTPResponse(status: 503)), .cutBeforeActing, .timeOutBeforeActing, .refused,
            .answer(HTTPResponse(status: 429)), .answer(.refusal(500, provider, "internal error")),
        ]
        for fault in failures {
            for (count, code) in [(5, nil), (6, fault.code)] as [(Int, ContainerServiceError.Code?)] {
                let shop = try await Workshop(provider)
                let deployment = try await shop.service.deploy([shop.container], in: shop.namespace)
                // The second look and those that follow.
                await shop.account.faults.add(
                    FaultRule(fault, path: shop.statusPath, occurrences: 2...(count + 1))
                )
                var unreadable = 0
                let error = try await failure {
                    for try await event in shop.service.progress(
                        of: [shop.container],
                        in: shop.namespace,
                        after: deployment,
                        shop.account.waiting
                    ) {
                        if case .unreadable = event { unreadable += 1 }
                    }
                }
                #expect(error?.code == code && unreadable == 5, "\(fault)")
            }
        }
    }

    @Test("a list that cannot be read at first is no end", arguments: Provider.allCases)
    func toleratesUnreadableList(_ provider: Provider) async throws {
        for count in [1, 4] {
            let shop = try await Workshop(provider)
            await shop.account.faults.add(FaultRule(.answer(HTTPResponse(status: 503)), occurrences: 1...count))
            try await Operation.wait.run(shop, nil)
            #expect(await shop.account.faults.faultCount == count)
        }
    }

    @Test("an answer that cannot succeed ends a wait at once", arguments: Provider.allCases)
    func endsAtRefusal(_ provider: Provider) async throws {
        for (status, code) in [(401, ContainerServiceError.Code.unauthenticated), (400, .invalidInput)] {
            let shop = try await Workshop(provider)
            await shop.account.faults.add(FaultRule(.answer(.refusal(status, provider, "no")), path: shop.statusPath))
            let error = try await failure { try await Operation.wait.run(shop, nil) }
            #expect(error?.code == code)
            #expect(await shop.account.faults.faultCount == 1)
        }
    }

    // MARK: Stale states

    @Test("the state of an earlier deployment is not believed") func doesNotBelieveStaleState() async throws {
        let shop = try await Workshop(.qovery)
        try await shop.account.time.sleep(for: .seconds(60))
        let deployment = try await shop.service.deploy([shop.container], in: shop.namespace)
        #expect(deployment.id != nil)
        var events: [WaitEvent] = []
        for try await event in shop.service.progress(
            of: [shop.container],
            in: shop.namespace,
            after: deployment,
            shop.account.waiting
        ) { events.append(event) }
        let states = events.compactMap { event -> ContainerStatus? in
            if case .status(_, let status, _) = event { return status }
            return nil
        }
        #expect(states.first?.state == .ready && states.first?.isOfEarlierDeployment == true)
        #expect(states.contains { $0.state == .updating })
        #expect(states.last?.state == .ready && states.last?.isOfEarlierDeployment == false)
        guard case .reached(shop.container, let after) = events.last else { throw UnexpectedEnd() }
        #expect(after > .seconds(20))
    }

    private struct UnexpectedEnd: Error {}

    @Test("without the deployment's id its old state is not believed either", arguments: [true, false])
    func doesNotBelieveWithoutID(_ isFailed: Bool) async throws {
        let account: Account
        let (namespace, id): (Namespace.ID, Container.ID)
        if isFailed {
            (account, namespace, id) = try await failed(.qovery)
            var spec = try Workshop.spec("web")
            spec.image = try ImageReference(parsing: "docker.io/library/nginx:1.28")
            _ = try await account.service.apply(spec, in: namespace, to: id, account.given)
        } else {
            let shop = try await Workshop(.qovery)
            (account, namespace, id) = (shop.account, shop.namespace, shop.container)
        }
        try await account.service.deploy([id], in: namespace)
        let began = await account.time.now()
        try await account.service.wait(for: [id], in: namespace, after: Deployment(of: [id]), account.waiting)
        let status = try await account.service.statuses(of: [id], in: namespace, after: nil)[id]
        #expect(status?.providerWord == "DEPLOYED")
        #expect(await account.time.now() - began > .seconds(20))
    }

    @Test("a deployment that was merged into another is believed after the grace") func believesMerged() async throws {
        let shop = try await Workshop(.qovery)
        try await shop.service.deploy([shop.container], in: shop.namespace)
        let began = await shop.account.time.now()
        try await shop.service.wait(
            for: [shop.container],
            in: shop.namespace,
            after: Deployment(id: "0e5c1a52-0000-4000-8000-000000000001", of: [shop.container]),
            shop.account.waiting
        )
        let elapsed = await shop.account.time.now() - began
        #expect(elapsed >= shop.account.waiting.staleGrace && elapsed < .seconds(300))
    }

    @Test("an earlier deployment that ends late is not taken for the one that waits behind it")
    func doesNotBelieveLateEnd() async throws {
        let (shop, answers) = try await Workshop.changing(.qovery)
        let asked = "0e5c1a52-0000-4000-8000-000000000001"
        let old = #""deployment_request_id":""#
        await answers.set { request, response, count in
            guard Self.isStatus(request, shop) else { return response }
            // The one before runs for long, is over for a look, and only then the own one begins and ends.
            let word = count < 30 ? "DEPLOYING" : count == 30 ? "DEPLOYED" : count < 33 ? "DEPLOYING" : "DEPLOYED"
            let text = String(decoding: Self.saying(word, response, .qovery).body, as: UTF8.self)
            guard count > 30 else { return response.with(Array(text.utf8)) }
            return response.with(Array(text.replacing(old, with: old + "\(asked)\",\"x\":\"").utf8))
        }
        let before = await shop.account.history.count
        try await shop.service.wait(
            for: [shop.container],
            in: shop.namespace,
            after: Deployment(id: asked, of: [shop.container]),
            shop.account.waiting
        )
        let looks = await shop.account.history.dropFirst(before).count { $0.path.hasSuffix("/statuses") }
        #expect(looks == 33)
    }

    // MARK: Several at once

    /// Several containers, of which some cannot start.
    private func several(_ provider: Provider, _ count: Int, broken: Set<Int>) async throws -> (
        Account, Namespace.ID, [Container.ID], Deployment?
    ) {
        let world = DeclaredWorld(images: ["docker.io/library/broken:1": .init(starts: false)])
        let account = try Account(provider, world: world)
        let namespace = try await account.service.createNamespace(named: "shop").id
        var ids: [Container.ID] = []
        for index in 0..<count {
            var spec = try Workshop.spec("web-\(index)")
            if broken.contains(index) { spec.image = try ImageReference(parsing: "docker.io/library/broken:1") }
            ids.append(try await account.service.apply(spec, in: namespace, account.given))
        }
        guard provider == .qovery else { return (account, namespace, ids, nil) }
        return (account, namespace, ids, try await account.service.deploy(ids, in: namespace))
    }

    @Test("many containers cost one request a look", arguments: Provider.allCases)
    func asksOnce(_ provider: Provider) async throws {
        let (account, namespace, ids, deployment) = try await several(provider, 12, broken: [])
        if provider == .qovery { #expect(await account.writes.count { $0.path.hasSuffix("/deploy") } == 1) }
        let before = await account.history.count
        try await account.service.wait(for: ids, in: namespace, after: deployment, account.waiting)
        let requests = await account.history.dropFirst(before)
        let looks = Set(requests.map(\.time))
        // The first look comes with the list from which the limit follows, and its state.
        #expect(looks.count > 2 && requests.count <= looks.count + 2, "\(requests.map(\.description))")
        #expect(!requests.contains { request in ids.contains { request.path.contains($0.rawValue) } })
    }

    @Test("some of several fail: the others are waited for, and the error names all", arguments: Provider.allCases)
    func reportsSome(_ provider: Provider) async throws {
        let (account, namespace, ids, deployment) = try await several(provider, 4, broken: [1, 2])
        var events: [WaitEvent] = []
        let error = try await failure {
            for try await event in account.service.progress(
                of: ids + [ids[0]],
                in: namespace,
                after: deployment,
                account.waiting
            ) { events.append(event) }
        }
        #expect(error?.code == .deploymentFailed && error?.message.contains("2 of 4") == true)
        for index in [1, 2] { #expect(error?.message.contains("\(ids[index])") == true) }
        var last: Duration = .zero
        for (index, id) in ids.enumerated() {
            // Each has its states first and then one end.
            let own = events.filter { $0.container == id }
            let ends = own.filter { !$0.isStatus }
            #expect(ends.count == 1 && own.last == ends.first && own.count > 1)
            if case .failed(_, let error, _) = ends.first {
                #expect([1, 2].contains(index) && error.message.contains("\(id)"))
            } else {
                #expect([0, 3].contains(index))
            }
        }
        for event in events {
            #expect(event.time >= last)
            last = event.time
        }
    }
}

extension WaitEvent {
    fileprivate var isStatus: Bool {
        if case .status = self { return true }
        return false
    }

    fileprivate var container: Container.ID? {
        switch self {
        case .status(let id, _, _), .reached(let id, _), .failed(let id, _, _): id
        default: nil
        }
    }

    fileprivate var time: Duration {
        switch self {
        case .status(_, _, let time), .reached(_, let time), .failed(_, _, let time), .unreadable(_, let time): time
        }
    }
}

extension Fault {
    /// The code of the error that a read has when it strikes.
    fileprivate var code: ContainerServiceError.Code {
        if case .answer(let response) = self, response.status == 429 { return .rateLimited }
        return .unavailable
    }
}
