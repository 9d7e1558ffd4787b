import Foundation
import Testing

/// A terminal of 80 columns without a person at it, and what stays in sight on it.
enum PseudoTerminal {
    /// What is typed once a question is there; without a text Ctrl-C is.
    struct Answer {
        let question: String
        let text: String?
    }

    /// Runs a process at a terminal until it ends.
    ///
    /// - Parameters:
    ///   - process: The process; its streams are set here.
    ///   - answers: What is typed, in this order.
    /// - Returns: What was written, with the escape sequences.
    /// - Throws: An error where there is no terminal to be had, or the process cannot begin.
    static func run(_ process: Process, _ answers: [Answer]) throws -> String {
        var (main, side): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&main, &side, nil, nil, &size) == 0)
        defer { close(main) }
        // Processes of other tests do not hold it open.
        for descriptor in [main, side] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let handle = FileHandle(fileDescriptor: side, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        do {
            defer { close(side) }
            try process.run()
        }
        var (bytes, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 1 << 16))
        var (open, seen) = (answers[...], 0)
        var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
        while true {
            // A question that nobody expects ends the process, not the tests.
            if poll(&waiting, 1, 300_000) == 0 {
                process.terminate()
                Issue.record("it waits for an answer: \(String(decoding: bytes, as: UTF8.self))")
                break
            }
            // At the end of the process this fails.
            let count = read(main, &buffer, buffer.count)
            if count <= 0 { break }
            bytes += buffer[..<count]
            if let next = open.first, String(decoding: bytes[seen...], as: UTF8.self).contains(next.question) {
                seen = bytes.count
                open = open.dropFirst()
                guard let text = next.text else {
                    // The terminal belongs to no session, so that nobody makes a signal of the key.
                    process.interrupt()
                    continue
                }
                let typed = Array(text.utf8)
                _ = write(main, typed, typed.count)
            }
        }
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What stays in sight of what was written: lines that were drawn anew stand there once.
    ///
    /// - Parameter text: What was written.
    /// - Returns: The lines. What begins an escape sequence that is left, such as a colour, is `␛`.
    static func screen(_ text: String) -> String {
        var screen = ""
        var rest = text.replacing("\r\n", with: "\n")[...]
        while let erasure = rest.firstMatch(of: /\r\u{1B}\[([0-9]+)A\u{1B}\[J/) {
            screen += rest[..<erasure.range.lowerBound]
            var lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
            // The cursor stands at the beginning of the last one, which is empty.
            lines.removeLast(min(lines.count, (Int(erasure.1) ?? 0) + 1))
            screen = lines.map { $0 + "\n" }.joined()
            rest = rest[erasure.range.upperBound...]
        }
        return (screen + rest).replacing("\u{1B}", with: "␛")
    }
}
