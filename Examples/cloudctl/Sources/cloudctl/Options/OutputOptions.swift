import ArgumentParser

/// How a command prints, the same in every command.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("When to use colours: auto, always, never.", valueName: "when"),
        completion: .list(ColorChoice.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(ColorChoice.allCases.map(\.rawValue), "choice")
    )
    var color = ColorChoice.auto.rawValue

    @Flag(
        name: .shortAndLong,
        help: "Print no report: of what is listed or made the names alone; errors are still printed."
    )
    var quiet = false

    @Flag(help: "Ask nothing: whatever would ask fails, as it does where there is no terminal, or where CI is set.")
    var noInput = false

    @Option(
        help: ArgumentHelp(
            "The form of what is no result: text, or one JSON object a line; nobody is asked anything then.",
            valueName: "text|json"
        ),
        transform: NameArguments.oneOf(LogFormat.allCases.map(\.rawValue), "form of a log")
    )
    var logFormat = LogFormat.text.rawValue

    @Option(
        help: ArgumentHelp(
            "Whether problems are annotations of a run: auto where GitHub Actions runs it, github, none.",
            valueName: "auto|github|none"
        ),
        transform: NameArguments.oneOf(AnnotationChoice.allCases.map(\.rawValue), "choice")
    )
    var annotations = AnnotationChoice.auto.rawValue

    /// The colours of a stream; a record has none.
    func style(for output: Console.Output, on console: Console) -> Style {
        if console.records != nil, output.sink === console.error.sink { return Style(.never, for: output, [:]) }
        return Style(ColorChoice(rawValue: color) ?? .auto, for: output, console.environment)
    }

    /// An empty sheet for a stream.
    func sheet(for output: Console.Output, on console: Console, isWide: Bool = false) -> Sheet {
        Sheet(for: output, style(for: output, on: console), isWide: isWide)
    }
}
