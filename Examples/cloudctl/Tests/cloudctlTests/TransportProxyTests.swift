import CloudContainers
import CloudContainersTesting
import CommandKit
import Foundation
import Testing

/// One row of the table: an environment, an address, and what is asked.
private struct Row: Sendable, CustomTestStringConvertible {
    var environment: [String: String]
    var address = "https://api.example.org"
    /// Host and port of the proxy; `nil` for none.
    var proxy: String?

    var testDescription: String { "\(environment.sorted { $0.key < $1.key }) \(address)" }
}

@Suite struct TransportProxyTests {
    private static let set = ["https_proxy": "http://proxy.example:3128"]

    private static func sparing(_ hosts: String) -> [String: String] { set.merging(["NO_PROXY": hosts]) { $1 } }

    @Test(arguments: [
        Row(environment: [:], proxy: nil),
        Row(environment: ["https_proxy": "http://one.example:3128"], proxy: "http://one.example:3128"),
        Row(environment: ["HTTPS_PROXY": "http://one.example:3128"], proxy: "http://one.example:3128"),
        Row(environment: ["ALL_PROXY": "http://one.example:3128"], proxy: "http://one.example:3128"),
        Row(environment: ["all_proxy": "http://one.example:3128"], proxy: "http://one.example:3128"),
        Row(environment: ["https_proxy": "a.example:1", "HTTPS_PROXY": "b.example:2"], proxy: "http://a.example:1"),
        Row(environment: ["HTTPS_PROXY": "b.example:2", "ALL_PROXY": "c.example:3"], proxy: "http://b.example:2"),
        // Set and empty says that there is none.
        Row(environment: ["https_proxy": "", "ALL_PROXY": "c.example:3"], proxy: nil),
        // The proxies of the other scheme are not for this one.
        Row(environment: ["http_proxy": "a.example:1", "HTTP_PROXY": "b.example:2"], proxy: nil),
        Row(environment: ["https_proxy": "one.example"], proxy: "http://one.example:80"),
        Row(environment: ["https_proxy": "HTTP://One.example:3128/"], proxy: "http://one.example:3128"),
        Row(environment: ["https_proxy": "http://[::1]:3128"], proxy: "http://::1:3128"),
        Row(environment: ["https_proxy": "socks5://one.example"], proxy: "socks5://one.example:1080"),
        Row(environment: ["https_proxy": "socks5h://one.example:9"], proxy: "socks5://one.example:9"),
        // NO_PROXY
        Row(environment: sparing("*"), proxy: nil),
        Row(environment: sparing("api.example.org"), proxy: nil),
        Row(environment: sparing("API.Example.ORG"), proxy: nil),
        Row(environment: sparing("example.org"), proxy: nil),
        Row(environment: sparing(".example.org"), proxy: nil),
        Row(environment: sparing("*.example.org"), proxy: nil),
        Row(environment: sparing("a.example, api.example.org"), proxy: nil),
        Row(environment: sparing("api.example.org:443"), proxy: nil),
        Row(environment: sparing("api.example.org:8443"), proxy: "http://proxy.example:3128"),
        Row(environment: sparing("ample.org"), proxy: "http://proxy.example:3128"),
        Row(environment: sparing("www.api.example.org"), proxy: "http://proxy.example:3128"),
        Row(environment: sparing(""), proxy: "http://proxy.example:3128"),
        Row(environment: sparing(",, ,"), proxy: "http://proxy.example:3128"),
        Row(environment: sparing("10.0.0.0/8"), address: "https://10.1.2.3", proxy: nil),
        Row(environment: sparing("10.0.0.0/8"), address: "https://11.1.2.3", proxy: "http://proxy.example:3128"),
        Row(environment: sparing("10.1.2.3"), address: "https://10.1.2.3", proxy: nil),
        Row(
            environment: set.merging(["no_proxy": "a.example", "NO_PROXY": "*"]) { $1 },
            proxy: "http://proxy.example:3128"
        ),
        // This machine
        Row(environment: set, address: "https://localhost:8443", proxy: nil),
        Row(environment: set, address: "https://127.3.2.1", proxy: nil),
        Row(environment: set, address: "https://[::1]:8443", proxy: nil),
        Row(environment: ["http_proxy": "a.example:1"], address: "http://localhost:8080", proxy: nil),
        Row(environment: ["ALL_PROXY": "a.example:1"], address: "http://127.0.0.1:8080", proxy: nil),
    ])
    private func picks(_ row: Row) throws {
        let proxies = try ProxyEnvironment(row.environment)
        let proxy = proxies.proxy(for: try HTTPBaseURL(parsing: row.address))
        #expect(proxy.map { "\($0)" } == row.proxy)
    }

    @Test(arguments: [
        (["http_proxy": "a.example:1", "HTTP_PROXY": "b.example:2"], "http://a.example:1" as String?),
        (["HTTP_PROXY": "b.example:2"], "http://b.example:2"),
        (["HTTP_PROXY": "b.example:2", "REQUEST_METHOD": "GET"], nil),
        (["HTTP_PROXY": "b.example:2", "REQUEST_METHOD": "GET", "all_proxy": "c.example:3"], "http://c.example:3"),
        (["http_proxy": "a.example:1", "REQUEST_METHOD": "GET"], "http://a.example:1"),
    ])
    func mistrustsHeadersOfCallers(environment: [String: String], proxy: String?) throws {
        #expect(try ProxyEnvironment(environment).plain.map { "\($0)" } == proxy)
    }

    @Test func takesUserAndPasswordApart() throws {
        let proxy = try #require(
            try ProxyEnvironment(["https_proxy": "http://me:p%40ss:word@one.example:3128"]).encrypted
        )
        #expect(proxy.user == "me")
        #expect(proxy.password == "p@ss:word")
        var shown = "\(proxy) \(String(reflecting: proxy))"
        dump(proxy, to: &shown)
        #expect(!shown.contains("p@ss") && !shown.contains("p%40ss"))
    }

    @Test(arguments: [
        "https://one.example", "ftp://one.example", "http://", "http://one.example:0", "http://one.example:70000",
        "http://one.example:x", "socks5://me:canary-word@one.example", "http://me:canary-word@",
    ])
    func refusesWhatIsNoProxy(_ value: String) throws {
        let error = #expect(throws: HTTPTransportError.self) { try ProxyEnvironment(["https_proxy": value]) }
        #expect(error?.code == .unavailable)
        #expect(error?.delivery == .notSent)
        #expect(error?.message.contains("https_proxy") == true)
        #expect(error?.message.contains("canary") == false)
    }

    @Test(arguments: ["/nowhere/authorities.pem", "/dev/null"])
    func refusesAFileWithoutAuthorities(_ path: String) async {
        for (environment, file) in [([:], path), (["SSL_CERT_FILE": path], nil as String?)] {
            let error = await #expect(throws: HTTPTransportError.self) {
                try await withAsyncHTTPClientTransport(environment: environment, certificateFile: file) { _ in }
            }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func takesTheFileOfTheEnvironment() async throws {
        try await withSecureServer { server in
            let environment = ["SSL_CERT_FILE": server.certificateFile]
            try await withAsyncHTTPClientTransport(environment: environment) { transport in
                let request = HTTPRequest(.get, "/", of: server.address, kind: .read, operation: "test")
                let response = try await transport.send(request)
                #expect(response.status == 200)
            }
        }
    }
}
