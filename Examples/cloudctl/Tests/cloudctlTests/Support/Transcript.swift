import CloudContainers
import CommandKit
import Foundation
import Testing

/// What somebody sees who works with the built tool at served simulators.
///
/// A transcript has `$ ` and the line of the shell, what was written, and `[status N]` where it is not 0. What is another
/// one each time is replaced:
///
/// - the port of the simulators by 48480,
/// - an identifier by its number in the transcript, also where only its beginning is a part of a name,
/// - an instant by one, 2026-01-01T00:00:00Z, and a time that something took by 0s,
/// - the compiler and the processor of the tool by words for them.
///
/// A reminder that a wait goes on, which a busy machine has time for, is left out.
///
/// Everything else is as it was, since the simulators take all that happens from one seed, and their time runs a million times
/// as fast: what takes minutes is over before it is asked about.
final class Transcript {
    /// Where the tool writes to.
    enum Medium: String, CaseIterable, Sendable {
        /// Something that is no terminal, with no input.
        case piped
        /// A terminal of 80 columns.
        case terminal
    }

    /// A line of the shell, and what is typed meanwhile.
    struct Line: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, Sendable {
        let words: String
        var answers: [(question: String, text: String)] = []
        /// What is seen before somebody types Ctrl-C.
        var lastSeen: String?

        init(stringLiteral words: String) { self.words = words }

        init(_ words: String) { self.words = words }

        init(_ words: String, answering question: String, with text: String) {
            self.words = words
            answers = [(question, text)]
        }

        init(_ words: String, interruptedAfter text: String) {
            self.words = words
            lastSeen = text
        }
    }

    let terminal: Terminal
    private let medium: Medium
    private let tool: String
    private let environment: [String: String]
    private var written = ""

    /// Begins an empty transcript.
    ///
    /// - Parameters:
    ///   - medium: Where the tool writes to.
    ///   - terminal: The folder to work in.
    ///   - variables: The variables that lead to the simulators, and others.
    /// - Throws: An error where the tool is not built.
    init(_ medium: Medium, in terminal: Terminal, _ variables: [String: String]) throws {
        self.medium = medium
        self.terminal = terminal
        tool = try #require(ProcessTests.tool)
        let folder = URL(fileURLWithPath: tool).deletingLastPathComponent().path
        let own = [
            "PATH": "\(folder):/usr/bin:/bin", "HOME": "home", "TMPDIR": terminal.folder, "TERM": "xterm",
            "LANG": "C.UTF-8", "TZ": "UTC",
        ]
        environment = variables.merging(own) { $1 }
    }

    /// Runs a line, and adds what it wrote.
    @discardableResult
    func run(_ line: Line) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // A signal is for the tool, not for its shell.
        process.arguments = ["-c", (line.lastSeen == nil ? "" : "exec ") + line.words]
        process.currentDirectoryURL = URL(fileURLWithPath: terminal.folder)
        process.environment = environment
        var text: String
        switch medium {
        case .piped:
            let output = Pipe()
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let reader = output.fileHandleForReading
            text = ""
            if let lastSeen = line.lastSeen {
                var waiting = pollfd(fd: reader.fileDescriptor, events: Int16(POLLIN), revents: 0)
                while !text.contains(lastSeen) {
                    // What never comes ends the process, not the tests.
                    if poll(&waiting, 1, 300_000) == 0 {
                        Issue.record("it waits for \(lastSeen): \(text)")
                        break
                    }
                    let bytes = reader.availableData
                    if bytes.isEmpty { break }
                    text += String(decoding: bytes, as: UTF8.self)
                }
                process.interrupt()
            }
            text += String(decoding: reader.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
        case .terminal:
            let answers = line.answers.map { PseudoTerminal.Answer(question: $0.question, text: $0.text) }
            let end = line.lastSeen.map { [PseudoTerminal.Answer(question: $0, text: nil)] } ?? []
            text = try PseudoTerminal.run(process, answers + end)
            text = PseudoTerminal.screen(text)
        }
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        let status = process.terminationStatus
        written += "$ \(line.words)\n\(text)" + (status == 0 ? "" : "[status \(status)]\n") + "\n"
        return status
    }

    /// All of it, with what is another one each time replaced.
    var text: String {
        var text = written
        text.replace(/127\.0\.0\.1:[0-9]+/, with: "127.0.0.1:48480")
        text.replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?Z/, with: "2026-01-01T00:00:00Z")
        text.replace(/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}( +)([0-9]+m )?[0-9]+s/) {
            "2026-01-01 00:00\($0.1)0s"
        }
        text.replace(
            /(?m)(,|ready|stopped|started|deleted|done|failed|timed out)((␛\[[0-9]+m| )+)([0-9]+m )?[0-9]+s(?=(␛\[0m)*$)/
        ) {
            "\($0.1)\($0.2)0s"
        }
        text.replace(/(?m)^still waiting for [^\n]* to let us [^\n]*\n/, with: "")
        text.replace(/(?m)^[^\n]*: waiting, 0s\n/, with: "")
        text.replace(/linux (x86_64|aarch64)/, with: "linux (one of the build)")
        text.replace(/built by [^\n]*/, with: "built by (one of the build)")
        text.replace(/(?m)^( *(␛\[2m)?swift(␛\[0m)? +)[0-9.]+$/) { "\($0.1)(one of the build)" }
        // Seeds hold for identifiers too, but what happens at the same time takes them in any order.
        var numbers: [Substring: String] = [:]
        for id in written.matches(of: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) {
            let beginning = id.0.prefix(8)
            guard numbers[beginning] == nil else { continue }
            let digits = String(numbers.count + 1)
            let number = String(repeating: "0", count: 8 - digits.count) + digits
            numbers[beginning] = number
            text.replace(id.0, with: number + "-0000-4000-8000-000000000000")
            text.replace(beginning, with: number)
            text.replace(beginning.uppercased(), with: number)
        }
        return text
    }
}
