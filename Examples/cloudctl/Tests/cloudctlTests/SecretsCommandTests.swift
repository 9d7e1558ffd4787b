import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// `cloudctl secrets`, against the two simulators.
struct SecretsCommandTests {
    static let providers = ["scaleway", "qovery"]
    private static let canary = "c4n4ry-7f3e91b2"

    let terminal: Terminal
    let time = VirtualTime()

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    /// What the service sees, by name: whether it is secret.
    private func seen() async throws -> [String: Bool] {
        let result = await terminal.run("env", "list", "web", "-o", "json")
        let list = try JSONDocument(parsing: result.output).root["variables"]?.array ?? []
        return list.reduce(into: [:]) { $0[$1["name"]?.string ?? ""] = $1["secret"]?.bool }
    }

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        try await terminal.connect(provider, time)
        try terminal.file("token", "\(Self.canary)\n")
        terminal.environment["API_KEY"] = Self.canary
        var text = ""
        for words in [
            ["list", "web"], ["set", "web", "TOKEN", "--dry-run"], ["set", "web", "TOKEN"],
            ["set", "web", "TOKEN=file:token", "API_KEY=env:API_KEY"], ["list", "web"], ["list", "web", "-o", "name"],
            ["set", "web", "TOKEN", "API_KEY"], ["set", "web", "TOKEN=\(Self.canary)"],
            ["unset", "web", "LOG_LEVEL", "--yes"], ["unset", "web", "TOKN", "--yes"], ["unset", "web", "TOKEN"],
            ["unset", "web", "TOKEN", "--dry-run"], ["unset", "web", "TOKEN", "--yes"], ["list", "web"],
        ] {
            let result = await terminal.run(["secrets"] + words, input: Array("\(Self.canary)\n".utf8))
            #expect(!result.everything.contains(Self.canary))
            let shown = words.map { $0.replacing(Self.canary, with: "VALUE") }.joined(separator: " ")
            text += "$ cloudctl secrets \(shown)\n\(result.output)\(result.error)[\(result.status)]\n\n"
            // So that nothing is under way that the next one would have to wait for.
            try await time.sleep(for: .seconds(120))
        }
        try Golden.expect(text, matches: "secrets-\(provider).txt")
    }

    @Test(arguments: providers)
    func aValueIsAskedForAtATerminal(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        terminal.inputIsTerminal = true
        terminal.errorColumns = 80
        let result = await terminal.run("secrets", "set", "web", "TOKEN", input: "\(Self.canary)\n")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("TOKEN: \n"))
        #expect(!result.everything.contains(Self.canary))
        #expect(try await seen()["TOKEN"] == true)
        let nothing = await terminal.run("secrets", "set", "web", "OTHER", input: "\n")
        #expect(nothing.status == 65)
        #expect(try await seen()["OTHER"] == nil)
        terminal.environment["CI"] = "true"
        let pipeline = await terminal.run("secrets", "set", "web", "OTHER", input: "x\n")
        #expect(pipeline.status == 64 && pipeline.error.contains("nobody to ask"), "\(pipeline.everything)")
        #expect(!pipeline.error.contains("OTHER: "))
        terminal.environment["CI"] = nil
        terminal.errorColumns = nil
        #expect(await terminal.run("secrets", "set", "web", "OTHER", input: "x\n").status == 64)
    }

    @Test(arguments: providers)
    func aSecretOfANamespaceIsSetAndRemoved(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        let scope = ["--scope", "namespace", "--namespace", "shop"]
        let set = await terminal.run(["secrets", "set", "SHARED"] + scope, input: Array(Self.canary.utf8))
        #expect(set.status == 0, "\(set.error)")
        let list = await terminal.run("secrets", "list", "--namespace", "shop", "-o", "name")
        #expect(list.output.split(separator: "\n").contains("SHARED"))
        let unset = await terminal.run(["secrets", "unset", "SHARED", "--yes"] + scope)
        #expect(unset.status == 0, "\(unset.error)")
        #expect(!(await terminal.run("secrets", "list", "--namespace", "shop", "-o", "name").output.contains("SHARED")))
    }

    @Test func aPlainVariableIsNoSecret() async throws {
        try await terminal.connect("qovery", time)
        let result = await terminal.run("secrets", "unset", "web", "LOG_LEVEL", "--yes")
        #expect(result.status == 64)
        #expect(try await seen()["LOG_LEVEL"] == false)
        #expect(await terminal.run("secrets", "list").status == 64)
        #expect(await terminal.run("secrets", "set", "web").status == 64)
        #expect(await terminal.run("secrets", "unset", "web").status == 64)
    }
}
