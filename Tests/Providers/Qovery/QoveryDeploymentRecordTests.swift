import CloudContainers
import QoveryContainers
import SimulationKit
import Testing

@Suite("Deployments of Qovery") struct QoveryDeploymentRecordTests {
    private func service(_ shop: Workshop) throws -> QoveryContainerService {
        try #require(shop.service as? QoveryContainerService)
    }

    @Test func theHistoryTellsWhatWasDeployed() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let restart = try await service.restart([shop.container], in: shop.namespace)
        try await service.wait(for: [shop.container], in: shop.namespace, after: restart, shop.account.waiting)
        let history = try await service.deploymentHistory(of: shop.container)
        #expect(history.map(\.state) == [.restarted, .deployed])
        #expect(history.map(\.action) == [.restart, .deploy])
        let newest = try #require(history.first)
        #expect(newest.service.id == shop.container && newest.service.kind == .container)
        #expect(newest.tag == "1.27" && newest.imageName?.hasSuffix("nginx") == true)
        #expect(newest.duration.map { $0 > .zero } == true && newest.origin.createdAt != nil)
        #expect(try await service.deploymentHistory(of: shop.container, newest: .of(1)) == [newest])

        let whole = try await service.deploymentHistory(in: shop.namespace, newest: .of(1))
        let deployment = try #require(whole.first)
        #expect(whole.count == 1 && deployment.environment == shop.namespace && deployment.action == .restart)
        #expect(deployment.executionID == newest.executionID)
        #expect(deployment.stages.flatMap(\.services).map(\.service.id) == [shop.container])
    }

    @Test func theQueueShowsWhatWaits() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        #expect(try await service.queuedDeployments(in: shop.namespace).isEmpty)
        let first = try await service.deployAll(in: shop.namespace)
        let second = try await service.restart([shop.container], in: shop.namespace)
        let waiting = try await service.queuedDeployments(in: shop.namespace)
        #expect(waiting.map(\.requestID).last == second.id)
        #expect(waiting.last?.action == .restart && waiting.last?.services.map(\.id) == [shop.container])
        let own = try await service.queuedDeployments(of: shop.container)
        #expect(own.map(\.requestID) == waiting.map(\.requestID))
        let request = try await service.deploymentRequest(try #require(first.id))
        #expect(request.environment == shop.namespace && request.state.meaning == .updating)
        #expect(first.containers == [shop.container])
    }

    @Test func whatIsCancelledAlreadyIsDone() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let first = try await service.deployAll(in: shop.namespace)
        let second = try await service.restart([shop.container], in: shop.namespace)
        let id = try #require(second.id)
        #expect(try await service.cancelDeployment(requested: id) == .requested)
        #expect(try await service.cancelDeployment(requested: id) == .nothingToCancel(.canceled))
        #expect(try await service.cancelDeployment(in: shop.namespace) == .requested)
        guard case .nothingToCancel = try await service.cancelDeployment(in: shop.namespace) else {
            return #expect(Bool(false), "the second cancellation")
        }
        #expect(try await service.cancelDeployment(requested: try #require(first.id)) != .requested)
        try await shop.account.time.sleep(for: .seconds(600))
        guard case .nothingToCancel = try await service.cancelDeployment(in: shop.namespace, forced: true) else {
            return #expect(Bool(false), "nothing is under way")
        }
    }

    @Test("a refusal while something is under way is no success, and is not waited out")
    func whatCannotBeCancelledNow() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let deployment = try await service.deployAll(in: shop.namespace)
        let refusal = HTTPResponse.refusal(409, .qovery, "An operation is in progress")
        await shop.account.faults.add(FaultRule(.answer(refusal), method: .post, path: "cancelDeployment"))
        let began = await shop.account.time.now()
        var outcome: QoveryCancellation?
        let error = try await failure { outcome = try await service.cancelDeployment(in: shop.namespace) }
        #expect(error?.code == .conflict && error?.isRetryable == true && outcome == nil)
        let other = try await failure { try await service.cancelDeployment(requested: try #require(deployment.id)) }
        #expect(other?.code == .conflict)
        // Not the service's whole patience.
        #expect(await shop.account.time.now() - began < .seconds(30))
        let missing = try await failure { try await service.cancelDeployment(requested: "none") }
        #expect(missing != nil)
    }

    @Test func theWholeEnvironmentIsAskedAtOnce() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let other = try await service.apply(try Workshop.spec("other"), in: shop.namespace, shop.account.given)
        let writes = await shop.account.writes.count
        let deployment = try await service.deployAll(in: shop.namespace)
        #expect(deployment.containers.sorted() == [shop.container, other].sorted() && deployment.id != nil)
        #expect(await shop.account.writes.count == writes + 1)
        let both = deployment.containers
        try await service.wait(for: both, in: shop.namespace, after: deployment, shop.account.waiting)
        let again = try await service.redeployAll(in: shop.namespace)
        try await service.wait(for: both, in: shop.namespace, after: again, shop.account.waiting)
        let stop = try await service.stopAll(in: shop.namespace)
        try await service.wait(for: both, in: shop.namespace, until: .stopped, after: stop, shop.account.waiting)
        let stopped = try await service.stopAll(in: shop.namespace)
        #expect(stopped.id == nil && stopped.containers.sorted() == both.sorted())
        try await service.uninstallAll(in: shop.namespace)
    }

    @Test("a stop of all that is refused for another reason is an error") func whatCannotBeStopped() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let refusal = HTTPResponse.refusal(409, .qovery, "It cannot be stopped now")
        await shop.account.faults.add(FaultRule(.answer(refusal), method: .post))
        let error = try await failure { try await service.stopAll(in: shop.namespace) }
        #expect(error?.code == .conflict)
    }

    @Test("an automatic deployment whose answer is lost is not repeated") func triggersOnce() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        await shop.account.faults.add(FaultRule(.cutAfterActing, method: .post))
        let error = try await failure { try await service.deployAutomatically("library/nginx", tag: "1.28") }
        #expect(error?.code == .outcomeUnknown)
        #expect(await shop.account.writes.count { $0.path.hasSuffix("/container/deploy") } == 1)
    }

    @Test func aNewTagIsDeployedWhereItIsAutomatic() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let live = try await service.container(shop.container)
        let image = try #require(live.bundle.root["container"]?["image_name"]?.string)
        #expect(try await service.deployAutomatically(image, tag: "1.28") == Deployment(of: []))
        var spec = live.spec
        spec.qovery = spec.qovery ?? QoverySettings()
        spec.qovery?.autoDeploy = true
        _ = try await service.apply(spec, in: shop.namespace, to: shop.container, shop.account.given)
        let deployment = try await service.deployAutomatically(image, tag: "1.28")
        #expect(deployment.containers == [shop.container] && deployment.id != nil)
        try await service.wait(for: [shop.container], in: shop.namespace, after: deployment, shop.account.waiting)
        #expect(try await service.deploymentHistory(of: shop.container, newest: .of(1)).first?.tag == "1.28")
    }

    @Test(
        "durations are read as they are written",
        arguments: [("PT1M30S", 90), ("PT0S", 0), ("PT2H", 7200), ("P1DT1S", 86_401)]
    )
    func durations(_ text: String, _ seconds: Int) async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let entry =
            #"{"identifier":{"name":"w","service_id":"s","service_type":"NEW"},"status":"ODD","total_duration":"\#(text)"}"#
        let body = Array(#"{"page":1,"page_size":1,"results":[\#(entry)]}"#.utf8)
        await shop.account.faults.add(FaultRule(.body(body), path: "deploymentHistoryV2"))
        let found = try #require(try await service.deploymentHistory(of: shop.container).first)
        #expect(found.duration == .seconds(seconds))
        #expect(
            found.state.rawValue == "ODD" && found.state.meaning == .unknown && found.service.kind.rawValue == "NEW"
        )
    }

    @Test func anEntryWithoutItsServiceIsNotUnderstood() async throws {
        let shop = try await Workshop(.qovery)
        let service = try service(shop)
        let body = Array(#"{"page":1,"page_size":1,"results":[{"identifier":{"name":"w"},"status":"DEPLOYED"}]}"#.utf8)
        await shop.account.faults.add(FaultRule(.body(body), path: "deploymentHistoryV2"))
        let error = try await failure { _ = try await service.deploymentHistory(of: shop.container) }
        #expect(error?.code == .answerNotUnderstood)
        #expect(error?.diagnostics.first?.field == "results[0].identifier.service_id")
    }
}
