import CloudContainers

/// Lines of a log in every form.
struct LogText {
    /// The form; for people a line of the log is a line.
    var form: FormOptions.Form
    /// Whether the instant stands before each line of text.
    var hasTimestamps: Bool
    /// What the lines are of, for programs.
    var head: JSONObject
    /// The session.
    var session: Session

    /// Prints lines.
    func print(_ lines: [LogEntry]) throws {
        if session.printing.quiet { return }
        try Listing(
            kind: "LogLineList",
            elementKind: "LogLine",
            member: "lines",
            head: head,
            elements: lines.map(Self.json),
            names: lines.map(\.id)
        ) { sheet in
            // Whoever prints a log puts a fence around it, in which its lines are what was written.
            sheet.isFenced = true
            for line in lines { add(line, to: &sheet) }
        }.print(form, session)
    }

    private func add(_ line: LogEntry, to sheet: inout Sheet) {
        // A tab does no harm, and everything else that a terminal acts on might.
        let text = line.message.split(separator: "\t", omittingEmptySubsequences: false)
            .map { TerminalText.escaped(String($0)) }.joined(separator: "\t")
        var before = hasTimestamps ? Self.text(line.time) + "  " : ""
        if sheet.isWide {
            let origin = [line.instance, line.stream, line.level].compactMap(\.self).map(TerminalText.escaped)
            if !origin.isEmpty { before += origin.joined(separator: " ") + "  " }
        }
        sheet.line(.init(before, .faint), .init(text))
    }

    /// The instant with three digits of the second, so that lines stand below each other.
    private static func text(_ time: Timestamp) -> String {
        let second = Timestamp(seconds: time.seconds).description.dropLast()
        let milliseconds = "\(time.nanoseconds / 1_000_000)"
        return second + "." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "Z"
    }

    private static func json(_ line: LogEntry) -> JSONValue {
        [
            "time": .string(line.time.description), "message": .string(line.message), "id": .string(line.id),
            "instance": .optional(line.instance), "stream": .optional(line.stream), "level": .optional(line.level),
        ]
    }
}
