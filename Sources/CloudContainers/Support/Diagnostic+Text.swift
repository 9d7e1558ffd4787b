extension Diagnostic {
    /// The most scalars of an input that a diagnostic shows.
    static let excerptLimit = 60

    /// A text of somebody else, safe to print: control and format characters escaped, at most 60 characters.
    public static func shortened(_ text: String) -> String {
        text.escapedForTerminal(limit: excerptLimit, namesBreaks: true)
    }

    /// The same in quotes.
    public static func quoted(_ text: String) -> String { "\"" + shortened(text) + "\"" }

    /// A part of an input, safe to print, in which a line break has its number like all else that is escaped.
    static func excerpt(of text: some StringProtocol) -> String { text.escapedForTerminal(limit: excerptLimit) }
}
