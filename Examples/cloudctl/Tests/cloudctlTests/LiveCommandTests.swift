import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The commands that ask a provider, whole runs against the two simulators.
struct LiveCommandTests {
    static let providers = ["scaleway-simulator", "qovery-simulator"]

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    // MARK: Reading

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        var text = ""
        for command in [
            ["namespaces"], ["list"], ["list", "--namespace", "staging"], ["status"], ["get", "search"],
            ["deploy", "web"], ["deploy", "search"], ["deploy", "web", "--no-wait"], ["stop", "web"],
            ["start", "reports"], ["start", "web", "--dry-run"], ["delete", "search", "--dry-run"],
            ["delete", "web", "--yes"], ["delete", "search", "--yes"], ["deploy", "web", "search", "--timeout", "2m"],
            ["get", "api"],
            ["get", "serch"],
            ["list", "--namespace", "shpo"], ["delete", "web"],
        ] {
            let result = await terminal.run(command)
            text +=
                "$ cloudctl \(command.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "live-\(provider).txt")
    }

    @Test(arguments: providers, ["namespaces", "list", "status", "get", "deploy", "delete"])
    func jsonAndYAMLSayTheSame(_ provider: String, _ command: String) async throws {
        let words =
            switch command {
            case "get": ["get", "web"]
            case "deploy": ["deploy", "web"]
            case "delete": ["delete", "web", "--yes"]
            default: [command]
            }
        let json = await terminal.run(words + ["--provider", provider, "-o", "json"])
        #expect(json.status == 0, "\(json.error)")
        let document = try JSONDocument(parsing: json.output)
        let yaml = await terminal.run(words + ["--provider", provider, "-o", "yaml"])
        #expect(try YAMLDocument.read(Array(yaml.output.utf8), named: nil).map(\.root) == [document.root])
        #expect(document.root["apiVersion"]?.string == "cloudctl/v1")
        #expect(document.root["provider"].map { "\($0.string ?? "")-simulator" } == provider)
        let lines = await terminal.run(words + ["--provider", provider, "-o", "jsonl"]).output.split(separator: "\n")
        for line in lines { #expect(try JSONDocument(parsing: String(line)).root["kind"]?.string != nil) }
    }

    @Test(arguments: providers)
    func namesAreOneALine(_ provider: String) async {
        let names = await terminal.run("list", "--provider", provider, "-o", "name").output
        #expect(names == "shop/web\nshop/api\nshop/search\nshop/reports\nstaging/api\n")
        let namespaces = await terminal.run("namespaces", "--provider", provider, "-o", "name").output
        #expect(namespaces == "shop\nstaging\n")
    }

    @Test(arguments: providers)
    func theManifestOfAServiceIsOne(_ provider: String) async throws {
        let result = await terminal.run("get", "web", "--provider", provider, "-o", "json")
        let root = try JSONDocument(parsing: result.output).root
        try terminal.file("web.json", try #require(root["manifest"]).text(.pretty))
        let check = await terminal.run("check", "web.json", "--on", "scaleway", "--allow", "all")
        #expect(check.status == 0, "\(check.error)\(check.output)")
        #expect(root["status"]?["state"]?.string == "ready")
    }

    @Test(arguments: providers)
    func aServiceIsFoundByItsID(_ provider: String) async throws {
        let list = try JSONDocument(parsing: await terminal.run("list", "--provider", provider, "-o", "json").output)
            .root
        for container in try #require(list["containers"]?.array) {
            let id = try #require(container["id"]?.string)
            let result = await terminal.run("get", id, "--provider", provider, "-o", "name")
            let place = container["namespace"]?["name"]?.string ?? ""
            #expect(result.output == "\(place)/\(container["name"]?.string ?? "")\n")
        }
    }

    private static let tables = ["list", "status", "namespaces"]

    @Test(arguments: providers, [60, 80, 140])
    func tablesFitTheTerminal(_ provider: String, _ columns: Int) async {
        terminal.outputColumns = columns
        for command in Self.tables {
            let result = await terminal.run(command, "--provider", provider)
            // Of the columns of a list, those that are cut keep eight characters, and the others all.
            let bound = command == "list" ? max(columns, 66) : columns
            let wide = result.output.split(separator: "\n").filter { $0.unicodeScalars.count > bound }
            #expect(!result.output.isEmpty && wide.isEmpty, "\(wide)")
        }
    }

    @Test(arguments: providers, [1, 10, 20, 40, 500])
    func tablesArePrintedAtEveryWidth(_ provider: String, _ columns: Int) async {
        for command in Self.tables {
            terminal.outputColumns = 80
            let usual = await terminal.run(command, "--provider", provider)
            terminal.outputColumns = columns
            let result = await terminal.run(command, "--provider", provider)
            #expect(result.status == usual.status && !result.output.isEmpty, "\(result.everything)")
        }
    }

    // MARK: Writing

    @Test(arguments: providers)
    func deletingAsks(_ provider: String) async {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        for (answer, status) in [("web\n", 0), (" web \n", 0), ("y\n", 1), ("Web\n", 1), ("\n", 1), ("", 1)] {
            let result = await terminal.run("delete", "web", "--provider", provider, input: answer)
            #expect(result.status == status)
            let question =
                "Delete web in shop (docker.io/library/nginx:1.27) on \(provider).\nType its name to confirm (web): "
            #expect(result.error.contains(question))
            #expect(result.output.contains("deleted") == (status == 0))
        }
    }

    @Test(arguments: [("true", 64), ("1", 64), ("false", 0), ("", 0)])
    func aPipelineIsNotAsked(_ value: String, _ status: Int32) async {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 80
        terminal.environment["CI"] = value
        let result = await terminal.run("delete", "web", "--provider", "qovery-simulator", input: "web\n")
        #expect(result.status == status, "\(result.everything)")
    }

    @Test func aQuestionThatNobodySeesIsNotAsked() async {
        terminal.inputIsTerminal = true
        let result = await terminal.run("delete", "web", "--provider", "qovery-simulator", input: "web\n")
        #expect(result.status == 64)
        #expect(result.error.contains("there is no terminal to ask at"))
    }

    @Test func severalServicesAreAskedAboutAtOnce() async {
        terminal.inputIsTerminal = true
        terminal.errorColumns = 200
        for (answer, status) in [("2\n", 0), ("web\n", 1), ("y\n", 1)] {
            let words = ["delete", "web", "search", "--provider", "qovery-simulator"]
            let result = await terminal.run(words, input: Array(answer.utf8))
            #expect(result.status == Int32(status))
            #expect(result.error.contains("the volume /var/lib/search (10Gi) with all that is on it"))
            let question = "Delete these 2 services on qovery-simulator.\nType their number to confirm (2): "
            #expect(result.error.contains(question))
        }
    }

    @Test(arguments: ["scaleway", "qovery"])
    func aQuestionNamesTheAccount(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.inputIsTerminal = true
        terminal.errorColumns = 300
        for words in [
            ["delete", "web"], ["rollback", "web", "--image", "1.26"], ["env", "unset", "web", "LOG_LEVEL"],
        ] {
            let question = await terminal.run(words, input: Array("n\n".utf8)).error
            let names = terminal.environment.filter {
                $0.key.hasSuffix("PROJECT_ID") || $0.key.hasSuffix("ORGANIZATION_ID")
            }
            #expect(!names.isEmpty)
            for id in names.values { #expect(question.contains(id), "\(question)") }
            #expect(provider == "qovery" || question.contains("region fr-par"), "\(question)")
        }
    }

    @Test func allNeedsNoNames() async {
        for words in [["deploy"], ["deploy", "web", "--all"], ["start"], ["deploy", "web", "--timeout", "no"]] {
            #expect(await terminal.run(words + ["--provider", "qovery-simulator"]).status == 64)
        }
        let result = await terminal.run("start", "--all", "--provider", "qovery-simulator")
        #expect(result.status == 0)
        #expect(result.output.contains("reports  shop       ready"))
        #expect(result.output.contains("web      shop       unchanged"))
    }

    @Test func aPartThatFailsIsToldApart() async throws {
        for provider in Self.providers {
            let result = await terminal.run("deploy", "--all", "--provider", provider, "-o", "json")
            #expect(result.status == 3)
            let root = try JSONDocument(parsing: result.output).root
            #expect(root["result"]?.string == "partly done")
            let outcomes = root["services"]?.array?.compactMap { $0["outcome"]?.string }
            #expect(outcomes == ["done", "done", "failed", "done", "done"])
        }
    }

    @Test(arguments: providers)
    func aWaitThatRunsOutOfTimeSaysSo(_ provider: String) async {
        let result = await terminal.run("deploy", "search", "--timeout", "5s", "--provider", provider)
        #expect(result.status == 124)
        #expect(result.error.contains("search in shop is not ready after 5s"))
        #expect(await terminal.run("status", "search", "--wait", "--provider", provider).status == 1)
        #expect(await terminal.run("status", "web", "--wait", "--provider", provider).status == 0)
    }

    // MARK: Limits

    /// Answers as if nothing ever became ready.
    private struct NeverReady: HTTPTransport {
        let base: any HTTPTransport

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            var response = try await base.send(request)
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(text.replacing("\"status\":\"ready\"", with: "\"status\":\"updating\"").utf8)
            return response
        }
    }

    @Test func aLimitThatNobodyNamesIsSaidWithItsReason() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        terminal.transport = NeverReady(base: terminal.transport)
        let result = await terminal.run("status", "web", "--wait")
        #expect(result.status == 124)
        let limit = try #require(result.error.firstMatch(of: #/waiting up to ([0-9hms]+): web has ([^\n]+)\n/#))
        #expect(limit.2.contains(" × ") && limit.2.hasSuffix(" to begin"), "\(limit.2)")
        #expect(result.error.contains("web in shop is not ready after \(limit.1), it is "))
        let named = await terminal.run("status", "web", "--wait", "--timeout", "90s")
        #expect(named.error.contains("not ready after 1m30s") && !named.error.contains("waiting up to"))
        let qovery = await terminal.run("deploy", "web", "--provider", "qovery-simulator")
        #expect(qovery.error.contains("waiting up to 1h: qovery names no limit of its own\n"))
    }

