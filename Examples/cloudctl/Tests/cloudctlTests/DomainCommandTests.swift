import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The commands about domains, whole runs against the two simulators.
struct DomainCommandTests {
    static let providers = ["scaleway", "qovery"]

    let terminal: Terminal
    let time = VirtualTime()

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        var text = ""
        for line in [
            "list web", "list api --namespace shop", "list web -o name", "check web shop.example.org",
            "add web www.example.org", "add web www.example.org --wait", "add web www.example.org --dry-run",
            "add web shop.example.org", "add api shop.example.org --namespace shop", "add web blog.example.org",
            "add web blog.example.org --wait --timeout 1m", "add web https://blog.example.org/",
            "check web shpo.example.org", "check web www.example.com", "list wbe",
            "remove web shop.example.org --dry-run", "remove web shop.example.org", "remove web shop.example.org --yes",
            "remove web shpo.example.org --yes",
        ] {
            let result = await terminal.run(["domains"] + line.split(separator: " ").map(String.init))
            text += "$ cloudctl domains \(line)\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "domains-\(provider)-simulator.txt")
    }

    @Test(arguments: providers, ["list web", "check web shop.example.org", "add web www.example.org --wait"])
    func jsonAndYAMLSayTheSame(_ provider: String, _ line: String) async throws {
        let words = ["domains"] + line.split(separator: " ").map(String.init) + ["--provider", provider + "-simulator"]
        let json = await terminal.run(words + ["-o", "json"])
        #expect(json.status == 0, "\(json.error)")
        let document = try JSONDocument(parsing: json.output)
        let yaml = await terminal.run(words + ["-o", "yaml"])
        #expect(try YAMLDocument.read(Array(yaml.output.utf8), named: nil).map(\.root) == [document.root])
        let domain = document.root["domains"]?.array?.first ?? document.root
        #expect(domain["state"]?.string == "ready")
        let record = try #require(domain["record"])
        #expect(record["kind"]?.string == "CNAME")
        let parts = ["name", "value"].compactMap { record[$0]?.string }
        #expect(record["line"]?.string == "\(parts[0]). CNAME \(parts[1]).")
        #expect(domain["service"]?["name"]?.string == "web")
        let lines = await terminal.run(words + ["-o", "jsonl"]).output.split(separator: "\n")
        #expect(lines.count == 1)
        for line in lines { #expect(try JSONDocument(parsing: String(line)).root["kind"]?.string == "Domain") }
    }

    @Test(arguments: providers)
    func anAddedDomainStaysUntilItIsRemoved(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        #expect(await terminal.run("domains", "add", "web", "WWW.example.org.", "--wait").status == 0)
        let names = await terminal.run("domains", "list", "web", "-o", "name").output.split(separator: "\n")
        #expect(names.sorted() == ["shop.example.org", "www.example.org"])
        let again = await terminal.run("domains", "add", "web", "www.example.org", "-o", "json")
        #expect(try JSONDocument(parsing: again.output).root["outcome"]?.string == "unchanged")
        let removed = await terminal.run("domains", "remove", "web", "www.example.org", "--yes")
        #expect(removed.status == 0, "\(removed.error)")
        #expect(removed.error.contains("cloudctl deploy web") == (provider == "qovery"))
        let rest = await terminal.run("domains", "list", "web", "-o", "name").output
        #expect(rest == "shop.example.org\n")
    }

    @Test(arguments: providers)
    func waitingGoesOnUntilTheRecordIsSet(_ provider: String) async throws {
        let outside = try await terminal.connect(provider, time)
        let first = await terminal.run("domains", "add", "web", "blog.example.org", "-o", "json")
        #expect(first.status == (provider == "scaleway" ? 1 : 0))
        let root = try JSONDocument(parsing: first.output).root
        let target = try #require(root["record"]?["value"]?.string)
        #expect(root["error"]?["code"]?.string == (provider == "scaleway" ? "conflict" : nil))
        terminal.time = HookedTime(time) { if $0 == 5 { await outside.point("blog.example.org", target) } }
        let result = await terminal.run("domains", "add", "web", "blog.example.org", "--wait")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("\n  blog.example.org. CNAME \(target).\n"))
        #expect(result.output.contains("ready"))
    }

    @Test func aDomainThatFailedAtScalewayHasToBeAddedAgain() async throws {
        let outside = try await terminal.connect("scaleway", time)
        // The record goes away while the provider looks.
        terminal.time = HookedTime(time) { if $0 == 1 { await outside.point("www.example.org", nil) } }
        let result = await terminal.run("domains", "add", "web", "www.example.org", "--wait")
        #expect(result.status == 1)
        #expect(result.error.contains("www.example.org does not lead to web in shop: could not validate domain"))
        #expect(result.error.contains("remove the domain with cloudctl domains remove, and add it again"))
        #expect(await terminal.run("domains", "check", "web", "www.example.org").status == 1)
        #expect(await terminal.run("domains", "remove", "web", "www.example.org", "--yes").status == 0)
        // Both names lead to the same place.
        let shop = await terminal.run("domains", "check", "web", "shop.example.org", "-o", "json").output
        let target = try #require(try JSONDocument(parsing: shop).root["record"]?["value"]?.string)
        await outside.point("www.example.org", target)
        #expect(await terminal.run("domains", "add", "web", "www.example.org", "--wait").status == 0)
    }

