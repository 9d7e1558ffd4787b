import CloudContainers

/// A service in the drawing of when things happened: its bar, in units of the drawing.
struct TimelineBar {
    /// The columns that all of the time takes.
    private static let width = 600
    /// The height of a line.
    private static let line = 24

    let name: String
    /// When the first and the last happened to it, since the beginning.
    let begin: String
    let end: String
    let label: String
    /// Where its line begins, and its letters stand.
    let top: Int
    let base: Int
    let left: Int
    let breadth: Int
    let emphasis: String

    /// Draws the services of a run below each other, in the order that they are given in.
    static func bars(_ results: [MigrationReport.Result], _ timings: MigrationTimings.Record) -> [TimelineBar] {
        let total = max(timings.total.wholeSecondsRoundingUp, 1)
        func column(_ time: Duration) -> Int {
            // Both are times of one run, far from what an Int cannot hold.
            min(max(time.wholeSecondsRoundingUp, 0), total) * width / total
        }
        let known = results.compactMap { result in timings.spans[result.name].map { (result, $0) } }
        return known.enumerated().map { index, row in
            let (result, span) = row
            return TimelineBar(
                name: result.name,
                begin: span.begin.secondsText,
                end: span.end.secondsText,
                label: "\(ServiceWords.text(span.begin)) to \(ServiceWords.text(span.end))",
                top: index * line + 4,
                base: index * line + 17,
                left: 180 + column(span.begin),
                breadth: max(column(span.end) - column(span.begin), 2),
                emphasis: result.emphasis
            )
        }
    }

    /// The height of the drawing.
    static func height(_ bars: [TimelineBar]) -> Int { bars.count * line + 8 }
}
