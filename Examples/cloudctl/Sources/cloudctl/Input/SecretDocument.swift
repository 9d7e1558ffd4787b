import CloudContainers
import ContainerMigration

/// A JSON object with the values of secrets by their names; an object in it has those of the service of its name.
enum SecretDocument {
    /// Reads a file.
    ///
    /// - Throws: ``Failure`` where it cannot be read or has another shape; no message holds a value.
    static func read(_ path: String, on console: Console) throws -> MigrationSecrets {
        let file = try InputFile.read(path, on: console)
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: file.bytes, named: file.name)
        } catch {
            // The quoted line of a syntax error could be a secret.
            var failure = Failure(
                .wrongInput,
                "this is no JSON",
                source: file.name,
                advice: "Write {\"NAME\": \"VALUE\"}."
            )
            if let place = error.diagnostics.first?.location {
                failure.diagnostics[0].location = place
            }
            throw failure
        }
        var secrets = MigrationSecrets()
        guard let members = document.root.object?.members else { throw wrongShape(file.name, nil) }
        for member in members {
            if let text = member.value.string {
                secrets.shared.set(text, for: member.name)
                continue
            }
            guard let own = member.value.object?.members else { throw wrongShape(file.name, member.name) }
            var values = SecretValues()
            for inner in own {
                guard let text = inner.value.string else { throw wrongShape(file.name, "\(member.name).\(inner.name)") }
                values.set(text, for: inner.name)
            }
            secrets.ofServices[member.name] = values
        }
        for values in [secrets.shared] + secrets.ofServices.values { console.mask(values) }
        return secrets
    }

    private static func wrongShape(_ source: String, _ field: String?) -> Failure {
        Failure(
            .wrongInput,
            [
                Diagnostic(
                    problem: "the value of a secret is no text",
                    field: field.map { FieldPath($0) },
                    allowed: "{\"NAME\": \"VALUE\"}, or {\"SERVICE\": {\"NAME\": \"VALUE\"}}",
                    advice: "Write each value in quotation marks.",
                    source: source
                )
            ]
        )
    }
}
