import CloudContainers
import CommandKit
import Testing

/// The commands that only read, by the tree of commands, each with what it needs to be run at a simulator.
struct ReadingCommands {
    /// A command that can be run.
    struct Command: CustomStringConvertible, Sendable {
        /// The words of the command line, without a form of output.
        let words: [String]
        /// Whether it can tell each request on standard error.
        let hasVerbose: Bool
        var description: String { words.joined(separator: " ") }
    }

    /// What writes documents of its own form, or goes on until somebody ends it.
    private static let others: Set<String> = [
        "init", "schema", "convert", "export", "demo", "simulate", "help", "completions",
    ]

    /// What stands behind the words of a command that needs something.
    private static let arguments: [String: [String]] = [
        "get": ["web"], "describe": ["search"], "logs": ["web"], "env list": ["web"], "env diff": ["web", "shop.env"],
        "secrets list": ["shop/api"], "domains list": ["web"], "domains check": ["web", "shop.example.org"],
        "jobs get": ["nightly"], "jobs runs": ["nightly"], "jobs logs": ["nightly"], "check": ["site.yaml"],
        "diff": application, "plan": application, "drift": application, "explain": ["scaling.maximum"],
        "migrate inventory": ["--from", "$", "--namespace", "shop"],
        "migrate plan": ["--from", "$", "--to", "qovery-simulator", "--namespace", "shop", "--allow", "all"],
        "migrate status": journal,
    ]

    private static let application = ["-f", "site.yaml", "--namespace", "shop", "--allow", "all"]
    private static let journal = ["--journal", "move.jsonl"]
    /// What needs an account that stays from command to command.
    private static let lasting: Set<String> = ["migrate verify"]

    /// The commands.
    let all: [Command]

    /// Finds them, and writes the files that they read.
    ///
    /// - Parameters:
    ///   - terminal: Where they are run.
    ///   - provider: The simulator.
    /// - Throws: An error of the library, where there is no migration to read about.
    init(in terminal: Terminal, _ provider: String = "scaleway-simulator") async throws {
        try terminal.file("site.yaml", Samples.site)
        try terminal.file("shop.env", "LOG_LEVEL=debug\n")
        try terminal.file("move.env", "TOKEN=token-of-the-test\n")
        let cloud = try await MovingCloud()
        try await cloud.fill("scaleway")
        cloud.connect(terminal)
        let line = "migrate run --from scaleway --to qovery --namespace shop --to-namespace moved --yes"
        let moved = await terminal.run(
            line.split(separator: " ").map(String.init) + ["--secrets", "move.env"] + Self.journal + cloud.decisions
        )
        #expect(moved.status == 0, "\(moved.everything)")
        terminal.environment = ["CLOUDCTL_PROVIDER": provider, "HOME": terminal.folder]
        terminal.transport = Terminal.NoTransport()
        var all: [Command] = []
        for leaf in try await CommandTree().leaves {
            let isReading = leaf.options.isDisjoint(with: ["yes", "dry-run"]) && leaf.output != nil
            guard isReading, !Self.others.contains(leaf.words[0]), !Self.lasting.contains(leaf.description) else {
                continue
            }
            let more = (Self.arguments[leaf.description] ?? []).map { $0 == "$" ? provider : $0 }
            all.append(Command(words: leaf.words + more, hasVerbose: leaf.options.contains("verbose")))
        }
        self.all = all
    }
}
