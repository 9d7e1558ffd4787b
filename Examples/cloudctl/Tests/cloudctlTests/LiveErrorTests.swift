import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// What goes wrong at a provider: statuses, words, and that no credential is among them.
struct LiveErrorTests {
    let terminal: Terminal
    let time = VirtualTime()

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    /// Leads the provider's commands to a simulator with the sample shop, in which things go wrong.
    private func connect(_ provider: String, _ rules: FaultRule...) async throws {
        try await terminal.connect(provider, time, rules)
    }

    private static func answer(_ status: Int, _ body: String = "{}") -> Fault {
        .answer(
            HTTPResponse(
                status: status,
                headers: ["Content-Type": "application/json", "X-Request-Id": "request-17"],
                body: Array(body.utf8)
            )
        )
    }

    static let refusals: [(Int, Int32)] = [
        (400, 65), (401, 77), (403, 77), (404, 66), (409, 1), (429, 75), (500, 75), (503, 75), (302, 76), (501, 1),
    ]

    @Test(arguments: ["scaleway", "qovery"], refusals)
    func aRefusalHasItsStatus(_ provider: String, _ expected: (Int, Int32)) async throws {
        try await connect(provider, FaultRule(Self.answer(expected.0, #"{"message": "because", "status": 1}"#)))
        let result = await terminal.run("namespaces")
        #expect(result.status == expected.1, "\(result.error)")
        #expect(result.output.isEmpty)
        #expect(result.error.contains("error: "))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func anErrorHasThreePartsAndTheRequest(_ provider: String) async throws {
        try await connect(provider, FaultRule(Self.answer(401, #"{"message": "the token is revoked"}"#)))
        let error = await terminal.run("namespaces").error
        #expect(error.hasPrefix("error: \(provider) refused to list "))
        #expect(error.contains("\n  why: the token is revoked (status 401)\n"))
        #expect(error.contains("\n  help: Check "))
        #expect(error.contains("\n  request: request-17\n"))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func whatIsNoAnswerHasItsStatus(_ provider: String) async throws {
        for (fault, status) in [
            (Fault.refused, 69), (.cutBeforeActing, 69), (.timeOutBeforeActing, 69), (.body(Array("{".utf8)), 76),
            (.body(Array(#"{"x": 1}"#.utf8)), 76),
        ] {
            try await connect(provider, FaultRule(fault, method: .get))
            let result = await terminal.run("namespaces")
            #expect(result.status == Int32(status), "\(fault): \(result.error)")
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aPassingFailureIsRepeated(_ provider: String) async throws {
        try await connect(provider, FaultRule(Self.answer(503), method: .get, occurrences: 1...1))
        #expect(await terminal.run("list").status == 0)
    }

    @Test func aLongWaitIsTold() async throws {
        let pause = HTTPResponse(status: 429, headers: ["Retry-After": "30"], body: Array("{}".utf8))
        try await connect("qovery", FaultRule(.answer(pause), method: .get, occurrences: 1...1))
        let result = await terminal.run("namespaces")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("waiting: GET https://api.qovery.com/organization"))
        #expect(result.error.contains("30s"))
        try await connect("qovery", FaultRule(.answer(pause), method: .get, occurrences: 1...1))
        #expect(await terminal.run("namespaces", "--quiet").error.isEmpty)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func noChangeIsSentInARehearsal(_ provider: String) async throws {
        // Whatever would change something is refused.
        let rules = [HTTPMethod.post, .put, .patch, .delete].map { FaultRule(Self.answer(500), method: $0) }
        try await connect(provider, rules[0], rules[1], rules[2], rules[3])
        for words in [["deploy", "--all"], ["delete", "web"]] {
            let result = await terminal.run(words + ["--dry-run"])
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("would \(words[0])"))
        }
    }

    @Test func aLostAnswerIsNotTakenForAFailure() async throws {
        try await connect("qovery", FaultRule(.cutAfterActing, method: .post))
        let result = await terminal.run("deploy", "web")
        #expect(result.status == 1)
        #expect(result.error.contains("Look with cloudctl status before you run it again."))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func noCredentialIsPrinted(_ provider: String) async throws {
        try await connect(provider)
        for words in [["list"], ["get", "web"], ["deploy", "web"], ["status"], ["delete", "web", "--yes"]] {
            for form in ["table", "json", "yaml"] {
                let text = await terminal.run(words + ["--verbose", "-o", form]).everything
                for secret in credentials { #expect(!text.contains(secret), "\(words)") }
                #expect(!text.contains("sample-session-key"))
                #expect(text.contains("http: GET https://"))
            }
        }
    }

    private var credentials: [String] {
        terminal.environment.filter { $0.key.contains("KEY") || $0.key.contains("TOKEN") }.map(\.value)
    }

    @Test(arguments: ["scaleway", "qovery"], [401, 500])
    func aCredentialThatIsSaidBackIsNotPrinted(_ provider: String, _ status: Int) async throws {
        try await connect(provider)
        let secret = try #require(credentials.first)
        let body = #"{"message": "bad credential \#(secret)", "token": "\#(secret)"}"#
        try await connect(provider, FaultRule(Self.answer(status, body)))
        let text = await terminal.run("list", "--verbose").everything
        #expect(!text.isEmpty)
        #expect(!text.contains(secret))
        #expect(text.contains("bad credential (hidden)"))
    }

    @Test("row 23: a list that changes each time it is read may be read later")
    func aListThatKeepsChangingMayBeReadLater() async throws {
        let list = #"{"containers": [], "total_count": 5}"#
        try await connect("scaleway", FaultRule(.body(Array(list.utf8)), method: .get, path: "/containers?"))
        let manifest = terminal.folder + "/cloudctl.yaml"
        try Data(ApplyFlowTests.manifest().utf8).write(to: URL(fileURLWithPath: manifest))
        let result = await terminal.run("diff", "-f", manifest)
        #expect(result.status == 75, "\(result.everything)")
        #expect(result.error.contains("kept changing"))
    }

    @Test func aHostThatDoesNotExistIsUnreachable() async throws {
        try await connect("scaleway")
        terminal.transport = Terminal.NoTransport()
        let result = await terminal.run("list")
        #expect(result.status == 69)
        #expect(result.error.contains("Check the connection"))
    }
}
