import ArgumentParser
import CloudContainers

/// Removes secret variables.
struct SecretsUnset: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Remove secrets of a service, a namespace or a project.",
        discussion: Env.changing(
            """
            Asks first; without a terminal --yes is needed. The value of a secret is gone for good. A plain variable is \
            refused.
            """
        )
    )

    @OptionGroup var removal: VariableRemoval

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try removal.wish("secrets") }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try await session.unset(removal, "secrets", onlySecrets: true, format.form)
        }
    }
}
