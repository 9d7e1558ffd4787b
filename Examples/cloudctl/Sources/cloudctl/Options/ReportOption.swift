import ArgumentParser

/// The file of a report that people decide on.
struct ReportOption: ParsableArguments {
    /// The forms, by the ending of the file's name.
    enum Form: String, CaseIterable {
        /// Markdown, for tickets and pull requests.
        case markdown = ".md"
        /// One page that needs nothing else.
        case html = ".html"
    }

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "Write a report to decide on, which only its owner can read: Markdown (.md), or a page that needs nothing else (.html).",
            valueName: "file"
        )
    )
    var path: String?

    /// The form that the name of the file asks for.
    var form: Form? { path.flatMap { path in Form.allCases.first { path.lowercased().hasSuffix($0.rawValue) } } }

    func validate() throws {
        guard let path, form == nil else { return }
        throw ValidationError(
            "--report \(path) ends in nothing that says its form: name it FILE.md for Markdown, or FILE.html for a page."
        )
    }

    /// Writes a report, if one is asked for.
    ///
    /// - Throws: ``Failure`` if the file cannot be written; an old one is as it was then.
    func write(_ report: @autoclosure () -> MigrationReport, on console: Console) throws {
        guard let path, let form else { return }
        let text = form == .html ? try report().html() : report().markdown
        try OutputFile.write(Array(text.utf8), to: path, isPrivate: true, on: console)
    }
}
