import ArgumentParser

/// Whether and where the exchanges with a provider are written down.
struct TraceOptions: ParsableArguments {
    /// The variable that does the same as the flag.
    static let variable = "CLOUDCTL_TRACE"

    @Flag(
        name: .shortAndLong,
        help: "Log each request to standard error, without credentials and secrets. Else \(Self.variable)=1."
    )
    var verbose = false

    @Option(
        name: .customLong("trace-file"),
        help: ArgumentHelp(
            "Write each exchange to this file too, in the form HAR 1.2, without credentials and secrets.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    /// Whether each request is logged.
    func isVerbose(on console: Console) -> Bool { verbose || Self.isOn(console) }

    /// Whether the environment wants each request logged.
    static func isOn(_ console: Console) -> Bool {
        console.environment[variable].map { !["", "0", "false"].contains($0.lowercased()) } ?? false
    }
}
