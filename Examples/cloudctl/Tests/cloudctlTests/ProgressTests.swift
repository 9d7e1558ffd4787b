import CloudContainers
import Foundation
import SimulationKit
import Testing

/// Whether somebody is asked, what a runner is told, and in which form work tells how far it has come.
struct ProgressTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    // MARK: Questions

    static let asking = [
        "delete web", "jobs delete import", "domains remove web shop.example.org", "env unset web LOG_LEVEL",
        "rollback web --image 1.26", "secrets set web PIN",
    ]

    @Test(arguments: asking)
    func nobodyIsAskedWhereThatIsForbidden(_ words: String) async {
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
        terminal.inputIsTerminal = true
        terminal.errorColumns = 80
        let command = words.split(separator: " ").map(String.init) + ["--no-input"]
        let result = await terminal.run(command, input: Array("web\ny\n".utf8))
        #expect(result.status == 64, "\(result.everything)")
        #expect(result.error.contains("--no-input forbids"))
        #expect(await terminal.run(["delete", "web", "--no-input", "--yes"]).status == 0)
    }

    // MARK: Annotations

    static let annotations: [(runs: Bool, choice: String, isAnnotated: Bool)] = [
        (true, "auto", true), (true, "github", true), (true, "none", false), (false, "auto", false),
        (false, "github", true), (false, "none", false),
    ]

    @Test(arguments: annotations)
    func problemsAreAnnotatedAsSomebodyChooses(_ runs: Bool, _ choice: String, _ isAnnotated: Bool) async {
        terminal.environment = ["GITHUB_ACTIONS": runs ? "true" : "", "TOKEN": "hidden-value"]
        let wrong = await terminal.run("get", "wbe", "--provider", "qovery-simulator", "--annotations", choice)
        #expect(wrong.status == 66)
        #expect(wrong.error.contains("::error title=cloudctl::") == isAnnotated)
        // A secret is hidden by the runner in any case, and shown to nobody else.
        let secret = await terminal.run(
            "env",
            "set",
            "web",
            "--secret",
            "A=env:TOKEN",
            "--provider",
            "qovery-simulator",
            "--annotations",
            choice
        )
        #expect(secret.status == 0)
        #expect(secret.error.contains("hidden-value") == runs)
        #expect(secret.error.contains("::add-mask::hidden-value") == runs)
    }

    // MARK: Progress

    @Test(arguments: ["auto", "plain", "json", "quiet", "tty"])
    func theFormOfTheProgressIsChosen(_ form: String) async throws {
        try await terminal.connect("scaleway", VirtualTime())
        let result = await terminal.run("deploy", "web", "-o", "name", "--progress", form)
        #expect(result.status == 0 && result.output == "shop/web\n")
        let lines = result.error.split(separator: "\n")
        switch form {
        case "quiet": #expect(lines.isEmpty)
        case "json":
            for line in lines { #expect(try JSONDocument(parsing: String(line)).root["kind"]?.string == "Progress") }
            let last = try JSONDocument(parsing: String(try #require(lines.last))).root
            #expect(last["service"]?.string == "shop/web")
            #expect(last["state"]?.string == "ready")
            #expect(last["after"]?.number != nil)
        case "tty": #expect(result.error.contains("\u{1B}[1A\u{1B}[J"))
        default: #expect(lines.last?.hasPrefix("web in shop: ready, ") == true && !result.error.contains("\u{1B}"))
        }
    }

    /// Where nothing changes for long a line says so, at least each ten seconds.
    @Test func silenceIsNeverLong() async throws {
        // At the provider two seconds pass with each request, and the clock of the reminders goes on beside the work.
        try await terminal.connect("qovery", VirtualTime(), [FaultRule(.latency(.seconds(2)))])
        terminal.time = SteppedTime()
        let result = await terminal.run("deploy", "web", "--progress", "plain", "--timeout", "0")
        #expect(result.status == 0, "\(result.error)")
        let seconds = result.error.split(separator: "\n").compactMap { line -> Int? in
            guard let match = line.firstMatch(of: /, (?:([0-9]+)m )?([0-9]+)s$/) else { return nil }
            return (match.1.flatMap { Int($0) } ?? 0) * 60 + (Int(match.2) ?? 0)
        }
        try #require(seconds.count > 2, "\(result.error)")
        for (earlier, later) in zip(seconds, seconds.dropFirst()) { #expect(later - earlier <= 20, "\(result.error)") }
        #expect(
            result.error.contains("web in shop: updating (DEPLOYING), 1 deployment in the queue, 1"),
            "\(result.error)"
        )
    }

    // MARK: Watching

    @Test(arguments: ["scaleway", "qovery"])
    func eachChangeIsALine(_ provider: String) async throws {
        // At the provider two seconds pass with each request, whatever the clock of the tool's own waits does.
        try await terminal.connect(provider, VirtualTime(), [FaultRule(.latency(.seconds(2)))])
        terminal.time = VirtualTime()
        #expect(await terminal.run("deploy", "web", "--no-wait").status == 0)
        let result = await terminal.run("status", "web", "--watch", "--timeout", "0", "-o", "jsonl")
        #expect(result.status == 0, "\(result.error)")
        let lines = try result.output.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root }
        let changes = lines.filter { $0["kind"]?.string == "StatusChange" }
        #expect(changes.count > 1, "\(result.output)")
        #expect(changes.allSatisfy { $0["provider"]?.string == provider && $0["name"]?.string == "web" })
        #expect(changes.last?["status"]?["state"]?.string == "ready")
        for (earlier, later) in zip(changes, changes.dropFirst()) { #expect(earlier["status"] != later["status"]) }
        #expect(lines.last?["outcome"]?.string == "done")
    }

    static let intervals: [(provider: String, interval: String, note: String?)] = [
        ("qovery", "1s", "looking each 3s600ms, since qovery allows 1000 requests in 1h"), ("qovery", "10s", nil),
        ("scaleway", "500ms", "looking each 1s"), ("scaleway", "5s", nil),
    ]

    @Test(arguments: intervals)
    func theIntervalIsHeldToWhatTheProviderAllows(
        _ provider: String,
        _ interval: String,
        _ note: String?
    ) async throws {
        try await terminal.connect(provider, VirtualTime())
        let result = await terminal.run("status", "web", "--watch", "--interval", interval)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("looking each") == (note != nil), "\(result.error)")
        if let note { #expect(result.error.contains(note), "\(result.error)") }
        #expect(await terminal.run("status", "web", "--interval", interval).status == 64)
    }
}
