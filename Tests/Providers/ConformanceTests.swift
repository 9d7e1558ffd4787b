import CloudContainers
import CloudContainersTesting
import Testing

@Suite("Conformance of the adapters on their simulators")
struct ConformanceTests {
    static let parts: Set<ServiceConformance.Part> = [.variables, .domains, .logs]

    @Test(arguments: ServiceConformance.checks(for: Provider.qovery.dialect.capabilities, with: parts))
    func qoveryBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .qovery) }

    @Test(arguments: ServiceConformance.checks(for: Provider.scaleway.dialect.capabilities, with: parts))
    func scalewayBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .scaleway) }

    private func run(_ check: ServiceConformance.Check, _ provider: Provider) async throws {
        let account = try Account(provider)
        let conformance = ServiceConformance(
            given: account.given,
            waiting: account.waiting,
            surroundings: account.surroundings
        ) { account.service }
        try await conformance.run(check)
    }
}
