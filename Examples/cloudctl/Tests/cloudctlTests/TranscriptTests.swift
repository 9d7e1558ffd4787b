import CloudContainers
import CommandKit
import Foundation
import Testing

/// Every command of the built tool at the served simulators of both providers, as somebody sees it who types it.
struct TranscriptTests {
    /// Commands that follow one another.
    struct Scenario: CustomStringConvertible, Sendable {
        /// The name of the stored transcripts, without the provider and where it is written to.
        let name: String
        /// How much faster than the clock the simulators run.
        var timeScale = 1_000_000
        /// Whether the shop is there at the beginning.
        var hasShop = true
        /// Whether jobs are there at the beginning.
        var hasJobs = false
        /// Where host names lead, beside those of the world.
        var aliases: [(host: String, target: String)] = []
        /// The lines of the shell for a provider, its decisions, and another provider.
        let lines: @Sendable (_ provider: String, _ given: String, _ other: String) -> [Transcript.Line]

        var description: String { name }
    }

    static let scenarios: [Scenario] = [
        services, variables, domains, jobs, application, migration, retirement, guidance,
    ]

    static let services = Scenario(name: "services") { provider, _, _ in
        // Scaleway's log is asked by the clock of this machine, which the simulator's left behind long ago.
        let following =
            provider == "qovery"
            ? [Transcript.Line("cloudctl logs web --follow", interruptedAfter: "nginx:1.28")] : []
        let lines: [Transcript.Line] = [
            "cloudctl namespaces", "cloudctl list", "cloudctl list -o name", "cloudctl status", "cloudctl get web",
            "cloudctl describe web", "cloudctl deploy web", "cloudctl deploy web --image 1.28",
            "cloudctl status web --watch", "cloudctl logs web",
        ]
        return lines + following + [
            "cloudctl stop web", "cloudctl start web", "cloudctl delete wbe --yes", "cloudctl delete web --dry-run",
            Transcript.Line("cloudctl delete web", answering: "(web): ", with: "y\n"), "cloudctl delete web --yes",
            "cloudctl list",
        ]
    }

    static let variables = Scenario(name: "variables") { _, _, _ in
        [
            "cloudctl env list web", "cloudctl env set web REGION=north --dry-run",
            "cloudctl env set web REGION=north --secret TOKEN=file:token", "cloudctl env list web --show-values",
            "cloudctl env diff web shop.env --detailed-exitcode",
            "cloudctl env import web shop.env --secrets SESSION_KEY",
            Transcript.Line("cloudctl env unset web REGION", answering: "[y/N] ", with: "n\n"),
            "cloudctl env unset web REGION --yes", "cloudctl secrets list web",
            "cloudctl secrets set web API_KEY=file:token", "cloudctl secrets set web PIN <pin",
            "cloudctl secrets unset web PIN --yes", "cloudctl secrets list web -o name",
        ]
    }

    static let domains = Scenario(name: "domains") { provider, _, _ in
        let (host, other) =
            provider == "qovery"
            ? ("blog.example.org", "shop.example.org") : ("shop.example.org", "blog.example.org")
        return [
            "cloudctl domains list web", "cloudctl domains add web \(host) --dry-run",
            "cloudctl domains add web \(host)", "cloudctl domains add web \(other)", "cloudctl domains list web",
            "cloudctl domains check web \(host)",
            Transcript.Line("cloudctl domains remove web \(host)", answering: "(\(host)): ", with: "y\n"),
            "cloudctl domains remove web \(host) --yes",
        ]
    }

    static let jobs = Scenario(name: "jobs", hasShop: false, hasJobs: true) { _, _, _ in
        [
            "cloudctl jobs list", "cloudctl jobs get nightly", "cloudctl jobs run nightly --wait",
            "cloudctl jobs run import --wait", "cloudctl jobs runs import", "cloudctl jobs logs import",
            "cloudctl jobs stop nightly", "cloudctl jobs delete import --dry-run",
            Transcript.Line("cloudctl jobs delete import", answering: "(import): ", with: "y\n"),
            "cloudctl jobs delete import nightly --yes", "cloudctl jobs list",
        ]
    }

