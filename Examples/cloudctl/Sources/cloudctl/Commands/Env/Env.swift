import ArgumentParser

/// The commands about variables.
struct Env: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Show and change the variables of services, namespaces and projects, plain and secret.",
        subcommands: [EnvList.self, EnvSet.self, EnvUnset.self, EnvImport.self, EnvDiff.self]
    )

    /// What the help of every command that changes variables says.
    static func changing(_ text: String) -> String {
        LiveHelp.discussion(
            """
            \(text)

            At Qovery a change reaches instances at the next deployment; Scaleway deploys a service that is changed by \
            itself. The JSON holds operation, scope, of (the service or namespace), rehearsal and variables: for each name, \
            secret, result (added, changed, overridden, unchanged, removed). No value is printed.
            """
        )
    }
}
