import ArgumentParser

/// The form of a result, the same in every command that reads or changes something.
struct FormOptions: ParsableArguments {
    /// The forms.
    enum Form: Equatable, Sendable {
        /// For people.
        case table
        /// For people: more columns, none of them cut.
        case wide
        /// For programs: one document.
        case json
        /// For programs: one object a line.
        case jsonl
        /// The document as YAML.
        case yaml
        /// Names alone, one a line, as the arguments of commands take them.
        case name
        /// One part of the document.
        case field(FieldQuery)
        /// For people: parts of each element, one a column.
        case columns([FieldQuery])

        /// The forms by the words that choose them.
        fileprivate static let words: [(word: String, form: Form)] = [
            ("table", .table), ("wide", .wide), ("json", .json), ("jsonl", .jsonl), ("yaml", .yaml), ("name", .name),
        ]

        /// Whether people read it.
        var isForPeople: Bool {
            switch self {
            case .table, .wide, .columns: true
            case .json, .jsonl, .yaml, .name, .field: false
            }
        }
    }

    private static let names = Form.words.map(\.word)
    /// What begins the form with columns of one's own.
    private static let columns = "columns="

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "The form of the result: \(Self.names.joined(separator: ", ")), or \(Self.columns)PATH,PATH.",
            valueName: "form"
        ),
        completion: .list(Self.names + [Self.columns]),
        transform: Self.formName
    )
    var output: String?

    @Option(
        name: .customLong("field"),
        help: ArgumentHelp(
            "Print this part of the JSON alone, such as status.state or [0].name: text as it is, else JSON.",
            valueName: "path"
        ),
        transform: FieldQuery.argument
    )
    var field: FieldQuery?

    @Option(
        name: .customLong("json-into"),
        help: ArgumentHelp("Write the JSON of the result to this file too, whatever is printed.", valueName: "file"),
        completion: .file()
    )
    var jsonInto: String?

    func validate() throws {
        guard field != nil, let output, output != "json" else { return }
        throw ValidationError("--field prints a part of the JSON as it is; leave out --output \(output).")
    }

    /// The form of a command that lists or makes things: with --quiet their names alone.
    func form(_ printing: OutputOptions) -> Form {
        printing.quiet && output == nil && field == nil ? .name : form
    }

    /// Whether a report is left out with --quiet; who asks for a form for programs gets it.
    func isSilent(_ printing: OutputOptions) -> Bool { printing.quiet && form.isForPeople }

    /// Whether a command that has events writes them to standard output while the work goes on, an object a line.
    var isStream: Bool { form == .json || form == .jsonl }

    /// The form.
    var form: Form {
        if let field { return .field(field) }
        if let output, output.hasPrefix(Self.columns) {
            return .columns(Self.queries(output).compactMap(FieldQuery.init))
        }
        return Form.words.first { $0.word == output }?.form ?? .table
    }

    private static func queries(_ text: String) -> [String] {
        text.dropFirst(columns.count).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    @Sendable private static func formName(_ text: String) throws -> String {
        guard text.hasPrefix(columns) else { return try NameArguments.oneOf(names, "form of output")(text) }
        for query in queries(text) { _ = try FieldQuery.argument(query) }
        return text
    }

    /// The options as they are without any flag.
    static func parseOrDefault() -> FormOptions { (try? parse([])) ?? FormOptions() }
}
