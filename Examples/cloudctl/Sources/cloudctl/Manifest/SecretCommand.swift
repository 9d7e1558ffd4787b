import CloudContainers
import Foundation

/// Runs a command whose output is a secret's value: directly, without a shell, with nothing on its input.
///
/// What it says of errors is not shown, since nobody knows what is in it.
struct SecretCommand {
    /// The most bytes that a value has.
    static let outputLimit = 64 * 1024

    private let words: [String]
    private let limit: Duration
    private let console: Console

    /// Makes a command of its words; the first is the program.
    init(_ words: [String], limit: Duration, on console: Console) {
        self.words = words
        self.limit = limit
        self.console = console
    }

    /// What the command writes.
    ///
    /// - Throws: ``SecretResolution/Reason`` if it cannot be run, fails, takes too long, or writes too much.
    func output() async throws -> [UInt8] {
        let name = Diagnostic.quoted(words.first ?? "")
        guard let program = words.first.flatMap(path) else {
            throw SecretResolution.Reason(
                problem: "there is no program \(name)",
                advice: "Install it, or name it with its path."
            )
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.environment = console.environment
        process.currentDirectoryURL = URL(fileURLWithPath: console.workingDirectory)
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = pipe
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended in
            end.yield(ended.terminationStatus)
            end.finish()
        }
        do {
            try process.run()
        } catch {
            throw SecretResolution.Reason(
                problem: "the program \(name) cannot be run",
                advice: "See that it may be executed."
            )
        }
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        // The command's own end is the last one then, and closing it ends the text.
        try? pipe.fileHandleForWriting.close()
        let chunks = Self.chunks(of: pipe.fileHandleForReading)
        let limit = limit
        let result = try await withThrowingTaskGroup(of: (bytes: [UInt8], status: Int32)?.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                for await chunk in chunks {
                    bytes += chunk
                    if bytes.count > Self.outputLimit { return (bytes, 0) }
                }
                for await status in ends { return (bytes, status) }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        try Task.checkCancellation()
        guard let result else {
            throw SecretResolution.Reason(
                problem: "the program \(name) did not end within \(limit)",
                advice: "Run it by hand to see what it waits for."
            )
        }
        guard result.bytes.count <= Self.outputLimit else {
            throw SecretResolution.Reason(
                problem: "the program \(name) writes more than \(Self.outputLimit) bytes",
                advice: "Make it write the value only."
            )
        }
        guard result.status == 0 else {
            throw SecretResolution.Reason(
                problem: "the program \(name) ended with the status \(result.status)",
                advice: "Run it by hand to see why."
            )
        }
        return result.bytes
    }

    /// Where the program is: its own path, or the first folder of `PATH` that has it.
    private func path(of program: String) -> String? {
        if program.contains("/") {
            let path = console.absolute(program)
            return FileManager.default.isExecutableFile(atPath: path) ? path : nil
        }
        return (console.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What comes out of a pipe, read on a thread of its own: an event source can miss the end of a short command.
    private static func chunks(of handle: FileHandle) -> AsyncStream<[UInt8]> {
        let descriptor = dup(handle.fileDescriptor)
        return AsyncStream { continuation in
            Thread.detachNewThread {
                defer { close(descriptor) }
                var buffer = [UInt8](repeating: 0, count: 4096)
                var total = 0
                while total <= outputLimit {
                    let count = read(descriptor, &buffer, buffer.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { break }
                    total += count
                    continuation.yield(Array(buffer[..<count]))
                }
                continuation.finish()
            }
        }
    }
}
