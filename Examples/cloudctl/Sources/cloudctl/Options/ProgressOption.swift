import ArgumentParser

/// How work that takes long shows how far it has come.
enum ProgressForm: String, CaseIterable, Sendable {
    /// As a terminal shows it where there is one, else as lines.
    case auto
    /// Lines that are written anew in place.
    case tty
    /// A line for each change, and one each ten seconds.
    case plain
    /// The same lines as JSON objects.
    case json
    /// Not at all.
    case quiet
}

/// The form of the progress, the same in every command that waits.
struct ProgressOption: ParsableArguments {
    @Option(
        name: .customLong("progress"),
        help: ArgumentHelp(
            "The form of the progress: \(ProgressForm.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "form"
        ),
        completion: .list(ProgressForm.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(ProgressForm.allCases.map(\.rawValue), "form of progress")
    )
    var name = ProgressForm.auto.rawValue

    /// The form.
    var form: ProgressForm { ProgressForm(rawValue: name) ?? .auto }
}
