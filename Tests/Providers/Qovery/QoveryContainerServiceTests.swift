import CloudContainers
import QoveryContainers
import QoverySimulator
import SimulationKit
import Testing

@Suite("Qovery's service") struct QoveryContainerServiceTests {
    @Test func whatStopsMeanwhileIsStopped() async throws {
        let shop = try await Workshop(.qovery)
        let refusal = HTTPResponse.refusal(409, .qovery, "The services are already stopped")
        await shop.account.faults.add(FaultRule(.answerAfterActing(refusal), method: .post))
        // The look after the refusal comes when it has stopped.
        let stopped = #"{"containers":[{"id":"\#(shop.container)","state":"STOPPED"}]}"#
        await shop.account.faults.add(FaultRule(.body(Array(stopped.utf8)), path: "/statuses", occurrences: 2...2))
        let deployment = try await shop.service.stop([shop.container], in: shop.namespace)
        #expect(deployment.containers == [shop.container])
    }

    @Test func whatCannotBeStoppedIsAnError() async throws {
        let shop = try await Workshop(.qovery)
        let refusal = HTTPResponse.refusal(409, .qovery, "It cannot be stopped now")
        await shop.account.faults.add(FaultRule(.answer(refusal), method: .post))
        let error = try await failure { try await Operation.stop.run(shop, nil) }
        #expect(error?.code == .conflict)
    }

    @Test("an id is one step of a path, whatever it holds", arguments: Asked.all)
    func encodesIDs(_ asked: Asked) async throws {
        var sent: SentRequests?
        let account = try Account(asked.provider) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        let shop = Workshop(account, "../n?a=b", "x/../y#z")
        let change = PreparedChange(
            requests: [PreparedRequest("PUT", "/container/{container}", body: [:], purpose: "change")],
            deploys: false
        )
        _ = try await failure { try await asked.operation.run(shop, change) }
        for request in await sent?.requests ?? [] {
            #expect(!request.path.contains("#") && !request.path.contains("?a=b"), "\(request)")
            #expect(!request.path.contains("/../"), "\(request)")
        }
    }

    @Test(
        "row 8: a project or an environment without an id is no shorter list",
        arguments: ["/organization", "/project", "/environment"]
    )
    func refusesNamelessProjects(_ path: String) async throws {
        var profile = try QoveryConfiguration(token: QoverySimulator.Configuration().token)
        profile.projectID = nil
        let time = VirtualTime()
        let faults = FaultInjector(QoverySimulator(time: time), time: time)
        let service = QoveryContainerService(profile, transport: faults, time: time)
        await faults.add(FaultRule(.body(Array(#"{"results":[{"name":"a"}]}"#.utf8)), path: path, occurrences: 1...1))
        let error = try await failure { _ = try await service.namespaces(after: nil) }
        #expect(error?.code == .answerNotUnderstood && error?.diagnostics.first?.field == "results[0].id")
    }
}
