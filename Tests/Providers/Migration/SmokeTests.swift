import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

/// A service that runs and answers wrongly is not verified.
@Suite("Migration, smoke checks")
struct SmokeTests {
    private func migration(
        _ move: Move,
        _ plan: MigrationPlan,
        _ storage: any JournalStorage,
        _ checks: [SmokeCheck],
        ofServices: [String: [SmokeCheck]] = [:],
        _ answers: Endpoints
    ) async throws -> Migration {
        var options = MigrationOptions(waiting: move.target.waiting)
        options.smoke = SmokeChecks(checks, ofServices: ofServices, over: answers)
        let journal = try await MigrationJournal(storage)
        return try await Migration(plan, from: move.source.service, to: move.target.service, journal: journal, options)
    }

    @Test("what answers as wanted is verified", arguments: MigrationTests.ways)
    func aServiceThatAnswersIsVerified(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(2, from: provider, to: other)
        let plan = try await move.plan()
        // The first answers come before the service is there for everybody.
        let answers = Endpoints { number, request in
            if number <= 2 { return HTTPResponse(status: 503) }
            return HTTPResponse(status: request.path == "/health" ? 204 : 200, headers: ["Server": "web"])
        }
        let checks = [try SmokeCheck(path: "/health", status: 204, header: .init(name: "server", value: "web"))]
        let own = ["service-1": [try SmokeCheck(path: "/cart?full=1")]]
        let storage = InMemoryJournalStorage()
        let outcome = try await migration(move, plan, storage, checks, ofServices: own, answers).run(
            secrets: move.secrets
        )
        #expect(outcome.isComplete)
        let asked = await answers.requests
        #expect(asked.contains { $0.path == "/cart?full=1" })
        #expect(asked.count { $0.path == "/cart?full=1" } == 1)
        for request in asked {
            #expect(request.method == .get)
            #expect(request.body == nil)
            #expect(request.headers["Authorization"] == nil)
            #expect(request.headers["X-Auth-Token"] == nil)
            #expect(request.baseURL.isEncrypted)
        }
        // What is verified is asked again only by who compares again.
        let count = asked.count
        _ = try await migration(move, plan, storage, checks, answers).run()
        #expect(await answers.requests.count == count)
        #expect(try await migration(move, plan, storage, checks, answers).differences(secrets: move.secrets).isEmpty)
        #expect(await answers.requests.count == count + 2)
    }

    @Test("what answers something else is not verified", arguments: MigrationTests.ways)
    func aServiceThatAnswersWronglyIsNot(from provider: Provider, to other: Provider) async throws {
        let move = try await Move(1, from: provider, to: other)
        let plan = try await move.plan()
        let storage = InMemoryJournalStorage()
        let check = try SmokeCheck(path: "/health", header: .init(name: "X-Version", value: "2"))
        for (answer, words) in [
            (HTTPResponse(status: 500, body: Array("a stack trace".utf8)), "it answered 500"),
            (HTTPResponse(status: 200), "the answer has no X-Version"),
            (HTTPResponse(status: 200, headers: ["X-Version": "1"]), "the answer has another X-Version than 2"),
        ] {
            let answers = Endpoints { _, _ in answer }
            let outcome = try await migration(move, plan, storage, [check], answers).run(secrets: move.secrets)
            #expect(outcome.services.map(\.step) == [.ready])
            let failure = try #require(outcome.services.first?.failure)
            #expect(failure.code == .deploymentFailed)
            #expect(failure.message.contains("/health has to answer 200, and \(words)"))
            #expect(!failure.message.contains("stack trace"))
        }
        let silent = Endpoints { _, _ in throw HTTPTransportError(.connectionFailed, "nobody there", delivery: .notSent)
        }
        let told = try await migration(move, plan, storage, [check], silent).differences(secrets: move.secrets)
        #expect(told["service-0"]?.contains("it gave no answer") == true)
        // Repaired, the next run verifies it.
        let good = Endpoints { _, _ in HTTPResponse(status: 200, headers: ["X-Version": "2"]) }
        #expect(try await migration(move, plan, storage, [check], good).run(secrets: move.secrets).isComplete)
    }

    @Test("a private service is not asked, and that is said")
    func aPrivateServiceIsSkipped() async throws {
        let move = try await Move(1, from: .qovery, to: .scaleway)
        let id = try #require(move.ids["service-0"])
        var wish = try await move.source.service.container(id).spec
        wish.ports[0].exposure = .cluster
        var given = move.source.given
        given.secretNames = ["TOKEN"]
        _ = try await move.source.service.apply(
            wish,
            in: move.namespace.id,
            to: id,
            secrets: move.secrets.shared,
            given
        )
        var settings = move.settings
        settings.resolutions.privacy["service-0"] = .private
        let plan = try MigrationPlan(
            moving: try await move.source.service.inventory(of: move.namespace.id),
            from: move.source.service.dialect,
            to: move.target.service.dialect,
            settings
        )
        let answers = Endpoints { _, _ in HTTPResponse(status: 200) }
        let checks = [try SmokeCheck(path: "/")]
        let skipped = Skipped()
        let outcome = try await migration(move, plan, InMemoryJournalStorage(), checks, answers).run(
            secrets: move.secrets
        ) { event in
            if case .smokeSkipped(_, let reason) = event { await skipped.add(reason) }
        }
        #expect(outcome.isComplete)
        #expect(await skipped.reasons == ["it is private: callers need a token"])
        #expect(await answers.requests.isEmpty)
    }

    @Test("a check that cannot be is refused", arguments: [("health", 200), ("/a b", 200), ("/a#b", 200), ("/", 99)])
    func refusesWhatCannotBe(_ path: String, _ status: Int) {
        #expect(throws: ContainerServiceError.self) { try SmokeCheck(path: path, status: status) }
    }
}

/// The services of the target, as callers see them.
private actor Endpoints: HTTPTransport {
    private let answer: @Sendable (Int, HTTPRequest) throws -> HTTPResponse
    private(set) var requests: [HTTPRequest] = []

    init(_ answer: @escaping @Sendable (Int, HTTPRequest) throws -> HTTPResponse) { self.answer = answer }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        requests.append(request)
        return try answer(requests.count, request)
    }
}

private actor Skipped {
    private(set) var reasons: [String] = []
    func add(_ reason: String) { reasons.append(reason) }
}
