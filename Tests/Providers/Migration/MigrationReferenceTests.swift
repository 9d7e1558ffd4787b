import CloudContainers
import ContainerMigration
import SimulationKit
import Testing

/// Variables that hold the address of a service that moves too.
@Suite("Migration, references between services")
struct MigrationReferenceTests {
    /// A fleet of which some variables were set at the source after it was made.
    struct Fleet {
        let move: Move
        /// The name of each service with the host name that others reach it by.
        private(set) var hosts: [String: String] = [:]

        init(_ count: Int, from provider: Provider, to other: Provider) async throws {
            move = try await Move(count, from: provider, to: other)
            for (name, id) in move.ids {
                let live = try await move.source.service.container(id)
                let inside = move.source.service.dialect.hostNames(of: live.bundle).first { !$0.contains(".") }
                hosts[name] = inside ?? live.endpoints.first.map { Self.host($0.url) }
            }
        }

        static func host(_ url: String) -> String { url.split(separator: "://").last.map(String.init) ?? url }

        /// The key under which Qovery tells the host name inside the cluster.
        func key(of name: String) throws -> String {
            let id = try #require(move.ids[name])
            return "QOVERY_CONTAINER_Z\(id.rawValue.prefix(8).uppercased())_HOST_INTERNAL"
        }

        /// Sets plain variables of a service at the source, and brings it up with them.
        func set(_ values: [String: String], of name: String) async throws {
            let service = move.source.service
            let id = try #require(move.ids[name])
            try await #require(service.variables).setVariables(
                values.sorted { $0.key < $1.key }.map { EnvironmentVariable(name: $0, value: .plain($1)) },
                in: .container(id),
                secrets: SecretValues()
            )
            if !service.dialect.capabilities.createDeploys {
                let deployment = try await service.deploy([id], in: move.namespace.id)
                try await service.wait(for: [id], in: move.namespace.id, after: deployment, move.source.waiting)
            }
            try await service.wait(for: [id], in: move.namespace.id, after: nil, move.source.waiting)
        }

        /// The host name of the endpoint that a service has on the target.
        func newHost(of name: String) async throws -> String {
            let place = try #require(try await move.target.service.namespace(named: move.settings.namespace))
            let found = try await move.target.service.container(named: name, in: place.id)
            let live = try await move.target.service.container(try #require(found).id)
            return Self.host(
                try #require(live.endpoints.first { $0.url.hasPrefix("https") } ?? live.endpoints.first).url
            )
        }

        /// The plain variables of a service on the target.
        func moved(_ name: String) async throws -> [String: String] {
            let variables = try #require(try await move.moved()[name]).variables
            return variables.reduce(into: [:]) { result, variable in
                if case .plain(let text) = variable.value { result[variable.name] = text }
            }
        }
    }

    @Test(arguments: MigrationTests.ways)
    func anAddressBecomesTheNewEndpoint(from provider: Provider, to other: Provider) async throws {
        let fleet = try await Fleet(3, from: provider, to: other)
        let host = try #require(fleet.hosts["service-2"])
        try await fleet.set(["UPSTREAM": "http://\(host):8080/v1?x=\(host)", "PLAIN": "x\(host)"], of: "service-0")
        let plan = try await fleet.move.plan()
        #expect(plan.obstacles.map(\.finding.code) == [])
        let service = try #require(plan.services.first)
        #expect(service.references == [EndpointReference(variable: "UPSTREAM", services: ["service-2"])])
        let findings = service.findings.filter { $0.code == .variableEndpoint }
        #expect(findings.map(\.subject) == ["UPSTREAM"])
        #expect(
            findings.map(\.before) == [.text(host)] && findings.map(\.after) == [.text("the endpoint of service-2")]
        )
        #expect(plan.document.text(.compact).contains("https://{endpoint:service-2}/v1?x={endpoint:service-2}"))
        let saved = try MigrationPlan(document: plan.document, for: fleet.move.target.service.dialect)
        #expect(saved.services.map(\.references) == plan.services.map(\.references))
        #expect(saved.document == plan.document)

