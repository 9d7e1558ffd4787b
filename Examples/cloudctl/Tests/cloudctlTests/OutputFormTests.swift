import CloudContainers
import CommandKit
import SimulationKit
import Testing

/// The forms of results: the same words in every command, nothing cut where a program reads, and the text itself.
struct OutputFormTests {
    static let providers = ["scaleway", "qovery"]

    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    /// Commands that neither read an account nor print a report of theirs: they write documents, or teach.
    private static let others: Set<String> = [
        "init", "schema", "convert", "export", "demo", "simulate", "help", "completions",
    ]

    @Test func everyCommandThatReadsHasAllForms() async throws {
        let leaves = try await CommandTree().leaves
        let reading = leaves.filter { leaf in
            leaf.options.isDisjoint(with: ["yes", "dry-run"]) && !Self.others.contains(leaf.words[0])
        }
        #expect(reading.count > 15, "\(reading)")
        for leaf in reading { #expect(leaf.output != nil, "\(leaf)") }
        for leaf in leaves where leaf.output != nil && !Self.others.contains(leaf.words[0]) {
            #expect(leaf.options.isSuperset(of: ["output", "field"]), "\(leaf)")
            #expect(
                leaf.output == "The form of the result: table, wide, json, jsonl, yaml, name, or columns=PATH,PATH.",
                "\(leaf)"
            )
        }
    }

    @Test(arguments: providers)
    func noCellIsCutForAPipeOrWhenWide(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        for words in [
            "list", "status", "namespaces", "domains list web", "env list web", "jobs list", "jobs runs nightly",
        ] {
            let command = words.split(separator: " ").map(String.init)
            terminal.outputColumns = nil
            #expect(!(await terminal.run(command).output.contains("…")), "\(words)")
            terminal.outputColumns = 40
            let wide = await terminal.run(command + ["-o", "wide"])
            #expect(wide.status == 0 && !wide.output.contains("…"), "\(words) \(wide.error)")
        }
        terminal.outputColumns = 40
        #expect(await terminal.run("list").output.contains("…"))
        let id = await terminal.run("get", "web", "--field", "id").output.dropLast()
        #expect(await terminal.run("list", "-o", "wide").output.contains(id))
    }

    @Test(arguments: providers)
    func namesAreWhatArgumentsTake(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        let list = try JSONDocument(parsing: await terminal.run("list", "-o", "json").output).root
        let ids = try #require(list["containers"]?.array).compactMap { $0["id"]?.string }
        let names = await terminal.run("list", "-o", "name").output.split(separator: "\n").map(String.init)
        #expect(names == ["shop/web", "shop/api", "shop/search", "shop/reports", "staging/api"])
        for (name, id) in zip(names, ids) {
            #expect(await terminal.run("get", name, "--field", "id").output == id + "\n")
            #expect(await terminal.run("get", id, "-o", "name").output == name + "\n")
        }
        #expect(await terminal.run("jobs", "get", "shop/nightly", "-o", "name").output == "shop/nightly\n")
        let wrong = await terminal.run("get", "shop/wbe")
        #expect(wrong.status == 66 && wrong.error.contains("Did you mean shop/web?"))
        #expect(await terminal.run("get", "api").error.contains("NAMESPACE/NAME"))
    }

    @Test(arguments: providers)
    func linesAreTheElementsInTheirOrder(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        for (words, member) in [("list", "containers"), ("namespaces", "namespaces"), ("jobs list", "jobs")] {
            let command = words.split(separator: " ").map(String.init)
            let document = try JSONDocument(parsing: await terminal.run(command + ["-o", "json"]).output).root
            let lines = await terminal.run(command + ["-o", "jsonl"]).output.split(separator: "\n")
            let ids = try lines.map { try JSONDocument(parsing: String($0)).root["id"]?.string }
            #expect(ids == document[member]?.array?.map { $0["id"]?.string })
            #expect(!ids.isEmpty)
        }
    }

    /// An account whose second page cannot be read.
    @Test func linesComeBeforeTheNextPageIsRead() async throws {
        let time = VirtualTime()
        try await terminal.connect("scaleway", time)
        terminal.transport = Refusing(base: terminal.transport, after: 2)
        let result = await terminal.run("list", "-o", "jsonl")
        #expect(result.status != 0)
        #expect(result.output.split(separator: "\n").count == 4, "\(result.output)")
        #expect(await terminal.run("list", "-o", "json").output.isEmpty)
    }

    // MARK: Fields

