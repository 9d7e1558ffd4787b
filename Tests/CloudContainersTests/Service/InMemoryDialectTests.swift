import CloudContainers
import InMemoryContainers
import TestSupport
import Testing

/// Law 4 for the provider in memory: absent is unmanaged, `null` removes, and the second plan is empty.
@Suite("Preparing changes in memory")
struct InMemoryDialectTests {
    private let dialect = InMemoryDialect(knowing: [AcmeDialect()])

    private func live(_ spec: ContainerSpec) -> JSONDocument { ManifestFormat.document(of: [spec]) }

    private func prepared(_ spec: ContainerSpec, over live: JSONDocument) throws -> PreparedChange {
        try #require(try dialect.prepare(.update(spec, live: live), Resolutions()).value)
    }

    /// What is there after an update.
    private func after(_ spec: ContainerSpec, over live: JSONDocument) throws -> JSONDocument {
        try prepared(spec, over: live).requests.last?.body ?? live
    }

    private func sample() throws -> ContainerSpec {
        var spec = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1"))
        spec.resources.cpu = .millicores(500)
        spec.resources.memory = .mebibytes(512)
        spec.probes.liveness = Probe(.tcp(.init()))
        spec.variables = [EnvironmentVariable(name: "A", value: .plain("1"))]
        return spec
    }

    @Test
    func theSameServiceSendsNothing() throws {
        let seed = testSeed(default: 10)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount() {
            let spec = try generator.spec()
            let change = try prepared(spec, over: live(spec))
            try #require(change.requests.isEmpty, "seed \(seed), round \(round): \(spec.document.text(.compact))")
            try #require(change.basis?.utf8.count == 64)
            try #require(!change.replaces && !change.deploys)
        }
    }

    @Test func theBareServiceSendsNothing() throws {
        let seed = testSeed(default: 11)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount(default: 2000) {
            let full = try generator.spec()
            let bare = ContainerSpec(name: full.name, image: full.image)
            let change = try prepared(bare, over: live(full))
            try #require(change.requests.isEmpty, "seed \(seed), round \(round): \(full.document.text(.compact))")
        }
    }

    /// The second plan of any wish over any live service, with resets, is empty; and each body can be read.
    @Test
    func theSecondPlanIsEmpty() throws {
        let seed = testSeed(default: 12)
        var generator = SpecGenerator(seed: seed)
        for round in 0..<caseCount(default: 3000) {
            let old = try generator.spec(named: "web")
            // Probes and variables change their kind, and bounds may cross; these have tests of their own.
            var wish = try generator.spec(named: "web")
            wish.probes = old.probes
            wish.variables = old.variables
            wish.scaling = old.scaling
            wish.resets = generator.resets(for: wish).filter { $0.description != "providers" }
            var text: String {
                "seed \(seed), round \(round): \(wish.document.text(.compact)) over \(old.document.text(.compact))"
            }
            let second = try after(wish, over: live(old))
            do {
                let plan = try prepared(wish, over: second)
                try #require(plan.requests.isEmpty, "\(text)")
            } catch let error as ContainerServiceError {
                Issue.record("\(error): \(text)")
                return
            }
        }
    }

    @Test func absentIsUnmanaged() throws {
        var wish = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:2"))
        wish.resources.cpu = .millicores(700)
        let result = try #require(try dialect.read(try after(wish, over: live(sample())), Resolutions()).first?.value)
        var expected = try sample()
        expected.image = wish.image
        expected.resources.cpu = .millicores(700)
        #expect(result == expected)
    }

    @Test(arguments: ["resources.cpu", "resources", "environment", "probes.liveness", "probes"] as [FieldPath])
    func nullRemovesAndStaysRemoved(_ path: FieldPath) throws {
        var wish = ContainerSpec(name: "web", image: try ImageReference(parsing: "nginx:1"))
        wish.resets = [path]
        let first = try prepared(wish, over: live(sample()))
        #expect(first.requests.count == 1)
        let body = try #require(first.requests.first?.body)
        #expect(body.root.value(at: path.prefixed(by: "services.web")) == nil)
        #expect(try prepared(wish, over: body).requests.isEmpty)
    }

    @Test(arguments: ["description", "timeouts", "timeouts.idle", "httpsOnly", "ports", "scaling.cpu"] as [FieldPath])
    func nullOfWhatIsNotThereSendsNothing(_ path: FieldPath) throws {
        var wish = try sample()
        wish.resets = [path]
        #expect(try prepared(wish, over: live(sample())).requests.isEmpty)
    }

    @Test func aServiceMadeWithResetsIsNotChangedByTheSameWish() async throws {
        var wish = try sample()
        wish.resets = ["description", "timeouts.idle"]
        let service = InMemoryContainerService()
        let namespace = try await service.createNamespace(named: "shop")
        let id = try await service.apply(wish, in: namespace.id)
        let change = try prepared(wish, over: try await service.container(id).bundle)
        #expect(change.requests.isEmpty)
    }

    @Test func variablesOfAMapAreReplacedAsAWhole() throws {
        var wish = try sample()
        wish.variables = [EnvironmentVariable(name: "B", value: .plain("2"))]
        let result = try dialect.read(try after(wish, over: live(sample())), Resolutions()).first?.value
        #expect(result?.variables == wish.variables)
    }

    @Test func aVariableThatBecomesASecretIsNoLongerPlain() throws {
        var wish = try sample()
        wish.variables = [EnvironmentVariable(name: "A", value: .secret(.environment("A")))]
        let body = try after(wish, over: live(sample()))
        #expect(throws: Never.self) { try dialect.read(body, Resolutions()) }
        #expect(body.root.value(at: "services.web.environment.A") == nil)
    }

    @Test func aProbeThatChecksSomethingElseReplacesTheOldCheck() throws {
        var wish = try sample()
        wish.probes.liveness = Probe(.http(.init(path: "/health")))
        let body = try after(wish, over: live(sample()))
        #expect(throws: Never.self) { try dialect.read(body, Resolutions()) }
        #expect(body.root.value(at: "services.web.probes.liveness.tcp") == nil)
    }

    @Test func boundsThatCrossAreRefusedBeforeAnythingIsSent() throws {
        var old = try sample()
        old.scaling.maximum = .instances(.of(2))
        var wish = try sample()
        wish.scaling.minimum = .of(5)
        let change = try? dialect.prepare(.update(wish, live: live(old)), Resolutions()).value
        if let body = change?.requests.first?.body {
            #expect(throws: Never.self) { try dialect.read(body, Resolutions()) }
        }
    }

    @Test func aChangeSendsOneRequestWithItsBasis() throws {
        var wish = try sample()
        wish.resources.cpu = .millicores(600)
        let change = try prepared(wish, over: live(sample()))
        #expect(change.requests.map(\.method) == ["PUT"])
        #expect(change.requests.map(\.path) == ["/containers/{container}"])
        #expect(change.basis == PreparedChange.fingerprint(of: live(try sample())))
    }

    @Test func aCreationIsOneRequestWithoutABasis() throws {
        let translation = try dialect.prepare(.create(try sample()), Resolutions())
        let change = try #require(translation.value)
        #expect(change.requests.map(\.method) == ["POST"] && change.basis == nil)
        #expect(change.requests.first?.body == live(try sample()))
        #expect(translation.ledger.obstacles.isEmpty)
    }

    @Test func everyMemberHasARule() {
        let paths = ContainerSpec.memberNames.map { FieldPath("services.web").appending($0) }
        #expect(paths.allSatisfy { path in dialect.rules.filter { $0.covers(path) }.count == 1 })
    }
}
