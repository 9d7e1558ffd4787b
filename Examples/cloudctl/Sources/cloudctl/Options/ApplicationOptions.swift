import ArgumentParser
import CloudContainers
import ContainerDeployment

/// The application that a command works on, where it goes, and what the user has decided about it.
struct ApplicationOptions: ParsableArguments {
    @OptionGroup(title: "Manifest") var manifest: ManifestOptions

    @Option(help: ArgumentHelp("The namespace; that of the manifest's target when left out.", valueName: "name"))
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "The name that services are marked with; the manifest's own, or else the namespace.",
            valueName: "name"
        )
    )
    var application: String?

    @Flag(help: "Delete services of the application that the manifest does not name.")
    var prune = false

    @Flag(help: "Let services be made anew, with another address, where a change needs that.")
    var replace = false

    @Flag(help: "Take over services that are not marked as the application's.")
    var adopt = false

    @Flag(help: "Send secrets anew that the provider does not let anybody compare.")
    var sendSecrets = false

    @OptionGroup(title: "Secrets") var secrets: SecretOptions
    @OptionGroup(title: "Resolutions") var resolutions: ResolutionOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions

    func validate() throws { try resolutions.refuseJobsOfTriggers() }

    /// The flags that were given although a saved plan has its own decisions.
    var given: [String] {
        var flags: [String] = []
        if !manifest.files.isEmpty { flags.append("--file") }
        if manifest.overlay != nil { flags.append("--overlay") }
        if namespace != nil { flags.append("--namespace") }
        if application != nil { flags.append("--application") }
        for (flag, isGiven) in [
            ("--prune", prune), ("--replace", replace), ("--adopt", adopt), ("--send-secrets", sendSecrets),
        ] where isGiven {
            flags.append(flag)
        }
        if resolutions.given != Resolutions() { flags.append("--allow and what else decides about findings") }
        return flags
    }

    /// The account: what the command line says, then the environment, then the manifest.
    func choice(_ target: Application.Target, on console: Console) -> AccountChoice {
        var choice = provider.choice
        let isNamed = choice.provider != nil || console.environment[ProviderOptions.variable]?.isEmpty == false
        // The manifest's account is one of the manifest's provider.
        if !isNamed || choice.provider == target.provider {
            choice.provider = choice.provider ?? target.provider
            let own: [AccountChoice.Option: String?] = [
                .profile: target.profile, .region: target.region, .organization: target.organization,
                .project: target.project, .cluster: target.cluster,
            ]
            choice.options.merge(own.compactMapValues(\.self)) { given, _ in given }
        }
        return choice
    }
}
