import ArgumentParser

/// How long a command waits for another one of this machine that works on the same namespace.
struct LockOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How long to wait for another apply or migration of this machine at the same namespace, such as 10m, or 0 for no \
            limit; without it there is no wait. The status is then 75.
            """,
            valueName: "duration"
        ),
        transform: DurationArgument.limit
    )
    var lockTimeout: Duration?
}
