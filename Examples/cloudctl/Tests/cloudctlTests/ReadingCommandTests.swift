import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// What holds for every command that reads, in every form; a new command is among them by itself.
struct ReadingCommandTests {
    let terminal: Terminal

    init() throws { terminal = try Terminal() }

    @Test(arguments: ["scaleway-simulator", "qovery-simulator"])
    func everyDocumentSaysWhatItIs(_ provider: String) async throws {
        let commands = try await ReadingCommands(in: terminal, provider).all
        #expect(commands.count > 20, "\(commands)")
        for command in commands {
            for form in ["json", "yaml", "jsonl"] {
                let result = await terminal.run(command.words + ["-o", form])
                #expect([0, 1, 4].contains(result.status), "\(command) -o \(form): \(result.error)")
                let documents =
                    switch form {
                    case "json": [try JSONDocument(parsing: result.output).root]
                    case "yaml": try YAMLDocument.read(Array(result.output.utf8), named: nil).map(\.root)
                    default: try result.output.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root }
                    }
                #expect(form == "jsonl" || documents.count == 1, "\(command) -o \(form)")
                for document in documents {
                    #expect(document["apiVersion"]?.string == "cloudctl/v1", "\(command) -o \(form)")
                    #expect(document["kind"]?.string?.isEmpty == false, "\(command) -o \(form)")
                }
            }
            for form in ["table", "wide", "name"] {
                let result = await terminal.run(command.words + ["-o", form])
                #expect([0, 1, 4].contains(result.status), "\(command) -o \(form): \(result.error)")
                #expect(!result.output.hasPrefix("{"), "\(command) -o \(form)")
            }
        }
    }

    /// The built tool, whose errors go nowhere: what is opened first must not get them.
    @Test func theResultIsWholeWithErrorsClosed() async throws {
        let commands = try await ReadingCommands(in: terminal).all
        for command in commands {
            let result = try shell("\"$0\" \(quoted(command)) -o json\(command.hasVerbose ? " -v" : "") 2>&-")
            #expect([0, 1, 4].contains(result.status), "\(command)")
            #expect(throws: Never.self, "\(command)") { try JSONDocument(parsing: result.output) }
        }
        for words in ["convert site.yaml --to scaleway", "export --all --namespace shop", "schema"] {
            let result = try shell("\"$0\" \(words) 2>&-")
            #expect(!result.output.isEmpty, "\(words)")
            #expect(!result.output.contains("warning"), "\(words)")
        }
    }

    @Test func aClosedStreamIsNoFileThatIsOpenedLater() async throws {
        _ = try await ReadingCommands(in: terminal)
        // Without the result nothing is done; what is written to files is what belongs there.
        let convert = "\"$0\" convert site.yaml --to scaleway"
        #expect(try shell("\(convert) >&-").status == 73)
        #expect(try shell("\(convert) --out made.json <&- >&- 2>&-").status == 0)
        #expect(throws: Never.self) { try JSONDocument(parsing: try terminal.content("made.json")) }
        #expect(try shell("\"$0\" convert - --to scaleway <&-").status == 74)
    }

    // MARK: Secrets

    @Test(arguments: ["scaleway", "qovery"])
    func noCommandPrintsASecretInAnyForm(_ provider: String) async throws {
        let commands = try await ReadingCommands(in: terminal, "\(provider)-simulator").all
        let files = try terminal.content("move.jsonl") + terminal.content("move.plan.json")
        let canary = (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16) }.joined()
        try await terminal.connect(provider, VirtualTime(), hasJobs: true)
        terminal.environment["CANARY"] = canary
        let set = await terminal.run("secrets", "set", "web", "CANARY=env:CANARY")
        #expect(set.status == 0, "\(set.error)")
        let credentials = terminal.environment.filter { $0.key.contains("SECRET") || $0.key.contains("TOKEN") }.values
        #expect(!credentials.isEmpty)
        let forms = [
            canary, Data(canary.utf8).base64EncodedString(), String(canary.prefix(8)), String(canary.suffix(8)),
        ]
        #expect(!files.contains("token-of-the-test"))
        for command in commands where !command.words.starts(with: ["migrate", "plan"]) {
            let words = command.words.map { $0 == "\(provider)-simulator" ? provider : $0 }
            for form in ["table", "wide", "json", "jsonl", "yaml", "name"] {
                let text = await terminal.run(words + ["-o", form]).everything
                for secret in forms + credentials { #expect(!text.contains(secret), "\(command) -o \(form)") }
            }
        }
    }

    // MARK: The process

    private func quoted(_ command: ReadingCommands.Command) -> String {
        command.words.map { "'\($0)'" }.joined(separator: " ")
    }

    /// Runs a line of the shell, in which `$0` is the tool, with nothing of the environment of the tests.
    private func shell(_ line: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line, try #require(ProcessTests.tool)]
        process.currentDirectoryURL = URL(fileURLWithPath: terminal.folder)
        // Nobody is asked beyond this machine.
        let proxy = ["HTTPS_PROXY": "http://127.0.0.1:9", "PATH": "/usr/bin:/bin"]
        process.environment = terminal.environment.merging(proxy) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
