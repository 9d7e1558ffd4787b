import CloudContainers
import Logging

/// Standard error of a command that waits: lines that stay, and below them lines that are written anew in place.
///
/// It is the only writer while a command works, so that nothing is drawn over anything else. After each call the cursor
/// stands at the beginning of a line and no colour is on, so that an interruption leaves nothing behind.
actor Screen {
    private let output: Console.Output
    private let isQuiet: Bool
    private let style: Style
    private let form: ProgressForm
    private let records: Logger?
    /// Whether lines can be written anew.
    nonisolated let isLive: Bool
    private var lines: [String] = []

    /// The most lines that are written anew; what a small terminal shows.
    private static let height = 16
    /// The columns where lines are written anew in something that tells none.
    private static let columns = 80

    init(on console: Console, _ style: Style, isQuiet: Bool) {
        output = console.error
        records = console.records
        form = console.progress
        self.style = style
        self.isQuiet = isQuiet
        let isTerminal = console.error.terminalColumns != nil && console.environment["TERM"] != "dumb"
        isLive = !isQuiet && console.records == nil && (form == .tty || (form == .auto && isTerminal))
    }

    /// Adds a line that stays.
    func note(_ text: String, _ emphasis: Style.Emphasis = .plain) {
        if isQuiet { return }
        if let records { return records.log(level: emphasis.level, "\(text)") }
        write(erasing() + style.paint(style.harmless(text), emphasis) + "\n" + drawing())
    }

    /// Adds a line about how far the work has come, in the form that was asked for.
    ///
    /// - Parameters:
    ///   - text: The line.
    ///   - emphasis: How it stands out.
    ///   - fields: What it says, for programs.
    func progress(_ text: String, _ emphasis: Style.Emphasis = .plain, _ fields: JSONObject = [:]) {
        guard !isQuiet, form != .quiet else { return }
        guard form == .json, records == nil else { return note(text, emphasis) }
        var object: JSONObject = ["apiVersion": JSONReport.apiVersion, "kind": "Progress", "message": .string(text)]
        for field in fields { object.set(field.name, field.value) }
        write(JSONValue.object(object).text(.compact) + "\n")
    }

    /// Adds text that stays, also where nothing else is said.
    func say(_ text: String) { write(erasing() + style.harmless(text) + drawing()) }

    /// Adds an exchange with a provider.
    func add(_ entry: HTTPLogEntry, of provider: String) {
        if let records { return records.add(entry, of: provider) }
        say("http: \(entry)\n")
    }

    /// Replaces the lines that are written anew.
    func show(_ spans: [[Sheet.Span]]) {
        guard isLive else { return }
        let columns = output.terminalColumns ?? Self.columns
        let erased = erasing()
        let shown = spans.count > Self.height ? spans.suffix(Self.height) : spans[...]
        let new = shown.map { line(of: $0, columns: columns) }
        lines = new
        write(erased + drawing())
    }

    /// Lets the lines stay as they are.
    func settle() { lines = [] }

    /// Takes the lines away.
    func clear() {
        let erased = erasing()
        lines = []
        write(erased)
    }

    private func erasing() -> String { lines.isEmpty ? "" : "\r\u{1B}[\(lines.count)A\u{1B}[J" }

    private func drawing() -> String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    /// The spans as one line, cut where the terminal would break it.
    private func line(of spans: [Sheet.Span], columns: Int) -> String {
        var room = columns - 1
        var text = ""
        for span in spans where room > 0 {
            let cut = TerminalText.shortened(TerminalText.escaped(span.text), to: room)
            text += style.paint(cut, span.emphasis)
            room -= TerminalText.width(of: cut)
        }
        return text
    }

    /// Writes; a reader that went away is no reason to stop the work.
    private func write(_ text: String) {
        if !text.isEmpty { try? output.write(text) }
    }
}

extension Style.Emphasis {
    /// How grave a record of it is.
    fileprivate var level: Logger.Level {
        switch self {
        case .bad: .error
        case .warning: .warning
        case .plain, .strong, .faint, .notice, .good: .info
        }
    }
}
