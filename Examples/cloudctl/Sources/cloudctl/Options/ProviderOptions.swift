import ArgumentParser

/// Which account a command works on, the same in every command that asks a provider.
struct ProviderOptions: AccountOptions, ParsableArguments {
    /// The variable that names the provider where no option does.
    static let variable = "CLOUDCTL_PROVIDER"

    @Option(
        help: ArgumentHelp(
            "The provider: \(Registry.targetNames.joined(separator: ", ")). Else \(Self.variable).",
            valueName: "name"
        ),
        completion: .list(Registry.targetNames),
        transform: NameArguments.oneOf(Registry.targetNames, "provider")
    )
    var provider: String?

    @Option(
        help: ArgumentHelp(
            "A profile of cloudctl's file, else CLOUDCTL_PROFILE; or one of Scaleway's file, else SCW_PROFILE.",
            valueName: "name"
        )
    )
    var profile: String?

    @Option(help: ArgumentHelp("The region, at Scaleway.", valueName: "name"))
    var region: String?

    @Option(help: ArgumentHelp("The organization, a UUID.", valueName: "id"))
    var organization: String?

    @Option(help: ArgumentHelp("The project, a UUID.", valueName: "id"))
    var project: String?

    @Option(help: ArgumentHelp("The cluster, a UUID, at Qovery.", valueName: "id"))
    var cluster: String?

    @OptionGroup var trace: TraceOptions

    /// The account that the options name.
    var choice: AccountChoice {
        AccountChoice(
            provider: provider,
            options: given,
            variable: Self.variable,
            isVerbose: trace.verbose,
            traceFile: trace.file
        )
    }
}
