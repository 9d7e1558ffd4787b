import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The commands about variables, whole runs against the two simulators.
struct EnvCommandTests {
    let terminal: Terminal
    let time = VirtualTime()
    private static let canary = "c4n4ry-7f3e91b2"

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
        terminal.time = time
    }

    /// Runs a command and gives all that a person sees of it.
    private func shown(_ words: [String], input: String = "") async -> String {
        let result = await terminal.run(words, input: Array(input.utf8))
        return "$ cloudctl \(words.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
    }

    private func variables(_ words: String...) async throws -> [String: JSONValue] {
        let result = await terminal.run(["env", "list"] + words + ["-o", "json", "--show-values"])
        #expect(result.status == 0, "\(result.error)")
        let list = try JSONDocument(parsing: result.output).root["variables"]?.array ?? []
        return Dictionary(list.filter { $0["inEffect"]?.bool == true }.map { ($0["name"]?.string ?? "", $0) }) { $1 }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        try await terminal.connect(provider, time)
        try terminal.file(
            "shop.env",
            "LOG_LEVEL=debug\nREGION='north'\nexport NEW=\"a b\"\nSESSION_KEY=\(Self.canary)\n"
        )
        try terminal.file("token", "\(Self.canary)\n")
        var text = ""
        for words in [
            ["list", "web"], ["list", "search"], ["set", "web", "REGION=south", "LOG_LEVEL=info", "--dry-run"],
            ["set", "web", "REGION=south", "LOG_LEVEL=info", "--secret", "TOKEN=file:token"],
            ["set", "--scope", "namespace", "--namespace", "shop", "REGION=north", "TIER=gold"],
            ["list", "web", "--show-values"], ["list", "web"], ["list", "--namespace", "shop"],
            ["set", "web", "TIER=silver"], ["list", "web", "--show-values"],
            ["diff", "web", "shop.env", "--detailed-exitcode"],
            ["import", "web", "shop.env", "--secrets", "SESSION_KEY"],
            ["diff", "web", "shop.env", "--detailed-exitcode"], ["unset", "web", "NEW", "--dry-run"],
            ["unset", "web", "NEW", "TIER", "--yes"], ["unset", "web", "TIRE", "--yes"],
            ["unset", "web", "TIER", "--yes"],
            ["list", "web", "-o", "name"], ["list", "--namespace", "shop", "--scope", "project"],
            ["unset", "web", "TOKEN"],
        ] {
            text += await shown(["env"] + words)
            // So that nothing is under way that the next one would have to wait for.
            try await time.sleep(for: .seconds(120))
        }
        #expect(!text.contains(Self.canary))
        try Golden.expect(text, matches: "env-\(provider).txt")
    }

    @Test func aliasesAndReferencesAreShownAsTheyAre() async throws {
        try await terminal.connect("qovery", time)
        terminal.outputColumns = 100
        _ = await terminal.run(
            "env",
            "set",
            "web",
            "HOST=db",
            "URL=pg://{{HOST}}",
            "ID={{QOVERY_PROJECT_ID}}",
            "RULES=x {{HOST}}",
            "--mount",
            "RULES=/etc/rules"
        )
        let list = await terminal.run("env", "list", "web", "--show-values").output
        #expect(list.contains("pg://db "))
        #expect(list.contains("{{QOVERY_PROJECT_ID}} (needs QOVERY_PROJECT_ID)"))
        #expect(list.contains("value, file /etc/rules"))
        #expect(!list.contains("QOVERY_ENVIRONMENT"))
        let all = try await variables("web")
        #expect(all["URL"]?["value"] == "pg://{{HOST}}" && all["URL"]?["resolved"] == "pg://db")
        #expect(all["ID"]?["needs"] == "QOVERY_PROJECT_ID" && all["ID"]?["resolved"] == .null)
        #expect(all["RULES"]?["file"] == "/etc/rules")
        // A file stays one.
        _ = await terminal.run("env", "set", "web", "RULES=y")
        #expect(try await variables("web")["RULES"]?["file"] == "/etc/rules")
    }

    @Test(arguments: ["scaleway", "qovery"])
    func valuesOfSecretsComeFromElsewhere(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        try terminal.file("two", "\(Self.canary)-2\r\n")
        terminal.environment["ONE"] = "\(Self.canary)-1"
        let result = await terminal.run(
            ["env", "set", "web", "--secret", "A=env:ONE", "--secret", "B=file:two", "--secret", "C=-", "--verbose"],
            input: Array("\(Self.canary)-3\n".utf8)
        )
        #expect(result.status == 0, "\(result.error)")
        #expect(!result.everything.contains(Self.canary))
        let all = try await variables("web")
        for name in ["A", "B", "C"] {
            #expect(all[name]?["secret"] == true && all[name]?["value"] == .null && all[name]?["resolved"] == .null)
        }
        // A plain value takes the place of a secret one.
        let plain = await terminal.run("env", "set", "web", "A=shown")
        #expect(plain.status == 0, "\(plain.error)")
        #expect(plain.error.contains("warning: A, a secret there, becomes plain"))
        #expect(try await variables("web")["A"]?["value"] == "shown")
    }

    @Test(arguments: [
        ["set", "web"], ["set"], ["set", "A=1"], ["set", "web", "A"], ["set", "web", "A=1", "A=2"],
        ["set", "web", "=1"],
        ["set", "web", "--secret", "A"], ["set", "web", "--secret", "A=c4n4ry-7f3e91b2"],
        ["set", "web", "--secret", "A=env:"],
        ["set", "web", "--secret", "A=-", "--secret", "B=-"], ["set", "web", "B=1", "--mount", "A=/a"],
        ["set", "--scope", "namespace", "A=1"], ["set", "--scope", "contaner", "--namespace", "shop", "A=1"],
        ["unset", "web"], ["unset"], ["unset", "web", "LOG_LEVEL"], ["import", "web"], ["import", "web", "a", "b"],
        ["diff", "web"], ["list"], ["list", "web", "--scope", "namespace", "--namespace", "shop"],
        ["import", "web", "one.env", "--secrets", "B"],
    ])
    func wrongUseIsToldBeforeAnythingIsSent(_ words: [String]) async throws {
        try await terminal.connect(
            "qovery",
            time,
            [FaultRule(.refused, method: .post), FaultRule(.refused, method: .delete)]
        )
        try terminal.file("one.env", "A=\(Self.canary)\n")
        let result = await terminal.run(["env"] + words)
        #expect(result.status == 64, "\(result.error)")
        #expect(result.error.hasPrefix("error: "))
        #expect(!result.everything.contains(Self.canary))
    }

    @Test func whatIsNotThereHasItsStatus() async throws {
        try await terminal.connect("scaleway", time)
        terminal.environment["EMPTY"] = ""
        for (words, status) in [
            (["list", "wbe"], 66), (["list", "--namespace", "shpo"], 66),
            (["set", "web", "--secret", "A=env:NEVER"], 66),
            (["set", "web", "--secret", "A=file:never"], 66), (["import", "web", "never.env"], 66),
            (["unset", "web", "NEVER", "--yes"], 66), (["set", "web", "SCW_X=1"], 65),
            (["set", "web", "--secret", "A=env:EMPTY"], 65),
            (["set", "web", "A=1", "--mount", "A=/a"], 1), (["list", "api"], 64),
            (["set", "--scope", "project", "--namespace", "shop", "A=1"], 1),
        ] {
            let result = await terminal.run(["env"] + words)
            #expect(result.status == Int32(status), "\(words): \(result.error)")
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func removingAsks(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        for (answer, status) in [("n\n", 1), ("", 1), ("y\n", 0)] {
            let result = await terminal.run("env", "unset", "web", "LOG_LEVEL", input: answer)
            #expect(result.status == Int32(status))
            #expect(result.error.contains("Remove LOG_LEVEL from web in shop on \(provider) ("))
            #expect(result.error.contains(")? [y/N] "))
            #expect(try await variables("web").isEmpty == (status == 0))
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aRehearsalSendsNothing(_ provider: String) async throws {
        let refused = Fault.answer(HTTPResponse(status: 500))
        try await terminal.connect(provider, time)
        try terminal.file("one.env", "A=1\nLOG_LEVEL=info\n")
        let rules = [HTTPMethod.post, .put, .patch, .delete].map { FaultRule(refused, method: $0) }
        terminal.transport = FaultInjector(terminal.transport, rules: rules, time: time)
        for words in [
            ["set", "web", "A=1"], ["set", "web", "--secret", "A=env:HOME"], ["import", "web", "one.env"],
            ["unset", "web", "LOG_LEVEL"],
        ] {
            terminal.environment["HOME"] = Self.canary
            let result = await terminal.run(["env"] + words + ["--dry-run"])
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("would be "))
            #expect(result.error.isEmpty)
        }
        // What is there already is not sent either.
        let same = await terminal.run("env", "set", "web", "LOG_LEVEL=info")
        #expect(same.status == 0 && same.output.contains("unchanged") && same.error.isEmpty)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func everyFormSaysTheSame(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        try terminal.file("one.env", "A=1\n")
        for words in [
            ["list", "api"], ["set", "web", "A=1"], ["import", "web", "one.env"], ["diff", "web", "one.env"],
            ["unset", "web", "A", "--dry-run"],
        ] {
            let words = ["env"] + words + ["--namespace", "shop"]
            let json = await terminal.run(words + ["-o", "json"])
            #expect(json.status == 0, "\(json.error)")
            let root = try JSONDocument(parsing: json.output).root
            let yaml = await terminal.run(words + ["-o", "yaml"])
            let document = try YAMLDocument.read(Array(yaml.output.utf8), named: nil).first?.root
            #expect(document?["kind"] == root["kind"] && document?["of"] == root["of"])
            #expect(root["of"]?["namespace"]?["name"] == "shop")
            let isList = words.contains("list")
            #expect(await terminal.run(words + ["--quiet"]).everything.isEmpty != isList)
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aSecretThatIsSaidBackIsNotPrinted(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        let body = #"{"message": "no \#(Self.canary)", "detail": "no \#(Self.canary)"}"#
        let answer = Fault.answer(HTTPResponse(status: 400, body: Array(body.utf8)))
        let rules = [HTTPMethod.post, .patch].map { FaultRule(answer, method: $0) }
        terminal.transport = FaultInjector(terminal.transport, rules: rules, time: time)
        terminal.environment["VALUE"] = Self.canary
        let result = await terminal.run("env", "set", "web", "--secret", "A=env:VALUE", "--verbose")
        #expect(result.status == 65)
        #expect(result.error.contains("no (hidden)"))
        #expect(!result.everything.contains(Self.canary))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aFileOfVariablesKeepsSecrets(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        try terminal.file("shop.env", "TOKEN=\(Self.canary)\n")
        #expect(await terminal.run("env", "set", "web", "--secret", "TOKEN=file:shop.env").status == 0)
        try await time.sleep(for: .seconds(120))
        // The file holds its value without saying so, which the comparison assumes too.
        let kept = await terminal.run("env", "import", "web", "shop.env", "-o", "json")
        #expect(kept.status == 0, "\(kept.everything)")
        let rows = try JSONDocument(parsing: kept.output).root["variables"]?.array
        #expect(rows == [["name": "TOKEN", "secret": true, "result": "changed"]])
        #expect(try await variables("web")["TOKEN"]?["secret"] == true)
        #expect(!kept.everything.contains(Self.canary))
        // So does one that the service inherits.
        let scope = ["--scope", "namespace", "--namespace", "shop"]
        let all = await terminal.run(["env", "set"] + scope + ["--secret", "SHARED=file:shop.env"])
        #expect(all.status == 0, "\(all.everything)")
        try await time.sleep(for: .seconds(120))
        try terminal.file("shared.env", "SHARED=\(Self.canary)\n")
        let overridden = await terminal.run("env", "import", "web", "shared.env", "-o", "json")
        let expected: [JSONValue] = [["name": "SHARED", "secret": true, "result": "overridden"]]
        #expect(try JSONDocument(parsing: overridden.output).root["variables"]?.array == expected)
        #expect(try await variables("web")["SHARED"]?["secret"] == true)
    }

    @Test(arguments: ["scaleway", "qovery"])
    func whatToDoNextCanBeTyped(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        terminal.environment["CLOUDCTL_PROVIDER"] = nil
        let result = await terminal.run("env", "set", "web", "A=1", "--provider", provider)
        let command = provider == "scaleway" ? "cloudctl status shop/web --wait" : "cloudctl deploy shop/web"
        let words = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(result.status == 0 && words.contains("\(command) --provider \(provider)"), "\(words)")
    }
}