        let outcome = try await fleet.move.migration(plan, InMemoryJournalStorage()).run(secrets: fleet.move.secrets)
        #expect(outcome.services.map(\.failure?.message) == [nil, nil, nil])
        #expect(outcome.isComplete)
        let new = try await fleet.newHost(of: "service-2")
        let moved = try await fleet.moved("service-0")
        #expect(moved["UPSTREAM"] == "https://\(new)/v1?x=\(new)")
        #expect(moved["PLAIN"] == "x\(host)")
    }

    @Test func namesOfHostsAreFollowedThroughAliasesAndBraces() async throws {
        let fleet = try await Fleet(2, from: .qovery, to: .scaleway)
        let key = try fleet.key(of: "service-1")
        try await fleet.set(["UPSTREAM": "http://{{\(key)}}:8080", "SOCKET": "ws://{{ \(key) }}"], of: "service-0")
        let outcome = try await fleet.move.migration(try await fleet.move.plan(), InMemoryJournalStorage())
            .run(secrets: fleet.move.secrets)
        #expect(outcome.isComplete)
        let new = try await fleet.newHost(of: "service-1")
        let moved = try await fleet.moved("service-0")
        #expect(moved["UPSTREAM"] == "https://\(new)" && moved["SOCKET"] == "wss://\(new)")
    }

    @Test(arguments: MigrationTests.ways)
    func servicesInACircleGetTheirAddressesInTheEnd(from provider: Provider, to other: Provider) async throws {
        let fleet = try await Fleet(3, from: provider, to: other)
        for (name, next) in [("service-0", "service-1"), ("service-1", "service-0"), ("service-2", "service-2")] {
            try await fleet.set(["NEXT": "https://\(try #require(fleet.hosts[next]))"], of: name)
        }
        let plan = try await fleet.move.plan()
        let storage = InMemoryJournalStorage()
        let outcome = try await fleet.move.migration(plan, storage).run(secrets: fleet.move.secrets)
        #expect(outcome.services.map(\.failure?.message) == [nil, nil, nil])
        for (name, next) in [("service-0", "service-1"), ("service-1", "service-0"), ("service-2", "service-2")] {
            #expect(try await fleet.moved(name)["NEXT"] == "https://\(try await fleet.newHost(of: next))")
        }
        #expect(try await fleet.move.migration(plan, storage).differences(secrets: fleet.move.secrets) == [:])
        // Nobody has changed them, also where what they refer to is gone already.
        #expect(try await fleet.move.migration(plan, storage).rollBack().isRolledBack)
    }

    @Test(arguments: MigrationTests.ways)
    func aCircleIsClosedAfterACrashAnywhere(from provider: Provider, to other: Provider) async throws {
        var point = 0
        var isOver = false
        while !isOver {
            point += 1
            let fleet = try await Fleet(2, from: provider, to: other)
            try await fleet.set(["NEXT": "https://\(try #require(fleet.hosts["service-1"]))"], of: "service-0")
            try await fleet.set(["NEXT": "https://\(try #require(fleet.hosts["service-0"]))"], of: "service-1")
            let plan = try await fleet.move.plan()
            let disk = InMemoryJournalStorage()
            let dying = DyingStorage(disk: disk, limit: point)
            let first = try? await fleet.move.migration(plan, dying, concurrency: 1).run(secrets: fleet.move.secrets)
            isOver = first?.isComplete == true
            let outcome = try await fleet.move.migration(plan, disk).run(secrets: fleet.move.secrets)
            #expect(outcome.services.map(\.failure?.message) == [nil, nil], "after \(point) writes")
            for (name, next) in [("service-0", "service-1"), ("service-1", "service-0")] {
                let value = try await fleet.moved(name)["NEXT"]
                #expect(value == "https://\(try await fleet.newHost(of: next))", "after \(point) writes")
            }
        }
        #expect(point > 10)
    }

    @Test func whatNoEndpointCanStandForIsBlockedUntilAValueIsGiven() async throws {
        let fleet = try await Fleet(2, from: .qovery, to: .scaleway)
        let host = try #require(fleet.hosts["service-1"])
        try await fleet.set(
            ["CACHE": "redis://\(host):6379", "METRICS": "http://\(host):9090", "LOGIN": "http://me:word@\(host)"],
            of: "service-0"
        )
        let plan = try await fleet.move.plan()
        let obstacles = plan.obstacles.map(\.finding)
        #expect(obstacles.allSatisfy { $0.code == .variableReference })
        #expect(
            Set(obstacles.compactMap(\.resolution))
                == ["--value CACHE=VALUE", "--value METRICS=VALUE", "--value LOGIN=VALUE"]
        )
        let inventory = try await fleet.move.source.service.inventory(of: fleet.move.namespace.id)
        var settings = fleet.move.settings
        settings.resolutions.values = ["CACHE": "redis://new", "METRICS": "http://new", "LOGIN": "http://new"]
        let (source, target) = (fleet.move.source.service.dialect, fleet.move.target.service.dialect)
        let again = try MigrationPlan(moving: inventory, from: source, to: target, settings)
        #expect(again.isExecutable && again.services.allSatisfy { $0.references.isEmpty })
    }
}

/// A disk that takes so many lines and no more.
private actor DyingStorage: JournalStorage {
    private struct End: Error {}
    private let disk: InMemoryJournalStorage
    private var left: Int

    init(disk: InMemoryJournalStorage, limit: Int) { (self.disk, left) = (disk, limit) }

    func read() async -> [UInt8] { await disk.read() }
    func truncate(to count: Int) async { await disk.truncate(to: count) }

    func append(_ line: [UInt8]) async throws {
        guard left > 0 else { throw End() }
        left -= 1
        await disk.append(line)
    }
}
