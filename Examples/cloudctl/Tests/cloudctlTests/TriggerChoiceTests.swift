import CloudContainers
import Foundation
import Testing

/// `--trigger`: what becomes of schedules that call a container of Scaleway.
struct TriggerChoiceTests {
    private let terminal: Terminal
    private let image = "docker.io/curlimages/curl:8.10.1"
    private let settled = [
        "--to", "qovery", "--allow", "all", "--expose", "night-report", "--report", "none",
        "--registry", "docker.io=5D6F1F0A-3c1e-4b6e-9a55-0d6a2c1f7e01",
        "--registry", "rg.pl-waw.scw.cloud=5D6F1F0A-3c1e-4b6e-9a55-0d6a2c1f7e02",
    ]

    init() throws {
        terminal = try Terminal()
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/scaleway/night-report-cron.json")
        try terminal.file("night.json", String(contentsOf: fixture, encoding: .utf8))
    }

    private func convert(_ more: String...) async -> Terminal.Result {
        await terminal.run(["convert", "night.json"] + settled + more)
    }

    @Test func schedulesAreDroppedWithConsentOnly() async throws {
        let result = await convert()
        #expect(result.status == 0, "\(result.error)")
        #expect(try JSONDocument(parsing: result.output).root["container"] != nil)
        let refused = await terminal.run("convert", "night.json", "--to", "qovery")
        #expect(refused.status == 4 && refused.error.contains("CC-TRIGGER-DROPPED"))
    }

    @Test func aJobIsWrittenBesideTheService() async throws {
        let refused = await convert("--trigger", "night-report=job:\(image)")
        #expect(refused.status == 4 && refused.output.isEmpty)
        #expect(refused.error.contains("--value URL_OF_NIGHT_REPORT=URL"), "\(refused.error)")
        let result = await convert(
            "--trigger",
            "night-report=job:\(image)",
            "--trigger",
            "night-report/every-sunday=drop",
            "--value",
            "URL_OF_NIGHT_REPORT=https://night.example.com"
        )
        #expect(result.status == 0, "\(result.error)")
        let bundles = try #require(try JSONDocument(parsing: result.output).root.array)
        #expect(bundles.count == 2)
        let job = try #require(bundles.last?["job"])
        #expect(job["name"]?.string == "night-report-every-night")
        #expect(job["schedule"]?["cronjob"]?["scheduled_at"]?.string == "15 2 * * *")
        #expect(job["schedule"]?["cronjob"]?["timezone"]?.string == "Europe/Paris")
        #expect(job["source"]?["image"]?["tag"]?.string == "8.10.1")
    }

    @Test func whatIsDroppedByNameNeedsNoConsent() async throws {
        func consent(_ more: String...) async throws -> [String] {
            let flags = ["convert", "night.json", "--to", "qovery", "--report", "json"]
            let report = try JSONDocument(parsing: await terminal.run(flags + more).error).root
            return report["needed"]?["consent"]?.array?.compactMap { $0.string ?? $0["code"]?.string } ?? []
        }
        #expect(try await consent().contains("CC-TRIGGER-DROPPED"))
        #expect(try await !consent("--trigger", "night-report=drop").contains("CC-TRIGGER-DROPPED"))
    }

    @Test func aTriggerStaysATriggerAtScaleway() async throws {
        let result = await terminal.run(
            "convert",
            "night.json",
            "--to",
            "scaleway",
            "--report",
            "none",
            "--allow",
            "all",
            "--trigger",
            "night-report=job:\(image)"
        )
        #expect(result.status == 0, "\(result.error)")
        #expect(try JSONDocument(parsing: result.output).root["triggers"]?.array?.count == 2)
    }

    @Test(arguments: ["night-report", "night-report=keep", "night-report=job:", "=drop"])
    func aChoiceThatIsNoneIsRefused(_ text: String) async {
        let result = await convert("--trigger", text)
        #expect(result.status == 64, "\(result.status)")
        #expect(result.output.isEmpty)
    }

    @Test func whatMakesNoJobsSaysSo() async {
        let result = await terminal.run("migrate", "plan", "--trigger", "night-report=job:\(image)")
        #expect(result.status != 0)
        #expect(result.error.contains("is for convert and check"), "\(result.error)")
    }
}