    @Test func aFieldIsTextOrJSON() async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = "scaleway-simulator"
        #expect(await terminal.run("get", "web", "--field", "status.state").output == "ready\n")
        #expect(await terminal.run("list", "--field", "[0].name").output == "web\n")
        #expect(await terminal.run("list", "--field", "containers[1].name").output == "api\n")
        #expect(await terminal.run("list", "--field", "[0].scaling.minimum").output == "1\n")
        #expect(await terminal.run("list", "--field", #"[0]["name"]"#).output == "web\n")
        let status = await terminal.run("get", "web", "--field", "status").output
        #expect(try JSONDocument(parsing: status).root["state"]?.string == "ready")
        #expect(await terminal.run("providers", "--field", "[0].name", "-o", "json").status == 0)
    }

    @Test(arguments: [
        ("status.stat", 66, "Did you mean state?"), ("status.stat", 66, "state, providerState"),
        ("nothing.at.all", 66, "There are apiVersion, kind"), ("endpoints.url", 66, "Choose an element"),
        ("name.first", 66, "is a string"), ("endpoints[9]", 66, "The last is [1]."),
        ("status[0]", 66, "has no element"),
        ("status..state", 64, "is no path"), ("status[x]", 64, "is no path"), ("", 64, "is no path"),
        ("[0]name", 64, "is no path"), ("a[\"b", 64, "is no path"),
    ])
    func anUnknownFieldNamesThoseThatThereAre(_ path: String, _ status: Int32, _ words: String) async {
        let result = await terminal.run("get", "web", "--provider", "scaleway-simulator", "--field", path)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.error.replacing("\n", with: " ").contains(words), "\(result.error)")
    }

    @Test func aFieldIsNoOtherForm() async {
        let words = ["get", "web", "--provider", "scaleway-simulator", "--field", "id", "-o"]
        #expect(await terminal.run(words + ["yaml"]).status == 64)
        #expect(await terminal.run(words + ["json"]).status == 0)
        #expect(
            await terminal.run("logs", "web", "-f", "--field", "lines", "--provider", "qovery-simulator").status == 64
        )
    }

    // MARK: The text itself

    @Test func documentsHoldTheTextItselfWithoutAnythingThatATerminalActsOn() async throws {
        let time = VirtualTime()
        try await terminal.connect("scaleway", time)
        let base = terminal.transport
        terminal.transport = Rewriting(
            base: base,
            from: "Container is unable to start",
            to: #"Container \u001b[31mis\n\u202eunable"#
        )
        let message = "Container \u{1B}[31mis\n\u{202E}unable"
        let json = await terminal.run("get", "search", "-o", "json").output
        #expect(!json.unicodeScalars.contains("\u{1B}") && !json.unicodeScalars.contains("\u{202E}"))
        #expect(json.contains(#"\u001b[31mis\n\u202eunable"#))
        #expect(try JSONDocument(parsing: json).root["status"]?["message"]?.string?.hasPrefix(message) == true)
        let yaml = await terminal.run("get", "search", "-o", "yaml").output
        #expect(!yaml.unicodeScalars.contains("\u{1B}") && !yaml.unicodeScalars.contains("\u{202E}"))
        let read = try YAMLDocument.read(Array(yaml.utf8), named: nil).map(\.root)
        #expect(read.first?["status"]?["message"]?.string?.hasPrefix(message) == true)
        let field = await terminal.run("get", "search", "--field", "status.message").output
        #expect(field.hasPrefix(message))
        terminal.outputColumns = 80
        for words in [["get", "search"], ["status"], ["get", "search", "--field", "status.message"]] {
            let text = await terminal.run(words).everything
            #expect(text.contains(#"\u{1b}[31mis"#) && !text.unicodeScalars.contains("\u{202E}"), "\(text)")
        }
        let failed = await terminal.run("deploy", "search").everything
        #expect(!failed.unicodeScalars.contains("\u{202E}"))
    }

    @Test(arguments: ["scaleway", "qovery"])
    func whatAProviderRefusesForIsItselfInDocumentsAndHarmlessInText(_ provider: String) async throws {
        let key = provider == "qovery" ? "detail" : "message"
        let body = #"{"status":400,"\#(key)":"no \u001b[31mport\n\u202e::error::x"}"#
        let refusal = HTTPResponse(status: 400, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
        try await terminal.connect(provider, VirtualTime(), [FaultRule(.answer(refusal), method: .post)])
        let command = ["deploy", "web"]
        let json = await terminal.run(command + ["-o", "json"])
        #expect(json.output.contains(#"no \u001b[31mport\n\u202e::error::x"#), "\(json.output)")
        let error = try JSONDocument(parsing: json.output).root["services"]?.array?.first?["error"]
        #expect(error?["providerMessage"]?.string == "no \u{1B}[31mport\n\u{202E}::error::x")
        for columns in [nil, 80] {
            (terminal.outputColumns, terminal.errorColumns) = (columns, columns)
            for form in [["-o", "json"], ["-o", "yaml"], [], ["--color", "never"]] {
                let text = await terminal.run(command + form).everything
                let isColored = columns != nil && form != ["--color", "never"]
                #expect(!text.unicodeScalars.contains("\u{202E}") && !text.contains("\n::error"), "\(text)")
                #expect(!text.contains("\u{1B}[31mport") && (isColored || !text.contains("\u{1B}")), "\(text)")
            }
            let text = await terminal.run(command).error
            #expect(text.contains(#"no \u{1b}[31mport\n\u{202e}::error::x"#), "\(text)")
        }
    }

    @Test func aNameThatATerminalWouldActOnIsHarmless() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        terminal.transport = Rewriting(
            base: terminal.transport,
            from: #""name":"search""#,
            to: #""name":"se\u001b]0;x\u0007arch""#
        )
        let json = await terminal.run("list", "-o", "json").output
        #expect(json.contains(#""se\u001b]0;x\u0007arch""#), "\(json)")
        terminal.outputColumns = 80
        for form in ["json", "jsonl", "yaml", "name", "table", "wide"] {
            let text = await terminal.run("list", "--color", "never", "-o", form).everything
            #expect(text.contains("arch") && !text.contains("\u{1B}") && !text.contains("\u{7}"), "\(form): \(text)")
        }
    }

    @Test func quietListsNamesAlone() async {
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
        #expect(await terminal.run("list", "-q").output == (await terminal.run("list", "-o", "name").output))
        #expect(await terminal.run("namespaces", "--quiet").output == "shop\nstaging\n")
        #expect(await terminal.run("jobs", "list", "-q").output.hasPrefix("shop/nightly\n"))
        #expect(await terminal.run("jobs", "run", "nightly", "-q").output.split(separator: "\n").count == 1)
        #expect(await terminal.run("domains", "list", "web", "-q").output == "shop.example.org\n")
        let secrets = await terminal.run("secrets", "list", "shop/api", "-q").output
        #expect(secrets == "SESSION_KEY\n")
    }

    @Test(arguments: providers)
    func quietNamesWhatIsMadeAndSaysNothingElse(_ provider: String) async throws {
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        try terminal.file("shop.env", "LEVEL=debug\n")
        try terminal.file("site.yaml", Samples.site)
        let apply = "apply -f site.yaml --namespace shop --allow all --yes"
        let commands: [(words: String, printed: String)] = [
            ("get web", ""), ("status", ""), ("describe web", ""), ("deploy web", ""), ("delete web --dry-run", ""),
            ("delete web --yes", ""), ("env set web A=1", ""), ("env import web shop.env", ""),
            ("env unset web LOG_LEVEL --yes", ""), ("domains add web www.example.org --dry-run", ""),
            ("domains add web www.example.org", "www.example.org\n"), ("domains add web shop.example.org", ""),
            ("domains check web shop.example.org", ""), ("domains remove web shop.example.org --yes", ""),
            ("jobs get nightly", ""), ("jobs delete import --yes", ""), (apply + " --dry-run", ""),
            (apply, "shop/site\n"), ("plan -f site.yaml --namespace shop --allow all --out site.plan", ""),
            ("rollback web --image 1.26 --yes", ""), ("explain scaling.minimum", ""),
            ("version", ""), ("config", ""), ("init first.yaml", ""),
        ]
        for (words, printed) in commands {
            let result = await terminal.run(words.split(separator: " ").map(String.init) + ["--quiet"])
            #expect(result.status == 0, "\(words): \(result.everything)")
            #expect(result.output == printed, "\(words)")
            #expect(result.error.isEmpty, "\(words): \(result.error)")
        }
        // What goes wrong is told.
        let wrong = await terminal.run("domains", "add", "nothing", "www.example.org", "--quiet")
        #expect(wrong.status == 66 && !wrong.error.isEmpty && wrong.output.isEmpty)
    }
}

/// Changes a text in every answer.
private struct Rewriting: HTTPTransport {
    let base: any HTTPTransport
    let from: String
    let to: String

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var response = try await base.send(request)
        response.body = Array(String(decoding: response.body, as: UTF8.self).replacing(from, with: to).utf8)
        return response
    }
}

/// Refuses lists of containers after some.
private actor Refusing: HTTPTransport {
    private let base: any HTTPTransport
    private var rest: Int

    init(base: any HTTPTransport, after count: Int) {
        self.base = base
        rest = count
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if rest == 0 { return HTTPResponse(status: 403, body: Array("{}".utf8)) }
        rest -= 1
        return try await base.send(request)
    }
}
