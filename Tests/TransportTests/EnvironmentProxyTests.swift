import CloudContainers
import CloudContainersTesting
import Foundation
import SimulationKit
import Testing
import URLSessionTransport

/// The proxy of `URLSession` comes from the environment of the process, so that each check has a process of its own.
@Suite struct EnvironmentProxyTests {
    private static let conformance = TransportConformance { setting, body in
        for (name, value) in setting.environment { setenv(name, value, 1) }
        try await body(URLSessionTransport(time: setting.time))
    }

    @Test("row 26: the proxy of the environment is used") func usesProxy() async throws {
        await #expect(processExitsWith: .success) { try await Self.conformance.run(.usesProxy) }
    }

    @Test("row 26: the hosts of NO_PROXY are spared") func sparesHosts() async throws {
        await #expect(processExitsWith: .success) { try await Self.conformance.run(.sparesHosts) }
    }

    /// Whether an encrypted call goes through the proxy that a variable names, in a process that has no other.
    private static func asksProxy(namedBy variable: String, sparing hosts: String? = nil) async throws -> Bool {
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            unsetenv(name)
            unsetenv(name.uppercased())
        }
        return try await withWireFaultServer(.refusingProxy) { proxy in
            setenv(variable, "\(proxy.address)", 1)
            if let hosts { setenv("no_proxy", hosts, 1) }
            // A label may have 63 characters, so that no name server is asked for this one.
            let host = String(repeating: "a", count: 64) + ".invalid"
            let address = try HTTPBaseURL(parsing: "https://\(host)")
            let request = HTTPRequest(.get, "/", of: address, kind: .read, operation: "test")
            await #expect(throws: HTTPTransportError.self) { try await URLSessionTransport().send(request) }
            let seen = await proxy.requests().map(\.description)
            #expect(seen.isEmpty || seen == ["CONNECT \(host):443"])
            return !seen.isEmpty
        }
    }

    @Test(
        "row 26: an encrypted call takes the proxy of these variables",
        arguments: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    )
    func takesVariable(_ variable: String) async throws {
        await #expect(processExitsWith: .success) { [variable] in
            let isAsked = try await Self.asksProxy(namedBy: variable)
            let isSpared = try await !Self.asksProxy(namedBy: variable, sparing: "invalid")
            #expect(isAsked && isSpared)
        }
    }

    @Test("row 26: an encrypted call takes none of these", arguments: ["http_proxy", "HTTP_PROXY"])
    func leavesVariable(_ variable: String) async throws {
        await #expect(processExitsWith: .success) { [variable] in
            let isAsked = try await Self.asksProxy(namedBy: variable)
            #expect(!isAsked)
        }
    }
}
