import CloudContainers
import SimulationKit
import Testing

@Suite("Scaleway's service") struct ScalewayContainerServiceTests {
    @Test("a mark of another service's page is refused", arguments: ["", "1", "a:b", "1:2:3", "p1"])
    func refusesForeignMark(_ text: String) async throws {
        let shop = try await Workshop(.scaleway)
        let before = await shop.account.history.count
        let error = try await failure {
            _ = try await shop.service.containers(in: shop.namespace, after: PageToken(rawValue: text))
        }
        #expect(error?.code == .invalidInput)
        #expect(await shop.account.history.count == before)
    }

    @Test func stoppingIsUnsupportedAndAsksNothing() async throws {
        let shop = try await Workshop(.scaleway)
        let before = await shop.account.history.count
        let error = try await failure { try await Operation.stop.run(shop, nil) }
        #expect(error?.code == .unsupported && error?.isRetryable == false)
        #expect(await shop.account.history.count == before)
    }
}
