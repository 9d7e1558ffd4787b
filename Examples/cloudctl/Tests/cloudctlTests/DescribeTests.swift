import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// `cloudctl describe`, against the two simulators.
struct DescribeTests {
    static let providers = ["scaleway-simulator", "qovery-simulator"]

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        var text = ""
        for command in [
            ["describe", "web"], ["describe", "search"], ["describe", "reports"],
            ["describe", "api", "--namespace", "staging"], ["describe", "serach"],
        ] {
            let result = await terminal.run(command)
            text +=
                "$ cloudctl \(command.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "describe-\(provider).txt")
    }

    @Test(arguments: providers)
    func jsonAndYAMLSayTheSameAndMoreThanGet(_ provider: String) async throws {
        let words = ["describe", "search", "--provider", provider]
        let root = try JSONDocument(parsing: await terminal.run(words + ["-o", "json"]).output).root
        let yaml = await terminal.run(words + ["-o", "yaml"]).output
        #expect(try YAMLDocument.read(Array(yaml.utf8), named: nil).map(\.root) == [root])
        let get = await terminal.run("get", "search", "--provider", provider, "-o", "json")
        for member in try JSONDocument(parsing: get.output).root.object ?? [:] where member.name != "kind" {
            #expect(root[member.name] == member.value, "\(member.name)")
        }
        #expect(root["reason"]?.string?.isEmpty == false)
        #expect(root["advice"]?.string?.isEmpty == false)
        let name = await terminal.run(words + ["-o", "name"]).output
        #expect(name == "shop/search\n")
        #expect(await terminal.run("get", "search", "--provider", provider, "-o", "name").output == name)
        #expect(await terminal.run(words + ["-q"]).everything.isEmpty)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func valuesOfSecretsAreNeverShown(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.environment["API_KEY"] = "hidden-value"
        let set = await terminal.run("env", "set", "web", "SHOWN=plain-value", "--secret", "API_KEY=env:API_KEY")
        #expect(set.status == 0, "\(set.error)")
        for form in ["table", "json"] {
            let result = await terminal.run("describe", "web", "-o", form)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("API_KEY"))
            #expect(result.output.contains("plain-value"))
            #expect(!result.everything.contains("hidden-value"))
        }
    }

    @Test func theSumsOfTheProbesAreDone() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        let page = await terminal.run("describe", "web").output
        let sum = try #require(page.firstMatch(of: #/liveness: ([0-9]+) × ([0-9]+)s = ([0-9hms]+) of failures/#))
        let product = (Int(sum.1) ?? 0) * (Int(sum.2) ?? 0)
        #expect(product > 0 && Duration.seconds(product).text == sum.3, "\(sum.0)")
        let json = try JSONDocument(parsing: await terminal.run("describe", "web", "-o", "json").output).root
        #expect(json["probeLimits"]?.array?.first?["failsAfter"]?.string == "\(product)s")
        #expect(json["deploymentLimit"]?.string == "\(product + 180)s")
        #expect(await terminal.run("describe", "search").output.contains("a deployment fails after "))
    }

    @Test func whatRanBeforeIsShownWhereTheProviderKnows() async throws {
        try await terminal.connect("qovery", VirtualTime())
        let first = try JSONDocument(parsing: await terminal.run("describe", "web", "-o", "json").output).root
        #expect(first["earlierImages"]?.array?.isEmpty == true)
        let deployed = await terminal.run("deploy", "web", "--image", "2.0.0")
        #expect(deployed.status == 0, "\(deployed.error)")
        let next = try JSONDocument(parsing: await terminal.run("describe", "web", "-o", "json").output).root
        #expect(next["earlierImages"]?.array?.map(\.string) == ["docker.io/library/nginx:1.27"])
        #expect(await terminal.run("describe", "web").output.contains("before"))
    }

    /// Answers like another transport, but for paths that hold a word.
    struct Refusing: HTTPTransport {
        let transport: any HTTPTransport
        let word: String

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            guard request.path.lowercased().contains(word) else { return try await transport.send(request) }
            return HTTPResponse(status: 403, body: Array(#"{"message": "no right to read this"}"#.utf8))
        }
    }

    @Test(arguments: [("scaleway", "cockpit"), ("qovery", "/log")])
    func whatCannotBeReadIsAGap(_ provider: String, _ word: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.transport = Refusing(transport: terminal.transport, word: word)
        let result = await terminal.run("describe", "search")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("Not known\n"))
        #expect(result.output.contains("  what it writes: "))
        #expect(result.output.contains("Why it is not ready\n"))
        let json = try JSONDocument(parsing: await terminal.run("describe", "search", "-o", "json").output).root
        #expect(json["gaps"]?.array?.isEmpty == false)
    }
}
