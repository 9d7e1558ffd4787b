/// Text laid out in lines of a given width.
struct Sheet {
    /// A piece of text with its colour.
    struct Span {
        var text: String
        var emphasis: Style.Emphasis

        init(_ text: String, _ emphasis: Style.Emphasis = .plain) {
            self.text = text
            self.emphasis = emphasis
        }
    }

    /// The columns of a line.
    let columns: Int
    /// The columns that a table may take; `nil` where none of its cells is ever cut.
    let tableColumns: Int?
    /// Whether tables show all that they can.
    let isWide: Bool
    /// The colours.
    let style: Style
    /// Whether what reads the stream was told to take no line for a command, so that all stay as they are.
    var isFenced = false
    private var lines = ""

    /// The lines.
    var text: String { isFenced ? lines : style.harmless(lines) }

    /// Makes an empty sheet for a stream: as wide as the terminal, else 100 columns.
    ///
    /// Tables are cut to the width of a terminal only: what reads a pipe wants whole words.
    init(for output: Console.Output, _ style: Style, isWide: Bool = false) {
        columns = min(max(output.terminalColumns ?? 100, 40), 160)
        tableColumns = isWide ? nil : output.terminalColumns.map { max($0, 40) }
        self.isWide = isWide
        self.style = style
    }

    /// Adds an empty line, unless one stands there or the sheet is empty.
    mutating func space() {
        if !lines.isEmpty, !lines.hasSuffix("\n\n") { lines += "\n" }
    }

    /// Adds a line as it is, however long.
    mutating func line(_ spans: Span...) {
        lines += spans.map { style.paint($0.text, $0.emphasis) }.joined() + "\n"
    }

    /// Adds items one after another, none of them broken.
    mutating func flow(_ items: [String], _ emphasis: Style.Emphasis, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        var line = ""
        for item in items {
            if !line.isEmpty, indent + TerminalText.width(of: line) + 1 + TerminalText.width(of: item) > columns {
                self.line(.init(margin), .init(line, emphasis))
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + item
        }
        if !line.isEmpty { self.line(.init(margin), .init(line, emphasis)) }
    }

    /// Adds a paragraph, broken at blanks where it is too long.
    ///
    /// - Parameters:
    ///   - spans: What it says.
    ///   - indent: The columns before the first line.
    ///   - hanging: The columns before the others.
    mutating func paragraph(_ spans: [Span], indent: Int = 0, hanging: Int? = nil) {
        let hanging = hanging ?? indent
        var line = String(repeating: " ", count: indent)
        var column = indent
        var isEmpty = true
        func finished() -> String {
            var end = line
            while end.hasSuffix(" ") { end.removeLast() }
            return end + "\n"
        }
        for word in Self.words(spans) {
            if column + word.width + (isEmpty ? 0 : word.blanks) > columns, !isEmpty {
                lines += finished()
                line = String(repeating: " ", count: hanging)
                column = hanging
                isEmpty = true
            }
            if !isEmpty {
                line += String(repeating: " ", count: word.blanks)
                column += word.blanks
            }
            for part in word.parts {
                // A word that is longer than a line is broken wherever the line ends.
                var rest = part.text[...]
                while column + TerminalText.width(of: rest) > columns {
                    let piece = Self.prefix(of: rest, columns: columns - column)
                    if piece.isEmpty { break }
                    line += style.paint(piece, part.emphasis)
                    rest = rest[piece.endIndex...]
                    lines += finished()
                    line = String(repeating: " ", count: hanging)
                    column = hanging
                }
                line += style.paint(rest, part.emphasis)
                column += TerminalText.width(of: rest)
            }
            isEmpty = false
        }
        if !isEmpty { lines += finished() }
    }

    /// Adds a paragraph of one colour.
    mutating func paragraph(_ text: String, _ emphasis: Style.Emphasis = .plain, indent: Int = 0, hanging: Int? = nil) {
        paragraph([Span(text, emphasis)], indent: indent, hanging: hanging)
    }

    private struct Word {
        var parts: [Span] = []
        var blanks = 0
        var width: Int { parts.reduce(0) { $0 + TerminalText.width(of: $1.text) } }
    }

    /// The words of a paragraph; one that changes its colour is one word of several parts.
    private static func words(_ spans: [Span]) -> [Word] {
        var words: [Word] = []
        var word = Word()
        var blanks = 0
        for span in spans {
            var part = ""
            for character in span.text {
                if character == " " {
                    if !part.isEmpty { word.parts.append(Span(part, span.emphasis)) }
                    part = ""
                    if !word.parts.isEmpty {
                        words.append(word)
                        word = Word()
                        blanks = 0
                    }
                    blanks += 1
                } else {
                    if word.parts.isEmpty, part.isEmpty {
                        word.blanks = blanks
                    }
                    part.append(character)
                }
            }
            if !part.isEmpty { word.parts.append(Span(part, span.emphasis)) }
        }
        if !word.parts.isEmpty { words.append(word) }
        return words
    }

    private static func prefix(of text: Substring, columns: Int) -> Substring {
        var width = 0
        var end = text.startIndex
        while end < text.endIndex {
            let next = text.index(after: end)
            width += TerminalText.width(of: text[end..<next])
            if width > columns { break }
            end = next
        }
        return text[..<end]
    }
}
