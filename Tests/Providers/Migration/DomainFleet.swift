import CloudContainers
import CloudContainersTesting
import ContainerMigration
import SimulationKit
import Testing

/// A zone of names: the records that somebody has set, seen by both providers and by a resolver.
actor Zone: NameResolver {
    nonisolated let name = "the resolver of the tests"
    private let accounts: [Account]
    private var records: [String: String] = [:]
    /// Whether the resolver answers.
    private var answers = true
    private var last: [String: AttachedDomain.Record] = [:]

    init(_ accounts: [Account]) { self.accounts = accounts }

    func point(_ host: String, _ record: AttachedDomain.Record?) async throws {
        records[host] = record?.value
        last[host] = record ?? last[host]
        for account in accounts { try await account.surroundings.pointDomain?(CustomDomain(host: host), record) }
    }

    func fallSilent() { answers = false }

    func leads(_ host: String, to target: String) throws -> Bool {
        if !answers { throw HTTPTransportError(.timedOut, "no answer", delivery: .unknown) }
        return records[host] == target
    }

    func target(of host: String) -> String? { records[host] }

    /// Sets the record of a name again that somebody has taken away.
    func restore(_ host: String) async throws { try await point(host, last[host]) }
}

/// A fleet whose domains lead to the source, with its services verified on the target.
struct DomainFleet: Sendable {
    static let hosts = ["www.example.org", "shop.example.org"]

    let move: Move
    let zone: Zone
    let plan: MigrationPlan
    /// The journal of the run, without a stage of domains.
    let journal: [UInt8]
    /// The requests that had changed something at the source before the migration.
    let sourceWrites: Int

    /// Makes a fleet; the first service has two domains, and there are others only where more are asked for.
    init(
        _ provider: Provider,
        _ other: Provider,
        services: Int = 1,
        hosts: [String] = Self.hosts,
        exposure: Port.Exposure? = nil
    ) async throws {
        move = try await Move(services, from: provider, to: other)
        zone = Zone([move.source, move.target])
        let id = try #require(move.ids["service-0"])
        let domains = try #require(move.source.service.domains)
        for host in hosts {
            let domain = CustomDomain(host: host)
            try await zone.point(host, try await domains.record(for: domain, of: id))
            let added = try await domains.addDomain(domain, to: id)
            try await zone.point(host, added.record)
        }
        try await move.source.time.sleep(for: .seconds(60))
        if domains.needsDeployment {
            let deployment = try await move.source.service.deploy([id], in: move.namespace.id)
            let waiting = move.source.waiting
            try await move.source.service.wait(for: [id], in: move.namespace.id, after: deployment, waiting)
        }
        plan = try await move.plan()
        sourceWrites = await move.source.writes.count
        let storage = InMemoryJournalStorage()
        let outcome = try await move.migration(plan, storage).run(secrets: move.secrets)
        #expect(outcome.isComplete)
        journal = await storage.read()
    }

    /// Sets the record that leads to the target.
    var pointing: RecordSetter {
        RecordSetter { [zone] move in try await zone.point(move.host, move.record) }
    }

    /// Sets the record that leads to the source.
    var pointingBack: RecordSetter {
        RecordSetter { [zone] move in try await zone.point(move.host, move.before) }
    }

    func storage() -> InMemoryJournalStorage { InMemoryJournalStorage(journal) }

    func migration(
        _ storage: any JournalStorage,
        target: (any ContainerService)? = nil,
        resolves: Bool = true,
        _ change: (inout MigrationOptions) -> Void = { _ in }
    ) async throws -> Migration {
        var options = MigrationOptions(concurrency: 1, waiting: move.target.waiting)
        if resolves { options.resolvers = [zone, zone] }
        change(&options)
        return try await Migration(
            plan,
            from: move.source.service,
            to: target ?? move.target.service,
            journal: try await MigrationJournal(storage),
            options
        )
    }

    /// The domains of a service on one side, with their states.
    func domains(_ account: Account, of id: Container.ID?) async throws -> [String: AttachedDomain.State] {
        let domains = try #require(account.service.domains)
        let listed = try await domains.domains(of: try #require(id))
        // Each once.
        return Dictionary(uniqueKeysWithValues: listed.map { ($0.domain.host, $0.state) })
    }

    /// The domains on the target.
    func moved() async throws -> [String: AttachedDomain.State] {
        let place = try #require(try await move.target.service.namespace(named: move.settings.namespace))
        let found = try await move.target.service.container(named: "service-0", in: place.id)
        return try await domains(move.target, of: found?.id)
    }

    /// The names of the domains at the source.
    func stayed() async throws -> [String] {
        try await domains(move.source, of: move.ids["service-0"]).keys.sorted()
    }

    /// Expects both domains on the target and at the source, and that the source was only read.
    func expectMoved(_ comment: Comment? = nil) async throws {
        #expect(try await moved() == Dictionary(uniqueKeysWithValues: Self.hosts.map { ($0, .ready) }), comment)
        #expect(try await stayed() == Self.hosts.sorted(), comment)
        #expect(await move.sourceWrites(since: sourceWrites) == 0, comment)
    }

    /// How many domains the target was asked to take.
    var additions: Int {
        get async { await move.target.writes.filter { $0.method == .post && $0.isAboutDomains }.count }
    }
}

extension HandledRequest {
    /// Whether it is about domains on either provider.
    var isAboutDomains: Bool { path.lowercased().contains("domain") }
}
