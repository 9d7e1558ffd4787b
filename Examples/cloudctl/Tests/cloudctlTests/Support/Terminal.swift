import CloudContainers
import CommandKit
import ContainerMigration
import Foundation
import SimulationKit

/// A console, and a folder for its files that is removed at the end.
final class Terminal {
    /// Keeps what is written, in a file.
    final class Recording: Console.Sink {
        private let path: String
        private let handle: FileHandle

        init(_ path: String) throws {
            self.path = path
            try Data().write(to: URL(fileURLWithPath: path))
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        }

        func write(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }

        /// Takes what was written.
        func take() -> String {
            defer { try? FileManager.default.removeItem(atPath: path) }
            return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        }
    }

    /// An input that is read once, or again and again.
    final class Input: Sendable {
        private let handle: FileHandle
        private let endless: [UInt8]?

        init(_ path: String, _ bytes: [UInt8], isEndless: Bool) throws {
            endless = isEndless ? bytes : nil
            let url = URL(fileURLWithPath: path)
            try Data(bytes).write(to: url)
            handle = try FileHandle(forReadingFrom: url)
            try FileManager.default.removeItem(at: url)
        }

        func read() throws -> [UInt8] {
            if let endless { return endless }
            return try handle.read(upToCount: 1 << 16).map(Array.init) ?? []
        }
    }

    /// A way to the providers that leads to one transport.
    struct OneTransport: Network {
        let transport: any HTTPTransport

        func withTransport<Result>(
            environment: [String: String],
            time: any TimeSource,
            _ body: (any HTTPTransport) async throws -> Result
        ) async throws -> Result {
            try await body(transport)
        }
    }

    /// A network that is not there.
    struct NoTransport: HTTPTransport {
        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            throw HTTPTransportError(.nameNotFound, "tests have no network", delivery: .notSent)
        }
    }

    /// A resolver that knows no name.
    struct NoNames: NameResolver {
        let name = "the resolver of this machine"
        func leads(_ host: String, to target: String) async throws -> Bool { false }
    }

    /// What a command did.
    struct Result {
        let status: Int32
        let output: String
        let error: String

        /// All that was printed.
        var everything: String { output + error }
    }

    let folder: String
    var environment: [String: String] = [:]
    var outputColumns: Int?
    var errorColumns: Int?
    /// Whether a person types the input.
    var inputIsTerminal = false
    /// What answers in the place of the network.
    var transport: any HTTPTransport = NoTransport()
    /// What is asked where names lead.
    var names: any NameResolver = NoNames()
    /// The time that waits take.
    var time: any TimeSource = VirtualTime()
    /// What an input without an end repeats.
    var inputChunk: [UInt8]?

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/cloudctl-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes a file into the folder.
    func file(_ name: String, _ text: String) throws { try file(name, Array(text.utf8)) }

    /// Writes a file into the folder.
    func file(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// Reads a file of the folder.
    func content(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    /// Runs the tool in the folder.
    @discardableResult
    func run(_ arguments: String..., input: String = "") async -> Result {
        await run(arguments, input: Array(input.utf8))
    }

    /// Runs the tool in the folder.
    func run(_ arguments: [String], input: [UInt8] = []) async -> Result {
        guard let recorded = try? Recorded(self, input) else { return .impossible }
        return await recorded.run(arguments)
    }

    /// Begins to run the tool in the folder; the task can be cancelled.
    func begin(_ arguments: [String]) -> Task<Result, Never> {
        guard let recorded = try? Recorded(self, []) else { return Task { .impossible } }
        return Task { await recorded.run(arguments) }
    }

    /// A console whose output is kept.
    private struct Recorded: Sendable {
        let console: Console
        let output: Recording
        let error: Recording

        init(_ terminal: Terminal, _ input: [UInt8]) throws {
            let folder = terminal.folder
            output = try Recording("\(folder)-stdout")
            error = try Recording("\(folder)-stderr")
            let isEndless = terminal.inputChunk != nil
            let typed = try Input("\(folder)-stdin", terminal.inputChunk ?? input, isEndless: isEndless)
            console = Console(
                output: Console.Output(output, terminalColumns: terminal.outputColumns),
                error: Console.Output(error, terminalColumns: terminal.errorColumns),
                readInput: { try typed.read() },
                inputIsTerminal: terminal.inputIsTerminal,
                environment: terminal.environment,
                workingDirectory: folder,
                network: OneTransport(transport: terminal.transport),
                names: terminal.names,
                time: terminal.time,
                randomness: SeededRandomness(seed: 1)
            )
        }

        func run(_ arguments: [String]) async -> Result {
            let status = await Tool.run(arguments, on: console)
            return Result(status: status, output: output.take(), error: error.take())
        }
    }
}

extension Terminal.Result {
    fileprivate static let impossible = Self(
        status: -1,
        output: "",
        error: "the temporary folder cannot be written"
    )
}
