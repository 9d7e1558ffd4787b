import CloudContainers
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
    @Test func tellEverythingOnOneLine() {
        let diagnostic = Diagnostic(
            problem: "the port number is out of range",
            field: "services.web.ports[0].number",
            value: "0",
            allowed: "1 to 65535",
            advice: "Write 80.",
            replacement: "80",
            source: "app.json",
            location: SourceLocation(line: 3, column: 9),
            line: "secret line"
        )
        #expect(
            diagnostic.description
                == "app.json:3:9: services.web.ports[0].number: the port number is out of range, found 0; "
                + "allowed: 1 to 65535. Write 80."
        )
    }

    @Test(arguments: [
        (Diagnostic(problem: "wrong"), "wrong"),
        (Diagnostic(problem: "wrong", source: "a.json"), "a.json: wrong"),
        (Diagnostic(problem: "wrong", location: SourceLocation(line: 1, column: 2)), "1:2: wrong"),
        (Diagnostic(problem: "wrong", field: "a.b"), "a.b: wrong"),
        (Diagnostic(problem: "wrong", value: "\"x\""), "wrong, found \"x\""),
        (Diagnostic(problem: "wrong", allowed: "y"), "wrong; allowed: y"),
        (Diagnostic(problem: "wrong", advice: "Do it."), "wrong. Do it."),
    ])
    func leaveOutWhatIsNotKnown(_ diagnostic: Diagnostic, _ text: String) {
        #expect(diagnostic.description == text)
        let error = ContainerServiceError.invalidInput(diagnostic)
        #expect(error.code == .invalidInput && error.message == text && error.diagnostics == [diagnostic])
        #expect("\(error)" == text)
    }

    @Test func shortenAndEscapeWhatOthersWrote() {
        #expect(Diagnostic.shortened("a\nb\tc\u{1B}[2J\u{202E}") == "a\\nb\\tc\\u{1b}[2J\\u{202e}")
        #expect(Diagnostic.shortened(String(repeating: "x", count: 60)) == String(repeating: "x", count: 60))
        #expect(Diagnostic.shortened(String(repeating: "x", count: 61)) == String(repeating: "x", count: 60) + "…")
        #expect(Diagnostic.quoted("a") == "\"a\"")
    }

    @Test(
        arguments: [
            ("memry", "memory"), ("MEMORY", "memory"), ("meomry", "memory"), ("cpus", "cpu"), ("cp", "cpu"),
            ("mem", nil),
            ("ports", "ports"), ("prots", "ports"), ("xyz", nil), ("cqx", nil), ("memory_limit", nil),
        ] as [(String, String?)]
    )
    func findTheNearestName(_ name: String, _ nearest: String?) {
        #expect(NearestName.find(name, in: ["cpu", "memory", "ports"]) == nearest)
    }

    @Test func takeTheNearestOfSeveralNames() {
        #expect(NearestName.find("port", in: ["sort of", "parts", "ports", "post"]) == "ports")
        #expect(NearestName.find("abcd", in: ["abdc", "abcx", "abcd"]) == "abcd")
        #expect(NearestName.find("x", in: []) == nil)
        #expect(NearestName.find(String(repeating: "a", count: 10_000), in: ["a"]) == nil)
    }
}
