import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// Words that a shell completes: the scripts, and the names of the account behind them.
struct CompletionTests {
    let terminal: Terminal
    let time = VirtualTime()

    init() throws {
        terminal = try Terminal()
        terminal.environment["XDG_CACHE_HOME"] = terminal.folder + "/cache"
    }

    /// What a shell asks for the first argument of a command.
    private func ask(_ command: String, _ rest: String...) async -> Terminal.Result {
        let words = command.split(separator: " ").map(String.init)
        return await terminal.run(
            ["---completion"] + words + ["--", "positional@0", "1", "0", "cloudctl"] + words + rest
        )
    }

    private var caches: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: terminal.folder + "/cache/cloudctl")) ?? []
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func aScriptIsPrinted(_ shell: String) async {
        let script = await terminal.run("completions", shell)
        #expect(script.status == 0 && script.error.isEmpty)
        #expect(script.output.contains("cloudctl") && script.output.contains("---completion"))
        #expect(script.output.contains("wide"))
        #expect(await terminal.run("completions", "fihs").error.contains("Did you mean fish?"))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func namesAreThoseOfTheAccount(_ provider: String) async throws {
        try await terminal.connect(provider, time, hasJobs: true)
        terminal.time = WaitingTime(inner: time)
        #expect(await ask("get").output == "web\nshop/api\nsearch\nreports\nstaging/api\n")
        #expect(await ask("get", "--namespace", "staging").output == "api\n")
        #expect(await ask("jobs get").output == "nightly\nimport\n")
        let namespaces = [
            "---completion", "list", "--", "--namespace", "3", "0", "cloudctl", "list", "--namespace", "",
        ]
        #expect(await terminal.run(namespaces).output == "shop\nstaging\n")
        terminal.environment["CLOUDCTL_PROVIDER"] = nil
        #expect(await ask("get", "--provider", provider).output.hasPrefix("web\n"))
    }

    @Test func namesAreKeptForAMinuteInAFileOfTheOwner() async throws {
        try await terminal.connect("scaleway", time)
        terminal.time = WaitingTime(inner: time)
        let names = await ask("get").output
        let live = terminal.transport
        terminal.transport = Terminal.NoTransport()
        #expect(await ask("get").output == names)
        let file = terminal.folder + "/cache/cloudctl/" + (try #require(caches.first))
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n" == names)
        try await time.sleep(for: .seconds(61))
        let late = await ask("get")
        #expect(late.status == 0 && late.everything.isEmpty)
        terminal.transport = live
        #expect(await ask("get").output == names)
    }

    @Test func everyClosedSetAndEveryFileIsCompleted() async throws {
        let known: Set<String> = [
            "provider", "color", "from", "to", "on-error", "allow", "output", "scope", "event", "report",
        ]
        let values = try await CommandTree.values()
        #expect(values.count > 100)
        for value in values where known.contains(value.name) || ["file", "plan", "input"].contains(value.value) {
            #expect(value.isCompleted, "\(value)")
        }
        #expect(values.contains { $0.command == "explain" && $0.isCompleted })
    }

    @Test func anotherCredentialFindsNoNamesOfThisOne() async throws {
        try await terminal.connect("scaleway", time)
        terminal.time = WaitingTime(inner: time)
        let names = await ask("get").output
        #expect(names.contains("web"))
        terminal.transport = Silent()
        #expect(await ask("get").output == names)
        terminal.environment["SCW_SECRET_KEY"] = "99999999-9999-4999-8999-999999999999"
        terminal.time = time
        #expect(await ask("get").output.isEmpty)
    }

    @Test func anythingThatFailsIsSilent() async {
        for words in [[], ["--provider", "nothing"], ["--provider", "scaleway"], ["--provider", "qovery"]] {
            let start = ["---completion", "get", "--", "positional@0", "1", "0", "cloudctl", "get"]
            let result = await terminal.run(start + words)
            #expect(result.status == 0 && result.everything.isEmpty, "\(words) \(result)")
        }
        let broken = await terminal.run("---completion", "nothing", "--", "positional@0")
        #expect(broken.status == 0 && broken.everything.isEmpty)
        #expect(caches.isEmpty)
    }

    @Test func aSlowAccountIsNotWaitedFor() async throws {
        try await terminal.connect("scaleway", time)
        terminal.transport = Silent()
        let began = await time.now()
        let result = await ask("get")
        #expect(result.status == 0 && result.everything.isEmpty)
        #expect(await time.now() - began == .milliseconds(300))
        #expect(caches.isEmpty)
    }
}

/// Never answers.
private struct Silent: HTTPTransport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        // Ends when the task is cancelled.
        for await _ in AsyncStream<Void>.makeStream().stream {}
        throw CancellationError()
    }
}