    static let application = Scenario(name: "application", hasShop: false) { _, given, _ in
        [
            "cloudctl diff -f shop.yaml\(given)", "cloudctl apply -f shop.yaml --yes\(given)",
            "cloudctl apply -f shop.yaml --yes\(given)", "sed -i 's/info/debug/' shop.yaml",
            "cloudctl plan -f shop.yaml --out shop.plan --detailed-exitcode\(given)",
            Transcript.Line("cloudctl apply shop.plan", answering: "[y/N] ", with: "n\n"),
            "cloudctl apply shop.plan --yes", "cloudctl env set web LOG_LEVEL=warning",
            "cloudctl drift -f shop.yaml --detailed-exitcode\(given)", "cloudctl rollback web --image 1.26 --yes",
            "cloudctl export --all --namespace shop",
        ]
    }

    static let migration = Scenario(name: "migration") { provider, _, other in
        let registry = other == "qovery" ? " --registry docker.io=$QOVERY_REGISTRY_ID" : ""
        let way = "--from \(provider) --to \(other)"
        return [
            "cloudctl migrate inventory --from \(provider) --namespace shop",
            "cloudctl migrate plan \(way) --namespace shop",
            """
            cloudctl migrate plan \(way) --namespace shop --to-namespace moved --allow all --ingress nginx\(registry) \
            --out shop.plan.json
            """,
            Transcript.Line("cloudctl migrate run shop.plan.json", answering: "[y/N] ", with: "n\n"),
            "cloudctl migrate run shop.plan.json --yes", "cloudctl migrate status --journal shop.jsonl",
            "cloudctl migrate verify --journal shop.jsonl", "cloudctl migrate domains --dry-run --journal shop.jsonl",
            "cloudctl migrate resume --journal shop.jsonl",
            "cloudctl migrate retire --dry-run --journal shop.jsonl",
            "cloudctl migrate rollback --dry-run --journal shop.jsonl",
            "cloudctl migrate rollback --yes --journal shop.jsonl",
        ]
    }

    /// Records that lead to the target already, one of them by way of the source, which looks before it takes a domain.
    static let moves = [
        ("news.example.org", "moveda1ee90d8-web.functions.fnc.fr-par.scw.cloud"),
        ("shopa1ee90d8-web.functions.fnc.fr-par.scw.cloud", "z98691a5a-6d2b0d3e-gtw.z3f8c2a95.jvm.world"),
    ]

    /// A migration to its end: the domain goes too, and the source is left.
    static let retirement = Scenario(name: "retirement", aliases: moves) { provider, _, other in
        let registry = other == "qovery" ? " --registry docker.io=$QOVERY_REGISTRY_ID" : ""
        let host = provider == "qovery" ? "news.example.org" : "shop.example.org"
        let journal = "--journal shop.jsonl"
        let way = provider == "qovery" ? journal : "--delete \(journal)"
        return [
            "cloudctl domains add web \(host)",
            """
            cloudctl migrate run --from \(provider) --to \(other) --namespace shop --to-namespace moved --allow all \
            --ingress nginx\(registry) --yes --quiet \(journal)
            """,
            "cloudctl migrate domains --dry-run \(journal)",
            Transcript.Line("cloudctl migrate domains --dns-is-set \(journal)", answering: "[y/N] ", with: "n\n"),
            "cloudctl migrate domains --dns-is-set --yes \(journal)", "cloudctl migrate status \(journal)",
            "cloudctl migrate rollback --yes \(journal)", "cloudctl migrate retire --dry-run \(way)",
            Transcript.Line("cloudctl migrate retire \(way)", answering: "(web): ", with: "y\n"),
            "cloudctl migrate retire --yes \(way)", "cloudctl migrate rollback --yes \(journal)", "cloudctl status",
        ]
    }

    static let guidance = Scenario(name: "guidance", timeScale: 1, hasShop: false) { provider, _, other in
        [
            "cloudctl version", "cloudctl help version", "cloudctl config", "cloudctl doctor --provider \(provider)",
            "cloudctl explain scaling.minimum", "cloudctl explain CC-MEM-ROUNDED", "cloudctl providers",
            "cloudctl schema | head -n 3", "cloudctl completions bash | head -n 3", "cloudctl init",
            "cloudctl check cloudctl.yaml", "cloudctl convert shop.yaml --to \(other)",
            "cloudctl demo | tail -n 1", "cloudctl simulate --host 0.0.0.0", "cloudctl lst",
        ]
    }

