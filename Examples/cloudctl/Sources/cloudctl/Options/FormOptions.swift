import ArgumentParser

/// The form of a result, the same in every command that asks a provider.
struct FormOptions: ParsableArguments {
    /// The forms.
    enum Form: String, CaseIterable {
        /// For people.
        case table
        /// For programs: one document.
        case json
        /// The same as YAML.
        case yaml
        /// Names alone, one a line.
        case name
        /// For programs: one object a line.
        case jsonl
    }

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "The form of the result: \(Form.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "form"
        ),
        transform: NameArguments.oneOf(Form.allCases.map(\.rawValue), "form of output")
    )
    var output = Form.table.rawValue

    /// The form.
    var form: Form { Form(rawValue: output) ?? .table }
}
