import CloudContainers
import ContainerMigration
import QoveryContainers
import QoverySimulator
import ScalewayContainers
import ScalewaySimulator
import SimulationKit

/// A direction.
enum Way: String, CaseIterable {
    case toScaleway = "Qovery to Scaleway"
    case toQovery = "Scaleway to Qovery"
}

/// The migration of many services without secrets, each request of which takes 50 ms, 16 at a time.
struct MigrationBenchmark {
    let way: Way
    let services: Int
    /// Whether Qovery's limit of 1000 requests an hour is kept.
    ///
    /// The clock runs 200 times as fast then, and the seconds are those of that clock: what the machine works counts 200 times.
    let isPaced: Bool

    private static let latency = Duration.milliseconds(50)
    private static let concurrency = 16
    private static let limit = RateLimit(requests: 1000, per: .seconds(3600))

    func measure() async throws -> Measurement {
        // What a provider does by itself, such as a deployment, takes no time that counts.
        let fast = await ScaledTime(20_000)
        let pace: any TimeSource = isPaced ? await ScaledTime(200) : SystemTime()
        let tally = Tally()
        let qovery = QoverySimulator(time: fast)
        let scaleway = ScalewaySimulator(time: fast)
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
        if isHome { try await fill(qovery, fast) } else { try await fill(scaleway, fast) }
        let (there, here) = (
            try service(qovery, slow(qovery, true), fast), try service(scaleway, slow(scaleway, false), fast)
        )
        let (source, target): (any ContainerService, any ContainerService) = isHome ? (there, here) : (here, there)
        guard let place = try await source.namespace(named: "shop") else { throw Unfinished() }

        await tally.clear()
        let began = await pace.now()
        let inventory = try await source.inventory(of: place.id, concurrency: Self.concurrency)
        var decisions = Resolutions()
        decisions.allowsAll = true
        decisions.ingress = .nginx
        decisions.registries["docker.io"] = qovery.configuration.registries.first?.id
        let plan = try MigrationPlan(
            moving: inventory,
            from: source.dialect,
            to: target.dialect,
            MigrationSettings(namespace: "moved", resolutions: decisions)
        )
        var waiting = WaitOptions.paced
        waiting.time = fast
        let migration = try await Migration(
            plan,
            from: source,
            to: target,
            journal: try await MigrationJournal(InMemoryJournalStorage()),
            MigrationOptions(concurrency: Self.concurrency, waiting: waiting)
        )
        let outcome = try await migration.run()
        guard outcome.isComplete else { throw Unfinished() }
        let elapsed = await pace.now() - began
        let (all, paced) = (await tally.all, await tally.qovery)
        var bound = Self.latency * all / Self.concurrency
        // The first thousand go at once.
        if isPaced { bound = max(bound, Self.limit.period * max(paced - Self.limit.requests, 0) / Self.limit.requests) }
        return Measurement(
            name: "migration, \(way.rawValue)\(isPaced ? ", paced" : "")",
            services: services,
            requests: all,
            seconds: elapsed / .seconds(1),
            boundSeconds: bound / .seconds(1),
            peakMegabytes: Measurement.peak
        )
    }

    /// Not everything was moved.
    private struct Unfinished: Error {}

    // MARK: Accounts

    private func service(
        _ simulator: QoverySimulator,
        _ transport: any HTTPTransport,
        _ time: any TimeSource
    ) throws -> any ContainerService {
        let account = simulator.configuration
        let configuration = try QoveryConfiguration(
            token: account.token,
            organizationID: account.organization.id,
            projectID: account.project.id,
            clusterID: account.cluster.id
        )
        return QoveryContainerService(configuration, transport: transport, time: time)
    }

    private func service(
        _ simulator: ScalewaySimulator,
        _ transport: any HTTPTransport,
        _ time: any TimeSource
    ) throws -> any ContainerService {
        var profile = ScalewayProfile()
        profile.secretKey = simulator.configuration.secretKey
        profile.projectID = simulator.configuration.projectID
        return ScalewayContainerService(try ScalewayConfiguration(profile), transport: transport, time: time)
    }

    // MARK: What is moved

    private func fill(_ simulator: ScalewaySimulator, _ time: any TimeSource) async throws {
        let account = try service(simulator, simulator, time)
        let place = try await account.createNamespace(named: "shop")
        var ids: [Container.ID] = []
        for number in 0..<services {
            var spec = ContainerSpec(
                name: "service-\(number)",
                image: try ImageReference(parsing: "docker.io/library/nginx:1.27")
            )
            spec.resources.cpu = .millicores(500)
            spec.resources.memory = .mebibytes(1024)
            spec.scaling.minimum = .of(1)
            spec.scaling.maximum = .instances(.of(3))
            spec.ports = [Port(.of(8080))]
            spec.variables = [EnvironmentVariable(name: "GREETING", value: .plain("hello \(number)"))]
            ids.append(try await account.apply(spec, in: place.id))
        }
        try await account.wait(for: ids, in: place.id, WaitOptions(time: time))
    }

    /// Without the adapter, which looks at all names before each creation.
    private func fill(_ simulator: QoverySimulator, _ time: any TimeSource) async throws {
        let account = try service(simulator, simulator, time)
        let place = try await account.createNamespace(named: "shop")
        var ids: [Container.ID] = []
        for number in 0..<services {
            let container = try await send(
                to: simulator,
                "/environment/\(place.id)/container",
                """
                {"name": "service-\(number)", "registry_id": "\(simulator.configuration.registries[0].id)",
                "image_name": "library/nginx", "tag": "1.27", "cpu": 500, "memory": 1024, "min_running_instances": 1,
                "max_running_instances": 3, "healthchecks": {}, "ports": [{"internal_port": 8080,
                "publicly_accessible": true, "protocol": "HTTP", "is_default": true}]}
                """
            )
            let id = container["id"]?.string ?? ""
            ids.append(Container.ID(rawValue: id))
            _ = try await send(
                to: simulator,
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

    private func send(to simulator: QoverySimulator, _ path: String, _ body: String) async throws -> JSONValue {
        let request = HTTPRequest(
            .post,
            path,
            of: try HTTPBaseURL(parsing: "https://api.qovery.com"),
            headers: [
                "Authorization": "Token \(simulator.configuration.token)", "Content-Type": "application/json",
            ],
            body: HTTPBody(Array(body.utf8)),
            kind: .creation,
            operation: "fill"
        )
        let response = try await simulator.send(request)
        guard response.isSuccess else { throw Unfinished() }
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
