import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The commands about jobs, whole runs against the two simulators.
struct JobCommandTests {
    static let providers = ["scaleway-simulator", "qovery-simulator"]

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    private func json(_ words: String...) async throws -> JSONValue {
        let result = await terminal.run(["jobs"] + words + ["-o", "json"])
        return try JSONDocument(parsing: result.output).root
    }

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        var text = ""
        for line in [
            "list", "list --namespace staging", "get nightly", "runs import", "runs nightly --watch", "run nightly",
            "run nightly --wait", "run import --wait", "run nightly --wait --timeout 20s",
            "run nightly --command sh --command -c --argument true --variable KEEP_DAYS=3",
            "run nightly --event onStop",
            "run nightly --copies 0", "stop nightly", "logs import", "logs import --no-timestamps --limit 1",
            "delete nightly --dry-run", "delete nightly import --yes", "delete nightly", "get nightli",
            "logs nightly nothing", "list --namespace shpo",
        ] {
            let words = line.split(separator: " ").map(String.init)
            let result = await terminal.run(["jobs"] + words)
            text += "$ cloudctl jobs \(line)\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "jobs-\(provider).txt")
    }

    @Test(arguments: providers, ["list", "get nightly", "runs import", "run nightly", "delete nightly --yes"])
    func jsonAndYAMLSayTheSame(_ provider: String, _ line: String) async throws {
        let words = ["jobs"] + line.split(separator: " ").map(String.init) + ["--provider", provider, "-o"]
        let json = await terminal.run(words + ["json"])
        #expect(json.status == 0, "\(json.error)")
        let document = try JSONDocument(parsing: json.output)
        let yaml = await terminal.run(words + ["yaml"])
        #expect(try YAMLDocument.read(Array(yaml.output.utf8), named: nil).map(\.root) == [document.root])
        #expect(document.root["apiVersion"]?.string == "cloudctl/v1")
        for line in await terminal.run(words + ["jsonl"]).output.split(separator: "\n") {
            #expect(try JSONDocument(parsing: String(line)).root["kind"]?.string != nil)
        }
    }

    @Test(arguments: providers)
    func namesAreOneALine(_ provider: String) async {
        #expect(
            await terminal.run("jobs", "list", "--provider", provider, "-o", "name").output
                == "shop/nightly\nshop/import\n"
        )
    }

    @Test(arguments: providers)
    func theNextRunsAreThoseOfTheZone(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        let schedule = try #require(try await json("get", "nightly")["schedules"]?.array?.first)
        #expect(schedule["words"]?.string == "at 03:30 every day")
        // In winter Paris is an hour ahead.
        let next = ["2026-01-01T02:30:00Z", "2026-01-02T02:30:00Z", "2026-01-03T02:30:00Z"]
        #expect(schedule["next"]?.array?.compactMap(\.string) == next)
    }

    @Test(arguments: providers)
    func aRunThatFailsIsAFailure(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        let good = await terminal.run("jobs", "run", "nightly", "--wait", "-o", "json")
        #expect(good.status == 0, "\(good.error)")
        #expect(try JSONDocument(parsing: good.output).root["runs"]?.array?.first?["state"]?.string == "succeeded")
        let bad = await terminal.run("jobs", "run", "import", "--wait", "-o", "json")
        #expect(bad.status == 1)
        let run = try JSONDocument(parsing: bad.output).root["runs"]?.array?.first
        #expect(run?["state"]?.string == "failed")
        #expect(bad.error.contains("The last lines of the run "))
        let isScaleway = provider.hasPrefix("scaleway")
        #expect(run?["exitCode"]?.integer == (isScaleway ? 3 : nil))
        #expect(
            bad.error.contains(
                isScaleway ? "error: line 7 has no price" : "The job of docker.io/shop/import:2.3 failed"
            )
        )
        let late = await terminal.run("jobs", "run", "nightly", "--wait", "--timeout", "10s")
        #expect(late.status == 124)
        // Nobody waits for it.
        #expect(await terminal.run("jobs", "run", "import").status == 0)
    }

    @Test(arguments: providers)
    func deletingAsks(_ provider: String) async {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        for (answer, status) in [("import\n", 0), ("y\n", 1), ("", 1)] {
            let result = await terminal.run("jobs", "delete", "import", "--provider", provider, input: answer)
            #expect(result.status == status)
            let question =
                "Delete the job import in shop (0 6 * * MON-FRI) on \(provider).\nType its name to confirm (import): "
            #expect(result.error.contains(question))
            #expect(result.output.contains("deleted") == (status == 0))
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aLiveRunIsStoppedAndAJobWithOneDeleted(_ provider: String) async throws {
        let time = VirtualTime()
        try await terminal.connect(provider, time, hasJobs: true)
        let started = await terminal.run("jobs", "run", "nightly", "-o", "name").output
        // Qovery speaks of a run some seconds after its start only.
        try await time.sleep(for: .seconds(8))
        #expect(try await json("runs", "nightly")["runs"]?.array?.count == 2)
        let stopped = await terminal.run("jobs", "stop", "nightly", "--wait", "-o", "json")
        #expect(stopped.status == 0, "\(stopped.error)")
        let run = try JSONDocument(parsing: stopped.output).root["runs"]?.array?.first
        #expect(run?["state"]?.string == "stopped" && run?["id"]?.string.map { $0 + "\n" } == started)
        // What has ended stays as it is.
        let id = try #require(run?["id"]?.string)
        #expect(await terminal.run("jobs", "stop", "nightly", id).status == 0)
        #expect(await terminal.run("jobs", "run", "nightly").status == 0)
        try await time.sleep(for: .seconds(8))
        let deleted = await terminal.run("jobs", "delete", "nightly", "--yes")
        #expect(deleted.status == 0, "\(deleted.error)")
        #expect(await terminal.run("jobs", "list", "-o", "name").output == "shop/import\n")
        #expect(await terminal.run("jobs", "get", "nightly").status == 66)
    }

    @Test(arguments: providers)
    func aRunIsSuggested(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        let id = try #require(try await json("runs", "import")["runs"]?.array?.first?["id"]?.string)
        let near = await terminal.run("jobs", "logs", "import", String(id.dropLast()) + (id.hasSuffix("x") ? "y" : "x"))
        #expect(near.status == 66)
        #expect(near.error.contains("Did you mean \(id)?"), "\(near.error)")
    }

    @Test(arguments: providers)
    func secretsAreNowhere(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        for line in [
            "list -v", "get nightly -v", "get nightly -o yaml -v", "run nightly -v", "delete nightly --yes -v",
        ] {
            let words = line.split(separator: " ").map(String.init)
            let result = await terminal.run(["jobs"] + words)
            #expect(result.status == 0, "\(result.error)")
            #expect(!result.everything.contains("sample-session-key"))
            #expect(!result.everything.contains("c2FtcGxlLXNlc3Npb24ta2V5"))
        }
    }

    @Test(arguments: providers)
    func wrongUseIsSaid(_ provider: String) async {
        for line in [
            "runs import --timeout 5s", "run import --timeout 5s", "run import --variable A",
            "run import --event onstart",
            "run import --copies many", "runs import --limit 0", "logs import --limit none",
        ] {
            let words = line.split(separator: " ").map(String.init)
            let result = await terminal.run(["jobs"] + words + ["--provider", provider])
            #expect(result.status == 64, "\(line): \(result.error)")
        }
    }
}
