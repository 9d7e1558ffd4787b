import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// `cloudctl migrate run --rehearse`: that it shows a migration, and makes none.
struct MigrateRehearsalTests {
    /// Counts what could change something on its way to both accounts.
    actor Watched: HTTPTransport {
        let next: any HTTPTransport
        var writes = 0

        init(_ next: any HTTPTransport) { self.next = next }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            if request.kind != .read { writes += 1 }
            return try await next.send(request)
        }
    }

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    private func rehearse(_ words: String..., more: [String] = []) async -> Terminal.Result {
        await terminal.run(["migrate", "run", "--rehearse"] + words + more)
    }

    @Test(arguments: [("qovery", "scaleway"), ("scaleway", "qovery")])
    func looksAsBefore(_ from: String, _ to: String) async throws {
        terminal.outputColumns = 80
        let decisions =
            from == "qovery" ? MigrateTests.decided : ["--namespace", "shop", "--allow", "all", "--ingress", "nginx"]
        let accounts = ["--from", "\(from)-simulator", "--to", "\(to)-simulator"]
        // No value of a secret is given.
        let text = await rehearse("--concurrency", "1", more: decisions + accounts)
        #expect(text.status == 0, "\(text.error)")
        #expect(text.error.isEmpty)
        try Golden.expect(text.output, matches: "migrate-rehearse-to-\(to).txt")
        let json = await rehearse("-o", "json", "--concurrency", "1", more: decisions + accounts)
        let root = try JSONDocument(parsing: json.output).root
        #expect(root["kind"]?.string == "MigrationRehearsal")
        #expect(root["result"]?.string == "done")
        #expect(root["requests"]?.array?.count == root["writes"]?.integer)
        let plan = await terminal.run(["migrate", "plan", "--rehearse", "-o", "json"] + decisions + accounts)
        let planned = try JSONDocument(parsing: plan.output).root
        #expect(planned["kind"]?.string == "MigrationPlan")
        #expect(planned["rehearsal"]?["requests"]?.array?.count == root["requests"]?.array?.count)
        let undecided = await rehearse("--namespace", "shop", more: accounts)
        #expect(undecided.status == 4)
        #expect(undecided.error.contains("Nothing was rehearsed"))
    }

    @Test(arguments: MigrateFlowTests.ways)
    func sendsNothingButReads(_ from: String, _ to: String) async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill(from)
        let watched = Watched(cloud.cloud)
        cloud.connect(terminal, through: watched)
        let words = ["--from", from, "--to", to, "--namespace", "shop"]
        let new = await rehearse("--to-namespace", "moved", more: words + cloud.decisions)
        #expect(new.status == 0, "\(new.everything)")
        #expect(new.output.contains("make the namespace moved"))

        // A saved plan, into a namespace where names are taken.
        try await cloud.fill(to, named: "busy")
        let renamed = ["--to-namespace", "busy", "--rename", "web=shop-web", "--rename", "api=shop-api"]
        let plan = await terminal.run(
            ["migrate", "plan", "--out", "m.plan.json"] + words + renamed + cloud.decisions
        )
        #expect(plan.status == 4, "\(plan.everything)")
        let saved = await rehearse("m.plan.json")
        #expect(saved.status == 0, "\(saved.everything)")
        #expect(!saved.output.contains("make the namespace"))
        #expect(saved.output.contains("shop-api"))

        #expect(await watched.writes == 0)
        #expect(try await cloud.names(to, in: "busy") == ["api", "web"])
        #expect(try await cloud.service(to).namespace(named: "moved") == nil)
        // Nor is there a journal.
        #expect(try FileManager.default.contentsOfDirectory(atPath: terminal.folder) == ["m.plan.json"])
    }

    @Test func aPlanWhoseBasisChangedIsNotRehearsed() async throws {
        let cloud = try await MovingCloud()
        try await cloud.fill("qovery")
        cloud.connect(terminal)
        let words = ["--from", "qovery", "--to", "scaleway", "--namespace", "shop", "--to-namespace", "moved"]
        _ = await terminal.run(["migrate", "plan", "--out", "m.plan.json"] + words + cloud.decisions)
        _ = try await cloud.service("scaleway").makeNamespace(named: "moved")
        let late = await rehearse("m.plan.json")
        #expect(late.status == 1)
        #expect(late.error.contains("the namespace moved of scaleway is not as it was when the plan was made"))
        let kept = await rehearse("m.plan.json", "--journal", "m.jsonl")
        #expect(kept.status == 64)
        #expect(kept.error.contains("A rehearsal keeps no journal"))
    }
}
