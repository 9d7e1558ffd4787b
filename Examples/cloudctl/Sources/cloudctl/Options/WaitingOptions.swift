import ArgumentParser
import CloudContainers

/// Whether and how long a command waits, the same in every command that starts something.
struct WaitingOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Wait until it is done, and show the progress on standard error.")
    var wait = true

    @Option(
        help: ArgumentHelp(
            """
            The longest wait, such as 90s or 10m, or 0 for no limit; without it what the provider needs at most, which is \
            said. The status is then 124.
            """,
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @OptionGroup var lock: LockOption

    func validate() throws {
        if timeout != nil, !wait { throw ValidationError("--timeout has no meaning with --no-wait.") }
    }
}

/// Reads a length of time from the command line.
enum DurationArgument {
    /// The longest wait: a duration, or 0 for no limit.
    @Sendable static func limit(_ text: String) throws -> Duration {
        ["0", "0s"].contains(text) ? .noLimit : try duration(text)
    }

    /// A duration above zero, in the text form of manifests.
    @Sendable static func duration(_ text: String) throws -> Duration {
        do {
            let duration = try Duration(parsingText: text)
            guard duration > .zero else { throw ValidationError("\(Diagnostic.quoted(text)) is no time to wait.") }
            return duration
        } catch let error as ContainerServiceError {
            let advice = error.diagnostics.first?.allowed.map { " Allowed: \($0)." } ?? ""
            throw ValidationError("\(Diagnostic.quoted(text)) is no duration.\(advice)")
        }
    }
}
