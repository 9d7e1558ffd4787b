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

    // MARK: Advanced settings

    @Test func newServicesAreGivenTheirWholeSettings() async throws {
        var sent: SentRequests?
        let account = try Account(.qovery) { faults, _ in
            let transport = SentRequests(faults)
            sent = transport
            return transport
        }
        let namespace = try await account.service.createNamespace(named: "shop").id
        for name in ["web", "api"] {
            var spec = try Workshop.spec(name)
            spec.qovery = QoverySettings()
            spec.qovery?.advancedSettings["network.ingress.enable_cors"] = true
            _ = try await account.service.apply(spec, in: namespace, account.given)
        }
        let requests = try #require(sent)
        let settings = await requests.requests.filter { $0.method == .put && $0.path.hasSuffix("/advancedSettings") }
        #expect(settings.count == 2)
        for request in settings {
            let body = try JSONDocument(parsing: try #require(request.body).bytes).root
            #expect(body["network.ingress.enable_cors"] == true)
            #expect(body["deployment.termination_grace_period_seconds"] == 60 && (body.object?.count ?? 0) > 30)
        }
        // They are the same for all.
        #expect(await requests.requests.count { $0.path == "/defaultContainerAdvancedSettings" } == 1)
    }

    @Test func newJobsAreGivenTheirWholeSettings() async throws {
        let account = try Account(.qovery)
        let service = try #require(account.service as? QoveryContainerService)
        let namespace = try await service.createNamespace(named: "shop").id
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "nginx:1.27")))
        spec.qovery = QoveryJobSettings()
        spec.qovery?.advancedSettings["cronjob.failed_jobs_history_limit"] = 5
        var given = account.given
        given.allowsAll = true
        _ = try await service.qoveryJobs.createJob(spec, in: namespace, given)
        let paths = await account.history.map(\.path)
        #expect(paths.contains("/defaultJobAdvancedSettings"), "\(paths)")
    }

    @Test func whoWaitsForTheDefaultsReadsThemWhereAnotherFails() async throws {
        let account = try Account(.qovery)
        let namespace = try await account.service.createNamespace(named: "shop").id
        let path = "/defaultContainerAdvancedSettings"
        await account.faults.add(FaultRule(.answer(.refusal(403, .qovery, "not now")), path: path, occurrences: 1...1))
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<4 {
                group.addTask {
                    do {
                        var spec = try Workshop.spec("web-\(number)")
                        spec.qovery = QoverySettings()
                        spec.qovery?.advancedSettings["network.ingress.enable_cors"] = true
                        _ = try await account.service.apply(spec, in: namespace, account.given)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { !$0 } == 1)
    }

    @Test func whatUnreadableDefaultsLeaveIsCompletedByAnUpdate() async throws {
        let account = try Account(.qovery)
        let namespace = try await account.service.createNamespace(named: "shop").id
        let path = "/defaultContainerAdvancedSettings"
        await account.faults.add(FaultRule(.body(Array("[]".utf8)), path: path, occurrences: 1...1))
        var spec = try Workshop.spec("web")
        spec.qovery = QoverySettings()
        spec.qovery?.advancedSettings["network.ingress.enable_cors"] = true
        let error = try await failure { _ = try await account.service.apply(spec, in: namespace, account.given) }
        #expect(error?.code == .answerNotUnderstood)
        let half = try #require(try await account.service.container(named: "web", in: namespace)).id
        let id = try await account.service.apply(spec, in: namespace, to: half, account.given)
        let settings = try await account.service.container(id).bundle.root["advanced_settings"]
        #expect(settings?["network.ingress.enable_cors"] == true)
    }
}
