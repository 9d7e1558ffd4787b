import CloudContainers
import Foundation
import Testing

/// `cloudctl convert` and `check` with jobs.
struct ConvertJobTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
        terminal.errorColumns = 80
        terminal.outputColumns = 80
        try terminal.file("nightly.json", Self.qovery("nightly"))
        try terminal.file("import.json", Self.scaleway("import"))
    }

    private static let registry = "docker.io=5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01"

    private static func qovery(_ name: String, _ schedule: String = cron) -> String {
        """
        {
          "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
          "name": "\(name)",
          "source": {"image": {"image_name": "shop/nightly", "tag": "1.0",
            "registry": {"id": "5d6f1f0a-3c1e-4b6e-9a55-0d6a2c1f7e01", "url": "https://docker.io", "kind": "DOCKER_HUB"}}},
          "cpu": 500, "memory": 512, "max_nb_restart": 2, "max_duration_seconds": 600, "auto_deploy": false,
          "schedule": \(schedule)
        }
        """
    }

    private static let cron = """
        {"cronjob": {"scheduled_at": "30 3 * * *", "timezone": "Europe/Paris", "arguments": ["--all"]}}
        """

    private static func scaleway(_ name: String) -> String {
        """
        {
          "definition": {
            "id": "3c90c3cc-0d44-4b50-8888-8dd257360001", "name": "\(name)", "cpu_limit": 500, "memory_limit": 512,
            "local_storage_capacity": 2048, "image_uri": "docker.io/shop/import:2.3", "job_timeout": "600s",
            "startup_command": ["import"], "args": ["--fast"], "environment_variables": {"LEVEL": "info"},
            "cron_schedule": {"schedule": "0 6 * * 1-5", "timezone": "Europe/Berlin"},
            "retry_policy": {"max_retries": 1}
          },
          "secrets": [], "triggers": []
        }
        """
    }

    // MARK: The result

    @Test func aCronJobOfQoveryBecomesADefinition() async throws {
        let result = await terminal.run("convert", "nightly.json", "--to", "scaleway", "--allow", "all")
        #expect(result.status == 0, "\(result.error)")
        let definition = try #require(try JSONDocument(parsing: result.output).root["definition"])
        #expect(definition["image_uri"]?.string == "shop/nightly:1.0")
        #expect(definition["cron_schedule"] == ["schedule": "30 3 * * *", "timezone": "Europe/Paris"])
        #expect(definition["job_timeout"]?.string == "600s" && definition["args"] == ["--all"])
        #expect(result.error.hasPrefix("nightly: qovery → scaleway\n"))
        #expect(!result.error.contains("quota"))
    }

    @Test func aDefinitionBecomesACronJob() async throws {
        let words = ["convert", "import.json", "--to", "qovery", "--allow", "all"]
        let refused = await terminal.run(words)
        #expect(refused.status == 4 && refused.output.isEmpty)
        #expect(refused.error.contains("--registry docker.io=UUID"), "\(refused.error)")
        let result = await terminal.run(words + ["--registry", Self.registry])
        #expect(result.status == 0, "\(result.error)")
        let job = try #require(try JSONDocument(parsing: result.output).root["job"])
        let cronjob = job["schedule"]?["cronjob"]
        #expect(cronjob?["scheduled_at"]?.string == "0 6 * * 1-5" && cronjob?["timezone"]?.string == "Europe/Berlin")
        #expect(cronjob?["entrypoint"]?.string == "import" && job["max_nb_restart"]?.integer == 1)
    }

    @Test func theReportLooksAsBefore() async throws {
        var text = ""
        for words in [
            ["convert", "nightly.json", "--to", "scaleway"], ["check", "nightly.json"],
            ["convert", "import.json", "--to", "qovery", "--report", "markdown"],
            ["convert", "nightly.json", "--to", "manifest"],
        ] {
            let result = await terminal.run(words)
            text += "$ cloudctl \(words.joined(separator: " "))\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "convert-jobs.txt")
    }

    @Test func thereAndBackIsTheSame() async throws {
        let there = await terminal.run(
            ["convert", "import.json", "--to", "qovery", "--allow", "all", "--registry", Self.registry]
        )
        try terminal.file("there.json", there.output)
        // A registry is known there by its id.
        let back = await terminal.run(
            ["convert", "there.json", "--to", "scaleway", "--allow", "all", "--registry", Self.registry]
        )
        #expect(back.status == 0, "\(back.error)")
        let before = try JSONDocument(parsing: Self.scaleway("import")).root["definition"]
        let after = try JSONDocument(parsing: back.output).root["definition"]
        for member in ["name", "cpu_limit", "memory_limit", "job_timeout", "cron_schedule", "retry_policy", "args"] {
            #expect(after?[member] == before?[member], "\(member)")
        }
    }

    // MARK: The input

    @Test func listsAndBundlesAreRecognised() async throws {
        let (one, other) = (Self.qovery("nightly"), Self.qovery("weekly"))
        for (name, text, count) in [
            ("list.json", "[\(one), \(other)]", 2), ("answer.json", "{\"results\": [\(one), \(other)]}", 2),
            ("bundle.json", "{\"job\": \(one), \"variables\": [], \"advanced_settings\": {}}", 1),
        ] {
            try terminal.file(name, text)
            for form in [[], ["--from", "qovery"]] {
                let words = ["convert", name, "--to", "scaleway", "--allow", "all"] + form
                let result = await terminal.run(words)
                #expect(result.status == 0, "\(name): \(result.error)")
                let root = try JSONDocument(parsing: result.output).root
                #expect((root.array?.count ?? 1) == count)
            }
        }
        let answer = "{\"job_definitions\": [{\"name\": \"a\", \"image_uri\": \"nginx:1\", \"job_timeout\": \"60s\"}]}"
        try terminal.file("definitions.json", answer)
        let check = await terminal.run("check", "definitions.json", "-o", "json")
        let provider = try JSONDocument(parsing: check.output).root["providers"]?.array?.first
        #expect(provider?["name"]?.string == "qovery")
        #expect(provider?["services"]?.array?.first?["kind"]?.string == "job")
    }

    @Test func servicesAndJobsConvertTogether() async throws {
        try terminal.file("front.json", Samples.qovery)
        let result = await terminal.run("check", "front.json", "nightly.json")
        #expect(result.output.contains("Shop-Front, from qovery") && result.output.contains("nightly, from qovery"))
        #expect(result.output.contains("1 of 2 services and jobs would run on scaleway"), "\(result.output)")
    }

    @Test func twoJobsOfOneNameAreRefusedAndAServiceOfItIsNot() async throws {
        try terminal.file("again.json", Self.qovery("Nightly"))
        let refused = await terminal.run("convert", "nightly.json", "again.json", "--to", "scaleway", "--allow", "all")
        #expect(refused.status == 4)
        #expect(refused.error.contains("CC-NAME-TAKEN"), "\(refused.error)")
        let manifest = await terminal.run("convert", "nightly.json", "--to", "manifest")
        #expect(manifest.status == 64 && manifest.error.contains("a manifest holds services, and no jobs"))
    }

    @Test func anEventIsToldAndBlocks() async throws {
        try terminal.file(
            "hook.json",
            Self.qovery("hook", #"{"on_start": {"entrypoint": "migrate", "arguments": []}}"#)
        )
        let result = await terminal.run("convert", "hook.json", "--to", "scaleway", "--allow", "all")
        #expect(result.status == 4 && result.output.isEmpty)
        #expect(result.error.contains("CC-JOB-EVENT"))
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SHARED"] != nil))
    func theSampleOfTheDocumentationConverts() async throws {
        let shared = ProcessInfo.processInfo.environment["CLOUD_CONTAINERS_SHARED"] ?? ""
        let text = try String(contentsOfFile: shared + "/seeds/002_df8fb73a9e3f55e0.txt", encoding: .utf8)
        let start = try #require(text.range(of: "\n{\n")?.lowerBound)
        let end = try #require(text.range(of: "\n}\n", range: start..<text.endIndex)?.upperBound)
        // The sample's image has no real name.
        let sample = text[start..<end].replacing("\"image_name\": \"<string>\"", with: "\"image_name\": \"shop/hook\"")
            .replacing("\"tag\": \"<string>\"", with: "\"tag\": \"1\"")
            .replacing("\"url\": \"<string>\"", with: "\"url\": \"https://docker.io\"")
        try terminal.file("sample.json", String(sample))
        let result = await terminal.run("check", "sample.json", "-o", "json")
        #expect(result.status == 4, "\(result.error)")
        let service = try JSONDocument(parsing: result.output).root["providers"]?.array?.first?["services"]?.array?
            .first
        let codes = Set((service?["findings"]?.array ?? []).compactMap { $0["code"]?.string })
        #expect(codes.isSuperset(of: ["CC-JOB-EVENT", "CC-GPU-UNSUPPORTED", "CC-PROBE-REPLACED"]), "\(codes)")
        #expect(!codes.contains("CC-FIELD-UNKNOWN"))
    }
}
