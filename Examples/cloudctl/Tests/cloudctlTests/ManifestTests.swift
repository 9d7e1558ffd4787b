import CloudContainers
import CommandKit
import Foundation
import Testing

/// Manifests of several files, overlays, the first manifest, the schema, and the values of secrets.
struct ManifestTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let registry = ["--registry", "ghcr.io=123e4567-e89b-12d3-a456-426614174000"]

    private func service(_ name: String, _ rest: String = "") -> String {
        "apiVersion: cloudctl/v1\nservices:\n  \(name):\n    image: nginx:1.27\n\(rest)"
            + "    ports:\n    - {number: 8080, protocol: http, exposure: public}\n"
    }

    private func convert(_ arguments: String..., input: String = "") async -> Terminal.Result {
        await terminal.run(
            ["convert", "--to", "manifest", "--report", "none"] + arguments,
            input: Array(input.utf8)
        )
    }

    private func names(_ result: Terminal.Result) throws -> [String] {
        #expect(result.status == 0, "\(result.error)")
        let documents = try YAMLDocument.read(Array(result.output.utf8), named: nil)
        return documents[0].root["services"]?.object?.names ?? []
    }

    // MARK: Files

    @Test func readsFilesFoldersDocumentsAndStandardInput() async throws {
        try FileManager.default.createDirectory(atPath: terminal.folder + "/app", withIntermediateDirectories: true)
        try terminal.file("app/b.yml", service("b1") + "---\n" + service("b2"))
        try terminal.file("app/a.yaml", service("a"))
        try terminal.file("app/c.json", #"{"apiVersion": "cloudctl/v1", "services": {"c": {"image": "nginx"}}}"#)
        try terminal.file("app/notes.txt", "not read")
        try terminal.file("app/.hidden.yaml", "not: read")
        try terminal.file("d.yaml", service("d"))
        #expect(try names(await convert("app")) == ["a", "b1", "b2", "c"])
        #expect(try names(await convert("-f", "d.yaml", "--file", "app/a.yaml")) == ["d", "a"])
        #expect(try names(await convert("d.yaml", "-", input: service("e"))) == ["d", "e"])
    }

    @Test func refusesAFolderWithoutManifests() async throws {
        try FileManager.default.createDirectory(atPath: terminal.folder + "/app", withIntermediateDirectories: true)
        let result = await convert("app")
        #expect(result.status == 66)
        #expect(result.error.hasPrefix("error: app: there is no file in this folder that ends in .yaml, .yml, .json"))
    }

    @Test func namesBothPlacesOfAServiceOfTwoFiles() async throws {
        try terminal.file("a.yaml", service("web"))
        try terminal.file("b.yaml", "# comment\n" + service("web"))
        let result = await convert("a.yaml", "b.yaml")
        #expect(result.status == 65)
        #expect(result.error.contains("error: b.yaml:4:3: services.web: the service \"web\" is given twice"))
        #expect(result.error.contains("It stands first at a.yaml:3:3; keep one of the two."))
    }

    @Test func tellsTheProblemsOfAllFilesInOneRun() async throws {
        try terminal.file("a.yaml", service("web", "    scaling: {minimun: 1, maximum: none at all}\n"))
        try terminal.file("b.yaml", service("api", "    secrets: {KEY: hunter2}\n"))
        let result = await convert("a.yaml", "b.yaml")
        #expect(result.status == 65)
        for place in ["a.yaml:5:15: ", "a.yaml:5:36: ", "b.yaml:5:20: "] {
            #expect(result.error.contains("error: \(place)"), "\(result.error)")
        }
        #expect(!result.everything.contains("hunter2"))
        try terminal.file("c.yaml", "a: [1\n")
        try terminal.file("d.yaml", "b: {\n")
        let syntax = await convert("c.yaml", "d.yaml")
        #expect(syntax.error.contains("error: c.yaml:2:1: "))
        #expect(syntax.error.contains("error: d.yaml:2:1: "))
    }

    // MARK: Overlays and variables

    @Test func laysAnOverlayOverAndTakesVariables() async throws {
        let text =
            service("web", "    environment: {A: \"${A:-none}\", PRICE: $$5, KEEP: \"$${A}\"}\n")
            + "environments:\n  live:\n    services:\n      web:\n        environment: {A: live}\n"
        try terminal.file("a.yaml", text)
        terminal.environment = ["A": "given"]
        let base = await convert("a.yaml")
        #expect(base.output.contains("A: given"))
        // What is written is read as it was.
        #expect(base.output.contains("$${A}"))
        #expect(base.output.contains("$5") && !base.output.contains("$$5"))
        let live = await convert("a.yaml", "--overlay", "live")
        #expect(live.output.contains("A: live"))
        let unknown = await convert("a.yaml", "--overlay", "lvie")
        #expect(unknown.status == 65)
        #expect(unknown.error.contains("there is no overlay \"lvie\""))
        #expect(unknown.error.contains("help: Did you mean live?"))
    }

    @Test func refusesAnOverlayOfWhatIsNoManifest() async throws {
        try terminal.file("a.json", Samples.scaleway)
        let result = await convert("a.json", "--overlay", "live")
        #expect(result.status == 64)
        #expect(result.error.contains("--overlay has no meaning for the form scaleway"))
    }

    // MARK: Schema, first manifest and samples

    @Test func theShippedSchemaIsTheOneThatIsPrinted() async throws {
        let file = Self.root.appendingPathComponent("Schema/cloudctl.schema.json")
        let printed = await terminal.run("schema")
        #expect(printed.status == 0)
        if ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_UPDATE_DOCS"] != nil {
            try Data(printed.output.utf8).write(to: file)
        }
        let shipped = try String(contentsOf: file, encoding: .utf8)
        #expect(
            shipped == printed.output,
            """
            The schema is stale; run CLOUD_CONTAINERS_UPDATE_DOCS=1 swift test --package-path Examples/cloudctl \
            --filter ManifestTests.
            """
        )
        _ = try JSONDocument(parsing: shipped)
        let toFile = await terminal.run("schema", "--out", "a.json")
        #expect(toFile.output.isEmpty)
        #expect(try terminal.content("a.json") == printed.output)
    }

    @Test func theCommandsInAFirstManifestNameItsFile() async throws {
        #expect(await terminal.run("init", "my shop.yaml").status == 0)
        let text = try terminal.content("my shop.yaml")
        #expect(text.contains("#   cloudctl check 'my shop.yaml' "))
        #expect(!text.contains("cloudctl.yaml"))
    }

    @Test func writesAFirstManifestThatBothProvidersTake() async throws {
        let written = await terminal.run("init")
        #expect(written.status == 0)
        #expect(written.error == "wrote cloudctl.yaml\nnext: cloudctl check cloudctl.yaml\n")
        let text = try terminal.content("cloudctl.yaml")
        #expect(
            text.hasPrefix("# yaml-language-server: $schema=cloudctl.schema.json\n# $schema: cloudctl.schema.json\n")
        )
        let exported = await terminal.run("export", "--all", "--namespace", "shop", "--provider", "scaleway-simulator")
            .output
        #expect(
            exported.hasPrefix(
                "# yaml-language-server: $schema=cloudctl.schema.json\n# $schema: cloudctl.schema.json\n"
            )
        )
        #expect(await terminal.run("init", "-").output == text)
        for overlay in [[], ["--overlay", "production"]] {
            let given = ["--registry", "docker.io=123e4567-e89b-12d3-a456-426614174000"]
            let checked = await terminal.run(["check", "cloudctl.yaml"] + overlay + given)
            #expect(checked.status == 0, "\(checked.everything)")
            for target in ["qovery", "scaleway"] {
                let converted = await terminal.run(["convert", "cloudctl.yaml", "--to", target] + overlay + given)
                #expect(converted.status == 0, "\(converted.error)")
            }
        }
        try terminal.file("cloudctl.yaml", "mine")
        let refused = await terminal.run("init")
        #expect(refused.status == 73)
        #expect(refused.error.contains("error: cloudctl.yaml: there is such a file already"))
        #expect(try terminal.content("cloudctl.yaml") == "mine")
        #expect(await terminal.run("init", "--force").status == 0)
        #expect(try terminal.content("cloudctl.yaml") == text)
    }

    @Test(arguments: ["staging", "production"], ["qovery", "scaleway"])
    func theSampleShopGoesToBothProviders(_ overlay: String, _ target: String) async throws {
        let file = Self.root.deletingLastPathComponent().appendingPathComponent("shop/shop.yaml").path
        let options = ["--overlay", overlay, "--to", target, "--report", "none"] + Self.registry
        let result = await terminal.run(["convert", file] + options)
        #expect(result.status == 0, "\(result.error)")
        let count = try JSONDocument(parsing: result.output).root.array?.count
        #expect(count == (overlay == "staging" ? 2 : 3))
    }

    // MARK: Secrets

    private func console() throws -> Console {
        let path = terminal.folder
        return Console(
            output: Console.Output(try Terminal.Recording("\(path)/out")),
            error: Console.Output(try Terminal.Recording("\(path)/err")),
            readInput: { [] },
            environment: terminal.environment,
            workingDirectory: path
        )
    }

    private func services(_ secrets: String) throws -> [Application.Service] {
        try terminal.file("a.yaml", service("web", "    secrets:\n\(secrets)"))
        return try Manifest.load(["a.yaml"], on: try console()).application.services
    }

    @Test func getsTheValuesOfSecretsFromTheirPlaces() async throws {
        terminal.environment = ["SHOP_KEY": "from the environment", "PATH": "/usr/bin:/bin"]
        try terminal.file("key", "from a file\n")
        let services = try services(
            """
                  A: {env: SHOP_KEY}
                  B: {file: key}
                  C: {command: [printf, "%s", "$SHOP_KEY; from a command"]}
                  D: {}
                  E: {}
                  F: {env: MISSING}

            """
        )
        let given = SecretValues(["E": "given", "F": "given too"])
        let resolution = SecretResolution(given: given, on: try console())
        let values = try #require(try await resolution.values(for: services)["web"])
        #expect(values.names == ["A", "B", "C", "E", "F"])
        let wanted = [
            "A": "from the environment", "B": "from a file", "C": "$SHOP_KEY; from a command", "E": "given",
            "F": "given too",
        ]
        for (name, value) in wanted { #expect(values.withValue(of: name) { $0 == value } == true) }
        #expect(resolution.kept(of: services[0]) == ["D"])
    }

    @Test func listsEverySecretThatIsMissing() async throws {
        terminal.environment = ["PATH": "/usr/bin:/bin"]
        try terminal.file("hush", [0xFF, 0xFE])
        let services = try services(
            """
                  A: {env: SHOP_KEY}
                  B: {file: nothing}
                  C: {command: [no-such-program]}
                  D: {command: [sh, -c, "echo hunter2; echo hunter2 >&2; exit 3"]}
                  E: {file: hush}
                  F: {command: [head, -c, "70000", /dev/zero]}

            """
        )
        var resolution = SecretResolution(on: try console())
        let error = await #expect(throws: (any Error).self) { try await resolution.values(for: services) }
        let text = "\(error.map { "\($0)" } ?? "")"
        for (line, reason) in [
            (6, "is not set"), (7, "there is no such file"), (8, "there is no program"), (9, "ended with the status 3"),
            (10, "not UTF-8"), (11, "writes more than 65536 bytes"),
        ] {
            #expect(text.contains("a.yaml:\(line):7: "), "\(text)")
            #expect(text.contains(reason), "\(text)")
        }
        #expect(!text.contains("hunter2"))
        resolution.commandLimit = .zero
        let slow = try self.services("      A: {command: [sleep, \"600\"]}\n")
        let timeOut = await #expect(throws: (any Error).self) { try await resolution.values(for: slow) }
        #expect("\(timeOut.map { "\($0)" } ?? "")".contains("did not end within"))
    }
}
