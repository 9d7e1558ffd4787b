import ArgumentParser
import CloudContainers

/// Lists secret variables.
struct SecretsList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the secrets that a service sees, or those of a namespace or project, with scope and origin.",
        discussion: LiveHelp.discussion("The JSON is that of env list, of secrets alone; values cannot be read.")
    )

    @Argument(help: ArgumentHelp("The service; left out, the secrets of --namespace itself.", valueName: "name|id"))
    var name: String?

    @OptionGroup var choice: VariableChoice

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { try choice.check(name) }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let target = try await choice.target(name, in: session)
            let seen = try await VariableUpdate.seen(in: target, try session.variables())
            let secrets = seen.filter { $0.variable.isSecret }
            try VariableListing(target: target, variables: secrets, noun: "secrets").listing
                .print(format.form(printing), session)
            return .done
        }
    }
}
