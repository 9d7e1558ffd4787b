import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// The command about logs, whole runs against the two simulators.
struct LogCommandTests {
    static let providers = ["scaleway", "qovery"]

    let terminal: Terminal
    let time = VirtualTime()

    init() throws {
        terminal = try Terminal()
        terminal.environment["NO_COLOR"] = "1"
    }

    @Test(arguments: providers)
    func looksAsBefore(_ provider: String) async throws {
        terminal.outputColumns = 80
        terminal.environment["CLOUDCTL_PROVIDER"] = provider + "-simulator"
        var text = ""
        for line in [
            "web", "web --limit 2", "search --no-timestamps", "web --grep cart --no-timestamps", "web --grep nothing",
            "reports", "api --namespace shop --limit 1 -o jsonl", "api --namespace shop --limit 1 -o json", "api",
            "wbe",
            "web --since 1s --until 1m", "web --follow --until 1m", "web --follow -o json", "web --since yesterday",
            "web --limit 0",
        ] {
            let result = await terminal.run(["logs"] + line.split(separator: " ").map(String.init))
            text += "$ cloudctl logs \(line)\n\(result.output)\(result.error)[\(result.status)]\n\n"
        }
        try Golden.expect(text, matches: "logs-\(provider)-simulator.txt")
    }

    @Test(arguments: providers)
    func boundsAreInstantsOrCountedFromNow(_ provider: String) async throws {
        let outside = try await terminal.connect(provider, time)
        let id = try #require(try await terminal.id(of: "web"))
        try await time.sleep(for: .seconds(3600))
        var instants: [Timestamp] = []
        for line in ["one", "two", "three"] {
            instants.append(await time.wallClock())
            try await outside.write(line, id)
            try await time.sleep(for: .seconds(60))
        }
        func lines(_ words: String...) async -> [Substring] {
            await terminal.run(["logs", "web", "--no-timestamps"] + words).output.split(separator: "\n")
        }
        #expect(await lines("--since", "10m") == ["one", "two", "three"])
        #expect(await lines("--since", "150s") == ["two", "three"])
        #expect(await lines("--since", "10m", "--until", "90s") == ["one", "two"])
        #expect(await lines("--since", instants[1].description) == ["two", "three"])
        #expect(await lines("--since", "10m", "--until", instants[1].description) == ["one"])
        #expect(await lines("--since", "10m", "--limit", "1") == ["three"])
        #expect(await lines("--since", "10m", "--grep", "o") == ["one", "two"])
    }

    @Test(arguments: providers)
    func nothingThatATerminalActsOnIsPrinted(_ provider: String) async throws {
        let outside = try await terminal.connect(provider, time)
        let id = try #require(try await terminal.id(of: "web"))
        let line = "\u{1B}[31mred\u{1B}[0m\tand\u{202E} more\u{7}"
        try await outside.write(line, id)
        let text = await terminal.run("logs", "web", "--limit", "1", "--no-timestamps").output
        #expect(text == "\\u{1b}[31mred\\u{1b}[0m\tand\\u{202e} more\\u{7}\n")
        let json = await terminal.run("logs", "web", "--limit", "1", "-o", "jsonl").output
        #expect(!json.contains("\u{1B}") && json.hasSuffix("}\n") && json.count { $0 == "\n" } == 1)
        #expect(try JSONDocument(parsing: json).root["message"]?.string == line)
    }

    @Test(arguments: providers)
    func jsonAndYAMLSayTheSame(_ provider: String) async throws {
        let words = ["logs", "web", "--provider", provider + "-simulator", "-o"]
        let document = try JSONDocument(parsing: await terminal.run(words + ["json"]).output)
        let yaml = await terminal.run(words + ["yaml"]).output
        #expect(try YAMLDocument.read(Array(yaml.utf8), named: nil).map(\.root) == [document.root])
        let lines = try #require(document.root["lines"]?.array)
        #expect(lines.last?["message"]?.string == #"10.0.0.7 "POST /cart HTTP/1.1" 201 64"#)
        let separate = await terminal.run(words + ["jsonl"]).output.split(separator: "\n")
        #expect(separate.count == lines.count)
        for (line, whole) in zip(separate, lines) {
            let root = try JSONDocument(parsing: String(line)).root
            #expect(root["kind"]?.string == "LogLine")
            #expect(root["message"] == whole["message"] && root["time"] == whole["time"])
        }
    }

    @Test(arguments: providers, ["table", "jsonl"])
    func followingShowsEachLineOnceUntilItIsInterrupted(_ provider: String, _ form: String) async throws {
        let outside = try await terminal.connect(provider, time)
        let id = try #require(try await terminal.id(of: "web"))
        terminal.time = HookedTime(time) { [time] wait in
            switch wait {
            case 1: try await outside.write("new one", id)
            case 3:
                for line in ["new two", "other", "new three"] {
                    try await outside.write(line, id)
                    try await time.sleep(for: .seconds(1))
                }
            case 5: throw CancellationError()
            default: break
            }
        }
        let words = ["logs", "web", "-f", "--grep", "w", "--limit", "2", "-o", form, "--no-timestamps"]
        let result = await terminal.run(words)
        #expect(result.status == 130)
        #expect(result.error.isEmpty)
        let lines = result.output.split(separator: "\n").map(String.init)
        let texts =
            form == "table" ? lines : try lines.map { try JSONDocument(parsing: $0).root["message"]?.string ?? "" }
        #expect(texts == ["error: the service search does not answer", "new one", "new two", "new three"])
    }

    @Test func quietPrintsErrorsOnly() async {
        #expect(await terminal.run("logs", "web", "--provider", "scaleway-simulator", "-q").everything.isEmpty)
        #expect(await terminal.run("logs", "wbe", "--provider", "scaleway-simulator", "-q").status == 66)
    }

    @Test(arguments: providers)
    func noTokenIsPrinted(_ provider: String) async throws {
        try await terminal.connect(provider, time)
        let text = await terminal.run("logs", "web", "--verbose").everything
        #expect(text.contains("http: GET https://"))
        for (name, value) in terminal.environment where name.contains("KEY") || name.contains("TOKEN") {
            #expect(!text.contains(value))
        }
    }

    // MARK: As a process

    @Test func controlCEndsFollowing() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(ProcessTests.tool))
        process.arguments = ["logs", "web", "--follow", "--provider", "qovery-simulator"]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        // It is at work as soon as there is a line.
        let begin = output.fileHandleForReading.availableData
        process.interrupt()
        process.waitUntilExit()
        #expect(!begin.isEmpty)
        #expect(process.terminationStatus == 130)
        let words = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(words == "The sample services write nothing new; Ctrl-C ends this.\n")
    }
}
