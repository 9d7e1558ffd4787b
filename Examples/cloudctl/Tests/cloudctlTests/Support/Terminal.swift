import CommandKit
import Foundation

/// A console in memory, and a folder for its files that is removed at the end.
final class Terminal {
    /// Keeps what is written.
    final class Recording: Console.Sink {
        private(set) var bytes: [UInt8] = []

        func write(_ bytes: [UInt8]) throws { self.bytes += bytes }

        var text: String { String(decoding: bytes, as: UTF8.self) }
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
    func run(_ arguments: String..., input: String = "") -> Result { run(arguments, input: Array(input.utf8)) }

    /// Runs the tool in the folder.
    func run(_ arguments: [String], input: [UInt8] = []) -> Result {
        let output = Recording()
        let error = Recording()
        var rest = input
        let console = Console(
            output: Console.Output(output, terminalColumns: outputColumns),
            error: Console.Output(error, terminalColumns: errorColumns),
            readInput: { [inputChunk] in
                defer { rest = [] }
                return inputChunk ?? rest
            },
            environment: environment,
            workingDirectory: folder
        )
        let status = Tool.run(arguments, on: console)
        return Result(status: status, output: output.text, error: error.text)
    }
}
