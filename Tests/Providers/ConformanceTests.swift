import CloudContainers
import CloudContainersTesting
import Testing

@Suite("Conformance of the adapters on their simulators")
struct ConformanceTests {
    @Test(arguments: ServiceConformance.checks(for: Provider.qovery.dialect.capabilities))
    func qoveryBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .qovery) }

    @Test(arguments: ServiceConformance.checks(for: Provider.scaleway.dialect.capabilities))
    func scalewayBehaves(_ check: ServiceConformance.Check) async throws { try await run(check, .scaleway) }

    private func run(_ check: ServiceConformance.Check, _ provider: Provider) async throws {
        let account = try Account(provider)
        let conformance = ServiceConformance(given: account.given, waiting: account.waiting) { account.service }
        try await conformance.run(check)
    }
}
