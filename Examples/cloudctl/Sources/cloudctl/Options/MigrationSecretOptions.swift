import ArgumentParser
import CloudContainers
import ContainerMigration

/// Where the values of the secrets of a migration come from.
struct MigrationSecretOptions: ParsableArguments {
    @Option(
        name: .customLong("secrets"),
        help: ArgumentHelp(
            """
            A file with values for all services, or for one: NAME=VALUE lines, or a JSON object where it ends in .json. A \
            file with = in its name needs a / before that.
            """,
            valueName: "[service=]file"
        )
    )
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take values from the environment too: PREFIX and the name of the secret.",
            valueName: "prefix"
        )
    )
    var secretsFromEnv: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            A word of a command that is run, without a shell, for each value that is still missing, and prints it; give it \
            once for each word. {name} and {service} stand for what is asked for.
            """,
            valueName: "word"
        )
    )
    var secretsCommand: [String] = []

    @Flag(help: "Ask on the terminal for the values that are still missing; what is typed is not shown.")
    var askSecrets = false

    /// Gathers the values for a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - services: The services that still need values; `nil` for all.
    ///   - console: The console.
    /// - Returns: The values.
    /// - Throws: ``Failure`` if a file cannot be read, or is for a service that the plan does not have.
    func secrets(
        for plan: MigrationPlan,
        _ services: [any PlannedPart]? = nil,
        on console: Console
    ) async throws -> MigrationSecrets {
        let services = services ?? plan.parts
        var secrets = MigrationSecrets()
        if let prefix = secretsFromEnv {
            for (name, _) in plan.secrets {
                if let value = console.environment[prefix + name] { secrets.shared.set(value, for: name) }
            }
            console.mask(secrets.shared)
        }
        for word in files { try read(word, plan, into: &secrets, on: console) }
        if !secretsCommand.isEmpty { try await run(for: secrets.missing(for: services), into: &secrets, on: console) }
        if askSecrets { try ask(for: secrets.missing(for: services), into: &secrets, on: console) }
        return secrets
    }

    private func read(_ word: String, _ plan: MigrationPlan, into secrets: inout MigrationSecrets, on console: Console)
        throws
    {
        let (service, path) = Self.parts(of: word)
        let found: MigrationSecrets
        if path.lowercased().hasSuffix(".json") {
            found = try SecretDocument.read(path, on: console)
        } else {
            found = MigrationSecrets(try SecretOptions.read(path, on: console))
        }
        if let service, !found.ofServices.isEmpty {
            throw Failure(
                .wrongInput,
                "the file has values for services, and is given for the service \(Diagnostic.quoted(service))",
                source: path,
                advice: "Give it without the name of a service."
            )
        }
        let known = plan.parts.map(\.key)
        if let stranger = ([service].compactMap(\.self) + found.ofServices.keys.sorted()).first(where: {
            !known.contains($0)
        }) {
            throw Failure(
                .notFound,
                "--secrets names the service \(Diagnostic.quoted(stranger)), which does not move",
                advice: Suggestion(for: stranger, among: known).question
                    ?? "The services are \(known.joined(separator: ", "))."
            )
        }
        if let service {
            secrets.ofServices[service, default: SecretValues()].merge(found.shared)
        } else {
            secrets.shared.merge(found.shared)
        }
        for (service, values) in found.ofServices {
            secrets.ofServices[service, default: SecretValues()].merge(values)
        }
    }

    /// Runs the command for each value, once a service where it names the service.
    private func run(
        for missing: [(name: String, services: [String])],
        into secrets: inout MigrationSecrets,
        on console: Console
    ) async throws {
        let isByService = secretsCommand.contains { $0.contains("{service}") }
        for (name, services) in missing {
            for service in isByService ? services : [""] {
                let words = secretsCommand.map { word in
                    word.replacing("{name}", with: name).replacing("{service}", with: service)
                }
                let value: String
                do {
                    value = try await SecretResolution(on: console).value(of: .command(words))
                } catch let reason as SecretResolution.Reason {
                    let place = isByService ? " of \(Diagnostic.quoted(service))" : ""
                    throw Failure(
                        .notFound,
                        "the secret \(Diagnostic.quoted(name))\(place) has no value: \(reason.problem)",
                        advice: reason.advice
                    )
                }
                if isByService {
                    secrets.ofServices[service, default: SecretValues()].set(value, for: name)
                } else {
                    secrets.shared.set(value, for: name)
                }
            }
        }
    }

    private func ask(
        for missing: [(name: String, services: [String])],
        into secrets: inout MigrationSecrets,
        on console: Console
    ) throws {
        guard !missing.isEmpty else { return }
        guard console.canAsk else {
            throw Failure(
                .wrongUse,
                "--ask-secrets needs a terminal to ask at",
                advice: "Give the values with --secrets FILE."
            )
        }
        try console.hidingTyping {
            for (name, services) in missing {
                let value = try console.ask("\(TerminalText.escaped(name)) of \(PlanNeeds.list(services)): ")
                // Nothing typed is no value; an empty one can be given in a file.
                if !value.isEmpty { secrets.shared.set(value, for: name) }
                console.mask(value)
            }
        }
    }

    /// The flags that give the same values again; they hold no value.
    var words: [String] {
        files.map { "--secrets \(ShellExport.quoted($0))" }
            + (secretsFromEnv.map { ["--secrets-from-env \(ShellExport.quoted($0))"] } ?? [])
            + secretsCommand.map { "--secrets-command \(ShellExport.quoted($0))" }
            + (askSecrets ? ["--ask-secrets"] : [])
    }

    private static func parts(of word: String) -> (service: String?, path: String) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex, !word[..<equals].contains("/") else {
            return (nil, word)
        }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}
