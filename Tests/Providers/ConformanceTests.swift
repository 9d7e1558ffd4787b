import CloudContainers
import CloudContainersTesting
import SimulationKit
import Testing

@Suite("Conformance of the adapters on their simulators")
struct ConformanceTests {
    static let parts: Set<ServiceConformance.Part> = [.variables, .domains, .logs, .jobs]

    @Test(arguments: ServiceConformance.checks(for: Provider.qovery.dialect.capabilities, with: parts))
    func qoveryBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .qovery) }

    @Test(arguments: ServiceConformance.checks(for: Provider.scaleway.dialect.capabilities, with: parts))
    func scalewayBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .scaleway) }

    private func run(_ check: ServiceConformance.Check, _ provider: Provider) async throws {
        let failing = try ImageReference(parsing: "docker.io/shop/failing:1.0")
        let run = DeclaredWorld.Run(exitCode: 3, output: ["begun", "no more to do"])
        let world = DeclaredWorld(images: [failing.description: DeclaredWorld.Image(run: run)])
        let account = try Account(provider, world: world)
        var surroundings = account.surroundings
        surroundings.failingImage = failing
        let conformance = ServiceConformance(
            given: account.given,
            waiting: account.waiting,
            surroundings: surroundings
        ) { account.service }
        try await conformance.run(check)
    }
}
