import CloudContainers
import Foundation

/// An input as read: its name for messages, and its bytes.
struct InputFile {
    /// The most bytes that are read.
    static let limit = 64 * 1024 * 1024

    /// The path as given, or `<stdin>`.
    var name: String
    /// The whole content.
    var bytes: [UInt8]

    /// Reads a file, or the standard input for `-`.
    ///
    /// - Throws: ``Failure`` for what is missing, no file, too large, or not readable.
    static func read(_ argument: String, on console: Console) throws -> InputFile {
        if argument == "-" { return try InputFile(name: "<stdin>", bytes: readAll("<stdin>", from: console.readInput)) }
        guard !argument.isEmpty else {
            throw Failure(.notFound, "the name of an input is empty", advice: "Give a file, or - for standard input.")
        }
        let path = console.absolute(argument)
        var status = stat()
        guard stat(path, &status) == 0 else { throw missing(argument, at: path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            throw Failure(.notFound, "this is a directory, not a file", source: argument, advice: "Name a file in it.")
        case S_IFSOCK:
            throw Failure(.notFound, "this is a socket, not a file", source: argument, advice: "Name a file.")
        case S_IFREG where Int(status.st_size) > limit:
            throw tooLarge(argument, found: "\(status.st_size) bytes")
        default: break
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(argument, errno) }
        defer { close(descriptor) }
        let file = Descriptor(descriptor, name: argument)
        // A pipe has no size beforehand, and a file can grow, so the bytes are counted too.
        return InputFile(name: argument, bytes: try readAll(argument, from: file.read))
    }

    /// The mode of the file where others than its owner can use it; `nil` where they cannot.
    func looseMode(on console: Console) -> String? {
        var status = stat()
        guard stat(console.absolute(name), &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
        return String(status.st_mode & 0o777, radix: 8)
    }

    private static func readAll(_ name: String, from next: () throws -> [UInt8]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try next()
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > limit { throw tooLarge(name, found: "more than \(limit) bytes") }
        }
    }

    private static func tooLarge(_ name: String, found: String) -> Failure {
        Failure(
            .wrongInput,
            [
                Diagnostic(
                    problem: "the input is too large",
                    value: found,
                    allowed: "at most 64 MiB (\(limit) bytes)",
                    advice: "Split it into several inputs.",
                    source: name
                )
            ]
        )
    }

    private static func missing(_ name: String, at path: String, _ reason: Int32) -> Failure {
        guard reason == ENOENT || reason == ENOTDIR else { return unreadable(name, reason) }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let near = Suggestion(for: URL(fileURLWithPath: path).lastPathComponent, among: siblings.sorted())
        return Failure(
            .notFound,
            "there is no such file",
            source: name,
            advice: near.question ?? "Give the path of a file, or - for standard input."
        )
    }

    private static func unreadable(_ name: String, _ reason: Int32) -> Failure {
        Failure(.cannotRead, "the file cannot be read: \(Descriptor.reason(reason))", source: name)
    }
}
