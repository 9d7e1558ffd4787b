import CloudContainers
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

    @Test("row 25: a certificate that has expired is refused, and its date is named") func refusesExpired() async throws
    {
        try await withSecureServer(
            certificate: TestCertificates.expired,
            key: TestCertificates.expiredKey,
            authority: TestCertificates.expired
        ) { server in
            try await withAsyncHTTPClientTransport(
                environment: [:],
                certificateFile: server.certificateFile
            ) { transport in
                let request = HTTPRequest(.get, "/", of: server.address, kind: .read, operation: "test")
                let error = await #expect(throws: HTTPTransportError.self) { try await transport.send(request) }
                #expect(error?.code == .tlsFailed && error?.delivery == .notSent)
                for word in ["localhost", "not valid at this date", "SSL_CERT_FILE"] {
                    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
                }
            }
        }
    }
}
