import CloudContainersTesting
import Testing
import URLSessionTransport

@Suite struct BrokenTransportTests {
    @Test(arguments: BrokenTransport.Fault.allCases)
    func isNoticed(_ fault: BrokenTransport.Fault) async throws {
        let conformance = TransportConformance { setting, body in
            try await body(BrokenTransport(fault: fault, good: URLSessionTransport(time: setting.time)))
        }
        for check in fault.noticed {
            await #expect(throws: ConformanceFailure.self, "\(check)") { try await conformance.run(check) }
        }
    }
}
