import CloudContainers
import SimulationKit
import TestSupport
import Testing

/// A lost answer never leads to a second object.
@Suite("Lost answers") struct LostAnswersTests {
    private static func spec() throws -> ContainerSpec {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "docker.io/library/nginx:1.27"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .megabytes(1024)
        spec.ports = [Port(.of(8080))]
        spec.variables = [
            EnvironmentVariable(name: "GREETING", value: .plain("hello")),
            EnvironmentVariable(name: "TOKEN", value: .secret(.provided)),
        ]
        return spec
    }

    /// What can happen to a request that makes or changes something.
    private static func fault(_ random: inout SeededGenerator) -> Fault {
        let faults: [Fault] = [
            .cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .timeOutBeforeActing, .refused,
            .answerAfterActing(HTTPResponse(status: 502, body: Array("<html>Bad gateway</html>".utf8))),
            .answer(HTTPResponse(status: 503)), .truncated(at: random.number(0...40)),
        ]
        return faults[random.number(0...faults.count - 1)]
    }

    @Test(
        "row 1: a create whose answer is lost makes exactly one object, with and without repeats by the transport",
        arguments: Provider.allCases,
        [false, true]
    )
    func createsOnce(_ provider: Provider, _ isRetrying: Bool) async throws {
        let first = testSeed(default: 1)
        for index in 0..<UInt64(caseCount(default: 1000)) {
            let seed = first &+ index
            var random = SeededGenerator(seed: seed)
            let account = try Account(provider, seed: seed) { faults, time -> any HTTPTransport in
                guard isRetrying else { return faults }
                return faults.retrying(time: time, randomness: SeededRandomness(seed: seed))
            }
            let service = account.service
            let namespace = try await service.makeNamespace(named: "shop")
            // One or two of the writes that follow go wrong, each in its way.
            for _ in 1...random.number(1...2) {
                let strike = random.number(1...3)
                await account.faults.add(FaultRule(Self.fault(&random), method: .post, occurrences: strike...strike))
            }
            var given = account.given
            given.secretNames.insert("TOKEN")
            let secrets = SecretValues(["TOKEN": "s3cret-value"])
            var id: Container.ID?
            for _ in 1...3 where id == nil {
                do {
                    id = try await service.apply(Self.spec(), in: namespace.id, secrets: secrets, given)
                } catch let error as ContainerServiceError where error.isRetryable {
                    // Certainly not sent: the caller may try again.
                    continue
                }
            }
            await account.faults.removeRules()
            let containers = try await service.completeContainers(in: namespace.id)
            let made = try #require(id, "seed \(seed)")
            #expect(containers.map(\.id) == [made], "seed \(seed)")
            let seen = try await service.container(made).spec.variables
            #expect(seen.contains { $0.name == "TOKEN" && $0.isSecret }, "seed \(seed)")
            #expect(seen.contains { $0.name == "GREETING" }, "seed \(seed)")
        }
    }

    @Test("row 1: a namespace whose creation's answer is lost is made once", arguments: Provider.allCases)
    func makesNamespaceOnce(_ provider: Provider) async throws {
        for fault in [Fault.cutAfterActing, .cutBeforeActing, .timeOutAfterActing, .truncated(at: 7)] {
            let account = try Account(provider)
            await account.faults.add(FaultRule(fault, method: .post, occurrences: 1...1))
            let made = try await account.service.makeNamespace(named: "shop")
            var found: [Namespace] = []
            for try await namespace in account.service.allNamespaces { found.append(namespace) }
            #expect(found.map(\.id) == [made.id])
        }
    }

    @Test("row 27: a name that somebody else has is blocked and never edited", arguments: Provider.allCases)
    func leavesForeignObjectsAlone(_ provider: Provider) async throws {
        let account = try Account(provider)
        let namespace = try await account.service.createNamespace(named: "shop")
        var foreign = try Self.spec()
        foreign.variables = []
        foreign.image = try ImageReference(parsing: "docker.io/library/redis:7")
        let id = try await account.service.apply(foreign, in: namespace.id, account.given)
        let before = try await account.service.container(id)
        let writes = await account.writes.count
        var wish = try Self.spec()
        wish.variables = []
        await #expect(throws: ContainerServiceError.self) {
            try await account.service.apply(wish, in: namespace.id, account.given)
        }
        #expect(await account.writes.count == writes)
        let after = try await account.service.container(id)
        #expect(account.service.dialect.basis(of: after.bundle) == account.service.dialect.basis(of: before.bundle))
    }
}
