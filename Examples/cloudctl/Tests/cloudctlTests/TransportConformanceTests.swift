import CloudContainersTesting
import CommandKit
import Testing

@Suite struct TransportConformanceTests {
    @Test(arguments: TransportConformance.checks(for: Set(TransportConformance.Option.allCases)))
    func behaves(_ check: TransportConformance.Check) async throws {
        try await withSecureServer { server in
            try await TransportConformance(secureServer: server) { setting, body in
                try await withAsyncHTTPClientTransport(
                    environment: setting.environment,
                    certificateFile: setting.certificateFile,
                    time: setting.time
                ) { try await body($0) }
            }.run(check)
        }
    }
}