    static let manifest = """
        apiVersion: cloudctl/v1
        application: shop
        target: {namespace: shop}
        services:
          web:
            image: docker.io/library/nginx:1.27
            resources: {cpu: 500m, memory: 1Gi}
            scaling: {minimum: 1, maximum: 3}
            ports:
            - {number: 8080, protocol: http, exposure: public}
            environment:
              LOG_LEVEL: info

        """

    /// What is outside of the providers: an image that fails, and a host name whose record is set, for the addresses that
    /// the seed gives.
    static let world = """
        images:
          docker.io/shop/import:2.3: {run: {length: 2s, exitCode: 3, output: [begun, no price]}}
        otherImages: {run: {length: 10s, output: [done]}}
        aliases:
          shop.example.org: shopa1ee90d8-web.functions.fnc.fr-par.scw.cloud
          blog.example.org: z98691a5a-6d2b0d3e-gtw.z3f8c2a95.jvm.world

        """

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("world.yaml", Self.world)
        try terminal.file("shop.yaml", Self.manifest)
        try terminal.file("shop.env", "LOG_LEVEL=debug\nSESSION_KEY=of-the-transcript\n")
        try terminal.file("token", "of-the-transcript\n")
        try terminal.file("pin", "of-the-transcript\n")
    }

    @Test(arguments: scenarios, ["qovery", "scaleway"])
    func isAsStored(_ scenario: Scenario, _ provider: String) async throws {
        for medium in Transcript.Medium.allCases {
            // Each begins with the same files.
            let tests = try TranscriptTests()
            try await tests.compare(scenario, provider, medium)
        }
    }

    private func compare(_ scenario: Scenario, _ provider: String, _ medium: Transcript.Medium) async throws {
        let arguments = ["--world", "world.yaml", "--time-scale", "\(scenario.timeScale)"]
        try terminal.file("world.yaml", Self.world + scenario.aliases.map { "  \($0.host): \($0.target)\n" }.joined())
        let simulation = try SimulateTests.Running(arguments, in: terminal.folder)
        let variables = simulation.variables.merging(["CLOUDCTL_PROVIDER": provider]) { $1 }
        let given = provider == "qovery" ? " --registry docker.io=$QOVERY_REGISTRY_ID" : ""
        if scenario.hasJobs { try await ServedJobTests.makeJobs(provider, variables, isScheduled: false) }
        if scenario.hasShop {
            let founder = try Transcript(.piped, in: terminal, variables)
            let status = try founder.run("cloudctl apply -f shop.yaml --yes\(given)")
            try #require(status == 0, "\(founder.text)")
        }
        let transcript = try Transcript(medium, in: terminal, variables)
        for line in scenario.lines(provider, given, provider == "qovery" ? "scaleway" : "qovery") {
            try transcript.run(line)
        }
        #expect(simulation.end().status == 0)
        let text = transcript.text
        #expect(!text.contains("of-the-transcript"))
        try Golden.expect(text, matches: "Transcripts/\(scenario.name)-\(provider)-\(medium).txt")
    }

    /// Every command stands in a transcript, and one that asks a provider in one of each.
    @Test func noCommandIsMissing() async throws {
        let leaves = try await CommandTree().leaves
        try #require(leaves.count > 40)
        for provider in ["qovery", "scaleway"] {
            for medium in Transcript.Medium.allCases {
                let texts = try Self.scenarios.map {
                    try String(
                        contentsOf: Golden.file("Transcripts/\($0.name)-\(provider)-\(medium).txt"),
                        encoding: .utf8
                    )
                }
                let lines = texts.joined().split(separator: "\n").filter { $0.hasPrefix("$ cloudctl ") }
                let commands = lines.map { $0.split(separator: " ").dropFirst(2).map(String.init) }
                for leaf in leaves where !commands.contains(where: { $0.starts(with: leaf.words) }) {
                    Issue.record("\(leaf) stands in no transcript of \(provider), \(medium)")
                }
            }
        }
    }
}
