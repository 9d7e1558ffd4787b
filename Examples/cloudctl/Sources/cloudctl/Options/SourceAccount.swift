import ArgumentParser

/// The account whose services move.
struct SourceAccount: AccountOptions, ParsableArguments {
    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "The provider where the services are: \(Registry.targetNames.joined(separator: ", ")).",
            valueName: "name"
        ),
        completion: .list(Registry.targetNames),
        transform: NameArguments.oneOf(Registry.targetNames, "provider")
    )
    var provider: String?

    @Option(
        name: .customLong("from-profile"),
        help: ArgumentHelp("A profile of cloudctl's file, or of Scaleway's.", valueName: "name")
    )
    var profile: String?

    @Option(name: .customLong("from-region"), help: ArgumentHelp("The region, at Scaleway.", valueName: "name"))
    var region: String?

    @Option(name: .customLong("from-organization"), help: ArgumentHelp("The organization, a UUID.", valueName: "id"))
    var organization: String?

    @Option(name: .customLong("from-project"), help: ArgumentHelp("The project, a UUID.", valueName: "id"))
    var project: String?

    @Option(name: .customLong("from-cluster"), help: ArgumentHelp("The cluster, a UUID, at Qovery.", valueName: "id"))
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
            flag: "--from",
            prefix: "--from-",
            isVerbose: trace?.verbose ?? false,
            traceFile: trace?.file
        )
    }
}
