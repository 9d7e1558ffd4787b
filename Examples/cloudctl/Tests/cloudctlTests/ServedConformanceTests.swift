import CloudContainers
import CloudContainersTesting
import CommandKit
import QoveryContainers
import ScalewayContainers
import SimulationKit
import Testing
import URLSessionTransport

/// Both adapters on the served simulators: everything goes over HTTP on the loopback interface.
@Suite("Conformance over HTTP")
struct ServedConformanceTests {
    /// What sends the requests.
    enum Client: CaseIterable, Sendable {
        case asyncHTTPClient
        case urlSession
    }

    static let parts: Set<ServiceConformance.Part> = [.variables, .domains, .logs, .jobs]

    @Test(arguments: Client.allCases, ServiceConformance.checks(for: QoveryDialect().capabilities, with: parts))
    func qoveryBehaves(by client: Client, _ check: ServiceConformance.Check) async throws {
        try await run(check, by: client) { variables, transport, time in
            QoveryContainerService(
                try QoveryConfiguration(environment: variables),
                transport: transport,
                time: time,
                randomness: SeededRandomness(seed: 1)
            )
        }
    }

    @Test(arguments: Client.allCases, ServiceConformance.checks(for: ScalewayDialect().capabilities, with: parts))
    func scalewayBehaves(by client: Client, _ check: ServiceConformance.Check) async throws {
        try await run(check, by: client) { variables, transport, time in
            ScalewayContainerService(
                try ScalewayConfiguration(ScalewayProfile(environment: variables)),
                transport: transport,
                time: time,
                randomness: SeededRandomness(seed: 1)
            )
        }
    }

    private func run(
        _ check: ServiceConformance.Check,
        by client: Client,
        _ make: @escaping @Sendable ([String: String], any HTTPTransport, VirtualTime) throws -> any ContainerService
    ) async throws {
        let time = VirtualTime()
        let failing = try ImageReference(parsing: "docker.io/shop/failing:1.0")
        var settings = SimulatedCloud.Settings()
        let image = DeclaredWorld.Image(run: DeclaredWorld.Run(exitCode: 3, output: ["begun", "no more to do"]))
        settings.world = DeclaredWorld(images: [failing.description: image])
        try await withSimulationServer(host: "127.0.0.1", port: 0, time: SystemTime()) { [settings] address in
            try await SimulatedCloud(settings, at: address, time)
        } _: { address, cloud in
            let variables = Dictionary(uniqueKeysWithValues: cloud.account(at: address).map { ($0.name, $0.value) })
            var given = Resolutions()
            given.registries["docker.io"] = variables["QOVERY_REGISTRY_ID"]
            let waiting = WaitOptions(time: time, randomness: SeededRandomness(seed: 1))
            // The world is declared to the simulators themselves, beside the address.
            let outside = cloud.outside
            let surroundings = ServiceConformance.Surroundings(
                pointDomain: { await outside.point($0.host, $1?.value) },
                writeLines: { lines, id in
                    for line in lines {
                        try await outside.write(line, id)
                        try await time.sleep(for: .seconds(1))
                    }
                },
                failingImage: failing
            )
            try await withTransport(of: client) { [given] transport in
                let conformance = ServiceConformance(given: given, waiting: waiting, surroundings: surroundings) {
                    try make(variables, transport, time)
                }
                try await conformance.run(check)
            }
            #expect(await cloud.requestCount > 0)
        }
    }

    private func withTransport(of client: Client, _ body: (any HTTPTransport) async throws -> Void) async throws {
        switch client {
        case .asyncHTTPClient: try await withAsyncHTTPClientTransport(environment: [:]) { try await body($0) }
        case .urlSession: try await body(URLSessionTransport())
        }
    }
}
