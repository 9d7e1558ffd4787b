import ArgumentParser
import CloudContainers

/// The files of a report that people decide on.
struct ReportOption: ParsableArguments {
    /// The forms, by the ending of the file's name.
    enum Form: String, CaseIterable {
        /// Markdown, for tickets and pull requests.
        case markdown = ".md"
        /// One page that needs nothing else.
        case html = ".html"
        /// For programs.
        case json = ".json"

        /// The form that the name of a file asks for.
        static func of(_ path: String) -> Form? { allCases.first { path.lowercased().hasSuffix($0.rawValue) } }
    }

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            """
            Write a report to decide on, which only its owner can read: Markdown (.md), a page that needs nothing else (.html), \
            or a document for programs (.json). Give it again for each.
            """,
            valueName: "file"
        ),
        completion: .file(extensions: ["md", "html", "json"])
    )
    var paths: [String] = []

    func validate() throws {
        guard let path = paths.first(where: { Form.of($0) == nil }) else { return }
        throw ValidationError(
            "--report \(path) ends in nothing that says its form: name it FILE.md, FILE.html or FILE.json."
        )
    }

    /// Writes a report into each file that is asked for.
    ///
    /// - Throws: ``Failure`` if one cannot be written; an old one is as it was then.
    func write(_ report: @autoclosure () -> MigrationReport, on console: Console) throws {
        if paths.isEmpty { return }
        let report = report()
        for path in paths {
            let text =
                switch Form.of(path) {
                case .html: try report.html()
                case .json: report.json.text(.pretty) + "\n"
                case .markdown, nil: report.markdown
                }
            try OutputFile.write(Array(text.utf8), to: path, isPrivate: true, on: console)
        }
    }
}
