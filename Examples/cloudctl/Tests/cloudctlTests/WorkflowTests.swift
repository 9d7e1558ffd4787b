import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// What GitHub Actions reads in what the tool prints, and what it writes to the page of a run.
struct WorkflowTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"]
    }

    private func commands(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("::") }
    }

    @Test func anErrorIsAnnotatedAtItsPlace() async throws {
        terminal.environment["GITHUB_WORKSPACE"] = terminal.folder
        let manifest = "apiVersion: cloudctl/v1\nservices:\n  web:\n    image: nginx:1\n    resources: {cpu: 3 cores}\n"
        try terminal.file("a,b: 100%.yaml", manifest)
        let path = terminal.folder + "/a,b: 100%.yaml"
        let lines = commands(await terminal.run("check", path).error)
        let first = try #require(lines.first)
        #expect(first.hasPrefix("::error file=a%2Cb%3A 100%25.yaml,line=5,col="), "\(lines)")
        #expect(first.contains(",title=cloudctl::"))
        #expect(lines.allSatisfy { !$0.contains("\r") })
    }

    @Test func anErrorOfUseOrOfAProviderIsAnnotatedToo() async throws {
        #expect(
            commands(await terminal.run("lst").error).first?.hasPrefix("::error title=cloudctl::there is no") == true
        )
        let missing = await terminal.run("get", "wbe", "--provider", "qovery-simulator")
        #expect(commands(missing.error) == ["::error title=cloudctl::there is no service \"wbe\"%0ADid you mean web?"])
        terminal.environment["GITHUB_ACTIONS"] = nil
        #expect(commands(await terminal.run("get", "wbe", "--provider", "qovery-simulator").error).isEmpty)
    }

    @Test func findingsAreAnnotatedAndOnThePage() async throws {
        try terminal.file("front.json", Samples.qovery)
        let blocked = await terminal.run("check", "front.json", "--on", "scaleway", "-q")
        #expect(blocked.status == 4)
        let lines = commands(blocked.error)
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("::error title=CC-") }, "\(lines)")
        let allowed = commands(await terminal.run("check", "front.json", "--on", "scaleway", "--allow", "all").error)
        #expect(allowed.contains { $0.hasPrefix("::warning title=CC-") })
        let page = try terminal.content("summary.md")
        #expect(page.split(separator: "\n").filter { $0 == "# Check" }.count == 2, "it is added to, not replaced")
        #expect(page.contains("| Outcome | Code |") && page.contains("Not all would run."))
    }

    @Test func plansAndTheirRunsAreOnThePage() async throws {
        let time = VirtualTime()
        try await terminal.connect("scaleway", time)
        let manifest = "apiVersion: cloudctl/v1\nservices:\n  site:\n    image: docker.io/library/nginx:1.27\n"
        try terminal.file("shop.yaml", manifest + "    ports: [{number: 8080, protocol: http, exposure: public}]\n")
        let words = ["-f", "shop.yaml", "--namespace", "sites", "--allow", "all"]
        let plan = await terminal.run(["plan"] + words)
        #expect(plan.status == 0, "\(plan.everything)")
        #expect(try terminal.content("summary.md").contains("| site | create |"))
        #expect(await terminal.run(["apply", "--yes"] + words).status == 0)
        #expect(try terminal.content("summary.md").contains("| site | created |"))
        terminal.environment["GITHUB_STEP_SUMMARY"] = "/nowhere/at/all"
        let same = await terminal.run(["diff"] + words)
        #expect(same.status == 0)
        #expect(same.error.contains("::warning title=cloudctl::the job summary cannot be written"))
    }

    // MARK: What others wrote

    @Test(arguments: ["scaleway", "qovery"])
    func aLogLineIsNoCommand(_ provider: String) async throws {
        let time = VirtualTime()
        let outside = try await terminal.connect(provider, time)
        let id = try #require(try await terminal.id(of: "web"))
        try await outside.write("::error::forged", id)
        let output = await terminal.run("logs", "web", "--limit", "1", "--no-timestamps").output
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines[1] == "::error::forged", "\(lines)")
        let token = try #require(lines.first?.split(separator: ":").last)
        #expect(lines[0] == "::stop-commands::\(token)" && lines[2] == "::\(token)::")
        #expect(token.utf8.count > 24)
        let json = await terminal.run("logs", "web", "--limit", "1", "-o", "jsonl").output
        #expect(json.hasPrefix("{") && json.split(separator: "\n").count == 1)
    }

    /// Words that are commands wherever a line is broken.
    private static let forged = Array(repeating: "::error::forged ##[error]forged", count: 40).joined(separator: " ")

    /// The lines that the runner would take for commands, those of the tool left out.
    private func forgeries(in text: String) -> [Substring] {
        text.split(separator: "\n").filter { line in
            if ["::add-mask::", "::error title=cloudctl::"].contains(where: line.hasPrefix) { return false }
            return line.contains("##[") || line.drop(while: \.isWhitespace).hasPrefix("::")
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func whatAServiceWroteIsNoCommandInADescription(_ provider: String) async throws {
        let outside = try await terminal.connect(provider, VirtualTime())
        try await outside.write(Self.forged, try #require(try await terminal.id(of: "search")))
        for columns in [nil, 40, 80] {
            terminal.outputColumns = columns
            let page = await terminal.run("describe", "search", "--color", "never")
            #expect(page.status == 0 && page.output.contains("forged"), "\(page.everything)")
            #expect(forgeries(in: page.everything).isEmpty, "\(page.everything)")
        }
        terminal.environment["GITHUB_ACTIONS"] = nil
        let elsewhere = await terminal.run("describe", "search", "--color", "never").output
        #expect(!elsewhere.contains("u{3a}") && !forgeries(in: elsewhere).isEmpty)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func whatAProviderSaysIsNoCommand(_ provider: String) async throws {
        let body = "{\"status\":400,\"\(provider == "qovery" ? "detail" : "message")\":\"\(Self.forged)\"}"
        let answer = HTTPResponse(status: 400, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
        try await terminal.connect(provider, VirtualTime(), [FaultRule(.answer(answer), method: .post)])
        let result = await terminal.run("deploy", "web")
        #expect(result.status != 0 && result.error.contains("forged"))
        #expect(forgeries(in: result.everything).isEmpty, "\(result.everything)")
    }

    @Test func theLastLinesOfAFailureAreFencedToo() async throws {
        let error = await terminal.run("jobs", "run", "import", "--wait", "--provider", "scaleway-simulator").error
        let lines = error.split(separator: "\n").map(String.init)
        let title = try #require(lines.firstIndex { $0.hasPrefix("The last lines of the run ") })
        let begin = try #require(lines.firstIndex { $0.hasPrefix("::stop-commands::") })
        let token = try #require(lines[begin].split(separator: ":").last)
        let end = try #require(lines.firstIndex(of: "::\(token)::"))
        #expect(title < begin && begin + 1 < end)
        #expect(try #require(lines.firstIndex { $0.hasPrefix("::error ") }) > end)
    }

    // MARK: Secrets

    @Test func eachLineOfASecretIsMaskedBeforeAnythingElse() async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
        terminal.environment["KEY"] = "first-line 100%\nsecond-line\n\n"
        let result = await terminal.run("env", "set", "web", "--secret", "KEY=env:KEY")
        #expect(result.status == 0, "\(result.error)")
        let lines = result.error.split(separator: "\n")
        #expect(lines.prefix(2) == ["::add-mask::first-line 100%25", "::add-mask::second-line"])
        try terminal.file(".env", "PASSWORD=hunter-two\n")
        let imported = await terminal.run("env", "import", "web", ".env", "--secrets", "all").error
        #expect(imported.hasPrefix("::add-mask::hunter-two\n"))
        terminal.environment["GITHUB_ACTIONS"] = "false"
        #expect(!(await terminal.run("env", "import", "web", ".env", "--secrets", "all").error.contains("hunter-two")))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func theCredentialIsMasked(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        let result = await terminal.run("namespaces", "-v")
        #expect(result.error.hasPrefix("::add-mask::"), "\(result.error.prefix(200))")
    }
}
