import CloudContainers
import Testing

@Suite("Addresses of services")
struct HTTPBaseURLTests {
    @Test(arguments: [
        "http://api.example.org", "http://127.example.org", "http://127.0.0.1.example.org", "http://10.0.0.1",
        "http://[2001:db8::1]", "http://localhost.example.org", "ftp://localhost", "api.example.org", "https://",
        "https://user@api.example.org", "https://user:canary-value@api.example.org",
        "http://localhost@evil.example.org",
        "https://api.example.org?token=canary-value", "https://api.example.org#x", "https://api.example.org:0",
        "https://api.example.org:65536", "https://api.example.org\r\nX: y", "https://api\u{1B}.example.org",
    ])
    func thatWouldCarryACredentialElsewhereAreRefused(_ text: String) {
        let error = #expect(throws: ContainerServiceError.self) { try HTTPBaseURL(parsing: text) }
        #expect(error?.code == .invalidInput)
        #expect(error?.description.contains("canary-value") == false)
    }

    @Test(arguments: [
        ("https://API.example.org/", "https://api.example.org"), ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.1.2.3", "http://127.1.2.3"), ("http://[::1]:9", "http://[::1]:9"),
        ("HTTPS://api.example.org:443/v1//", "https://api.example.org/v1"),
    ])
    func areReadInTheirForms(_ text: String, _ description: String) throws {
        #expect(try HTTPBaseURL(parsing: text).description == description)
    }
}
