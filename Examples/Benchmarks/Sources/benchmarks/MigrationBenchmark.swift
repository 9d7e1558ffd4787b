import ArgumentParser
import CloudContainers
import ContainerMigration
import Foundation
import QoveryContainers
import QoverySimulator
import ScalewayContainers
import ScalewaySimulator
import SimulationKit

/// The migration of many services without secrets, each request of which takes 50 ms, 16 at a time.
struct MigrationBenchmark: Measuring {
    static let configuration = CommandConfiguration(commandName: "migration")

    @Option var way: Way
    @Option var size: Int
    /// Whether Qovery's limit of 1000 requests an hour is kept.
    ///
    /// The clock runs 200 times as fast then, and the seconds are those of that clock: what the machine works counts 200 times.
    @Flag(name: .customLong("paced")) var isPaced = false

    /// A direction.
    enum Way: String, CaseIterable, ExpressibleByArgument {
        case toScaleway = "Qovery to Scaleway"
        case toQovery = "Scaleway to Qovery"
    }

    private static let latency = Duration.milliseconds(50)
    private static let concurrency = 16
    static let limit = RateLimit(requests: 1000, per: .seconds(3600))

    func samples() async throws -> [Sample] {
        // The simulators' own pace.
        let fast = await ScaledTime(SimulatorProcess.speed)
        let pace: any TimeSource = isPaced ? await ScaledTime(200) : SystemTime()
        let tally = Tally()
        let simulators = try SimulatorProcess()
        let (qovery, scaleway) = (simulators.account("qovery"), simulators.account("scaleway"))
        let slow = { (transport: any HTTPTransport, isQovery: Bool) -> any HTTPTransport in
            let network = SlowTransport(
                wrapped: transport,
                latency: Self.latency,
                time: pace,
                tally: tally,
                isQovery: isQovery
            )
            guard isPaced, isQovery else { return network }
            return network.paced(to: Self.limit, maximumWait: .seconds(1_000_000), time: pace)
        }
        let isHome = way == .toScaleway
        if isHome { try await fillQovery(qovery, fast) } else { try await fillScaleway(scaleway, fast) }
        let (there, here) = (try self.qovery(slow(qovery, true), fast), try self.scaleway(slow(scaleway, false), fast))
        let (source, target): (any ContainerService, any ContainerService) = isHome ? (there, here) : (here, there)
        guard let place = try await source.namespace(named: "shop") else {
            throw Unfinished(reason: "a simulator refused something")
        }

        await tally.clear()
        let began = await pace.now()
        let plan = try await plan(from: source, to: target, of: place)
        let journal = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: journal) }
        var waiting = WaitOptions.paced
        waiting.time = fast
        let migration = try await Migration(
            plan,
            from: source,
            to: target,
            journal: try await MigrationJournal(try FileJournalStorage(path: journal.path)),
            MigrationOptions(concurrency: Self.concurrency, waiting: waiting)
        )
        let outcome = try await migration.run()
        guard outcome.isComplete else {
            let failure = outcome.services.lazy.compactMap(\.failure).first
            throw Unfinished(reason: failure.map { "\($0.code): \($0.message)" } ?? "it stopped")
        }
        let elapsed = await pace.now() - began
        await simulators.end()
        let (all, paced) = (await tally.all, await tally.qovery)
        var bound = Self.latency * all / Self.concurrency
        // The first thousand go at once, and each further thousand an hour later.
        if isPaced { bound = max(bound, Self.limit.period * (max(paced - 1, 0) / Self.limit.requests)) }
        let name = "migration of \(size) services, \(way.rawValue)\(isPaced ? ", paced" : "")"
        return [
            Sample(
                name: name,
                value: elapsed / .seconds(1),
                unit: .seconds,
                limit: Limit(kind: .atMost, value: 1.2 * (bound / .seconds(1)))
            ),
            Sample(name: "\(name): requests", value: Double(all), unit: .requests),
            Sample(name: "\(name): requests", value: Double(paced), unit: .qoveryRequests),
            Sample(name: "\(name): peak memory", value: Usage.own.peakMegabytes, unit: .megabytes),
        ]
    }

    private func plan(
        from source: any ContainerService,
        to target: any ContainerService,
        of place: Namespace
    ) async throws -> MigrationPlan {
        let inventory = try await source.inventory(of: place.id, concurrency: Self.concurrency)
        var decisions = Resolutions()
        decisions.allowsAll = true
        decisions.ingress = .nginx
        decisions.registries["docker.io"] = Self.qoveryAccount.registries.first?.id
        return try MigrationPlan(
            moving: inventory,
            from: source.dialect,
            to: target.dialect,
            MigrationSettings(namespace: "moved", resolutions: decisions)
        )
    }

    // MARK: Accounts

    static let qoveryAccount = QoverySimulator.Configuration()
    private static let scalewayAccount = ScalewaySimulator.Configuration()

    private func qovery(_ transport: any HTTPTransport, _ time: any TimeSource) throws -> any ContainerService {
        let account = Self.qoveryAccount
        let configuration = try QoveryConfiguration(
            token: account.token,
            organizationID: account.organization.id,
            projectID: account.project.id,
            clusterID: account.cluster.id
        )
        return QoveryContainerService(configuration, transport: transport, time: time)
    }

    private func scaleway(_ transport: any HTTPTransport, _ time: any TimeSource) throws -> any ContainerService {
        var profile = ScalewayProfile()
        profile.secretKey = Self.scalewayAccount.secretKey
        profile.projectID = Self.scalewayAccount.projectID
        return ScalewayContainerService(try ScalewayConfiguration(profile), transport: transport, time: time)
    }

    // MARK: What is moved

    // It is made without the adapters, which look at all names before each creation.

    private func fillScaleway(_ transport: any HTTPTransport, _ time: any TimeSource) async throws {
        let account = try scaleway(transport, time)
        let place = try await account.createNamespace(named: "shop")
        try await account.waitUntilReady(place, WaitOptions(time: time))
        var ids: [Container.ID] = []
        for number in 0..<size {
            // Little enough for a thousand within the memory that an account may use.
            let container = try await send(
                to: transport,
                "/containers/v1/regions/\(Self.scalewayAccount.region)/containers",
                """
                {"namespace_id": "\(place.id)", "name": "service-\(number)", "image": "docker.io/library/nginx:1.27",
                "mvcpu_limit": 100, "memory_limit_bytes": 128000000, "min_scale": 1, "max_scale": 3, "port": 8080,
                "environment_variables": {"GREETING": "hello \(number)"}}
                """,
                ("X-Auth-Token", Self.scalewayAccount.secretKey)
            )
            ids.append(Container.ID(rawValue: container["id"]?.string ?? ""))
        }
        try await account.wait(for: ids, in: place.id, WaitOptions(time: time))
    }

    private func fillQovery(_ transport: any HTTPTransport, _ time: any TimeSource) async throws {
        let account = try qovery(transport, time)
        let place = try await account.createNamespace(named: "shop")
        var ids: [Container.ID] = []
        for number in 0..<size {
            let container = try await send(
                to: transport,
                "/environment/\(place.id)/container",
                """
                {"name": "service-\(number)", "registry_id": "\(Self.qoveryAccount.registries[0].id)",
                "image_name": "library/nginx", "tag": "1.27", "cpu": 100, "memory": 128, "min_running_instances": 1,
                "max_running_instances": 3, "healthchecks": {}, "ports": [{"internal_port": 8080,
                "publicly_accessible": true, "protocol": "HTTP", "is_default": true}]}
                """
            )
            let id = container["id"]?.string ?? ""
            ids.append(Container.ID(rawValue: id))
            _ = try await send(
                to: transport,
                "/variable",
                """
                {"key": "GREETING", "value": "hello \(number)", "is_secret": false, "variable_scope": "CONTAINER",
                "variable_parent_id": "\(id)"}
                """
            )
        }
        let deployment = try await account.deploy(ids, in: place.id)
        try await account.wait(for: ids, in: place.id, after: deployment, WaitOptions(time: time))
    }

    private func send(
        to transport: any HTTPTransport,
        _ path: String,
        _ body: String,
        _ credential: (header: String, text: String) = ("Authorization", "Token \(qoveryAccount.token)")
    ) async throws -> JSONValue {
        let request = HTTPRequest(
            .post,
            path,
            of: try HTTPBaseURL(parsing: "https://api.qovery.com"),
            headers: [
                credential.header: credential.text, "Content-Type": "application/json",
            ],
            body: HTTPBody(Array(body.utf8)),
            kind: .creation,
            operation: "fill"
        )
        let response = try await transport.send(request)
        guard response.isSuccess else { throw Unfinished(reason: "a simulator refused something") }
        return try JSONDocument(parsing: response.body).root
    }
}

/// How many requests there were.
actor Tally {
    private(set) var all = 0
    private(set) var qovery = 0

    func add(isQovery: Bool) {
        all += 1
        if isQovery { qovery += 1 }
    }

    func clear() { (all, qovery) = (0, 0) }
}

/// A network that takes its time.
struct SlowTransport: HTTPTransport {
    let wrapped: any HTTPTransport
    let latency: Duration
    let time: any TimeSource
    let tally: Tally
    let isQovery: Bool

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        await tally.add(isQovery: isQovery)
        try await time.sleep(for: latency)
        return try await wrapped.send(request)
    }
}
