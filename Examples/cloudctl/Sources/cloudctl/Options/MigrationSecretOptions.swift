import ArgumentParser
import CloudContainers
import ContainerMigration

/// Where the values of the secrets of a migration come from.
struct MigrationSecretOptions: ParsableArguments {
    @Option(
        name: .customLong("secrets"),
        help: ArgumentHelp(
            "A .env file with values for all services, or for one. A file with = in its name needs a / before that.",
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

    /// Reads the values for a plan.
    ///
    /// - Throws: ``Failure`` if a file cannot be read, or is for a service that the plan does not have.
    func secrets(for plan: MigrationPlan, on console: Console) throws -> MigrationSecrets {
        var secrets = MigrationSecrets()
        if let prefix = secretsFromEnv {
            for (name, _) in plan.secrets {
                if let value = console.environment[prefix + name] { secrets.shared.set(value, for: name) }
            }
        }
        for word in files {
            let (service, path) = Self.parts(of: word)
            let values = try SecretOptions.read(path, on: console)
            guard let service else {
                Self.add(values, to: &secrets.shared)
                continue
            }
            let known = plan.services.map(\.sourceName)
            guard known.contains(service) else {
                let nearest = NearestName.find(service, in: known).map { "Did you mean \($0)?" }
                throw Failure(
                    .notFound,
                    "--secrets names the service \(Diagnostic.quoted(service)), which does not move",
                    advice: nearest ?? "The services are \(known.joined(separator: ", "))."
                )
            }
            Self.add(values, to: &secrets.ofServices[service, default: SecretValues()])
        }
        return secrets
    }

    /// The flags that give the same values again; they hold no value.
    var words: [String] {
        files.map { "--secrets \(ShellExport.quoted($0))" }
            + (secretsFromEnv.map { ["--secrets-from-env \(ShellExport.quoted($0))"] } ?? [])
    }

    private static func parts(of word: String) -> (service: String?, path: String) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex, !word[..<equals].contains("/") else {
            return (nil, word)
        }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    /// Later values win.
    private static func add(_ values: SecretValues, to all: inout SecretValues) {
        for name in values.names { values.withValue(of: name) { all.set($0, for: name) } }
    }
}
