import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import SimulationKit
import Testing

/// What a migration is given and looks at before it begins.
struct MigratePreparationTests {
    let terminal: Terminal
    let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()

    init() throws { terminal = try Terminal() }

    private func migrate(_ line: String, _ words: [String] = [], input: String = "") async -> Terminal.Result {
        await terminal.run(
            ["migrate"] + line.split(separator: " ").map(String.init) + words,
            input: Array(input.utf8)
        )
    }

    private func cloud(_ from: String, world: DeclaredWorld? = nil) async throws -> MovingCloud {
        let cloud = try await MovingCloud(world: world)
        try await cloud.fill(from)
        cloud.connect(terminal)
        return cloud
    }

    private func run(_ from: String, _ to: String) -> String {
        "run --yes --from \(from) --to \(to) --namespace shop --to-namespace moved"
    }

    // MARK: Secrets

    @Test(arguments: MigrateFlowTests.ways)
    func secretsCanStandInJSON(_ from: String, _ to: String) async throws {
        let cloud = try await cloud(from)
        try terminal.file("all.json", #"{"TOKEN": "shared", "api": {"TOKEN": "\#(canary)"}}"#)
        let result = await migrate(run(from, to), ["--secrets", "all.json"] + cloud.decisions)
        #expect(result.status == 0, "\(result.everything)")
        // The value of the service came before the shared one.
        let verified = await migrate("verify --secrets all.json")
        #expect(verified.status == 0, "\(verified.everything)")
        try terminal.file("other.json", #"{"TOKEN": "another"}"#)
        if to == "scaleway" { #expect(await migrate("verify --secrets other.json").status == 1) }
        #expect(!(result.everything + verified.everything).contains(canary))
    }

    @Test(arguments: [
        (#"{"TOKEN": 17283940}"#, "TOKEN"), (#"{"api": {"TOKEN": ["17283940"]}}"#, "api.TOKEN"),
        (#"["17283940"]"#, "no text"), (#"{"TOKEN": "17283940""#, "no JSON"),
        (#"{"apo": {"TOKEN": "17283940"}}"#, "Did you mean api?"),
    ])
    func wrongSecretFilesAreRefusedWithoutAnyValue(_ text: String, _ hint: String) async throws {
        let cloud = try await cloud("qovery")
        try terminal.file("wrong.json", text)
        let result = await migrate(run("qovery", "scaleway"), ["--secrets", "wrong.json"] + cloud.decisions)
        #expect([65, 66].contains(result.status))
        #expect(result.error.contains(hint), "\(result.error)")
        #expect(!result.everything.contains("17283940"))
        #expect(try await cloud.names("scaleway", in: "moved") == [])
    }

    @Test func aCommandGivesEachValue() async throws {
        let cloud = try await cloud("qovery")
        try terminal.file("TOKEN-api", "\(canary)\n")
        terminal.environment["PATH"] = "/usr/bin:/bin"
        let command = ["cat", "{name}-{service}"].flatMap { ["--secrets-command", $0] }
        let result = await migrate(run("qovery", "scaleway"), command + cloud.decisions)
        #expect(result.status == 0, "\(result.everything)")
        try terminal.file("shop.env", "TOKEN=\(canary)\n")
        #expect(await migrate("verify --secrets shop.env").status == 0)
        #expect(!result.everything.contains(canary))
        let failing = await migrate("verify --secrets-command cat --secrets-command nothing-there")
        #expect(failing.status == 66)
        #expect(failing.error.contains("ended with the status 1"))
    }

    @Test func missingSecretsAreAskedFor() async throws {
        let cloud = try await cloud("qovery")
        let line = run("qovery", "scaleway")
        let without = await migrate(line, ["--ask-secrets"] + cloud.decisions)
        #expect(without.status == 64)
        #expect(without.error.contains("--ask-secrets needs a terminal"))
        terminal.inputIsTerminal = true
        terminal.errorColumns = 80
        let empty = await migrate(line, ["--ask-secrets"] + cloud.decisions, input: "\n")
        #expect(empty.status == 4)
        #expect(empty.error.contains("TOKEN of api: "))
        let result = await migrate(line, ["--ask-secrets"] + cloud.decisions, input: "\(canary)\n")
        #expect(result.status == 0, "\(result.everything)")
        try terminal.file("shop.env", "TOKEN=\(canary)\n")
        #expect(await migrate("verify --secrets shop.env").status == 0)
        #expect(!result.everything.contains(canary))
    }

    // MARK: Preflight

    @Test func anImageThatIsMissingStopsBeforeAnythingIsSent() async throws {
        let image = "docker.io/library/nginx:1.27"
        let cloud = try await cloud("scaleway", world: DeclaredWorld(images: [image: .init()], otherImages: nil))
        // Qovery checks images for an environment, so that there has to be one.
        _ = try await cloud.service("qovery").makeNamespace(named: "other")
        try terminal.file("shop.env", "TOKEN=\(canary)\n")
        let map = ["--image-map", "docker.io/library/nginx=docker.io/library/engine"]
        let words = ["--secrets", "shop.env"] + map + cloud.decisions
        for command in ["plan", "run --yes"] {
            let line = "\(command) --from scaleway --to qovery --namespace shop --to-namespace moved"
            let result = await migrate(line, words)
            #expect(result.status == 4, "\(result.everything)")
            for part in [
                "The target would refuse", "api: image engine:1.27", "web: image engine:1.27", "--no-preflight",
            ] {
                #expect(result.everything.contains(part), "\(part) in \(result.everything)")
            }
            #expect(try await cloud.service("qovery").namespace(named: "moved") == nil)
        }
        let json = await migrate(
            "plan -o json --from scaleway --to qovery --namespace shop --to-namespace moved",
            words
        )
        let remarks = try JSONDocument(parsing: json.output).root["needed"]?["preflight"]?.array
        #expect(remarks?.map { $0["verdict"]?.string } == ["refused", "refused"])
        let blind = await migrate(
            "plan --no-preflight --from scaleway --to qovery --namespace shop --to-namespace moved",
            words
        )
        #expect(blind.status == 0, "\(blind.everything)")
    }

    // MARK: Accounts

    @Test(arguments: MigrateFlowTests.ways)
    func theSourceMayBeOutOfReachAtTheEnd(_ from: String, _ to: String) async throws {
        let cloud = try await cloud(from)
        try terminal.file("shop.env", "TOKEN=\(canary)\n")
        #expect(await migrate(run(from, to), ["--secrets", "shop.env"] + cloud.decisions).status == 0)
        let own = from == "qovery" ? "QOVERY_" : "SCW_"
        for name in terminal.environment.keys where name.hasPrefix(own) { terminal.environment[name] = nil }
        #expect(await migrate("verify").status == 0)
        #expect(await migrate("verify --verify-secrets none").status == 0)
        let back = await migrate("rollback --yes")
        #expect(back.status == 0, "\(back.everything)")
        #expect(await migrate("resume").status == 77)
    }
}
