import CloudContainers
import CommandKit
import Foundation
import Testing

/// `cloudctl migrate … --report FILE`: what a person decides on.
struct MigrateReportTests {
    let terminal: Terminal
    let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
        try terminal.file("shop.env", "TOKEN=\(canary)\nSESSION_KEY=\(canary)\n")
    }

    @Test(arguments: ["md", "html", "json"])
    func looksAsBefore(_ ending: String) async throws {
        let accounts = ["--from", "qovery-simulator", "--to", "scaleway-simulator"]
        let plan = await terminal.run(["migrate", "plan", "--report", "r.\(ending)"] + MigrateTests.decided + accounts)
        #expect(plan.status == 4, "\(plan.error)")
        try Golden.expect(try terminal.content("r.\(ending)"), matches: "report-plan.\(ending)")
        let rehearsed = await terminal.run(
            ["migrate", "run", "--rehearse", "--report", "r.\(ending)"] + MigrateTests.decided + accounts
        )
        #expect(rehearsed.status == 0, "\(rehearsed.error)")
        #expect(try terminal.content("r.\(ending)").contains("Rehearsed well"))
        let run = await terminal.run(
            ["migrate", "run", "--yes", "--secrets", "shop.env", "--report", "r.\(ending)"] + MigrateTests.decided
                + accounts
        )
        // One service of the sample listens on another port than it says.
        #expect(run.status == 3, "\(run.error)")
        let text = try terminal.content("r.\(ending)")
        for part in ["Partly done", "failed, was made", "is not listening on port 8080", "Took"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(arguments: ["md", "html", "json"], MigrateFlowTests.ways)
    func onlyTheOwnerReadsItAndNoSecretIsInIt(_ ending: String, _ way: (String, String)) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(way.0)
        cloud.connect(terminal)
        let words = ["--from", way.0, "--to", way.1, "--namespace", "shop", "--to-namespace", "moved"]
        let result = await terminal.run(
            ["migrate", "run", "--yes", "--secrets", "shop.env", "--report", "r.\(ending)"] + words + cloud.decisions
        )
        #expect(result.status == 0, "\(result.everything)")
        let text = try terminal.content("r.\(ending)")
        #expect(text.contains("Moved and verified"))
        #expect(!text.contains(canary))
        #expect(!text.contains("the source's own"))
        #expect(!text.contains("info"), "a plain variable's value")
        let attributes = try FileManager.default.attributesOfItem(atPath: terminal.folder + "/r.\(ending)")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func oneRunWritesEveryFormAndTheTimeline() async throws {
        let files = ["r.md", "r.html", "r.json", "again.html"]
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        let words = ["--from", "qovery", "--to", "scaleway", "--namespace", "shop", "--to-namespace", "moved"]
        let result = await terminal.run(
            ["migrate", "run", "--yes", "--secrets", "shop.env"] + files.flatMap { ["--report", $0] } + words
                + cloud.decisions
        )
        #expect(result.status == 0, "\(result.everything)")
        let page = try terminal.content("r.html")
        #expect(page == (try terminal.content("again.html")))
        let drawing = try #require(page.firstMatch(of: #/(?s)<svg.*?</svg>/#)).0
        #expect(drawing.matches(of: #/<rect class="good" x="[0-9]+" y="[0-9]+" width="[0-9]+"/#).count == 2)
        for name in ["api", "web"] { #expect(drawing.contains("<text x=\"0\"") && drawing.contains(">\(name)</text>")) }
        #expect(!page.contains("<script") && !page.contains("http://www") && !page.contains("src="))
        let root = try JSONDocument(parsing: try terminal.content("r.json")).root
        #expect(root["kind"]?.string == "MigrationReport" && root["verdict"]?.string == "Moved and verified")
        let spans =
            root["timeline"]?.array?.map { [$0["name"], $0["begin"], $0["end"]].compactMap { $0?.string } } ?? []
        #expect(spans.map(\.first) == ["api", "web"] || spans.map(\.first) == ["web", "api"], "\(spans)")
        #expect(spans.allSatisfy { $0.count == 3 && $0[1].hasSuffix("s") && $0[2] != "0s" }, "\(spans)")
    }

    @Test func textOfAnAccountIsTextOfThePage() async throws {
        // A browser takes `<` for the beginning of a tag even where an accent follows it.
        let name = "<img src=x onerror=alert(1)> \"<\u{301}b\" & '|'"
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery", named: name)
        cloud.connect(terminal)
        for file in ["r.html", "r.md"] {
            let result = await terminal.run(
                [
                    "migrate", "plan", "--from", "qovery", "--to", "scaleway", "--namespace", name, "--to-namespace",
                    "m",
                    "--report", file,
                ] + cloud.decisions
            )
            #expect(result.status == 4, "\(result.everything)")
        }
        // By bytes: an accent makes another character of what is before it.
        func contains(_ file: String, _ text: String) throws -> Bool {
            Array(try terminal.content(file).utf8).contains(Array(text.utf8))
        }
        let page = try terminal.content("r.html")
        #expect(try !contains("r.html", "<img") && !contains("r.html", "<\u{301}"))
        #expect(try contains("r.html", "&lt;img src=x onerror=alert(1)&gt; &quot;&lt;\u{301}b&quot; &amp; &#39;|&#39;"))
        #expect(!page.contains("<script") && !page.contains("src=\"") && !page.contains("href=\"http"))
        #expect(try contains("r.md", "\\<img") && contains("r.md", "\\<\u{301}b"))
        #expect(try !contains("r.md", " <img") && !contains("r.md", "\"<"))
    }

    @Test func anotherEndingIsRefusedBeforeAnythingIsAsked() async throws {
        for path in ["report", "report.txt", "report.htm", ".md.pdf"] {
            let result = await terminal.run("migrate", "plan", "--from", "qovery", "--to", "scaleway", "--report", path)
            #expect(result.status == 64)
            #expect(result.error.contains("name it FILE.md, FILE.html or FILE.json"))
        }
    }

    @Test func aReportThatCannotBeWrittenIsAnError() async throws {
        let result = await terminal.run(
            ["migrate", "plan", "--from", "qovery-simulator", "--to", "scaleway-simulator", "--report", "no/r.html"]
                + MigrateTests.decided
        )
        #expect(result.status == 73, "\(result.everything)")
    }
}
