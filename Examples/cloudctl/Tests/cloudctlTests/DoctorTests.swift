import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// `cloudctl doctor` and `version`.
struct DoctorTests {
    static let key = "11111111-1111-4111-8111-111111111111"

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.outputColumns = 80
        terminal.errorColumns = 80
        terminal.environment = ["HOME": terminal.folder, "NO_COLOR": "1"]
    }

    /// Answers every request in one way.
    struct Answering: HTTPTransport {
        let answer: @Sendable () throws -> HTTPResponse
        func send(_ request: HTTPRequest) async throws -> HTTPResponse { try answer() }
    }

    /// A clock that is set wrong.
    struct Shifted: TimeSource {
        let time: any TimeSource
        let seconds: Int64
        func now() async -> Duration { await time.now() }
        func wallClock() async -> Timestamp { Timestamp(seconds: await time.wallClock().seconds + seconds) }
        func sleep(for duration: Duration) async throws { try await time.sleep(for: duration) }
    }

    private func verdicts(_ options: String...) async throws -> [String: String] {
        let result = await terminal.run(["doctor", "-o", "json"] + options)
        let checks = try JSONDocument(parsing: result.output).root["checks"]?.array ?? []
        return checks.reduce(into: [:]) { all, check in
            all["\(check["subject"]?.string ?? "") \(check["check"]?.string ?? "")"] = check["verdict"]?.string
        }
    }

    @Test func looksAsBefore() async throws {
        var text = ""
        func show(_ title: String, _ command: String...) async {
            let result = await terminal.run(command)
            // The machine that runs the test is not the one that wrote the file.
            let lines = (result.output + result.error).split(separator: "\n", omittingEmptySubsequences: false)
            let said = lines.filter { !$0.contains("built by Swift") }.joined(separator: "\n")
            text += "# \(title)\n$ cloudctl \(command.joined(separator: " "))\n\(said)[\(result.status)]\n\n"
        }
        terminal.environment["HOME"] = "home"
        await show("Nothing is set", "doctor")
        await show("A simulator", "doctor", "--provider", "scaleway-simulator")
        terminal.environment["SCW_SECRET_KEY"] = Self.key
        await show("No network", "doctor")
        terminal.transport = Answering {
            HTTPResponse(status: 401, body: Array(#"{"message": "authentication is denied"}"#.utf8))
        }
        await show("A key that is revoked", "doctor", "--provider", "scaleway")
        terminal.environment["SCW_DEFAULT_REGION"] = "mars"
        await show("A wrong region", "doctor", "--provider", "scaleway")
        try Golden.expect(text, matches: "doctor.txt")
    }

    @Test(arguments: ["scaleway", "qovery"])
    func allIsWell(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        let found = try await verdicts()
        for check in ["configuration", "network", "credential", "clock"] {
            #expect(found["\(provider) \(check)"] == "ok", "\(check)")
        }
        #expect(await terminal.run("doctor").status == 0)
        #expect(await terminal.run("doctor", "-q").everything.isEmpty)
        let verbose = await terminal.run("doctor", "--verbose")
        #expect(verbose.error.hasPrefix("http: GET https://"))
        for name in ["SCW_SECRET_KEY", "QOVERY_CLI_ACCESS_TOKEN"] {
            if let secret = terminal.environment[name] { #expect(!verbose.everything.contains(secret)) }
        }
    }

    @Test(arguments: ["scaleway-simulator", "qovery-simulator"])
    func aSimulatorIsWell(_ provider: String) async throws {
        let result = await terminal.run("doctor", "--provider", provider)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("it reads 2 namespaces"), "\(result.output)")
    }

    static let codes: [(HTTPTransportError.Code, String)] = [
        (.nameNotFound, "(DNS)"), (.connectionFailed, "(TCP)"), (.tlsFailed, "(TLS)"), (.timedOut, "in time"),
        (.redirectRefused, "leads elsewhere"), (.brokenAnswer, "no answer, asking"),
    ]

    @Test(arguments: codes, ["scaleway", "qovery"])
    func whatIsWrongOnTheWayIsToldApart(
        _ expected: (code: HTTPTransportError.Code, words: String),
        _ provider: String
    ) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.transport = Answering { throw HTTPTransportError(expected.code, "because", delivery: .notSent) }
        let result = await terminal.run("doctor")
        #expect(result.status == 69, "\(result.output)")
        #expect(result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(expected.words))
        #expect(result.output.contains("help: "))
    }

    @Test(arguments: ["scaleway", "qovery"], [(401, 77), (403, 77), (503, 75), (500, 75)])
    func aRefusalHasItsStatus(_ provider: String, _ expected: (answer: Int, status: Int32)) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.transport = Answering {
            HTTPResponse(status: expected.answer, body: Array(#"{"message": "because", "status": 1}"#.utf8))
        }
        let result = await terminal.run("doctor")
        #expect(result.status == expected.status, "\(result.output)")
    }

    @Test(arguments: ["scaleway", "qovery"], [(0, "ok", 0), (20, "ok", 0), (-90, "warning", 0), (4000, "failed", 78)])
    func theClockIsCompared(
        _ provider: String,
        _ expected: (seconds: Int64, verdict: String, status: Int32)
    ) async throws {
        let time = VirtualTime()
        try await terminal.connect(provider, time)
        terminal.time = Shifted(time: time, seconds: expected.seconds)
        #expect(try await verdicts()["\(provider) clock"] == expected.verdict)
        #expect(await terminal.run("doctor").status == expected.status)
    }

    @Test func whatIsWrongWithTheConfigurationComesFirst() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        terminal.transport = Terminal.NoTransport()
        terminal.environment["HTTPS_PROXY"] = "ftp://ada:hidden@proxy.example"
        let proxy = await terminal.run("doctor")
        #expect(proxy.status == 78)
        #expect(!proxy.everything.contains("hidden"))
        terminal.environment["HTTPS_PROXY"] = nil
        terminal.environment["SCW_SECRET_KEY"] = "no-uuid-but-secret"
        let key = await terminal.run("doctor")
        #expect(key.status == 78)
        #expect(key.output.contains("SCW_SECRET_KEY"))
        #expect(!key.everything.contains("no-uuid-but-secret"))
        terminal.environment["SCW_SECRET_KEY"] = nil
        #expect(await terminal.run("doctor").status == 77)
    }

    @Test func anAccountIsEnoughWhereNoProviderIsNamed() async throws {
        try await terminal.connect("qovery", VirtualTime())
        terminal.environment["CLOUDCTL_PROVIDER"] = nil
        let result = await terminal.run("doctor")
        #expect(result.status == 0, "\(result.output)")
        #expect(try await verdicts()["scaleway credential"] == "skipped")
        #expect(await terminal.run("doctor", "--provider", "scaleway").status == 77)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func noSecretIsPrinted(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        let secrets = ["SCW_SECRET_KEY", "QOVERY_CLI_ACCESS_TOKEN"].compactMap { terminal.environment[$0] }
        #expect(!secrets.isEmpty)
        for form in ["table", "json", "yaml", "jsonl", "name"] {
            let text = await terminal.run("doctor", "-o", form).everything
            for secret in secrets { #expect(!text.contains(secret), "\(form)") }
        }
    }

    // MARK: Version

    @Test func theVersionNamesWhatIsSpoken() async throws {
        let table = await terminal.run("version")
        #expect(table.status == 0)
        let root = try JSONDocument(parsing: await terminal.run("version", "-o", "json").output).root
        #expect(root["version"]?.string.map { $0 + "\n" } == (await terminal.run("--version").output))
        #expect(await terminal.run("version", "-o", "name").output == (await terminal.run("--version").output))
        #expect(root["swift"]?.string?.hasPrefix("6.") == true)
        #expect(root["platform"]?.string?.isEmpty == false)
        let providers = root["providers"]?.array ?? []
        #expect(providers.compactMap { $0["name"]?.string } == ["qovery", "scaleway"])
        for api in providers.flatMap({ $0["apis"]?.array ?? [] }) { #expect(table.output.contains(api.string ?? "-")) }
    }

    @Test func theVersionsOfScalewayAreThoseThatAreAskedFor() async throws {
        let root = try JSONDocument(parsing: await terminal.run("version", "-o", "json").output).root
        let apis = root["providers"]?.array?.last?["apis"]?.array?.compactMap(\.string) ?? []
        var asked: Set<String> = []
        for command in [["list"], ["jobs", "list"], ["logs", "web"]] {
            let log = await terminal.run(command + ["-v", "--provider", "scaleway-simulator"]).error
            for line in log.split(separator: "\n") {
                guard
                    let address = line.split(separator: " ").first(where: { $0.hasPrefix("https://api.scaleway.com/") })
                else { continue }
                asked.insert(address.split(separator: "/").dropFirst(2).prefix(2).joined(separator: " "))
            }
        }
        #expect(asked.contains("containers v1"))
        for api in asked { #expect(apis.contains(api), "\(api)") }
    }

    // MARK: Searching files

    @Test(arguments: [
        ("key=@\n", "as it is", 1), ("one\ntwo\n{\"a\": \"@\"}", "as it is", 3), ("b64 #0\n", "Base64", 1),
        ("\nb64 #1\n", "Base64", 2), ("b64 #2", "Base64", 1), ("url %", "URL-escaped", 1),
    ])
    func aCredentialInAFileIsFound(_ text: String, _ form: String, _ line: Int) async throws {
        let token = "qov_4/canary+of=the?test"
        func base64(_ before: String) -> String { Data("\(before)\(token) and more".utf8).base64EncodedString() }
        let escaped = "qov_4%2Fcanary%2Bof%3Dthe%3Ftest"
        try terminal.file(
            "run.log",
            text.replacing("@", with: token).replacing("#0", with: base64("abc")).replacing("#1", with: base64("user:"))
                .replacing("#2", with: base64("a")).replacing("%", with: escaped)
        )
        try terminal.file("clean.log", "nothing of qov_4 here\n")
        terminal.environment = ["NO_COLOR": "1", "Q_CLI_ACCESS_TOKEN": token]
        let found = await terminal.run("doctor", "--scan", "clean.log", "--scan", "run.log")
        #expect(found.status == 1, "\(found.everything)")
        #expect(
            found.output.hasPrefix("run.log:\(line): the credential in Q_CLI_ACCESS_TOKEN, \(form)\n"),
            "\(found.output)"
        )
        let json = await terminal.run("doctor", "--scan", "run.log", "-o", "json")
        for result in [found, json] {
            #expect(!result.everything.contains("canary") && !result.everything.contains(base64("").prefix(16)))
        }
        let clean = await terminal.run("doctor", "--scan", "clean.log")
        #expect(clean.status == 0 && clean.output.contains("Not found: the credential in Q_CLI_ACCESS_TOKEN."))
        #expect(await terminal.run("doctor", "--scan", "nothing.log").status == 66)
        terminal.environment = [:]
        #expect(await terminal.run("doctor", "--scan", "run.log").status == 77)
    }

    @Test func theOriginsAreNamed() async throws {
        terminal.outputColumns = 300
        terminal.environment = [
            "NO_COLOR": "1", "HTTPS_PROXY": "http://proxy.example.org:3128", "SCW_DEFAULT_REGION": "fr-par",
        ]
        let page = await terminal.run("doctor").output
        #expect(page.contains("https proxy: http://proxy.example.org:3128, from HTTPS_PROXY"), "\(page)")
        #expect(page.contains("authorities: those of the system, the default"), "\(page)")
        #expect(page.contains("region from SCW_DEFAULT_REGION"), "\(page)")
    }
}
