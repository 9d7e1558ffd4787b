import ArgumentParser

/// The account that services move to.
struct TargetAccount: AccountOptions, ParsableArguments {
    @Option(
        name: .customLong("to"),
        help: ArgumentHelp(
            "The provider where they go: \(Registry.targetNames.joined(separator: ", ")).",
            valueName: "name"
        ),
        completion: .list(Registry.targetNames),
        transform: NameArguments.oneOf(Registry.targetNames, "provider")
    )
    var provider: String?

    @Option(
        name: .customLong("to-profile"),
        help: ArgumentHelp("A profile of cloudctl's file, or of Scaleway's.", valueName: "name")
    )
    var profile: String?

    @Option(name: .customLong("to-region"), help: ArgumentHelp("The region, at Scaleway.", valueName: "name"))
    var region: String?

    @Option(name: .customLong("to-organization"), help: ArgumentHelp("The organization, a UUID.", valueName: "id"))
    var organization: String?

    @Option(name: .customLong("to-project"), help: ArgumentHelp("The project, a UUID.", valueName: "id"))
    var project: String?

    @Option(name: .customLong("to-cluster"), help: ArgumentHelp("The cluster, a UUID, at Qovery.", valueName: "id"))
    var cluster: String?

    /// The account that the options name.
    ///
    /// - Parameters:
    ///   - trace: Whether and where requests are written down.
    ///   - planned: The provider of a plan, where no option names one.
    /// - Returns: The account.
    func choice(_ trace: TraceOptions?, planned: String? = nil) -> AccountChoice {
        AccountChoice(
            provider: provider ?? planned,
            options: given,
            flag: "--to",
            prefix: "--to-",
            isVerbose: trace?.verbose ?? false,
            traceFile: trace?.file,
            // A simulator that is moved to has nothing in it that could be in the way.
            beginsEmpty: true
        )
    }
}
