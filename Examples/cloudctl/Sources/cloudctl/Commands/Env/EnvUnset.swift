import ArgumentParser
import CloudContainers

/// Removes variables.
struct EnvUnset: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Remove variables of a service, a namespace or a project.",
        discussion: Env.changing(
            """
            Asks first; without a terminal --yes is needed. What a variable of this scope hid is in effect again. At Qovery the \
            aliases and overrides of a variable go with it. The value of a secret is gone for good.
            """
        )
    )

    @OptionGroup var removal: VariableRemoval

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try removal.wish("variables") }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            try await session.unset(removal, "variables", format.form)
        }
    }
}
