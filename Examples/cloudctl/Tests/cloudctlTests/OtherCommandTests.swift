import CloudContainers
import Testing

/// `cloudctl check` and `providers`, and the width of what all commands print.
struct OtherCommandTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.yaml", Samples.manifest)
        try terminal.file("front.json", Samples.qovery)
    }

    @Test func checkShowsAMatrix() async throws {
        let result = await terminal.run("check", "shop.yaml")
        #expect(result.error.isEmpty)
        let header = result.output.split(separator: "\n").first { $0.contains("feature") }
        #expect(header.map { $0.split(separator: " ") } == ["feature", "qovery", "scaleway"])
        for feature in ["image", "resources", "scaling", "ports"] { #expect(result.output.contains("  \(feature) ")) }
        #expect(result.status == 4)
    }

    @Test func checkLeavesOutTheSourceUnlessAsked() async throws {
        let others = await terminal.run("check", "front.json")
        #expect(others.output.contains("feature    scaleway\n"))
        let named = await terminal.run("check", "front.json", "--on", "qovery,scaleway")
        #expect(named.output.contains("feature    qovery"))
    }

    @Test func checkIsDoneWhenNothingIsMissing() async throws {
        let result = await terminal.run("check", "shop.yaml", "--on", "scaleway")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("1 of 1 service would run on scaleway"))
        #expect(await terminal.run("check", "shop.yaml", "--on", "scaleway", "-q").everything.isEmpty)
    }

    @Test func checkGivesJSON() async throws {
        let result = await terminal.run("check", "front.json", "-o", "json")
        #expect(result.status == 4)
        let report = try JSONDocument(parsing: result.output).root
        #expect(report["kind"]?.string == "CheckReport")
        let service = try #require(report["providers"]?.array?.first?["services"]?.array?.first)
        #expect(service["runs"]?.bool == false)
        #expect(service["features"]?["volumes"]?.string == "blocked")
        #expect(service["features"]?["scaling"]?.string == "reduced")
        #expect(service["needed"]?["resolutions"]?.array?.contains("--without-volume Shop-Front") == true)
    }

    @Test func providersAreListed() async throws {
        let table = await terminal.run("providers")
        #expect(table.status == 0)
        #expect(
            table.output.split(separator: "\n").first?.split(separator: " ") == ["capability", "qovery", "scaleway"]
        )
        let json = try JSONDocument(parsing: await terminal.run("providers", "-o", "json").output).root
        #expect(json["providers"]?.array?.compactMap { $0["name"]?.string } == ["qovery", "scaleway"])
    }

    @Test(arguments: ["qovery", "scaleway"])
    func aProviderShowsItsMapping(_ name: String) async throws {
        let json = try JSONDocument(parsing: await terminal.run("providers", name, "--output", "json").output).root
        let provider = try #require(json["providers"]?.array?.first)
        let jobs = try #require(provider["jobRules"]?.array)
        #expect(jobs.count > 20)
        let own = try #require(provider["rules"]?.array)
        #expect(own.count > 20)
        let rules = own + jobs
        let table = await terminal.run("providers", name).output
        let markdown = await terminal.run("providers", name, "--markdown").output
        #expect(markdown.hasPrefix("# \(name)\n\n## Capabilities\n"))
        for field in rules.compactMap({ $0["field"]?.string }) {
            #expect(table.contains(field))
            #expect(markdown.contains("| `\(field.replacing("|", with: "\\|"))` |"))
        }
        #expect(await terminal.run("providers", "azure").status == 64)
    }

    private static let printing = [
        ["demo"], ["check", "front.json"], ["providers", "scaleway"], ["convert", "front.json", "--to", "scaleway"],
    ]

    /// What a command prints at a width.
    private func printed(_ words: [String], at columns: Int) async -> Terminal.Result {
        terminal.outputColumns = columns
        terminal.errorColumns = columns
        terminal.environment["NO_COLOR"] = "1"
        // The reports of the demo go with the folder of the terminal.
        terminal.environment["TMPDIR"] = terminal.folder
        return await terminal.run(words)
    }

    @Test(arguments: [60, 80, 140])
    func nothingIsWiderThanTheTerminal(_ columns: Int) async throws {
        for words in Self.printing {
            let result = await printed(words, at: columns)
            // A table of the demo tells both amounts of each change, which are never cut.
            let bound = words == ["demo"] ? max(columns, 62) : columns
            let wide = result.everything.split(separator: "\n").filter { $0.unicodeScalars.count > bound }
            // Flags to paste and paths are never broken.
            let broken = wide.filter { !$0.drop { $0 == " " }.hasPrefix("--") && !$0.hasSuffix(".html") }
            #expect(broken.isEmpty, "\(broken)")
        }
    }

    @Test(arguments: [1, 10, 20, 40, 500])
    func everyWidthIsPrinted(_ columns: Int) async throws {
        for words in Self.printing {
            let usual = await printed(words, at: 80)
            let result = await printed(words, at: columns)
            #expect(result.status == usual.status, "\(words)")
            #expect(!result.everything.isEmpty, "\(words)")
        }
    }
}
