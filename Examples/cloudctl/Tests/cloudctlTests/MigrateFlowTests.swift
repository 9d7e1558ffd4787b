import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import SimulationKit
import Testing

/// Migrations of several commands, on simulated accounts that stay.
struct MigrateFlowTests {
    static let ways = [("qovery", "scaleway"), ("scaleway", "qovery")]
    let terminal: Terminal
    let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.env", "TOKEN=\(canary)\n")
    }

    private func migrate(_ words: String..., more: [String] = []) async -> Terminal.Result {
        await terminal.run(["migrate"] + words + more)
    }

    private func run(_ cloud: MovingCloud, _ from: String, _ to: String, _ words: [String] = []) async
        -> Terminal.Result
    {
        let line = "run --from \(from) --to \(to) --namespace shop --to-namespace moved --secrets shop.env --yes"
        return await migrate(more: line.split(separator: " ").map(String.init) + words + cloud.decisions)
    }

    @Test(arguments: ways)
    func goesThereAndBack(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        cloud.connect(terminal)
        let result = await run(cloud, from, to)
        #expect(result.status == 0, "\(result.everything)")
        #expect(result.output.contains("Everything is as planned."))
        #expect(try await cloud.names(to, in: "moved") == ["api", "web"])
        #expect(try await cloud.names(from, in: "shop") == ["api", "web"])
        for name in ["cloudctl-migration.jsonl", "cloudctl-migration.plan.json"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: terminal.folder + "/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }

        let status = await migrate("status", "-o", "json")
        let steps = try JSONDocument(parsing: status.output).root["services"]?.array?.map { $0["step"]?.string }
        #expect(steps == ["verified", "verified"])
        let verified = await migrate("verify", "--secrets", "shop.env")
        #expect(verified.status == 0, "\(verified.everything)")
        // What was not compared is not called the same.
        #expect(verified.output.contains("api: not compared: TOKEN") == (to == "qovery"), "\(verified.output)")
        let blind = await migrate("verify", "-o", "json")
        #expect(blind.status == 0, "\(blind.everything)")
        let untold = try JSONDocument(parsing: blind.output).root["services"]?.array?.map { $0["secretsNotCompared"] }
        #expect(untold == [["TOKEN"], []])
        let unwanted = await migrate("verify", "--secrets", "shop.env", "--verify-secrets", "none", "-o", "json")
        let left = try JSONDocument(parsing: unwanted.output).root["services"]?.array?.map { $0["secretsNotCompared"] }
        #expect(left == [["TOKEN"], []])
        // Nothing is left to do.
        let before = await cloud.cloud.requestCount
        let again = await migrate("resume", "--report", "r.md")
        #expect(again.status == 0, "\(again.everything)")
        #expect(try terminal.content("r.md").contains("Moved and verified"))
        #expect(await cloud.cloud.requestCount < before + 10)

        #expect(await migrate("rollback").status == 64)
        let back = await migrate("rollback", "--yes")
        #expect(back.status == 0, "\(back.everything)")
        #expect(try await cloud.names(to, in: "moved") == [])
        #expect(try await cloud.names(from, in: "shop") == ["api", "web"])
        #expect(await migrate("verify").status == 1)
        #expect(await migrate("status").output.contains("Nothing of the migration is on \(to)."))
    }

    @Test func aDryRunOfEachStepChangesNothing() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        let planned = await run(cloud, "qovery", "scaleway", ["--dry-run"])
        #expect(planned.status == 0 && planned.output.contains("api"), "\(planned.everything)")
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/cloudctl-migration.jsonl"))
        #expect(await run(cloud, "qovery", "scaleway").status == 0)
        let journal = try terminal.content("cloudctl-migration.jsonl")
        for (command, words) in [
            ("rollback", "Would be removed:\n  api in moved"), ("retire", "Would be stopped:\n  api in shop"),
            ("resume", "everything is verified"), ("domains", "domains"),
        ] {
            let result = await migrate(command, "--dry-run")
            #expect(result.status == 0 && result.output.contains(words), "\(command): \(result.everything)")
        }
        #expect(try terminal.content("cloudctl-migration.jsonl") == journal)
        #expect(try await cloud.names("scaleway", in: "moved") == ["api", "web"])
        #expect(try await cloud.names("qovery", in: "shop") == ["api", "web"])
    }

    @Test(arguments: ways)
    func aJournalIsOfOneMigration(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        cloud.connect(terminal)
        #expect(await run(cloud, from, to).status == 0)
        let second = await run(cloud, from, to)
        #expect(second.status == 64)
        #expect(second.error.contains("cloudctl migrate resume --journal cloudctl-migration.jsonl"))
        // Nor is the plan beside it replaced by another one.
        let plan = try terminal.content("cloudctl-migration.plan.json")
        let other = await migrate(
            "plan",
            "--from",
            from,
            "--to",
            to,
            "--namespace",
            "shop",
            "--to-namespace",
            "other",
            "--out",
            "other.plan.json",
            more: cloud.decisions
        )
        #expect(other.status == 4, "\(other.everything)")
        let third = await migrate("run", "other.plan.json", "--journal", "cloudctl-migration.jsonl", "--yes")
        #expect(third.status == 64, "\(third.everything)")
        #expect(try terminal.content("cloudctl-migration.plan.json") == plan)
        // Somebody else works on it.
        let path = terminal.folder + "/cloudctl-migration.jsonl"
        let storage = try FileJournalStorage(path: path, holder: "cloudctl migrate run")
        for words in [["resume"], ["rollback", "--yes"]] {
            let result = await terminal.run(["migrate"] + words)
            #expect(result.status == 75, "\(result.everything)")
            #expect(result.error.contains("cloudctl migrate run"))
        }
        // A journal that somebody changed is not trusted.
        try terminal.file("changed.plan.json", terminal.content("cloudctl-migration.plan.json"))
        let lines = try terminal.content("cloudctl-migration.jsonl").replacing("verified", with: "made")
        try terminal.file("changed.jsonl", lines)
        for words in [["status"], ["resume"]] {
            let result = await terminal.run(["migrate"] + words + ["--journal", "changed.jsonl"])
            #expect(result.status == 65, "\(result.everything)")
            #expect(result.error.contains("its checksum is wrong"))
        }
        // Looking is always possible.
        #expect(await migrate("status").status == 0)
        #expect(await migrate("verify").status == 0)
        #expect(try await !storage.read().isEmpty)
    }

    @Test(arguments: ways)
    func nobodySeesASecret(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        cloud.connect(terminal)
        let accounts = ["--from", from, "--to", to, "--namespace", "shop", "--to-namespace", "moved", "--verbose"]
        let secrets = ["--secrets", "shop.env", "--secrets", "api=shop.env"]
        var seen = ""
        for form in ["table", "json"] {
            seen += await migrate("plan", "-o", form, more: accounts + secrets + cloud.decisions).everything
        }
        let plan = await migrate("plan", "--out", "m.plan.json", more: accounts + secrets + cloud.decisions)
        #expect(plan.status == 0, "\(plan.everything)")
        for words in [
            ["run", "m.plan.json", "--yes", "-o", "jsonl"] + secrets, ["resume", "--journal", "m.jsonl"] + secrets,
            ["verify", "--journal", "m.jsonl"] + secrets, ["status", "--journal", "m.jsonl"],
            ["rollback", "--journal", "m.jsonl", "--yes"],
        ] {
            let result = await terminal.run(["migrate"] + words + (words[0] == "status" ? [] : ["--verbose"]))
            #expect(result.status == 0, "\(words): \(result.everything)")
            seen += result.everything
        }
        for file in ["m.plan.json", "m.jsonl", "m.jsonl.lock"] { seen += try terminal.content(file) }
        let data = Data(canary.utf8)
        for form in [canary, data.base64EncodedString(), String(canary.prefix(8)), String(canary.suffix(8))] {
            #expect(!seen.contains(form))
        }
        #expect(!seen.contains("the source's own"))
    }

    @Test(arguments: ways)
    func eventsAreALineEach(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        cloud.connect(terminal)
        let result = await run(cloud, from, to, ["-o", from == "qovery" ? "json" : "jsonl"])
        #expect(result.status == 0, "\(result.everything)")
        let lines = try result.output.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root }
        #expect(lines.dropLast().allSatisfy { $0["kind"]?.string == "MigrationEvent" })
        #expect(lines.last?["kind"]?.string == "MigrationResult")
        #expect(lines.last?["result"]?.string == "done")
        let events = lines.compactMap { $0["event"]?.string }
        for event in ["namespace", "sending", "made", "status", "reached"] { #expect(events.contains(event)) }
    }

    @Test(arguments: ways)
    func everyFormOfAResult(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        cloud.connect(terminal)
        let names = await run(cloud, from, to, ["--quiet"])
        #expect(names.status == 0 && names.error.isEmpty, "\(names.error)")
        #expect(names.output.split(separator: "\n").sorted() == ["moved/api", "moved/web"])
        let resumed = await migrate("resume", "-o", "yaml")
        #expect(resumed.status == 0 && resumed.output.hasPrefix("apiVersion: "), "\(resumed.everything)")
        #expect(await migrate("resume", "--field", "result").output == "done\n")
        #expect(await migrate("resume", "-o", "name").output == names.output)
        let planned = await migrate("rollback", "--dry-run", "-o", "json")
        #expect(try JSONDocument(parsing: planned.output).root["result"]?.string == "planned")
        for command in ["resume", "rollback", "domains", "retire --delete"] {
            let words = ["migrate"] + command.split(separator: " ").map(String.init) + ["--dry-run", "--quiet"]
            let silent = await terminal.run(words)
            #expect(silent.status == 0 && silent.everything.isEmpty, "\(command): \(silent.everything)")
        }
        let one = await migrate("rollback", "--yes", "--quiet", "-o", "json")
        let last = String(one.output.split(separator: "\n").last ?? "")
        #expect(try JSONDocument(parsing: last).root["result"]?.string == "rolled back", "\(one.everything)")
        let wrong = await migrate("rollback", "--yes", "-o", "xml")
        #expect(wrong.status == 64 && wrong.error.contains("table, wide, json, jsonl, yaml, name"), "\(wrong.error)")
    }

    @Test func aPlanIsNotEditedAndNotOutdated() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        let accounts = ["--from", "qovery", "--to", "scaleway", "--namespace", "shop", "--to-namespace", "moved"]
        let plan = await migrate("plan", "--out", "m.plan.json", more: accounts + cloud.decisions)
        // Values are given when it runs.
        #expect(plan.status == 4)
        let text = try terminal.content("m.plan.json")
        try terminal.file("edited.plan.json", text.replacing("\"moved\"", with: "\"elsewhere\""))
        let edited = await migrate("run", "edited.plan.json", "--yes", "--secrets", "shop.env")
        #expect(edited.status == 65, "\(edited.everything)")
        #expect(edited.error.contains("the plan was changed after it was made"))
        let none = await migrate("run", "shop.env", "--yes")
        #expect(none.status == 65)
        // The source goes on.
        let source = try cloud.service("qovery")
        let place = try #require(try await source.namespace(named: "shop"))
        let listed = try await source.completeContainers(in: place.id)
        let web = try #require(listed.first { $0.spec.name == "web" })
        var wish = try await source.container(web.id).spec
        wish.variables = [EnvironmentVariable(name: "LOG_LEVEL", value: .plain("debug"))]
        _ = try await source.apply(wish, in: place.id, to: web.id)
        let outdated = await migrate("run", "m.plan.json", "--yes", "--secrets", "shop.env")
        #expect(outdated.status == 1, "\(outdated.everything)")
        #expect(outdated.error.contains("web: environment.LOG_LEVEL"))
        #expect(!outdated.error.contains("To go on"))
        #expect(try await cloud.names("scaleway", in: "moved") == [])
    }

    @Test func theSourceIsRetiredLast() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        #expect(await migrate("retire", "--yes").status == 66)
        #expect(await run(cloud, "qovery", "scaleway").status == 0)
        terminal.inputIsTerminal = true
        terminal.errorColumns = 100
        let asked = await terminal.run(["migrate", "retire"], input: Array("y\n".utf8))
        #expect(asked.status == 1)
        #expect(asked.error.contains("  api in shop\n  web in shop\nStop this on qovery (organization "))
        #expect(asked.error.contains("), for good.\nType their number to confirm (2): "))
        #expect(asked.error.contains("The source stays as it is."))
        let done = await terminal.run(["migrate", "retire"], input: Array("2\n".utf8))
        #expect(done.status == 0, "\(done.everything)")
        #expect(await migrate("status").output.contains("the source is retired"))
        for way in ["--yes", "--dry-run"] {
            let late = await migrate("rollback", way)
            #expect(late.status == 1, "\(way)")
            let words = late.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("was retired") && words.contains("plan a migration back to qovery"), "\(late.error)")
        }
    }

    @Test func whatCannotStopIsDeletedOrStays() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("scaleway")
        cloud.connect(terminal)
        #expect(await run(cloud, "scaleway", "qovery").status == 0)
        for way in ["--yes", "--dry-run"] {
            let refused = await migrate("retire", way)
            #expect(refused.status == 1)
            let words = refused.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("cloudctl migrate retire --delete --journal cloudctl-migration.jsonl"), "\(words)")
        }
        let other = await migrate("retire", "--yes", "--from", "qovery")
        #expect(other.status == 64 && other.error.contains("Leave out --from"), "\(other.error)")
        #expect(try await cloud.names("scaleway", in: "shop") == ["api", "web"])
        let done = await migrate("retire", "--yes", "--delete", "-o", "json")
        #expect(done.status == 0, "\(done.everything)")
        #expect(try JSONDocument(parsing: done.output).root["result"]?.string == "deleted")
        let over = await migrate("resume")
        #expect(over.status == 0 && over.output.contains("The migration is over"), "\(over.everything)")
        #expect(!over.everything.contains("still runs") && !over.everything.contains("rollback"))
    }

    @Test func whatSomebodyChangedIsKeptAndNamed() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        #expect(await run(cloud, "qovery", "scaleway").status == 0)
        let target = try cloud.service("scaleway")
        let place = try #require(try await target.namespace(named: "moved"))
        let web = try #require(try await target.container(named: "web", in: place.id))
        var wish = try await target.container(web.id).spec
        wish.variables = [EnvironmentVariable(name: "LOG_LEVEL", value: .plain("debug"))]
        _ = try await target.apply(wish, in: place.id, to: web.id)
        let different = await migrate("verify")
        #expect(different.status == 1)
        #expect(different.output.contains("web: web is not as planned"))
        let back = await migrate("rollback", "--yes")
        #expect(back.status == 3, "\(back.everything)")
        #expect(back.output.contains("web is kept: somebody has changed it since"))
        #expect(try await cloud.names("scaleway", in: "moved") == ["web"])
    }
}
