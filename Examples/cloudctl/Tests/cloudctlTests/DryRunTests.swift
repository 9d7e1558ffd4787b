import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// Every command that writes can say what it would do, and sends nothing that changes anything then.
struct DryRunTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    /// Commands that neither ask nor send: they read, or work on files.
    @Test func everyCommandThatAsksHasADryRun() async throws {
        let leaves = try await CommandTree().leaves
        let asking = leaves.filter { $0.options.contains("yes") }
        #expect(asking.count >= 9)
        for leaf in asking { #expect(leaf.options.contains("dry-run"), "\(leaf)") }
        // Whatever neither asks nor rehearses has to be known to send nothing that changes anything.
        let others = leaves.filter { !$0.options.contains("dry-run") }.map(\.description)
        #expect(Set(others).subtracting(Self.harmless).isEmpty, "\(Set(others).subtracting(Self.harmless))")
    }

    /// Commands that read, or work on files and in this process.
    private static let harmless: Set<String> = [
        "init", "schema", "convert", "check", "providers", "demo", "simulate", "completions", "diff", "plan", "drift",
        "export", "namespaces", "list", "get", "describe", "status", "logs", "env list", "env diff", "secrets list",
        "domains list", "domains check", "jobs list", "jobs get", "jobs runs", "jobs logs", "explain", "config",
        "doctor",
        "version", "help", "migrate inventory", "migrate plan", "migrate status", "migrate verify",
    ]

    /// What a command that writes needs behind its words, at the sample shop.
    private static let arguments: [String: [String]] = [
        "deploy": ["deploy web", "deploy web --image nginx:1.28"], "start": ["start reports"], "stop": ["stop web"],
        "delete": ["delete web"], "env set": ["env set web A=1"], "env unset": ["env unset web LOG_LEVEL"],
        "env import": ["env import web .env"], "secrets set": ["secrets set web NEW=file:.env"],
        "secrets unset": ["secrets unset shop/api SESSION_KEY"], "domains add": ["domains add web www.example.org"],
        "domains remove": ["domains remove web shop.example.org"], "jobs run": ["jobs run nightly"],
        "jobs stop": ["jobs stop nightly"], "jobs delete": ["jobs delete nightly"],
        "rollback": ["rollback web --image nginx:1.26"],
        "apply": ["apply -f site.yaml --namespace sites --allow all"],
    ]

    @Test(arguments: ["scaleway", "qovery"])
    func nothingThatChangesAnythingIsSent(_ provider: String) async throws {
        let counter = Counter()
        try await terminal.connect(provider, VirtualTime(), hasJobs: true)
        terminal.transport = Counting(base: terminal.transport, counter: counter)
        try terminal.file(".env", "NEW=value\n")
        let manifest = "apiVersion: cloudctl/v1\nservices:\n  site:\n    image: docker.io/library/nginx:1.27\n"
        try terminal.file("site.yaml", manifest)
        var commands: [String] = []
        let writing = try await CommandTree().leaves.filter { $0.options.contains("dry-run") }
        for leaf in writing where leaf.words[0] != "migrate" {
            let lines = try #require(Self.arguments[leaf.description], "say how \(leaf) is rehearsed")
            commands += lines
        }
        for words in commands {
            let result = await terminal.run(words.split(separator: " ").map(String.init) + ["--dry-run"])
            #expect([0, 1, 4].contains(result.status), "\(words): \(result.error)")
            #expect(await counter.writes.isEmpty, "\(words)")
        }
        #expect(await terminal.run("jobs", "run", "nightly").status == 0)
        #expect(await !counter.writes.isEmpty, "the counter counts")
    }

    @Test func noStepOfAMigrationIsTaken() async throws {
        let accounts = ["--from", "scaleway-simulator", "--to", "qovery-simulator", "--namespace", "shop"]
        let result = await terminal.run(
            ["migrate", "run", "--dry-run", "--to-namespace", "moved", "--allow", "all"] + accounts
        )
        #expect([0, 4].contains(result.status), "\(result.everything)")
        #expect(result.output.contains("web"))
        #expect(await terminal.run(["migrate", "run", "--rehearse", "--dry-run"] + accounts).status == 64)
        for command in ["domains", "rollback", "retire", "resume"] {
            #expect(await terminal.run("migrate", command, "--dry-run").status == 66, "\(command)")
        }
    }
}

/// What was sent that changes something.
private actor Counter {
    var writes: [String] = []

    func add(_ request: HTTPRequest) {
        if request.method != .get { writes.append("\(request)") }
    }
}

private struct Counting: HTTPTransport {
    let base: any HTTPTransport
    let counter: Counter

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        await counter.add(request)
        return try await base.send(request)
    }
}
