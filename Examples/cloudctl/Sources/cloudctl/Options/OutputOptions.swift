import ArgumentParser

/// How a command prints, the same in every command.
struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("When to use colours: auto, always, never.", valueName: "when"),
        transform: NameArguments.oneOf(ColorChoice.allCases.map(\.rawValue), "choice")
    )
    var color = ColorChoice.auto.rawValue

    @Flag(
        name: .shortAndLong,
        help: "Print no report: of what is listed or made the names alone; errors are still printed."
    )
    var quiet = false

    /// The colours of a stream.
    func style(for output: Console.Output, on console: Console) -> Style {
        Style(ColorChoice(rawValue: color) ?? .auto, for: output, console.environment)
    }

    /// An empty sheet for a stream.
    func sheet(for output: Console.Output, on console: Console, isWide: Bool = false) -> Sheet {
        Sheet(for: output, style(for: output, on: console), isWide: isWide)
    }
}
