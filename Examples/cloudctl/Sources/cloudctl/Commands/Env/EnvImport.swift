import ArgumentParser
import CloudContainers

/// Sets the variables of a file.
struct EnvImport: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Set the variables of a .env file; others stay.",
        discussion: Env.changing(
            """
            The file holds NAME=VALUE lines, with quotes as shells have them; nothing in it is run or expanded. What is a secret \
            there stays one.
            """
        )
    )

    @OptionGroup var file: VariableFileOptions
    @OptionGroup var choice: VariableChoice

    @Flag(help: "Say what would be done, and send nothing that changes anything.")
    var dryRun = false

    @OptionGroup var format: FormOptions
    @OptionGroup(title: "Provider") var provider: ProviderOptions
    @OptionGroup(title: "Printing") var printing: OutputOptions

    func validate() throws { _ = try file.words(choice) }

    func run(on console: Console) async throws -> ExitStatus {
        let (name, path) = try file.words(choice)
        let (wanted, values) = try file.read(path, on: console)
        return try await Session.with(provider, printing, on: console) { session in
            try await session.set(
                wanted,
                values,
                of: try await choice.target(name, in: session),
                as: "import",
                keepsSecrets: true,
                isRehearsal: dryRun,
                format.form
            )
        }
    }
}

/// A file of variables, and which of them are secret.
struct VariableFileOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The service, unless --scope is given, then the file, or -.", valueName: "service|file")
    )
    var words: [String] = []

    @Option(
        name: .customLong("secrets"),
        help: ArgumentHelp("The names in the file that are secrets, separated by commas, or all.", valueName: "name,…"),
        transform: { $0.split(separator: ",").map(String.init) }
    )
    var secretNames: [[String]] = []

    /// The service and the path.
    func words(_ choice: VariableChoice) throws -> (service: String?, path: String) {
        let (service, rest) = try choice.service(of: words, before: "the file")
        guard let path = rest.first, rest.count == 1 else {
            throw ValidationError("Give one file, or - for standard input.")
        }
        return (service, path)
    }

    /// The variables of the file, with the values of those that are secret.
    ///
    /// - Throws: ``Failure`` for a file that cannot be read, and for the name of a secret that is not in it.
    func read(_ path: String, on console: Console) throws -> (variables: [EnvironmentVariable], secrets: SecretValues) {
        let file = try InputFile.read(path, on: console)
        let values: SecretValues
        do {
            values = try Dotenv.read(file.bytes, named: file.name)
        } catch {
            throw Failure(error)
        }
        let names = Set(secretNames.joined())
        let isAll = names == ["all"] && !values.contains("all")
        if !isAll, let missing = names.subtracting(values.names).min() {
            throw Failure(
                .wrongUse,
                "--secrets names \(Diagnostic.quoted(missing)), which is not in \(file.name)",
                advice: Suggestion(for: missing, among: values.names).question
                    ?? "Name what is in the file, or all."
            )
        }
        console.mask(values.filter { isAll || names.contains($0) })
        let variables = values.names.map { name in
            EnvironmentVariable(
                name: name,
                value: isAll || names.contains(name)
                    ? .secret(.provided) : .plain(values.withValue(of: name) { $0 } ?? "")
            )
        }
        return (variables, values)
    }
}
