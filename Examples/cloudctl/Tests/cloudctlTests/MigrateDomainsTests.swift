import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The stage of domains, on simulated accounts that stay.
struct MigrateDomainsTests {
    private let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.env", "TOKEN=some-value\n")
    }

    /// A migration whose services are verified and whose domain is still at the source.
    private func moved(_ from: String, _ to: String, _ more: [String] = []) async throws -> CloudNames {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        let names = CloudNames(cloud)
        try await names.give("shop.example.org", to: "web", of: from)
        cloud.connect(terminal, through: CloudWithNames(cloud: cloud.cloud, names: names))
        terminal.names = names
        let words = [
            "migrate", "run", "--from", from, "--to", to, "--namespace", "shop", "--to-namespace", "moved",
            "--secrets", "shop.env", "--yes", "--concurrency", "1",
        ]
        let result = await terminal.run(words + more + cloud.decisions)
        #expect(result.status == 0, "\(result.everything)")
        return names
    }

    @Test(arguments: MigrateFlowTests.ways)
    func looksAsBefore(_ from: String, _ to: String) async throws {
        let names = try await moved(from, to)
        terminal.outputColumns = 100
        var text = ""
        for line in [
            "domains", "domains --yes --timeout 1m --services web", "status", "attend", "domains --yes",
            "domains --yes", "status", "rollback --yes",
            "retire --yes --soak 48h" + (from == "scaleway" ? " --delete" : ""),
            "domains --yes --services wep", "domains --revert --yes", "rollback --yes",
        ] {
            if line == "attend" {
                await names.attend()
                continue
            }
            let result = await terminal.run(["migrate"] + line.split(separator: " ").map(String.init))
            text += "$ cloudctl migrate \(line)\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "migrate-domains-to-\(to).txt")
    }

    @Test(arguments: MigrateFlowTests.ways)
    func asksFirst(_ from: String, _ to: String) async throws {
        let names = try await moved(from, to)
        await names.attend()
        terminal.inputIsTerminal = true
        terminal.errorColumns = 100
        let refused = await terminal.run(["migrate", "domains"], input: Array("n\n".utf8))
        #expect(refused.status == 4)
        #expect(refused.error.contains("Move them? [y/N] "))
        #expect(refused.error.contains("Outage: "))
        #expect(refused.error.contains("The domains stay where they are."))
        let done = await terminal.run(["migrate", "domains"], input: Array("y\n".utf8))
        #expect(done.status == 0, "\(done.everything)")
    }

    /// What the machine's resolver alone sees may be a leftover, or its own.
    @Test(arguments: MigrateFlowTests.ways)
    func bothResolversHaveToSeeTheRecord(_ from: String, _ to: String) async throws {
        let names = try await moved(from, to)
        await names.attend()
        let network = try #require(terminal.transport as? CloudWithNames)
        terminal.transport = CloudWithNames(cloud: network.cloud, names: names, refusal: 503)
        let blind = await terminal.run("migrate", "domains", "--yes", "--timeout", "1m")
        #expect(blind.status == 3, "\(blind.everything)")
        #expect(blind.error.contains("the resolver cloudflare-dns.com does not see this record yet"))
        let alone = await terminal.run("migrate", "domains", "--yes", "--second-resolver", "none")
        #expect(alone.status == 0, "\(alone.everything)")
        let wrong = await terminal.run("migrate", "domains", "--yes", "--second-resolver", "http://example.org")
        #expect(wrong.status == 64)
        #expect(wrong.error.contains("Use https for example.org"))
    }

    @Test(arguments: MigrateFlowTests.ways)
    func eventsAreALineEach(_ from: String, _ to: String) async throws {
        let names = try await moved(from, to)
        await names.attend()
        let result = await terminal.run("migrate", "domains", "--yes", "-o", from == "qovery" ? "json" : "jsonl")
        #expect(result.status == 0, "\(result.everything)")
        let lines = try result.output.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root }
        #expect(lines.last?["result"]?.string == "moved")
        #expect(lines.last?["domains"]?.array?.first?["step"]?.string == "moved")
        let events = lines.compactMap { $0["event"]?.string }
        for event in ["record", "sending", "domain"] { #expect(events.contains(event)) }
        let status = await terminal.run("migrate", "status", "-o", "json")
        let services = try JSONDocument(parsing: status.output).root["services"]?.array ?? []
        let steps = services.flatMap { $0["domains"]?.array ?? [] }.map { $0["step"]?.string }
        #expect(steps == ["moved"])
    }

    @Test(arguments: MigrateFlowTests.ways)
    func servicesAreAskedBeforeTheyAreVerified(_ from: String, _ to: String) async throws {
        _ = try await moved(from, to, ["--smoke", "/health", "--smoke", "/=200"])
        #expect(await terminal.run("migrate", "verify", "--smoke", "/health").status == 0)
        let wrong = await terminal.run("migrate", "verify", "--smoke", "/health=204")
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("/health has to answer 204, and it answered 200"))
        for path in ["health", "/a b", "/=999"] {
            #expect(await terminal.run("migrate", "verify", "--smoke", path).status == 64, "\(path)")
        }
    }
}