    @Test(arguments: providers)
    func noLimitHasToBeTyped(_ provider: String) async {
        for limit in ["0", "0s"] {
            let result = await terminal.run("deploy", "web", "--timeout", limit, "--provider", provider)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.error.contains("waiting without a limit\n"))
        }
    }

    @Test(arguments: providers)
    func theLastLinesSayWhereItIsAndWhatComesNext(_ provider: String) async throws {
        let words = ["deploy", "web", "search", "--provider", provider]
        let result = await terminal.run(words)
        #expect(result.error.contains("\nweb: https://"))
        #expect(result.error.contains(#/\n1 ready, 1 failed, [0-9ms]+\n/#))
        #expect(result.error.contains("\nnext: cloudctl describe shop/search --provider \(provider)\n"))
        let good = await terminal.run("deploy", "web", "--provider", provider)
        #expect(good.error.contains(#/\n1 ready, [0-9ms]+\nnext: cloudctl logs shop/web --follow --provider /#))
        let services = try JSONDocument(parsing: await terminal.run(words + ["-o", "json"]).output).root["services"]
        #expect(services?.array?.first?["endpoints"]?.array?.first?["url"]?.string?.hasPrefix("https://") == true)
        let quiet = await terminal.run("deploy", "web", "--provider", provider, "-q")
        #expect(quiet.everything.isEmpty)
        let asked = await terminal.run("deploy", "web", "--no-wait", "--provider", provider)
        #expect(asked.error.contains("next: cloudctl status shop/web --wait"))
    }

    @Test func quietPrintsErrorsOnly() async {
        for words in [["deploy", "web"], ["get", "web"], ["status"], ["delete", "web", "--yes"]] {
            #expect(await terminal.run(words + ["--provider", "scaleway-simulator", "-q"]).everything.isEmpty)
        }
        let failed = await terminal.run("deploy", "search", "--provider", "scaleway-simulator", "-q")
        #expect(failed.error.hasPrefix("error: search in shop failed\n"))
    }

    // MARK: On a terminal

    @Test func linesAreWrittenAnewInPlace() async {
        terminal.errorColumns = 60
        let result = await terminal.run("deploy", "web", "search", "--provider", "qovery-simulator")
        #expect(result.error.contains("\r\u{1B}[2A\u{1B}[J"))
        // Nothing is left behind: neither a colour nor a hidden cursor.
        #expect(!result.error.contains("\u{1B}[?25"))
        let lines = result.error.split(separator: "\n").map { $0.split(separator: "\u{1B}[J").last ?? "" }
        #expect(
            lines.allSatisfy {
                $0.unicodeScalars.count < 60 || ["help", "next: ", "https://"].contains(where: $0.contains)
            },
            "\(lines)"
        )
        terminal.environment["TERM"] = "dumb"
        #expect(!(await terminal.run("deploy", "web", "--provider", "qovery-simulator").error.contains("\u{1B}")))
    }

    @Test(arguments: providers)
    func aCancelledCommandSaysNothingBroken(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider
        let result = await withTaskGroup(of: Void.self) { _ in
            withUnsafeCurrentTask { $0?.cancel() }
            return await terminal.run("deploy", "web")
        }
        #expect(result.status == 130)
        #expect(result.everything.isEmpty)
    }

    // MARK: Choosing

    @Test func aProviderHasToBeChosen() async {
        let nothing = await terminal.run("list")
        #expect(nothing.status == 64)
        for name in ["qovery", "scaleway", "qovery-simulator", "scaleway-simulator"] {
            #expect(nothing.error.contains(name))
        }
        let wrong = await terminal.run("list", "--provider", "scalway")
        #expect(wrong.status == 64)
        #expect(wrong.error.contains("Did you mean scaleway?"))
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovry"
        let variable = await terminal.run("list")
        #expect(variable.status == 78)
        #expect(variable.error.contains("Did you mean qovery?"))
        for words in [
            ["--provider", "qovery", "--region", "fr-par"], ["--provider", "scaleway-simulator", "--project", "x"],
        ] {
            #expect(await terminal.run(["list"] + words).status == 64)
        }
    }
}