    @Test func quietPrintsErrorsAndWhatIsMade() async {
        for (words, made) in [
            (["add", "web", "www.example.org", "--wait"], "www.example.org\n"),
            (["check", "web", "shop.example.org"], ""),
        ] {
            let result = await terminal.run(["domains"] + words + ["-q", "--provider", "scaleway-simulator"])
            #expect(result.everything == made)
        }
        let words = ["add", "web", "blog.example.org", "--wait", "--timeout", "1m"]
        let failed = await terminal.run(["domains"] + words + ["-q", "--provider", "scaleway-simulator"])
        #expect(failed.status == 124)
        #expect(failed.error.hasPrefix("error: scaleway refused to add the domain blog.example.org\n"))
    }

    @Test(arguments: providers)
    func removingAsks(_ provider: String) async {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        for (answer, status) in [("shop.example.org\n", 0), ("y\n", 1), ("", 1)] {
            let words = ["domains", "remove", "web", "shop.example.org", "--provider", provider + "-simulator"]
            let result = await terminal.run(words, input: Array(answer.utf8))
            #expect(result.status == Int32(status))
            #expect(
                result.error.contains(
                    """
                    Remove the domain shop.example.org from web in shop on \(provider)-simulator.
                    Type its name to confirm (shop.example.org): \("")
                    """
                )
            )
            #expect(result.output.contains("removed") == (status == 0))
        }
    }

    @Test(arguments: providers)
    func noChangeIsSentInARehearsal(_ provider: String) async throws {
        let refusal = Fault.answer(HTTPResponse(status: 500))
        let rules = [HTTPMethod.post, .delete].map { FaultRule(refusal, method: $0) }
        try await terminal.connect(provider, time, rules)
        for words in [["add", "web", "blog.example.org"], ["remove", "web", "shop.example.org"]] {
            let result = await terminal.run(["domains"] + words + ["--dry-run"])
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("would be"))
        }
    }

    @Test func whatWasAddedIsToldWhenTheWaitIsInterrupted() async throws {
        try await terminal.connect("qovery", time)
        terminal.time = HookedTime(time) { _ in throw CancellationError() }
        let result = await terminal.run("domains", "add", "web", "blog.example.org", "--wait")
        #expect(result.status == 130)
        #expect(result.error.contains("interrupted: blog.example.org stays added to web in shop"))
    }

    @Test(arguments: providers)
    func theNextCommandLeadsToTheSameAccount(_ provider: String) async {
        let flags = "--provider \(provider)-simulator"
        let host = provider == "scaleway" ? "www.example.org" : "blog.example.org"
        for (words, next) in [
            ("check web www.example.com", "domains list web \(flags) shows"),
            ("check web www.example.com --namespace shop", "domains list web --namespace shop \(flags) shows"),
            ("add web \(host)", "domains check web \(host) \(flags) looks again"),
        ] {
            let line = "domains \(words) \(flags)"
            let result = await terminal.run(line.split(separator: " ").map(String.init))
            let error = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(error.contains("cloudctl \(next)"), "\(error)")
            // At Qovery a new domain takes effect with the next deployment.
            let isAdded = words.hasPrefix("add") && provider == "qovery"
            #expect(error.contains("cloudctl deploy web \(flags)") == isAdded, "\(error)")
        }
    }

    @Test func wrongUseIsTold() async {
        for words in [
            ["add", "web"], ["add", "web", "localhost"], ["add", "web", "a b.example.org"], ["add", "web", "a..org"],
            ["add", "web", "a.example.org", "--timeout", "1m"], ["list"],
        ] {
            let result = await terminal.run(["domains"] + words + ["--provider", "qovery-simulator"])
            #expect(result.status == 64, "\(words)")
        }
        #expect(await terminal.run("domains").status == 0)
    }

    @Test(arguments: providers, [[], ["--dry-run"]])
    func nobodySetsARecordInVain(_ provider: String, _ words: [String]) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        let long = String(repeating: "a", count: 64) + ".example.org"
        for host in [long, "żółć.example.org", "shop", "a-.example.org", "*.", "a.*.org"] {
            let result = await terminal.run(["domains", "add", "web", host] + words)
            #expect(result.status == 64 && result.error.contains("is no host name"), "\(host): \(result.everything)")
        }
        let wild = await terminal.run(["domains", "add", "web", "*.example.org"] + words)
        #expect(wild.status == (provider == "scaleway" ? 65 : 0), "\(wild.everything)")
        #expect(wild.error.contains("cloudctl explain CC-DOMAIN-WILDCARD") == (provider == "scaleway"))
    }
}
