import CloudContainersTesting
import Testing
import URLSessionTransport

@Suite struct TransportConformanceTests {
    // Without own authorities, a spared loopback interface, stopped transfers and cut heads: see the documentation of the type.
    @Test(arguments: TransportConformance.checks(for: []))
    func behaves(_ check: TransportConformance.Check) async throws {
        try await TransportConformance { setting, body in
            try await body(URLSessionTransport(time: setting.time))
        }.run(check)
    }
}
