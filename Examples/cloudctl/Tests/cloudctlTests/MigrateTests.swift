import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import SimulationKit
import Testing

/// `cloudctl migrate` on simulators that live as long as a command.
struct MigrateTests {
    let terminal: Terminal
    static let decided = ["--namespace", "shop", "--start", "reports", "--without-volume", "search", "--allow", "all"]

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
        try terminal.file("shop.env", "SESSION_KEY=some-value\n")
    }

    @Test(arguments: [("qovery", "scaleway"), ("scaleway", "qovery")])
    func looksAsBefore(_ from: String, _ to: String) async throws {
        terminal.outputColumns = 80
        let accounts = ["--from", "\(from)-simulator", "--to", "\(to)-simulator"]
        let decisions =
            from == "qovery"
            ? Self.decided
            : ["--namespace", "shop", "--allow", "all", "--ingress", "nginx"]
        var text = ""
        for command in [
            ["inventory", "--from", "\(from)-simulator", "--namespace", "shop", "--services", "web,api"],
            ["plan", "--namespace", "shop", "--services", "web,search"] + accounts,
            ["plan"] + decisions + accounts,
            ["plan", "--secrets", "shop.env", "--out", "shop.plan.json"] + decisions + accounts,
            ["run"] + decisions + accounts,
            ["run", "--secrets", "shop.env"] + decisions + accounts,
            ["run", "--secrets", "shop.env", "--yes", "--concurrency", "1"] + decisions + accounts,
            ["run", "shop.plan.json", "--yes", "--secrets", "api=shop.env", "-o", "jsonl", "--concurrency", "1"]
                + accounts,
            ["plan", "--namespace", "shpo"] + accounts, ["plan"] + accounts,
            ["plan", "--namespace", "shop", "--services", "wep"] + accounts,
            ["run", "shop.plan.json", "--allow", "all"],
            ["status"], ["pln"],
        ] {
            let result = await terminal.run(["migrate"] + command)
            text += "$ cloudctl migrate \(command.joined(separator: " "))\n"
            text += "\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "migrate-to-\(to).txt")
    }

    @Test func aSimulatorAsTargetLeavesNothingBehind() async throws {
        let accounts = ["--from", "qovery-simulator", "--to", "scaleway-simulator"]
        let result = await terminal.run(
            ["migrate", "run", "--yes", "--secrets", "shop.env"] + Self.decided + accounts
        )
        // One service of the sample listens on another port than it says.
        #expect(result.status == 3, "\(result.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: terminal.folder) == ["shop.env"])
    }

    @Test func missingSecretsAreNamedAllAtOnce() async throws {
        let accounts = ["--from", "qovery-simulator", "--to", "scaleway-simulator"]
        for command in ["plan", "run"] {
            let result = await terminal.run(["migrate", command] + Self.decided + accounts)
            #expect(result.status == 4)
            #expect(result.everything.contains("SESSION_KEY of api"))
            #expect(!result.everything.contains("made the namespace"))
        }
        terminal.environment["SHOP_SESSION_KEY"] = "some-value"
        let given = await terminal.run(
            ["migrate", "plan", "--secrets-from-env", "SHOP_"] + Self.decided + accounts
        )
        #expect(given.status == 0, "\(given.everything)")
        let wrong = await terminal.run(
            ["migrate", "plan", "--secrets", "apo=shop.env"] + Self.decided + accounts
        )
        #expect(wrong.status == 66)
        #expect(wrong.error.contains("Did you mean api?"))
    }

    @Test(arguments: ["qovery", "scaleway"])
    func linesAreWrittenAnewInPlace(_ from: String) async throws {
        terminal.errorColumns = 60
        let to = from == "qovery" ? "scaleway" : "qovery"
        let result = await terminal.run(
            [
                "migrate", "run", "--namespace", "shop", "--services", "web,api", "--allow", "all", "--yes",
                "--ingress", "nginx", "--secrets", "shop.env", "--from", "\(from)-simulator", "--to", "\(to)-simulator",
            ]
        )
        #expect(result.status == 0, "\(result.everything)")
        #expect(result.error.contains("\r\u{1B}[3A\u{1B}[J"))
        #expect(result.error.contains("[####################] 2 of 2 done"))
        #expect(result.error.contains("[--------------------] 0 of 2 done"))
        #expect(result.error.contains(" left"))
        let lines = result.error.split(separator: "\n").map { $0.split(separator: "\u{1B}[J").last ?? "" }
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 60 }, "\(lines)")
    }

    @Test func accountsHaveToBeNamed() async throws {
        for (words, flag) in [([], "--from"), (["--from", "qovery-simulator"], "--to")] {
            let result = await terminal.run(["migrate", "plan"] + words)
            #expect(result.status == 64)
            #expect(result.error.contains("Give \(flag)"))
        }
        let region = await terminal.run(
            "migrate",
            "plan",
            "--from",
            "qovery",
            "--from-region",
            "fr-par",
            "--to",
            "scaleway-simulator"
        )
        #expect(region.status == 64)
        #expect(region.error.contains("--from-region has no meaning for qovery"))
        #expect(await terminal.run("migrate", "plan", "--concurrency", "2").status == 64)
        #expect(await terminal.run("migrate", "run", "--concurrency", "0").status == 64)
    }
}
