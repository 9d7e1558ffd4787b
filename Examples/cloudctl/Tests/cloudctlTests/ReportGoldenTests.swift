import Testing

/// The reports as they look, at 80 columns.
struct ReportGoldenTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.errorColumns = 80
        terminal.outputColumns = 80
        terminal.environment["NO_COLOR"] = "1"
        try terminal.file("front.json", Samples.qovery)
        try terminal.file("api.json", Samples.scaleway)
        try terminal.file("shop.yaml", Samples.manifest)
    }

    @Test func tableToScaleway() async throws {
        try Golden.expect(
            await terminal.run("convert", "front.json", "--to", "scaleway").error,
            matches: "to-scaleway.txt"
        )
    }

    @Test func tableToQovery() async throws {
        try Golden.expect(await terminal.run("convert", "api.json", "--to", "qovery").error, matches: "to-qovery.txt")
    }

    @Test func markdownToScaleway() async throws {
        let result = await terminal.run("convert", "front.json", "--to", "scaleway", "--report", "markdown")
        try Golden.expect(result.error, matches: "to-scaleway.md")
    }

    @Test func jsonToScaleway() async throws {
        let result = await terminal.run("convert", "front.json", "--to", "scaleway", "--report", "json")
        try Golden.expect(result.error, matches: "to-scaleway.json")
    }

    @Test func checkOfAManifest() async throws {
        try Golden.expect(await terminal.run("check", "shop.yaml").output, matches: "check.txt")
    }

    @Test func manifestOfAService() async throws {
        let result = await terminal.run("convert", "front.json", "--to", "manifest", "--allow", "all")
        try Golden.expect(result.output, matches: "front.yaml")
    }
}
