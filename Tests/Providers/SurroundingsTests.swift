import CloudContainers
import SimulationKit
import Testing

/// What is around a container: its domains and its logs.
@Suite("Around a container") struct SurroundingsTests {
    /// A container that runs.
    private func running(_ account: Account) async throws -> (id: Container.ID, namespace: Namespace.ID) {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.ports = [Port(.of(8080))]
        let namespace = try await account.service.createNamespace(named: "shop")
        let id = try await account.service.apply(spec, in: namespace.id, account.given)
        let deployment = try await account.service.deploy([id], in: namespace.id)
        try await account.service.wait(for: [id], in: namespace.id, after: deployment, account.waiting)
        return (id, namespace.id)
    }

    @Test func aDomainOfQoveryIsCheckedByItsOwnCheck() async throws {
        let account = try Account(.qovery)
        let id = try await running(account).id
        let domains = try #require(account.service.domains)
        let added = try await domains.addDomain(CustomDomain(host: "shop.example.org"), to: id)
        let record = try #require(added.record)
        #expect(record.kind == "CNAME" && record.name == "shop.example.org")
        #expect(try await domains.domains(of: id).map(\.state) == [.failed])
        await account.declare(DeclaredWorld(aliases: ["shop.example.org": record.value]))
        #expect(try await domains.checkDomain(added.id, of: id).state == .ready)
        try await domains.removeDomain(added.id, of: id)
        #expect(try await domains.domains(of: id).isEmpty)
        let error = await #expect(throws: ContainerServiceError.self) {
            try await domains.removeDomain(added.id, of: id)
        }
        #expect(error?.code == .notFound)
    }

    @Test func aDomainOfScalewayNeedsItsRecordFirst() async throws {
        let account = try Account(.scaleway)
        let id = try await running(account).id
        let domains = try #require(account.service.domains)
        let domain = CustomDomain(host: "shop.example.org")
        let error = await #expect(throws: ContainerServiceError.self) { try await domains.addDomain(domain, to: id) }
        #expect(error?.code == .conflict)
        #expect(error?.isRetryable == true)
        let early = try await domains.record(for: domain, of: id)
        let endpoint = try #require(try await account.service.container(id).endpoints.first?.url)
        let host = try HTTPBaseURL(parsing: endpoint).host
        await account.declare(DeclaredWorld(aliases: ["shop.example.org": host]))
        let added = try await domains.addDomain(domain, to: id)
        #expect(added.state == .pending)
        #expect(added.record == AttachedDomain.Record(kind: "CNAME", name: "shop.example.org", value: host))
        #expect(early == added.record)
        try await account.time.sleep(for: .seconds(60))
        #expect(try await domains.checkDomain(added.id, of: id).state == .ready)
        #expect(try await account.service.container(id).endpoints.contains { $0.isCustomDomain })
        try await domains.removeDomain(added.id, of: id)
        try await account.time.sleep(for: .seconds(60))
        #expect(try await domains.domains(of: id).isEmpty)
    }

    @Test(arguments: Provider.allCases)
    func logsAreInOrderAndEachLineComesOnce(_ provider: Provider) async throws {
        let account = try Account(provider)
        let id = try await running(account).id
        let logs = try #require(account.service.logs)
        let begin = await account.time.wallClock()
        let lines = (1...250).map { "line \($0)" }
        try await account.write(lines, id)
        var query = LogQuery(since: begin)
        #expect(try await logs.logs(of: id, query).map(\.message) == lines)
        query.limit = 7
        #expect(try await logs.logs(of: id, query).map(\.message) == Array(lines.suffix(7)))
        let middle = Timestamp(seconds: begin.seconds + 100)
        let late = try await logs.logs(of: id, LogQuery(since: middle))
        #expect(late.allSatisfy { $0.time >= middle } && (140...160).contains(late.count))
    }

    @Test(arguments: Provider.allCases)
    func followingGivesEachLineOnce(_ provider: Provider) async throws {
        let account = try Account(provider)
        let id = try await running(account).id
        let logs = try #require(account.service.logs)
        let begin = await account.time.wallClock()
        try await account.write(["one", "one", "two"], id)
        var seen: [String] = []
        for try await line in logs.following(id, LogQuery(since: begin), time: account.time) {
            seen.append(line.message)
            if line.message == "two" { try await account.write(["three", "three", "end"], id) }
            if line.message == "end" { break }
        }
        #expect(seen == ["one", "one", "two", "three", "three", "end"])
    }

    @Test(arguments: Provider.allCases)
    func theLimitOfFollowingIsForWhatIsThere(_ provider: Provider) async throws {
        let account = try Account(provider)
        let id = try await running(account).id
        let logs = try #require(account.service.logs)
        try await account.write((1...5).map { "old \($0)" }, id)
        var seen: [String] = []
        for try await line in logs.following(id, LogQuery(limit: 2), time: account.time) {
            seen.append(line.message)
            if line.message == "old 5" { try await account.write((1...5).map { "new \($0)" }, id) }
            if line.message == "new 5" { break }
        }
        #expect(seen == ["old 4", "old 5", "new 1", "new 2", "new 3", "new 4", "new 5"])
    }

    /// What a program writes may be of any length, so that less of it is taken at once.
    @Test(arguments: Provider.allCases)
    func aPageOfALogIsTakenUpToEightMebibytes(_ provider: Provider) async throws {
        var wrapping: SentRequests?
        let account = try Account(provider) { faults, _ in
            let sent = SentRequests(faults)
            wrapping = sent
            return sent
        }
        let sent = try #require(wrapping)
        let (id, namespace) = try await running(account)
        _ = try await account.service.logs?.logs(of: id, LogQuery())
        _ = try await account.service.failureReason(of: id, in: namespace)
        let jobs = try #require(account.service.jobs)
        var spec = JobSpec(name: "nightly", source: .image(try ImageReference(parsing: "docker.io/library/nginx:1.27")))
        spec.command = JobCommand(command: ["run"])
        var given = account.given
        given.allowsAll = true
        let job = try await jobs.createJob(spec, in: namespace, given)
        let run = try #require(try await jobs.startJob(job, JobStart()).first)
        try await account.time.sleep(for: .seconds(120))
        _ = try await jobs.logs(of: run.id, of: job, LogQuery())

        let isLog = { (path: String) in path.hasSuffix("/log") || path.contains("/logs") || path.contains("/loki/") }
        let requests = await sent.requests
        let logs = requests.filter { isLog($0.path) }
        // Of a container, of a run, and on Qovery of a deployment that failed.
        #expect(logs.count == (provider == .qovery ? 3 : 2), "\(logs)")
        #expect(logs.allSatisfy { $0.maximumAnswerSize == .mebibytes(8) })
        #expect(requests.allSatisfy { isLog($0.path) || $0.maximumAnswerSize == .mebibytes(64) })
    }

    /// A fault at each request of reading a log of Scaleway, and the token is gone all the same.
    @Test(arguments: 1...4)
    func noTokenIsLeftBehind(_ number: Int) async throws {
        let account = try Account(.scaleway)
        let id = try await running(account).id
        let logs = try #require(account.service.logs)
        let paths = ["/data-sources", "/tokens", "/loki/", "/tokens/"]
        let method = number == 4 ? HTTPMethod.delete : nil
        let fault = FaultRule(
            .answer(HTTPResponse(status: 500)),
            method: method,
            path: paths[number - 1],
            occurrences: 1...1
        )
        await account.faults.add(fault)
        _ = try? await logs.logs(of: id, LogQuery())
        let history = await account.history
        let made = history.count { $0.method == .post && $0.path.hasSuffix("/tokens") && $0.status == 200 }
        let deleted = history.count { $0.method == .delete && $0.path.contains("/tokens/") && $0.status == 204 }
        #expect(made == deleted)
        #expect(!history.contains { $0.path.contains("secret") })
    }
}
