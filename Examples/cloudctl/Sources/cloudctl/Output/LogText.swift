import CloudContainers

/// Lines of a log in every form.
struct LogText {
    /// The forms.
    enum Form: String, CaseIterable {
        /// For people: a line of the log is a line.
        case text
        /// For programs: one document.
        case json
        /// The same as YAML.
        case yaml
        /// For programs: one object a line, as they come.
        case jsonl
    }

    /// The form.
    var form: Form
    /// Whether the instant stands before each line of text.
    var hasTimestamps: Bool
    /// What the lines are of, for programs.
    var head: JSONObject
    /// The session.
    var session: Session

    /// Prints lines.
    func print(_ lines: [LogEntry]) throws {
        if session.printing.quiet { return }
        let form: FormOptions.Form =
            switch form {
            case .text: .table
            case .json: .json
            case .yaml: .yaml
            case .jsonl: .jsonl
            }
        try Listing(
            kind: "LogLineList",
            elementKind: "LogLine",
            member: "lines",
            head: head,
            elements: lines.map(Self.json),
            names: []
        ) { sheet in for line in lines { add(line, to: &sheet) } }.print(form, session)
    }

    private func add(_ line: LogEntry, to sheet: inout Sheet) {
        // A tab does no harm, and everything else that a terminal acts on might.
        let text = line.message.split(separator: "\t", omittingEmptySubsequences: false)
            .map { TerminalText.escaped(String($0)) }.joined(separator: "\t")
        if hasTimestamps {
            sheet.line(.init(Self.text(line.time), .faint), .init("  "), .init(text))
        } else {
            sheet.line(.init(text))
        }
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
