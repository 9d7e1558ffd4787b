/// A table whose columns are as wide as their widest cell.
struct Table {
    private let header: [String]
    private var rows: [[(text: String, emphasis: Style.Emphasis)]] = []

    /// Makes a table without rows.
    init(_ header: [String]) { self.header = header }

    /// The least columns of a cell that is cut.
    private static let leastWidth = 8

    /// Adds a row.
    mutating func add(_ cells: [String]) { rows.append(cells.map { ($0, .plain) }) }

    /// Adds a row with colours.
    mutating func add(_ cells: [(text: String, emphasis: Style.Emphasis)]) { rows.append(cells) }

    /// Prints the table.
    ///
    /// - Parameters:
    ///   - sheet: The sheet.
    ///   - indent: The columns before it.
    ///   - shrinking: The columns whose cells may be cut, the widest first, where the table is wider than a terminal.
    func print(to sheet: inout Sheet, indent: Int = 0, shrinking: [Int] = []) {
        var widths = header.indices.map { column in
            rows.map { TerminalText.width(of: $0[column].text) }.reduce(TerminalText.width(of: header[column]), max)
        }
        var excess = sheet.tableColumns.map { widths.reduce(indent + 2 * (widths.count - 1), +) - $0 } ?? 0
        while excess > 0, let widest = shrinking.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.leastWidth
        {
            widths[widest] -= 1
            excess -= 1
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
        for (column, var cell) in cells.enumerated() {
            cell.text = TerminalText.shortened(cell.text, to: widths[column])
            let isLast = column == cells.count - 1
            let gap = isLast ? 0 : widths[column] - TerminalText.width(of: cell.text) + 2
            line += sheet.style.paint(cell.text, cell.emphasis) + String(repeating: " ", count: gap)
        }
        sheet.line(.init(line))
    }
}
