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

    @Argument(help: ArgumentHelp("The service, unless --scope is given, then the names.", valueName: "service|name"))
    var words: [String] = []

    @OptionGroup var choice: VariableChoice

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try wish() }

    private func wish() throws -> (service: String?, names: [String]) {
        let (service, names) = try choice.service(of: words, before: "the names")
        if names.isEmpty { throw ValidationError("Name the secrets to remove.") }
        return (service, names)
    }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, words) = try wish()
        return try await Session.with(provider, printing, on: console) { session in
            if !yes, !dryRun { try Confirmation.checkTerminal(for: "removing", "--dry-run", console) }
            let target = try await choice.target(name, in: session)
            return try await session.unset(
                words,
                of: target,
                isSure: yes,
                isRehearsal: dryRun,
                onlySecrets: true,
                format.form
            )
        }
    }
}
