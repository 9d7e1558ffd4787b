/// A place in a text that somebody wrote: what an error message shows as `file:line:column`.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1 in Unicode scalars.
    public var column: Int

    /// Makes a location from a line and a column, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The line and the column with a colon between them.
    public var description: String { "\(line):\(column)" }
}
