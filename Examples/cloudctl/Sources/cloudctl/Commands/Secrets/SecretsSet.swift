import ArgumentParser
import CloudContainers

/// Sets secret variables.
struct SecretsSet: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set secrets; others stay.",
        discussion: Env.changing(
            """
            The value of NAME is asked for at a terminal and not shown, and else read from standard input; NAME=env:VARIABLE \
            and NAME=file:PATH take it from there. A line break at its end is left out. A value on the command line, which \
            other users of the machine can read, is refused.
            """
        )
    )

    @Argument(help: ArgumentHelp("The service, unless --scope is given, then the secrets.", valueName: "service|name"))
    var words: [String] = []

    @OptionGroup var choice: VariableChoice

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try wish() }

    private func wish() throws -> (service: String?, secrets: [SecretSource]) {
        let (service, names) = try choice.service(of: words, before: "the secrets")
        if names.isEmpty { throw ValidationError("Name the secrets to set.") }
        return (service, try names.map(SecretSource.parseWord))
    }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, secrets) = try wish()
        // A rehearsal compares names alone.
        let values = dryRun ? SecretValues() : try SecretSource.values(secrets, on: console)
        return try await Session.with(provider, printing, on: console) { session in
            try await session.set(
                secrets.map { EnvironmentVariable(name: $0.name, value: .secret(.provided)) },
                values,
                of: try await choice.target(name, in: session),
                as: "set",
                isRehearsal: dryRun,
                format.form
            )
        }
    }
}
