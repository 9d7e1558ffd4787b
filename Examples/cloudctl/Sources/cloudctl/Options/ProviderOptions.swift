import ArgumentParser
import CloudContainers

/// Which account a command works on, the same in every command that asks a provider.
struct ProviderOptions: ParsableArguments {
    /// The options that not every provider knows.
    enum Name: String, CaseIterable {
        case profile, region, organization, project, cluster
    }

    /// The variable that names the provider where no option does.
    static let variable = "CLOUDCTL_PROVIDER"

    @Option(
        help: ArgumentHelp(
            "The provider: \(Registry.targetNames.joined(separator: ", ")). Else \(Self.variable).",
            valueName: "name"
        ),
        transform: NameArguments.oneOf(Registry.targetNames, "provider")
    )
    var provider: String?

    @Option(help: ArgumentHelp("A profile of Scaleway's configuration file. Else SCW_PROFILE.", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("The region, at Scaleway.", valueName: "name"))
    var region: String?

    @Option(help: ArgumentHelp("The organization, a UUID.", valueName: "id"))
    var organization: String?

    @Option(help: ArgumentHelp("The project, a UUID.", valueName: "id"))
    var project: String?

    @Option(help: ArgumentHelp("The cluster, a UUID, at Qovery.", valueName: "id"))
    var cluster: String?

    @Flag(name: .shortAndLong, help: "Log each request to standard error, without credentials and secrets.")
    var verbose = false

    /// What was chosen to work on.
    struct Target {
        let provider: any CloudProvider
        let isSimulated: Bool
    }

    /// What the options, or else the environment, choose.
    ///
    /// - Throws: ``Failure`` where nothing is chosen, or something that does not exist or does not fit.
    func target(on console: Console) throws -> Target {
        let choices = Registry.targetNames
        let variable = console.environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        guard let name = provider ?? variable else {
            throw Failure(
                .wrongUse,
                "no provider is chosen",
                advice: "Give --provider, or set \(Self.variable): \(choices.joined(separator: ", "))."
            )
        }
        let isSimulated = name.hasSuffix(Registry.simulatorSuffix)
        let providerName = isSimulated ? String(name.dropLast(Registry.simulatorSuffix.count)) : name
        guard let provider = Registry.providers.first(where: { $0.name == providerName }) else {
            let nearest = NearestName.find(name, in: choices).map { " Did you mean \($0)?" } ?? ""
            throw Failure(
                .wrongConfiguration,
                "\(Self.variable) names \(Diagnostic.quoted(name)), which is no provider",
                advice: "There are \(choices.joined(separator: ", ")).\(nearest)"
            )
        }
        let given = [
            Name.profile: profile, .region: region, .organization: organization, .project: project, .cluster: cluster,
        ]
        for option in Name.allCases where given[option] != .some(nil) {
            if isSimulated {
                throw Failure(.wrongUse, "--\(option.rawValue) has no meaning for a simulator", advice: "Leave it out.")
            }
            guard provider.optionNames.contains(option) else {
                let known = Name.allCases.filter(provider.optionNames.contains).map { "--" + $0.rawValue }
                throw Failure(
                    .wrongUse,
                    "--\(option.rawValue) has no meaning for \(provider.name)",
                    advice: "It knows \(known.joined(separator: ", "))."
                )
            }
        }
        return Target(provider: provider, isSimulated: isSimulated)
    }
}
