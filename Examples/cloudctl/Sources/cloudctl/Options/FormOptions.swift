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

        /// The forms by the words that choose them.
        fileprivate static let words: [(word: String, form: Form)] = [
            ("table", .table), ("wide", .wide), ("json", .json), ("jsonl", .jsonl), ("yaml", .yaml), ("name", .name),
        ]

        /// Whether people read it.
        var isForPeople: Bool { self == .table || self == .wide }
    }

    private static let names = Form.words.map(\.word)

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "The form of the result: \(Self.names.joined(separator: ", ")).",
            valueName: "form"
        ),
        completion: .list(Self.names),
        transform: NameArguments.oneOf(Self.names, "form of output")
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
    var form: Form { field.map(Form.field) ?? Form.words.first { $0.word == output }?.form ?? .table }
}
