import ArgumentParser
import CloudContainers

/// Sets variables.
struct EnvSet: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set variables; others stay.",
        discussion: Env.changing(
            """
            A plain value is given as NAME=VALUE. That of a secret comes from a variable, a file or standard input, never from \
            the command line; a line break at its end is left out. A name that is only inherited is overridden. A file stays a \
            file unless it is unset first.
            """
        )
    )

    @Argument(
        help: ArgumentHelp("The service, unless --scope is given, then NAME=VALUE.", valueName: "service|name=value")
    )
    var words: [String] = []

    @Option(
        name: .customLong("secret"),
        help: ArgumentHelp(
            "A secret: NAME=env:VARIABLE, NAME=file:PATH, or NAME=- for standard input.",
            valueName: "name=source"
        )
    )
    var secretSources: [String] = []

    @Option(
        name: .customLong("mount"),
        help: ArgumentHelp(
            "A variable that is to be a file, and its path, where the provider has files.",
            valueName: "name=path"
        ),
        transform: NameArguments.pair("NAME=PATH")
    )
    var mounts: [(name: String, value: String)] = []

    @OptionGroup var choice: VariableChoice

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try wish() }

    /// The service, and the variables as they are wanted.
    private func wish() throws -> (
        service: String?, variables: [EnvironmentVariable], secrets: [SecretSource]
    ) {
        let (service, rest) = try choice.service(of: words, before: "the variables")
        var variables: [EnvironmentVariable] = []
        for word in rest {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw ValidationError("\(Diagnostic.quoted(word)) is not of the form NAME=VALUE.")
            }
            let value = String(word[word.index(after: equals)...])
            variables.append(EnvironmentVariable(name: String(word[..<equals]), value: .plain(value)))
        }
        // The parser would quote what is wrong, which may be the secret itself.
        let secrets = try secretSources.map(SecretSource.parse)
        variables += secrets.map { EnvironmentVariable(name: $0.name, value: .secret(.provided)) }
        if variables.isEmpty { throw ValidationError("Give NAME=VALUE or --secret.") }
        var names: Set<String> = []
        for variable in variables where !names.insert(variable.name).inserted {
            throw ValidationError("\(Diagnostic.quoted(variable.name)) is given twice.")
        }
        for (name, path) in mounts {
            guard let index = variables.firstIndex(where: { $0.name == name }) else {
                throw ValidationError("--mount names \(Diagnostic.quoted(name)), which is not set here.")
            }
            variables[index].mountPath = path
        }
        return (service, variables, secrets)
    }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, wanted, secrets) = try wish()
        let values = try SecretSource.values(secrets, on: console)
        return try await Session.with(provider, printing, on: console) { session in
            try await session.set(
                wanted,
                values,
                of: try await choice.target(name, in: session),
                as: "set",
                isRehearsal: dryRun,
                format.form
            )
        }
    }
}

extension Session {
    /// Sets variables, and prints what becomes of each; with `keepsSecrets` none that is a secret there becomes plain.
    func set(
        _ wanted: [EnvironmentVariable],
        _ values: SecretValues,
        of target: VariableTarget,
        as operation: String,
        keepsSecrets: Bool = false,
        isRehearsal: Bool,
        _ form: FormOptions.Form
    ) async throws -> ExitStatus {
        let service = try variables()
        let seen = try await VariableUpdate.seen(in: target, service)
        let unveiled = VariableUpdate.unveiled(by: wanted, in: target, seen)
        let kept = VariableUpdate.keepingFiles(wanted, seen)
        let wanted = keepsSecrets ? VariableUpdate.keepingSecrets(kept, unveiled) : kept
        if keepsSecrets {
            console.mask(values.filter(unveiled.contains))
        } else if !unveiled.isEmpty {
            let names = unveiled.sorted().map { TerminalText.escaped($0) }.joined(separator: ", ")
            await screen.note("warning: \(names), a secret there, becomes plain, which more people can read", .warning)
        }
        let rows = VariableUpdate.rows(of: wanted, in: target, seen)
        let update = VariableUpdate(operation: operation, target: target, isRehearsal: isRehearsal, rows: rows)
        if !isRehearsal, update.isNeeded {
            try await checkLocks(of: target.namespaces)
            try await asking("set variables of \(target.title)", within: nil) {
                try await service.setVariables(wanted, in: target.place, secrets: values)
            }
        }
        try await update.finish(form, self)
        return .done
    }
}
