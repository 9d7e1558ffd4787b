import CloudContainers
import Foundation
import Testing

/// A result in a file beside what is printed, and in columns of one's own.
struct ResultFormTests {
    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        terminal.environment["CLOUDCTL_PROVIDER"] = "qovery-simulator"
    }

    static let commands = [
        "list", "namespaces", "get web", "describe web", "status", "status web --wait", "env list web",
        "secrets list shop/api",
        "domains list web", "jobs list", "jobs get nightly", "deploy web", "delete web --dry-run", "version", "config",
        "providers", "explain scaling.minimum", "doctor",
    ]

    @Test(arguments: commands)
    func theFileHoldsWhatTheJSONIs(_ words: String) async throws {
        let command = words.split(separator: " ").map(String.init)
        let json = await terminal.run(command + ["-o", "json"])
        let plain = await terminal.run(command)
        let both = await terminal.run(command + ["--json-into", "result.json"])
        #expect(both.status == plain.status && both.output == plain.output, "\(both.error)")
        let stored = try JSONDocument(parsing: terminal.content("result.json"))
        #expect(stored == (try JSONDocument(parsing: json.output)))
    }

    @Test func theFileStandsBesideEveryForm() async throws {
        for form in ["jsonl", "yaml", "name", "columns=name"] {
            let plain = await terminal.run("list", "-o", form)
            let both = await terminal.run("list", "-o", form, "--json-into", "\(form).json")
            #expect(both.output == plain.output)
            let stored = try JSONDocument(parsing: terminal.content("\(form).json")).root
            #expect(stored["kind"]?.string == "ContainerList")
        }
        #expect(await terminal.run("list", "--quiet", "--json-into", "x.json").status == 64)
        #expect(await terminal.run("logs", "web", "--json-into", "x.json").status == 64)
        #expect(await terminal.run("jobs", "logs", "nightly", "--json-into", "x.json").status == 64)
        #expect(await terminal.run("list", "--json-into", "no/such/folder/x.json").status == 73)
    }

    @Test func columnsArePartsOfTheElements() async {
        terminal.environment["CLOUDCTL_PROVIDER"] = "scaleway-simulator"
        let result = await terminal.run("list", "-o", "columns=name,status.state,scaling.minimum,status.message")
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.first == ["name", "status.state", "scaling.minimum", "status.message"])
        #expect(lines.dropFirst().first?.prefix(3) == ["web", "ready", "1"])
        // What one element has and another has not.
        #expect(lines.contains { $0.last == "-" } && result.output.contains("unable to start"))
        #expect(await terminal.run("get", "web", "-o", "columns=name").output == "name\nweb\n")
    }

    @Test(arguments: [
        ("columns=nme", 66, "Did you mean name?"), ("columns=", 64, "is no path"), ("columns=name,", 64, "is no path"),
        ("columns=status..x", 64, "is no path"), ("columns", 64, "is no form of output"),
    ])
    func aColumnThatNothingHasIsTold(_ form: String, _ status: Int32, _ words: String) async {
        let result = await terminal.run("list", "-o", form)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.error.replacing("\n", with: " ").contains(words), "\(result.error)")
    }
}
