import CloudContainers

/// Which account somebody means: a provider or its simulator, and what else tells accounts apart.
struct AccountChoice: Sendable {
    /// The options that not every provider knows.
    enum Option: String, CaseIterable {
        case profile, region, organization, project, cluster
    }

    /// What was chosen to work on.
    struct Target {
        let provider: any CloudProvider
        let isSimulated: Bool
        /// The choice with the profile of the tool's own file that counts.
        let choice: AccountChoice
    }

    /// The name of the provider, or of its simulator.
    var provider: String?
    /// The values of the options that were given.
    var options: [Option: String] = [:]
    /// The flag that names the provider.
    var flag = "--provider"
    /// What the flags of the other options begin with.
    var prefix = "--"
    /// The variable that names the provider where no flag does.
    var variable: String?
    /// The profile of the tool's own file that counts, once it is settled.
    var own: ProfileInUse?
    /// Whether it is settled which profile counts.
    var isSettled = false
    /// Whether a program that prints a credential is run; else the credential is only known to be there.
    var runsPrograms = true
    /// Whether each request is logged.
    var isVerbose = false
    /// The file that each exchange is written to.
    var traceFile: String?
    /// Whether a simulator begins without the sample services.
    var beginsEmpty = false
    /// Whether a simulator has sample jobs beside the sample services.
    var wantsJobs = false

    /// The value of an option.
    subscript(option: Option) -> String? { options[option] }

    /// The word of the command line that gives an option.
    func word(_ option: Option) -> String { prefix + option.rawValue }

    /// The flags that lead to the same account, ready for a shell.
    var words: [String] {
        var words = provider.map { ["\(flag) \($0)"] } ?? []
        for option in Option.allCases {
            if let value = options[option] { words.append("\(word(option)) \(ShellExport.quoted(value))") }
        }
        return words
    }

    /// What is chosen, or else what the environment chooses, or a profile of the tool's own file.
    ///
    /// - Throws: ``Failure`` where nothing is chosen, or something that does not exist or does not fit.
    func target(on console: Console) throws -> Target {
        let choices = Registry.targetNames
        let named = variable.flatMap { console.environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        let profile = try namedProfile(on: console)?.profile
        guard let name = provider ?? named ?? profile?.provider?.text else {
            let other = variable.map { ", or set \($0)" } ?? ""
            throw Failure(
                .wrongUse,
                "no provider is chosen",
                advice: "Give \(flag)\(other): \(choices.joined(separator: ", "))."
            )
        }
        let isSimulated = name.hasSuffix(Registry.simulatorSuffix)
        let providerName = isSimulated ? String(name.dropLast(Registry.simulatorSuffix.count)) : name
        guard let provider = Registry.providers.first(where: { $0.name == providerName }) else {
            throw Failure(
                .wrongConfiguration,
                "\(variable ?? flag) names \(Diagnostic.quoted(name)), which is no provider",
                advice: "There are \(choices.joined(separator: ", ")).\(Suggestion(for: name, among: choices).ending)"
            )
        }
        let choice = try settled(for: name, on: console)
        for option in Option.allCases where choice.options[option] != nil {
            let word = word(option)
            if isSimulated {
                throw Failure(.wrongUse, "\(word) has no meaning for a simulator", advice: "Leave it out.")
            }
            guard provider.optionNames.contains(option) else {
                if option == .profile, let settings = try UserSettings.read(on: console) {
                    throw Self.noProfile(options[.profile] ?? "", word, settings, on: console)
                }
                let known = Option.allCases.filter(provider.optionNames.contains).map { prefix + $0.rawValue }
                throw Failure(
                    .wrongUse,
                    "\(word) has no meaning for \(provider.name)",
                    advice: "It knows \(known.joined(separator: ", "))."
                )
            }
        }
        return Target(provider: provider, isSimulated: isSimulated, choice: choice)
    }
}
