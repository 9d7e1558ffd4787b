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
        for words in ["migrate resume", "jobs run", "jobs stop", "env set", "env import", "deploy", "start", "stop"] {
            let leaf = try #require(leaves.first { $0.description == words })
            #expect(leaf.options.contains("dry-run"), "\(leaf)")
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func nothingThatChangesAnythingIsSent(_ provider: String) async throws {
        let counter = Counter()
        try await terminal.connect(provider, VirtualTime(), hasJobs: true)
        terminal.transport = Counting(base: terminal.transport, counter: counter)
        try terminal.file(".env", "NEW=value\n")
        let manifest = "apiVersion: cloudctl/v1\nservices:\n  site:\n    image: docker.io/library/nginx:1.27\n"
        try terminal.file("site.yaml", manifest)
        for words in [
            "deploy web", "deploy web --image nginx:1.28", "start reports", "delete web", "env set web A=1",
            "env unset web LOG_LEVEL", "env import web .env", "domains add web www.example.org",
            "domains remove web shop.example.org", "jobs run nightly", "jobs stop nightly", "jobs delete nightly",
            "rollback web --image nginx:1.26", "apply -f site.yaml --namespace sites --allow all",
        ] {
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
