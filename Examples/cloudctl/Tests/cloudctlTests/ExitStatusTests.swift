import CloudContainers
import CommandKit
import Foundation
import SimulationKit
import Testing

/// Every status that the table of them names, by a command that ends with it.
struct ExitStatusTests {
    // Testing has one of that name too.
    typealias Status = CommandKit.ExitStatus

    let terminal: Terminal

    init() throws {
        terminal = try Terminal()
        try terminal.file("site.yaml", Samples.site)
        try terminal.file("front.json", Samples.qovery)
    }

    /// What nobody has thought of.
    private struct Surprise: Error, CustomStringConvertible {
        let description = "the moon fell down"
    }

    private struct Surprising: HTTPTransport {
        func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw Surprise() }
    }

    /// Commands at a simulator.
    private static let lines: [(Status, String)] = [
        (.done, "list"), (.failed, "stop web"),
        (.differences, "diff -f site.yaml --namespace shop --allow all --detailed-exitcode"),
        (.partlyDone, "deploy web search"), (.blocked, "convert front.json --to scaleway"), (.wrongUse, "convert"),
        (.notFound, "get wbe"), (.cannotWrite, "convert site.yaml --to scaleway --out no/where"),
        (.timedOut, "deploy search --timeout 5s"), (.wrongConfiguration, "list"),
    ]

    /// Lines of the shell for the built tool.
    private static let processes: [(Status, String)] = [
        (.wrongInput, "echo '{' | \"$0\" convert --to qovery"), (.cannotRead, "\"$0\" convert --to qovery - <&-"),
        (.brokenPipe, "mkfifo pipe; exec 3<>pipe; exec 4>pipe; exec 3<&-; \"$0\" version >&4"),
    ]

    /// The status of the built tool that got a signal while it was at work.
    private func status(after signal: Int32) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(ProcessTests.tool))
        process.arguments = ["logs", "web", "--follow", "--provider", "scaleway-simulator"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Answers of a provider.
    private static let answers: [(Status, Fault)] = [
        (.tryLater, .answer(HTTPResponse(status: 429, body: Array("{}".utf8)))),
        (.notUnderstood, .body(Array("{".utf8))),
        (.noCredential, .answer(HTTPResponse(status: 403, body: Array(#"{"message": "no"}"#.utf8)))),
        (.unreachable, .refused),
    ]

    @Test func everyStatusIsReached() async throws {
        var reached: Set<Status> = []
        for (status, line) in Self.lines {
            let provider = status == .wrongConfiguration ? "azure" : "scaleway-simulator"
            terminal.environment = ["CLOUDCTL_PROVIDER": provider]
            let result = await terminal.run(line.split(separator: " ").map(String.init))
            #expect(result.status == status.rawValue, "\(line): \(result.everything)")
            reached.insert(status)
        }
        terminal.environment = [:]
        for (status, fault) in Self.answers {
            try await terminal.connect("scaleway", VirtualTime(), [FaultRule(fault)])
            let result = await terminal.run("list")
            #expect(result.status == status.rawValue, "\(fault): \(result.error)")
            reached.insert(status)
        }
        for (status, line) in Self.processes {
            let result = try ProcessTests().shell(line)
            #expect(result.status == status.rawValue, "\(line): \(result.error)")
            reached.insert(status)
        }
        for (status, signal) in [(Status.interrupted, SIGINT), (.terminated, SIGTERM)] {
            #expect(try self.status(after: signal) == status.rawValue)
            reached.insert(status)
        }
        try await terminal.connect("scaleway", VirtualTime())
        terminal.transport = Surprising()
        #expect(await terminal.run("list").status == Status.internalError.rawValue)
        reached.insert(.internalError)
        #expect(reached == Set(Status.allCases))
    }

    @Test func aBugSaysHowToReportIt() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        terminal.transport = Surprising()
        let error = await terminal.run("list").error
        #expect(error.hasPrefix("error: the moon fell down\n"), "\(error)")
        for words in ["bug of cloudctl", "open an issue", "cloudctl doctor", "--verbose"] {
            #expect(error.replacing("\n        ", with: " ").contains(words), "\(error)")
        }
    }

    @Test func whatIsBusyIsWorthAnotherTry() {
        #expect(Status(ContainerServiceError(.busy, "a deployment is under way")) == .tryLater)
        #expect(Status(ContainerServiceError(.permissionDenied, "no right")) == .noCredential)
        #expect(Status(ContainerServiceError(.conflict, "somebody else changed it")) == .failed)
    }

    /// A right that is missing for one service takes nothing from what was done for the others.
    @Test func aMissingRightForOneServiceIsAPart() async throws {
        try await terminal.connect("scaleway", VirtualTime())
        let id = try #require(try await terminal.id(of: "shop/api"))
        let refusal = HTTPResponse(status: 403, body: Array(#"{"message": "no"}"#.utf8))
        try await terminal.connect(
            "scaleway",
            VirtualTime(),
            [FaultRule(.answer(refusal), method: .post, path: id.rawValue)]
        )
        let result = await terminal.run("deploy", "web", "shop/api", "--namespace", "shop")
        #expect(result.status == 3, "\(result.everything)")
    }
}
