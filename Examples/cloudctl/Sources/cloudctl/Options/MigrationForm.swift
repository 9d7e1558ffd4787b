import ArgumentParser

/// The form of what a command about a migration says.
struct MigrationForm: ParsableArguments {
    /// The forms.
    enum Form: String, CaseIterable {
        /// For people.
        case table
        /// For programs.
        case json
    }

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The form of the result: table, json.", valueName: "form"),
        transform: NameArguments.oneOf(Form.allCases.map(\.rawValue), "form of output")
    )
    var output = Form.table.rawValue

    /// The form of what a command would do.
    var form: FormOptions.Form { isJSON ? .json : .table }

    /// Whether programs read it.
    var isJSON: Bool { output == Form.json.rawValue }
}
