import CloudContainers
import Foundation
import SimulationKit
import Testing

/// What is no result as records for programs, and the exchanges in a file.
struct LogRecordTests {
    static let providers = ["scaleway", "qovery"]
    static let records = ["--log-format", "json"]

    let terminal: Terminal
    /// Stands in the account and must stand in nothing that is written.
    let canary = "canary-\(UInt32.random(in: 0x1000_0000...UInt32.max))"

    init() throws { terminal = try Terminal() }

    private func lines(_ text: String) throws -> [JSONValue] {
        try text.split(separator: "\n").map { line in
            try #require(try? JSONDocument(parsing: String(line)).root, "this is no JSON: \(line)")
        }
    }

    // MARK: Records

    @Test(arguments: providers)
    func eachLineBesideTheResultIsARecord(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.environment["CLICOLOR_FORCE"] = "1"
        let result = await terminal.run(["deploy", "web", "-o", "json", "--verbose"] + Self.records)
        #expect(result.status == 0, "\(result.error)")
        #expect(try JSONDocument(parsing: result.output).root["result"]?.string == "done")
        let records = try lines(result.error)
        #expect(records.allSatisfy { $0["time"]?.string != nil && $0["level"]?.string != nil })
        #expect(Set(records.map { $0["run"]?.string }).count == 1)
        #expect(records.first?["run"]?.string?.count == 12)
        let requests = records.filter { $0["level"]?.string == "debug" }
        #expect(requests.count > 2)
        for request in requests {
            #expect(request["provider"]?.string == provider)
            #expect(request["status"]?.integer == 200 || request["status"]?.integer == 202, "\(request)")
            #expect(request["url"]?.string?.hasPrefix("https://") == true && request["duration_ms"]?.integer != nil)
        }
        let told = records.filter { $0["level"]?.string == "info" }.compactMap { $0["message"]?.string }
        #expect(told.contains { $0.contains("web in shop: ready") })
        #expect(!result.error.contains("\u{1B}") && !result.error.contains(#"\u001b"#))
    }

    @Test func aRequestIsNamedByItsIdentifier() async throws {
        let answer = HTTPResponse(status: 403, headers: ["X-Request-Id": "req-7"], body: Array("{}".utf8))
        try await terminal.connect("scaleway", VirtualTime(), [FaultRule(.answer(answer), method: .get)])
        let result = await terminal.run(["list", "--verbose"] + Self.records)
        #expect(result.status != 0)
        let records = try lines(result.error)
        #expect(records.contains { $0["level"]?.string == "debug" && $0["request_id"]?.string == "req-7" })
        let failure = try #require(records.last)
        #expect(failure["level"]?.string == "error")
        #expect(failure["status"]?.integer == Int(result.status))
    }

    @Test func anErrorIsARecordWithItsPlace() async throws {
        try terminal.file("m.yaml", "apiVersion: cloudctl/v1\nservices:\n  web:\n    imgae: nginx\n")
        let result = await terminal.run(["check", "m.yaml"] + Self.records)
        #expect(result.status == 65)
        let records = try lines(result.error)
        let named = try #require(records.first { $0["line"]?.integer == 4 })
        #expect(named["source"]?.string == "m.yaml")
        #expect(named["advice"]?.string != nil)
    }

    /// What the runner is to hide has to reach it as it is, and nothing else.
    @Test func aSecretThatTheRunnerHidesIsInNoRecord() async throws {
        terminal.environment = ["GITHUB_ACTIONS": "true", "CLOUDCTL_PROVIDER": "qovery-simulator", "TOKEN": canary]
        let words = ["env", "set", "web", "--secret", "TOKEN=env:TOKEN", "--verbose"] + Self.records
        let result = await terminal.run(words)
        #expect(result.status == 0, "\(result.error)")
        let named = result.error.split(separator: "\n").filter { $0.contains(canary) }
        #expect(named == ["::add-mask::\(canary)"])
    }

    // MARK: The file

    @Test(arguments: providers)
    func theFileHoldsEachExchangeAndNoSecret(_ provider: String) async throws {
        try await terminal.connect(provider, VirtualTime())
        terminal.environment["SECRET"] = canary
        try terminal.file("old.har", "what was there before, longer than what comes\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: terminal.folder + "/old.har"
        )
        let words = ["env", "set", "web", "LEVEL=\(canary)", "--secret", "SECRET=env:SECRET"]
        let result = await terminal.run(words + ["--trace-file", "old.har"])
        #expect(result.status == 0, "\(result.error)")
        #expect(!result.error.contains("http: "))
        let mode = try FileManager.default.attributesOfItem(atPath: terminal.folder + "/old.har")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let text = try terminal.content("old.har")
        let secrets = terminal.environment.filter { $0.key.contains("KEY") || $0.key.contains("TOKEN") }.map(\.value)
        try #require(!secrets.isEmpty)
        for secret in secrets + [canary, Data(canary.utf8).base64EncodedString()] { #expect(!text.contains(secret)) }
        let log = try #require(try JSONDocument(parsing: text).root["log"])
        #expect(log["version"]?.string == "1.2")
        #expect(log["creator"]?["name"]?.string == "cloudctl")
        let entries = try #require(log["entries"]?.array)
        #expect(entries.count > 2)
        for entry in entries {
            for name in ["startedDateTime", "time", "cache", "timings"] { #expect(entry[name] != nil) }
            #expect(entry["request"]?["url"]?.string?.hasPrefix("https://") == true)
            #expect(entry["request"]?["queryString"]?.array != nil)
            #expect(entry["response"]?["content"]?["size"]?.integer != nil)
            #expect(entry["_provider"]?.string == provider)
        }
        // What changes something has a body, without the values.
        #expect(entries.contains { $0["request"]?["postData"]?["text"] != nil })
    }

    @Test func aMigrationHasOneFileForBothAccounts() async throws {
        let result = await terminal.run(
            "migrate",
            "plan",
            "--from",
            "qovery-simulator",
            "--to",
            "scaleway-simulator",
            "--namespace",
            "shop",
            "--trace-file",
            "both.har"
        )
        #expect([0, 4].contains(result.status), "\(result.error)")
        let entries = try JSONDocument(parsing: terminal.content("both.har")).root["log"]?["entries"]?.array ?? []
        #expect(Set(entries.compactMap { $0["_provider"]?.string }) == ["qovery", "scaleway"])
    }

    @Test func aFileThatCannotBeWrittenIsTold() async {
        let result = await terminal.run("list", "--provider", "qovery-simulator", "--trace-file", "no/such/folder")
        #expect(result.status == 73)
    }

    @Test(arguments: [("1", true), ("true", true), ("0", false), ("", false), ("false", false)])
    func aVariableLogsEachRequest(_ value: String, _ isLogged: Bool) async {
        terminal.environment["CLOUDCTL_TRACE"] = value
        let result = await terminal.run("list", "--provider", "scaleway-simulator")
        #expect(result.error.contains("http: GET") == isLogged)
    }
}
