import CloudContainers
import CloudContainersTesting
import QoveryContainers
import QoverySimulator
import ScalewayContainers
import ScalewaySimulator
import SimulationKit

/// The providers that speak HTTP, each with a simulator.
enum Provider: String, CaseIterable, Sendable, CustomStringConvertible {
    case qovery
    case scaleway

    var description: String { rawValue }

    var dialect: any ContainerDialect {
        switch self {
        case .qovery: QoveryDialect()
        case .scaleway: ScalewayDialect()
        }
    }

    /// What the dialect needs to write a service.
    var given: Resolutions {
        var given = Resolutions()
        if self == .qovery {
            given.registries["docker.io"] = QoverySimulator.Configuration().registries.first?.id
        }
        return given
    }
}

/// An account at a simulator: the service, the time, and what can go wrong between them.
struct Account: Sendable {
    let provider: Provider
    let service: any ContainerService
    /// The account as somebody sees it who may only read.
    let reader: any ContainerService
    let time: VirtualTime
    let faults: FaultInjector
    let given: Resolutions
    private let handled: @Sendable () async -> [HandledRequest]
    private let make: @Sendable (any HTTPTransport) -> any ContainerService
    /// Changes the world outside.
    let declare: @Sendable (DeclaredWorld) async -> Void
    /// Lets a namespace hold services that are no containers, where the provider has such.
    let declareServices: @Sendable ([OtherService], Namespace.ID) async throws -> Void
    /// Changes where one host name leads.
    private let point: @Sendable (_ host: String, _ target: String?) async -> Void
    /// Lets a container write lines, one a second from now on.
    let write: @Sendable ([String], Container.ID) async throws -> Void

    /// The requests that reached the provider.
    var history: [HandledRequest] { get async { await handled() } }
    /// Those of them that can have changed something.
    var writes: [HandledRequest] { get async { await handled().filter(\.isWrite) } }
    /// The account seen through another transport.
    func service(through transport: any HTTPTransport) -> any ContainerService { make(transport) }

    /// How a test waits.
    var waiting: WaitOptions { WaitOptions(time: time, randomness: SeededRandomness(seed: 1)) }

    /// What the conformance checks do outside.
    var surroundings: ServiceConformance.Surroundings {
        let (point, write) = (point, write)
        return ServiceConformance.Surroundings(
            pointDomain: { await point($0.host, $1?.value) },
            writeLines: { try await write($0, $1) }
        )
    }

    /// Makes an account; `wrapping` puts a transport between the service and the faults.
    init(
        _ provider: Provider,
        world: DeclaredWorld = DeclaredWorld(),
        seed: UInt64 = 1,
        patience: Duration = .seconds(900),
        wrapping: (FaultInjector, VirtualTime) -> any HTTPTransport = { faults, _ in faults }
    ) throws {
        self.provider = provider
        given = provider.given
        time = VirtualTime()
        let chance = SeededRandomness(seed: seed)
        switch provider {
        case .qovery:
            var configuration = QoverySimulator.Configuration()
            configuration.cluster.maximumGPU = 1
            configuration.readersToken = "qov_reader"
            let simulator = QoverySimulator(configuration: configuration, world: world, time: time, seed: seed)
            faults = FaultInjector(simulator, time: time)
            handled = { await simulator.history }
            declare = { await simulator.declare($0) }
            declareServices = { try await simulator.declareServices($0, in: $1.rawValue) }
            point = { await simulator.declare($0, leadsTo: $1) }
            write = { [time] lines, id in
                for line in lines {
                    try await simulator.declareLogs([line], of: id.rawValue)
                    try await time.sleep(for: .seconds(1))
                }
            }
            let (organization, project) = (configuration.organization.id, configuration.project.id)
            let cluster = configuration.cluster.id
            func account(_ token: String) throws -> QoveryConfiguration {
                try QoveryConfiguration(
                    token: token,
                    organizationID: organization,
                    projectID: project,
                    clusterID: cluster
                )
            }
            reader = QoveryContainerService(try account("qov_reader"), transport: faults, time: time)
            let own = try account(configuration.token)
            make = { [time] transport in
                QoveryContainerService(
                    own,
                    transport: transport,
                    time: time,
                    randomness: chance,
                    patience: patience
                )
            }
        case .scaleway:
            var configuration = ScalewaySimulator.Configuration()
            configuration.readersKey = "5ca1ab1e-0000-4000-8000-0000000000ee"
            let simulator = ScalewaySimulator(configuration: configuration, world: world, time: time, seed: seed)
            faults = FaultInjector(simulator, time: time)
            handled = { await simulator.history }
            declare = { await simulator.declare($0) }
            declareServices = { _, _ in }
            point = { await simulator.declare($0, leadsTo: $1) }
            write = { [time] lines, id in
                for (index, line) in lines.enumerated() {
                    let wall = await time.wallClock()
                    let level = index.isMultiple(of: 2) ? "info" : "error"
                    let entry = ScalewayLogLine(line, at: wall, level: level)
                    await simulator.declareLogs([entry], of: id.rawValue)
                    try await time.sleep(for: .seconds(1))
                }
            }
            var profile = ScalewayProfile()
            profile.secretKey = configuration.secretKey
            profile.projectID = configuration.projectID
            let account = try ScalewayConfiguration(profile)
            profile.secretKey = configuration.readersKey
            reader = ScalewayContainerService(try ScalewayConfiguration(profile), transport: faults, time: time)
            make = { [time] transport in
                ScalewayContainerService(
                    account,
                    transport: transport,
                    time: time,
                    randomness: chance,
                    patience: patience
                )
            }
        }
        service = make(wrapping(faults, time))
    }
}
