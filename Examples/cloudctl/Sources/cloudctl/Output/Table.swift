/// A table whose columns are as wide as their widest cell.
struct Table {
    private let header: [String]
    private var rows: [[(text: String, emphasis: Style.Emphasis)]] = []

    /// Makes a table without rows.
    init(_ header: [String]) { self.header = header }

    /// Adds a row.
    mutating func add(_ cells: [String]) { rows.append(cells.map { ($0, .plain) }) }

    /// Adds a row with colours.
    mutating func add(_ cells: [(text: String, emphasis: Style.Emphasis)]) { rows.append(cells) }

    /// Prints the table.
    func print(to sheet: inout Sheet, indent: Int = 0) {
        let widths = header.indices.map { column in
            rows.map { TerminalText.width(of: $0[column].text) }.reduce(TerminalText.width(of: header[column]), max)
        }
        print(header.map { ($0, .strong) }, widths, indent, to: &sheet)
        for row in rows { print(row, widths, indent, to: &sheet) }
    }

    private func print(
        _ cells: [(text: String, emphasis: Style.Emphasis)],
        _ widths: [Int],
        _ indent: Int,
        to sheet: inout Sheet
    ) {
        var line = String(repeating: " ", count: indent)
        for (column, cell) in cells.enumerated() {
            let isLast = column == cells.count - 1
            let gap = isLast ? 0 : widths[column] - TerminalText.width(of: cell.text) + 2
            line += sheet.style.paint(cell.text, cell.emphasis) + String(repeating: " ", count: gap)
        }
        sheet.line(.init(line))
    }
}
