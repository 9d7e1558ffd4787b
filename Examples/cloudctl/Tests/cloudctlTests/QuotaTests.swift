import CloudContainers
import Testing

/// What the results may use of Scaleway's memory, said before anything is asked.
struct QuotaTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("shop.yaml", Samples.manifest)
        try terminal.file("front.json", Samples.qovery)
    }

    /// 3 instances of 512 MB.
    private let line = "Scaleway quota: 1,536 MB of 600 GiB (644,245 MB) with all instances running.\n"

    @Test func isOneLineUnderTheReport() async {
        #expect(await terminal.run("convert", "shop.yaml", "--to", "scaleway").error.hasSuffix("\n" + line))
        #expect(await terminal.run("check", "shop.yaml").output.contains("\n" + line))
        #expect(
            await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--report", "markdown").error.contains(line)
        )
        #expect(!(await terminal.run("convert", "shop.yaml", "--to", "qovery").everything.contains("quota")))
        #expect(!(await terminal.run("check", "shop.yaml", "--on", "qovery").everything.contains("quota")))
        #expect(!(await terminal.run("convert", "shop.yaml", "--to", "scaleway", "-q").everything.contains("quota")))
    }

    @Test func standsInTheJSONReports() async throws {
        let converted = await terminal.run("convert", "shop.yaml", "--to", "scaleway", "--report", "json").error
        let expected: JSONValue = ["memoryBytes": 1_536_000_000, "limitBytes": 644_245_094_400]
        #expect(try JSONDocument(parsing: converted).root["quota"] == expected)
        let checked = try JSONDocument(parsing: await terminal.run("check", "shop.yaml", "-o", "json").output)
            .root
        #expect(checked["providers"]?.array?.map { $0["quota"] } == [nil, expected])
    }

    @Test func comesBeforeTheConsent() async throws {
        let error = await terminal.run("convert", "front.json", "--to", "scaleway").error
        let quota = try #require(
            error.firstRange(of: "Scaleway quota: nothing to count, because no service has a result.")
        )
        let verdict = try #require(error.firstRange(of: "Nothing was written"))
        #expect(quota.upperBound < verdict.lowerBound)
        // With the volume and the secret settled only consent is missing, and there is a result to count.
        try terminal.file("shop.env", "API_KEY=canary\n")
        let settled = ["--without-volume", "Shop-Front", "--secrets", "shop.env"]
        let unconsented = await terminal.run(["convert", "front.json", "--to", "scaleway"] + settled)
        #expect(unconsented.status == 4)
        #expect(unconsented.error.contains("Scaleway quota: 26,850 MB of 600 GiB"))
    }

    @Test func countsTheServicesThatHaveAResult() async throws {
        let worker = Samples.manifest.replacing("web:", with: "worker:")
            .replacing("    ports:\n    - number: 8080\n      protocol: http\n      exposure: public\n", with: "")
        try terminal.file("worker.yaml", worker)
        let error = await terminal.run("convert", "shop.yaml", "worker.yaml", "--to", "scaleway").error
        let flat = error.split { $0.isWhitespace }.joined(separator: " ")
        #expect(flat.contains("with all instances running; 1 of 2 services have a result to count."), "\(error)")
    }

    @Test func saysWhenItIsTooMuch() async throws {
        let large = Samples.manifest.replacing("maximum: 3", with: "maximum: 50").replacing("512M", with: "12288M")
            .replacing("500m", with: "4000m")
        try terminal.file("large.yaml", large)
        try terminal.file("more.yaml", large.replacing("web:", with: "api:"))
        let error = await terminal.run("convert", "large.yaml", "more.yaml", "--to", "scaleway").error
        #expect(error.contains("Scaleway quota: 1,228,800 MB of 600 GiB"))
        #expect(error.contains("over the quota."))
    }
}
