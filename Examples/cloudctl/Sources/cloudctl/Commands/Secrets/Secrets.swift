import ArgumentParser

/// The commands about secret variables.
struct Secrets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "List, set and remove secret variables; no value is given on the command line or printed.",
        subcommands: [SecretsList.self, SecretsSet.self, SecretsUnset.self]
    )
}
