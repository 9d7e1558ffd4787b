import Foundation

/// The figures as a table that grows while they are measured, or as JSON at the end.
struct Report {
    private let isJSON: Bool
    private var figures: [Figure] = []
    private var leftOut: [String] = []

    init(isJSON: Bool) {
        self.isJSON = isJSON
        if !isJSON { print(Self.row("figure", "median", "bound or peer", "", "runs")) }
    }

    mutating func add(_ more: [Figure]) throws {
        figures += more
        if isJSON { return }
        for figure in more {
            let bound = figure.limit.map { "\($0.kind.rawValue) \(figure.unit.text($0.value))" } ?? ""
            let verdict = figure.limit.map { $0.holds(for: figure.median) ? "holds" : "MISSED" } ?? ""
            print(Self.row(figure.name, figure.unit.text(figure.median), bound, verdict, "\(figure.values.count)"))
        }
    }

    /// Notes what was not measured, and what would have it measured.
    mutating func leaveOut(_ group: Benchmarks.Group, _ reason: String) {
        leftOut.append("\(group.rawValue): not all was measured; \(reason)")
    }

    func finish() throws {
        if isJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(Document(figures: figures, leftOut: leftOut)), as: UTF8.self))
        } else {
            for line in leftOut { print(line) }
        }
    }

    private struct Document: Encodable {
        var figures: [Figure]
        var leftOut: [String]
    }

    private static func row(_ cells: String...) -> String {
        let text = zip(cells, [62, 14, 22, 7, 0]).map { cell, width in
            cell.padding(toLength: max(width, cell.count), withPad: " ", startingAt: 0)
        }
        return text.joined(separator: " ").trimmingCharacters(in: .whitespaces)
    }
}
