import CloudContainersTesting
import Foundation
import Testing
import URLSessionTransport

/// The proxy of `URLSession` comes from the environment of the process, so that each check has a process of its own.
@Suite struct EnvironmentProxyTests {
    private static let conformance = TransportConformance { setting, body in
        for (name, value) in setting.environment { setenv(name, value, 1) }
        try await body(URLSessionTransport(time: setting.time))
    }

    @Test func usesProxy() async throws {
        await #expect(processExitsWith: .success) { try await Self.conformance.run(.usesProxy) }
    }

    @Test func sparesHosts() async throws {
        await #expect(processExitsWith: .success) { try await Self.conformance.run(.sparesHosts) }
    }
}
