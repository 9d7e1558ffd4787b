import ArgumentParser
import CloudContainers

/// Lists variables.
struct EnvList: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what a service sees, or the variables of a namespace or project, with scope and origin.",
        discussion: LiveHelp.discussion(
            """
            What the platform makes by itself is left out. Plain values are hidden unless --show-values; those of secrets \
            cannot be read. A variable that a narrower scope hides is listed too, as not in effect.

            The JSON holds scope, of (the service or namespace) and variables: for each name, scope, providerScope, origin \
            (kind, of), secret, file, inEffect, owner, value and resolved (after aliases and references; both null unless \
            --show-values), needs (a variable that only the provider can resolve).
            """
        )
    )

    @Argument(
        help: ArgumentHelp("The service; left out, the variables of --namespace itself.", valueName: "name|id"),
        completion: LiveCompletion.services.kind
    )
    var name: String?

    @OptionGroup var choice: VariableChoice

    @Flag(help: "Show plain values.")
    var showValues = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { try choice.check(name) }

    func run(on console: Console) async throws -> ExitStatus {
        try await Session.with(provider, printing, on: console) { session in
            let target = try await choice.target(name, in: session)
            let variables = try await VariableUpdate.seen(in: target, try session.variables())
            try VariableListing(target: target, variables: variables, showsValues: showValues).listing
                .print(format.form(printing), session)
            return .done
        }
    }
}
