import ArgumentParser
import ContainerMigration

/// How a migration runs.
struct RunningOptions: ParsableArguments {
    /// What is done about the others when one service fails.
    enum Failing: String, CaseIterable {
        /// Nothing is begun any more.
        case stop
        /// They go on.
        case `continue`
    }

    @Option(help: ArgumentHelp("How many services are worked on at a time.", valueName: "number"))
    var concurrency = 4

    @Option(
        help: ArgumentHelp(
            "What to do when a service fails: continue with the others, or stop before the next.",
            valueName: "continue|stop"
        ),
        completion: .list(Failing.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(Failing.allCases.map(\.rawValue), "way")
    )
    var onError = Failing.continue.rawValue

    @Option(
        help: ArgumentHelp(
            "The longest wait for the services to run, such as 10m, 0 for no limit; else what the provider needs.",
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var timeout: Duration?

    @OptionGroup var lock: LockOption

    @OptionGroup var verification: SecretVerificationOption

    /// Whose secrets are compared at the end.
    var verifySecrets: MigrationOptions.SecretVerification { verification.chosen }

    /// Whether nothing is begun after a failure.
    var stopsAtFailure: Bool { onError == Failing.stop.rawValue }

    func validate() throws {
        guard (1...64).contains(concurrency) else {
            throw ValidationError("--concurrency is a number from 1 to 64.")
        }
    }

    /// The options as they are without any flag.
    static func parseOrDefault() -> RunningOptions { (try? parse([])) ?? RunningOptions() }
}

/// Whose secrets are compared with what the target holds.
struct SecretVerificationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whose secrets to compare with the target's where it allows that: all, changed since the last time, or none.",
            valueName: "all|changed|none"
        ),
        completion: .list(MigrationOptions.SecretVerification.allCases.map(\.rawValue)),
        transform: NameArguments.oneOf(MigrationOptions.SecretVerification.allCases.map(\.rawValue), "choice")
    )
    var verifySecrets = MigrationOptions.SecretVerification.all.rawValue

    /// The choice.
    var chosen: MigrationOptions.SecretVerification {
        MigrationOptions.SecretVerification(rawValue: verifySecrets) ?? .all
    }
}
