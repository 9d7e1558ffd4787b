import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// Plans that are saved, and applied later or refused.
struct SavedDeploymentTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    private func connect(_ cloud: MovingCloud, through transport: (any HTTPTransport)? = nil) {
        cloud.connect(terminal, through: transport)
        terminal.environment["SHOP_TOKEN"] = "some value"
        terminal.environment["XDG_STATE_HOME"] = terminal.folder + "/state"
    }

    /// Runs a command; one that reads the manifest gets it with all decisions.
    private func run(_ line: String, _ cloud: MovingCloud) async -> Terminal.Result {
        let words = line.split(separator: " ").map(String.init)
        let isSaved = words.starts(with: ["apply", "shop.plan"])
        return await terminal.run(words + (isSaved ? [] : ["-f", "shop.yaml"] + cloud.decisions))
    }

    @Test(arguments: MovingCloud.providers)
    func oneThatWasEditedIsRefused(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest(more: ApplyFlowTests.api))
        let planned = await run("plan --out shop.plan --provider \(provider)", cloud)
        #expect(planned.status == 0, "\(planned.everything)")
        let saved = try terminal.content("shop.plan")
        let count = await cloud.cloud.requestCount
        let edits = [
            saved.replacing("1.27", with: "1.99"),
            saved.replacing(#""env": "SHOP_TOKEN""#, with: #""command": ["touch", "ran"]"#),
        ]
        for edited in edits {
            #expect(edited != saved)
            try terminal.file("shop.plan", edited)
            let refused = await run("apply shop.plan --yes", cloud)
            #expect(refused.status == 65, "\(refused.everything)")
            #expect(refused.error.contains("the plan was changed after it was made"), "\(refused.error)")
        }
        #expect(await cloud.cloud.requestCount == count)
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/ran"))
        try terminal.file("shop.plan", saved)
        let applied = await run("apply shop.plan --yes", cloud)
        #expect(applied.status == 0, "\(applied.everything)")
        #expect(try await cloud.names(provider, in: "shop") == ["api", "web"])
    }

    @Test func theAccountOfTheManifestIsSaved() async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        let target = "{provider: scaleway, namespace: shop, region: fr-par}"
        try terminal.file("shop.yaml", ApplyFlowTests.manifest().replacing("{namespace: shop}", with: target))
        terminal.environment["SCW_DEFAULT_REGION"] = "nl-ams"
        let planned = await run("plan --out shop.plan", cloud)
        #expect(planned.status == 0, "\(planned.everything)")
        let command = "cloudctl apply shop.plan --provider scaleway --region fr-par"
        #expect(planned.error.contains("To carry it out: \(command)"), "\(planned.error)")
        let applied = await run("apply shop.plan --yes", cloud)
        #expect(applied.status == 0, "\(applied.everything)")
        #expect(try await cloud.names("scaleway", in: "shop") == ["web"])
    }

    @Test func anotherAccountIsRefused() async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest())
        #expect(await run("plan --out shop.plan --provider scaleway", cloud).status == 0)
        let count = await cloud.cloud.requestCount
        func isRefused(_ flags: String, _ first: String, _ second: String) async {
            for command in ["apply shop.plan --yes", "apply shop.plan --dry-run"] {
                let refused = await run(command + flags, cloud)
                #expect(refused.status == 64, "\(refused.everything)")
                #expect(refused.error.contains(first) && refused.error.contains(second), "\(refused.error)")
            }
        }
        await isRefused(" --region nl-ams", "region fr-par", "region nl-ams")
        await isRefused(" --provider qovery", "the plan is for scaleway (", "--provider names \"qovery\"")
        terminal.environment["CLOUDCTL_PROVIDER"] = "scaleway-simulator"
        await isRefused("", "the plan is for scaleway (", "CLOUDCTL_PROVIDER names \"scaleway-simulator\"")
        terminal.environment["CLOUDCTL_PROVIDER"] = nil
        terminal.environment["SCW_DEFAULT_REGION"] = "nl-ams"
        await isRefused("", "region fr-par", "region nl-ams")
        #expect(await cloud.cloud.requestCount == count)
    }

    @Test(arguments: MovingCloud.providers)
    func aDryRunRefusesWhatARunRefuses(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        func areRefused(_ words: String) async {
            for command in ["apply shop.plan --dry-run", "apply shop.plan --yes"] {
                let refused = await run(command, cloud)
                #expect(refused.status == 1, "\(refused.everything)")
                #expect(refused.error.contains(words), "\(refused.error)")
                #expect(refused.error.contains("help: Plan again"), "\(refused.error)")
            }
        }
        let (plan, apply) = ("plan --out shop.plan --provider \(provider)", "apply --yes --provider \(provider)")
        try terminal.file("shop.yaml", ApplyFlowTests.manifest(more: ApplyFlowTests.api))
        #expect(await run(plan, cloud).status == 0)
        // No value has to be at hand.
        terminal.environment["SHOP_TOKEN"] = nil
        let dry = await run("apply shop.plan --dry-run", cloud)
        #expect(dry.status == 0, "\(dry.everything)")
        #expect(try await cloud.names(provider, in: "shop") == [])
        terminal.environment["SHOP_TOKEN"] = "some value"
        #expect(await run(apply, cloud).status == 0)
        await areRefused("a namespace shop exists already")
        try terminal.file("shop.yaml", ApplyFlowTests.manifest(tag: "1.28", more: ApplyFlowTests.api))
        #expect(await run(plan, cloud).status == 0)
        #expect(await run("apply shop.plan --dry-run", cloud).status == 0)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest(tag: "1.29", more: ApplyFlowTests.api))
        #expect(await run(apply, cloud).status == 0)
        await areRefused("web has changed")
    }

    @Test(arguments: MovingCloud.providers)
    func afterAnInterruptionOnePlansAgain(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest())
        #expect(await run("plan --out shop.plan --provider \(provider)", cloud).status == 0)
        let cancelled = ApplyFlowTests.Cancelled()
        connect(
            cloud,
            through: ApplyFlowTests.Between(cloud.cloud, before: 2) {
                await cancelled.cancel()
                return nil
            }
        )
        let task = terminal.begin(["apply", "shop.plan", "--yes"])
        await cancelled.know(task)
        let stopped = await task.value
        #expect(stopped.status == 130, "\(stopped.everything)")
        let words = "interrupted; to go on, plan again: cloudctl plan --out FILE"
        #expect(stopped.error.contains(words), "\(stopped.error)")
    }

    @Test(arguments: ["--overlay", "--application"])
    func itsDecisionsStand(_ flag: String) async throws {
        let refused = await terminal.run("apply", "shop.plan", flag, "other")
        #expect(refused.status == 64, "\(refused.everything)")
        #expect(refused.error.contains("leave out \(flag), or plan again"), "\(refused.error)")
    }

    @Test(arguments: MovingCloud.providers)
    func whatStandsInTheWayIsToldInEveryForm(_ provider: String) async throws {
        let cloud = try await MovingCloud()
        connect(cloud)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest())
        #expect(await run("apply --yes --provider \(provider)", cloud).status == 0)
        try terminal.file("shop.yaml", ApplyFlowTests.manifest(tag: "1.28"))
        let flags = "--application other --provider \(provider)"
        let blocked = await run("apply --yes -o json --json-into result.json \(flags)", cloud)
        #expect(blocked.status == 4, "\(blocked.everything)")
        let document = try JSONDocument(parsing: blocked.output).root
        #expect(document["kind"]?.string == "DeploymentPlan")
        #expect(document["verdict"]?.string == "blocked")
        #expect(try terminal.content("result.json") == blocked.output)
        #expect(blocked.error.hasSuffix("To go on, add:\n  --adopt\n"), "\(blocked.error)")
        let shown = await run("apply --yes --json-into shown.json \(flags)", cloud)
        #expect(shown.status == 4 && shown.output.isEmpty, "\(shown.everything)")
        #expect(try terminal.content("shown.json") == blocked.output)
        let planned = await run("plan --out other.plan \(flags)", cloud)
        #expect(planned.status == 4, "\(planned.everything)")
        #expect(planned.error.contains("Nothing is saved"), "\(planned.error)")
        #expect(!FileManager.default.fileExists(atPath: terminal.folder + "/other.plan"))
    }
}
