import CloudContainers
import Foundation
import Testing

/// `cloudctl convert`: the result, the report, and the status.
struct ConvertTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.yaml", Samples.manifest)
        try terminal.file("front.json", Samples.qovery)
        try terminal.file("api.json", Samples.scaleway)
        try terminal.file("shop.env", "API_KEY=canary\n")
    }

    private static let registry = "docker.io=5D6F1F0A-3c1e-4b6e-9a55-0d6a2c1f7e01"

    @Test func writesTheResultToOutputAndTheReportToError() async throws {
        let result = await terminal.run("convert", "shop.yaml", "--to", "scaleway")
        #expect(result.status == 0, "\(result.error)")
        let bundle = try JSONDocument(parsing: result.output)
        #expect(bundle.root["container"]?["image"]?.string == "nginx:1.27")
        #expect(result.output.hasSuffix("}\n"))
        #expect(result.error.hasPrefix("web: manifest → scaleway\n"))
    }

    @Test func writesNothingWhileSomethingIsMissing() async throws {
        let result = await terminal.run("convert", "front.json", "--to", "scaleway")
        #expect(result.status == 4)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("Nothing was written: "))
        let flags = result.error.split(separator: "\n").drop { $0 != "To go on, add:" }.dropFirst()
        #expect(flags.contains { $0.hasPrefix("  --allow CC-") })
        #expect(flags.contains("  --without-volume Shop-Front"))
        #expect(flags.contains("  --secrets FILE"))
        #expect(flags.allSatisfy { $0.hasPrefix("  --") })
    }

    @Test func theFlagsThatItPrintsAreTheOnesThatHelp() async throws {
        let refused = await terminal.run("convert", "front.json", "--to", "scaleway")
        let lines = refused.error.split(separator: "\n").drop { $0 != "To go on, add:" }.dropFirst()
        let flags = lines.flatMap { $0.split(separator: " ").map(String.init) }
            .map { $0 == "FILE" ? "shop.env" : $0 }
        let result = await terminal.run(["convert", "front.json", "--to", "scaleway"] + flags)
        #expect(result.status == 0, "\(result.error)")
        #expect(!result.output.isEmpty)
        #expect(!result.everything.contains("canary"))
    }

    @Test func needsARegistryForQovery() async throws {
        let refused = await terminal.run("convert", "shop.yaml", "--to", "qovery", "--allow", "all")
        #expect(refused.status == 4)
        #expect(refused.output.isEmpty)
        let result = await terminal.run(
            "convert",
            "shop.yaml",
            "--to",
            "qovery",
            "--allow",
            "all",
            "--registry",
            Self.registry,
            "--ingress",
            "nginx"
        )
        #expect(result.status == 0, "\(result.error)")
        let bundle = try JSONDocument(parsing: result.output)
        #expect(bundle.root["container"]?["registry_id"]?.string == "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01")
    }

    @Test func strictModeAsksForEverything() async throws {
        let refused = await terminal.run("convert", "api.json", "--to", "manifest", "--strict")
        #expect(refused.status == 4)
        #expect(await terminal.run("convert", "api.json", "--to", "manifest", "--strict", "--allow", "all").status == 0)
    }

    @Test(arguments: [["-"], []])
    func readsStandardInput(_ arguments: [String]) async throws {
        let result = await terminal.run(
            ["convert", "--to", "scaleway"] + arguments,
            input: Array(Samples.manifest.utf8)
        )
        #expect(result.status == 0, "\(result.error)")
        let wrong = await terminal.run(["convert", "--to", "scaleway"] + arguments, input: Array("{\"a\" 1}".utf8))
        #expect(wrong.error.hasPrefix("error: <stdin>:1:6: "))
    }

    @Test func readsAManifestOfSeveralDocuments() async throws {
        let second = Samples.manifest.replacing("web:", with: "api:")
        try terminal.file("two.yaml", Samples.manifest + "---\n" + second)
        let result = await terminal.run("convert", "two.yaml", "--to", "scaleway", "-q")
        #expect(result.status == 0, "\(result.error)")
        #expect(try JSONDocument(parsing: result.output).root.array?.count == 2)
        try terminal.file("twice.yaml", Samples.manifest + "---\n" + Samples.manifest)
        let doubled = await terminal.run("convert", "twice.yaml", "--to", "scaleway")
        #expect(doubled.status == 65)
        #expect(doubled.error.contains("error: twice.yaml:19:3: services.web: the service \"web\" is given twice"))
        #expect(doubled.error.contains("It stands first at twice.yaml:3:3"))
    }

    @Test func readsBundlesAsYAML() async throws {
        let yaml = await terminal.run(
            "convert",
            "api.json",
            "--to",
            "scaleway",
            "--yaml",
            "--allow",
            "all",
            "--secrets",
            "shop.env"
        )
        #expect(yaml.status == 0, "\(yaml.error)")
        #expect(yaml.output.hasPrefix("container:\n"))
        try terminal.file("api.yaml", yaml.output)
        let json = await terminal.run(
            "convert",
            "api.yaml",
            "--to",
            "scaleway",
            "--allow",
            "all",
            "--secrets",
            "shop.env"
        )
        #expect(json.status == 0, "\(json.error)")
    }

    @Test func manifestsAreYAMLAndReadBack() async throws {
        let first = await terminal.run("convert", "front.json", "--to", "manifest", "--allow", "all", "-q")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.hasPrefix("apiVersion: cloudctl/v1\nservices:\n  Shop-Front:\n"))
        try terminal.file("front.yaml", first.output)
        let second = await terminal.run("convert", "front.yaml", "--to", "manifest", "--allow", "all", "-q")
        #expect(second.status == 0, "\(second.error)")
        #expect(second.output == first.output)
    }

    @Test func aManifestStaysTheOneOfItsApplication() async throws {
        let text = """
            apiVersion: cloudctl/v1
            application: shop
            target:
              provider: scaleway
              namespace: north
            services:
              web:
                image: docker.io/library/nginx:1.27
                scaling:
                  minimum: 2
                imageManagedBy: ci
                renamedFrom: www

            """
        let overlay = """
            environments:
              staging:
                target: {namespace: north}
                services:
                  web:
                    scaling: {minimum: 2}

            """
        let source =
            text.replacing("namespace: north", with: "namespace: south").replacing("minimum: 2", with: "minimum: 1")
        try terminal.file("shop.yaml", source + overlay)
        let result = await terminal.run(
            ["convert", "shop.yaml", "--overlay", "staging", "--to", "manifest", "--report", "json"]
        )
        #expect(result.status == 0 && result.output == text, "\(result.error)")
        let entries = try JSONDocument(parsing: result.error).root["services"]?.array?.first?["entries"]?.array ?? []
        let targets = entries.flatMap { $0["targets"]?.array ?? [] }.compactMap { $0["path"]?.string }
        #expect(targets.contains("services.web.imageManagedBy") && targets.contains("services.web.renamedFrom"))
    }

    @Test func namesThatBecomeTheSameBlock() async throws {
        let other = Samples.qovery.replacing("Shop-Front", with: "shop-front")
        try terminal.file("two.json", "[\(Samples.qovery), \(other)]")
        let arguments = ["--allow", "all", "--without-volume", "Shop-Front", "--without-volume", "shop-front"]
        let result = await terminal.run(
            ["convert", "two.json", "--to", "scaleway", "--secrets", "shop.env"] + arguments
        )
        #expect(result.status == 4)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("blocked CC-NAME-TAKEN"))
        #expect(result.error.contains("Shop-Front gets the same"))
    }

    // MARK: The file

    @Test func writesAFileAndKeepsItsMode() async throws {
        let first = await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--out", "out.json")
        #expect(first.status == 0)
        #expect(first.output.isEmpty)
        let text = try terminal.content("out.json")
        #expect(text.hasPrefix("{\n"))
        let path = terminal.folder + "/out.json"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try terminal.file("out.json", "old and longer than nothing")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--out", "out.json").status == 0)
        #expect(try terminal.content("out.json") == text)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let left = try FileManager.default.contentsOfDirectory(atPath: terminal.folder).filter {
            $0.hasPrefix("out.json")
        }
        #expect(left == ["out.json"])
    }

    @Test func aBlockedResultLeavesTheFileAlone() async throws {
        try terminal.file("out.json", "before")
        #expect(await terminal.run("convert", "front.json", "--to", "scaleway", "--out", "out.json").status == 4)
        #expect(try terminal.content("out.json") == "before")
    }

    @Test func saysWhenItCannotWrite() async throws {
        let missing = await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--out", "nowhere/out.json")
        #expect(missing.status == 73)
        #expect(missing.error.contains("error: nowhere/out.json: the file cannot be written: "))
        #expect(await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--out", ".").status == 73)
    }

    @Test func theNameOfTheFileDecidesTheNotation() async throws {
        #expect(await terminal.run("convert", "shop.yaml", "--to", "manifest", "--out", "m.json").status == 0)
        #expect(try terminal.content("m.json").hasPrefix("{\n"))
        #expect(await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--out", "s.yaml").status == 0)
        #expect(try terminal.content("s.yaml").hasPrefix("container:\n"))
    }

    // MARK: Reports

    @Test func theJSONReportHasEveryField() async throws {
        let result = await terminal.run("convert", "front.json", "--to", "scaleway", "--report", "json")
        #expect(result.status == 4)
        let report = try JSONDocument(parsing: result.error).root
        #expect(report["apiVersion"]?.string == "cloudctl/v1")
        #expect(report["kind"]?.string == "ConversionReport")
        #expect(report["verdict"]?.string == "blocked")
        let service = try #require(report["services"]?.array?.first)
        #expect(service["name"]?.string == "Shop-Front")
        let entries = try #require(service["entries"]?.array)
        let sources = entries.flatMap { $0["sources"]?.array ?? [] }.compactMap { $0["path"]?.string }
        let leaves = try JSONDocument(parsing: Samples.qovery).root.leaves().map(\.path.description)
        #expect(Set(sources) == Set(leaves))
        #expect(sources.count == leaves.count)
        let findings = entries.flatMap { $0["findings"]?.array ?? [] }
        let volume = try #require(findings.first { $0["code"]?.string == "CC-VOLUME-UNSUPPORTED" })
        #expect(volume["outcome"]?.string == "blocked")
        #expect(volume["resolution"]?.string == "--without-volume Shop-Front")
        #expect(volume["summary"]?.string?.isEmpty == false)
        #expect(volume["source"]?.string == "container.storage[0]")
        #expect(volume["target"] == .null)
        let memory = try #require(findings.first { $0["code"]?.string == "CC-MEM-ROUNDED" })
        #expect(memory["source"]?.string == "container.memory")
        #expect(memory["target"]?.string == "container.memory_limit_bytes")
    }

    @Test func aReportNamesTheFieldThatACodeIsAbout() async throws {
        // The grace period has the same number of seconds, and the same cause joins all advanced settings.
        let settings = """
            "deployment.termination_grace_period_seconds": 60, "network.ingress.proxy_read_timeout_seconds": 60
            """
        let name = "\"hpa.cpu.average_utilization_percent\": 60"
        try terminal.file("timeouts.json", Samples.qovery.replacing(name, with: "\(name), \(settings)"))
        let error = await terminal.run("convert", "timeouts.json", "--to", "scaleway").error
        #expect(error.contains("• advanced_settings[\"network.ingress.proxy_read_timeout_seconds\"]: 1m →"))
        #expect(!error.contains("termination_grace_period_seconds\"]: 1m"))
    }

    @Test func aReportNamesNoFieldThatTheSourceDoesNotKnow() async throws {
        let error = await terminal.run("convert", "api.json", "--to", "qovery").error
        #expect(error.contains("needs input CC-IMAGE-REGISTRY"))
        #expect(!error.contains("providers.qovery"))
    }

    @Test func fieldsThatBelongTogetherCountOnce() async throws {
        let flag = "\"is_secret\": false"
        let bundle = Samples.qovery.replacing(flag, with: flag + ", \"description\": \"x\"")
        try terminal.file("described.json", bundle)
        let report = await terminal.run("convert", "described.json", "--to", "scaleway", "--report", "json").error
        let entries = try #require(try JSONDocument(parsing: report).root["services"]?.array?.first?["entries"]?.array)
        let dropped = entries.filter { $0["outcome"]?.string == "dropped" }
        #expect(dropped.contains { ($0["sources"]?.array?.count ?? 0) > 1 })
        let table = await terminal.run("convert", "described.json", "--to", "scaleway").error
        #expect(table.contains(" in \(entries.count) groups: "))
        #expect(table.contains(" \(dropped.count) dropped"))
    }

    @Test func aManifestNeedsNamesThatDiffer() async throws {
        try terminal.file("two.json", "[\(Samples.qovery), \(Samples.qovery)]")
        let result = await terminal.run("convert", "two.json", "--to", "manifest", "--allow", "all", "-q")
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("error: "))
        #expect(result.error.contains("two services are named \"Shop-Front\""))
    }

    @Test func aReportShowsNoPlaceholder() async throws {
        let error = await terminal.run("convert", "front.json", "--to", "scaleway").error
        #expect(error.contains("• API_KEY variables[1] → container.secret_environment_variables.API_KEY\n"))
    }

    @Test func noReportStillSaysWhatIsMissing() async throws {
        for arguments in [["--report", "none"], ["--quiet"], ["-q"]] {
            let refused = await terminal.run(["convert", "front.json", "--to", "scaleway"] + arguments)
            #expect(refused.error.hasPrefix("Nothing was written: "))
            #expect(await terminal.run(["convert", "shop.yaml", "--to", "scaleway"] + arguments).error.isEmpty)
        }
    }

    @Test func theSameInputGivesTheSameBytes() async throws {
        let arguments = ["convert", "front.json", "--to", "scaleway", "--report"]
        for form in ["table", "json", "markdown"] {
            var runs: Set<String> = []
            for _ in 0..<3 { runs.insert(await terminal.run(arguments + [form]).everything) }
            #expect(runs.count == 1)
        }
    }

    // MARK: Wrong use

    @Test(arguments: [
        (["convert", "x"], "--to"), (["convert", "x", "--to", "scalway"], "Did you mean scaleway?"),
        (["convrt"], "Did you mean convert?"),
        (["convert", "--to", "qovery", "--allow", "CC-MEM-ROUNDE"], "CC-MEM-ROUNDED"),
        (["convert", "--to", "qovery", "--allow", "CC-DISK"], "CC-DISK-CLAMPED"),
        (["convert", "--to", "qovery", "--registry", "docker.io=12"], "is no UUID"),
        (["convert", "--to", "qovery", "--privacy", "web=pubic"], "Did you mean web=public?"),
        (["convert", "--to", "qovery", "--clamp", "memry"], "Did you mean memory?"),
        (["convert", "--to", "qovery", "--instances", "web=5-1"], "web=1-10"),
        (["convert", "--to", "qovery", "--image-map", "a"], "FROM=TO"),
        (["convert", "--to", "qovery", "--report", "xml"], "table, json, markdown, none"),
        (["convert", "--to", "qovery", "--from", "manifset"], "Did you mean manifest?"),
        (["check", "--on", "qovery,scaleaway"], "Did you mean scaleway?"),
    ])
    func saysHowToUseIt(_ arguments: [String], _ hint: String) async throws {
        let result = await terminal.run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("error: "))
        #expect(result.error.split(separator: "\n").filter { $0.hasPrefix("error: ") }.count == 1)
        #expect(result.error.contains(hint), "\(result.error)")
    }

    @Test func showsHelpAndVersion() async throws {
        let version = await terminal.run("--version")
        #expect(version.status == 0)
        #expect(version.output == "0.1.0\n")
        for arguments in [["--help"], [], ["help", "convert"], ["convert", "--help"], ["check", "-h"]] {
            let help = await terminal.run(arguments)
            #expect(help.status == 0)
            #expect(help.output.contains("USAGE: cloudctl"))
            #expect(help.error.isEmpty)
        }
        #expect(await terminal.run("convert", "--help").output.contains("--without-volume"))
    }
}
