import CloudContainers

extension ScalewayJobDialect {
    static let variableRules: [FieldRule] = [
        FieldRule(
            "definition.environment_variables.*",
            "environment.*",
            .both,
            "Plain values; names that begin with SCW_SLS, in capitals or not, are reserved.",
            [.variableReserved, .variablePlaceholder, .variableGiven, .variableFile]
        ),
        FieldRule("secrets[].secret_id", nil, .read, "A fact of the source; the target gives its own."),
        FieldRule("secrets[].job_definition_id", nil, .both, "The job."),
        FieldRule(
            "secrets[].secret_manager_id",
            "providers.scaleway.secrets[].secret",
            .both,
            "A secret of Secret Manager in the same region; one whose value the caller gives is made there first.",
            [.jobSecretReference, .secretValue]
        ),
        FieldRule(
            "secrets[].secret_manager_version",
            "providers.scaleway.secrets[].version",
            .both,
            "latest, or the number of a version."
        ),
        FieldRule("secrets[].env_var.name", "secrets.*", .read, "The variable that holds the value."),
        FieldRule("secrets[].env_var_name", "secrets.*", .write, "The same in a request."),
        FieldRule("secrets[].file.path", "files.*.path", .read, "The file that holds the value."),
        FieldRule(
            "secrets[].path",
            "files.*.path",
            .write,
            "The same in a request; an absolute path.",
            [.variableFile]
        ),
        FieldRule(
            "new_secrets[].**",
            "secrets.*",
            .write,
            "The secret and its first version, in a folder of the namespace and the job; payloads hold "
                + "{secret-base64:KEY}."
        ),
    ]

    /// Whether the platform keeps a name for itself.
    static func isReserved(_ name: String) -> Bool { name.uppercased().hasPrefix("SCW_SLS") }

    /// What stands for the namespace in texts that hold more: the mark, and the folder of secrets.
    static let namespacePlaceholder = "{namespace}"

    /// The folder of Secret Manager in which the secrets of a job lie that were made for it.
    static func folder(of job: String, in namespace: String) -> String { "/cloud-containers/\(namespace)/\(job)" }
}

extension ScalewayJobReader {
    mutating func readVariables() {
        var secrets: [(variable: EnvironmentVariable, wire: ScalewayJobSecret, path: FieldPath)] = []
        var taken: Set<String> = []
        for (index, wire) in (bundle.secrets.value ?? []).enumerated() {
            let path = FieldPath("secrets").appending(index)
            let file = wire.file.value?.path.value ?? wire.path.value
            var name = wire.envVar.value?.name.value ?? wire.envVarName.value ?? file.map(Self.name) ?? ""
            let base = name
            for number in 2... {
                if taken.insert(name).inserted { break }
                name = "\(base)_\(number)"
            }
            secrets.append((EnvironmentVariable(name: name, value: .secret(.provided), mountPath: file), wire, path))
        }
        for entry in definition.environmentVariables.value ?? [:] {
            let source = FieldPath("definition.environment_variables").appending(entry.key)
            let target = FieldPath("environment").appending(entry.key)
            ledger.hide(source)
            ledger.hide(target)
            if taken.contains(entry.key) {
                // The secret of that name holds.
                ledger.record([source], to: [], .noted)
            } else {
                spec.variables.append(EnvironmentVariable(name: entry.key, value: .plain(entry.value)))
                ledger.record([source], to: [target])
            }
        }
        for (variable, wire, path) in secrets { read(variable, wire, path) }
        ledger.recordEmpty("definition.environment_variables", "secrets")
    }

    private mutating func read(_ variable: EnvironmentVariable, _ wire: ScalewayJobSecret, _ path: FieldPath) {
        spec.variables.append(variable)
        for name in ["secret_id", "job_definition_id"] { ledger.record([path.appending(name)], to: [], .noted) }
        let reference = FieldPath("providers.scaleway.secrets").appending(settings.secrets.count)
        settings.secrets.append(
            .init(
                variable.name,
                to: wire.secretManagerID.value ?? "",
                version: wire.secretManagerVersion.value ?? "latest"
            )
        )
        let target = FieldPath(variable.mountPath == nil ? "secrets" : "files").appending(variable.name)
        ledger.record(
            ["env_var", "env_var_name", "file", "path"].map { path.appending($0) },
            to: [target, reference.appending("variable")]
        )
        ledger.record([path.appending("secret_manager_id")], to: [reference.appending("secret")])
        ledger.record([path.appending("secret_manager_version")], to: [reference.appending("version")])
    }

    /// The name of the variable that stands for a file.
    private static func name(of path: String) -> String {
        let words = path.uppercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "FILE" : words.joined(separator: "_")
    }
}

extension ScalewayJobWriter {
    mutating func writeVariables() {
        var plain = OrderedMap<String>()
        var secrets: [ScalewayJobSecret] = []
        var new: [ScalewayNewSecret] = []
        for (index, reference) in settings.secrets.enumerated()
        where !spec.variables.contains(where: { $0.isSecret && $0.name == reference.variable }) {
            // A reference of a variable that the job has not.
            record([FieldPath("providers.scaleway.secrets").appending(index)], to: [], .noted)
        }
        for variable in spec.variables {
            switch variable.value {
            case .plain(let own) where variable.mountPath == nil:
                if let value = write(variable.name, own) { plain[variable.name] = value }
            case .plain:
                let source = FieldPath("files").appending(variable.name)
                writing.ledger.hide(source.appending("content"))
                let finding = Finding(
                    .variableFile,
                    .dropped,
                    subject: variable.name,
                    before: .text(variable.mountPath ?? ""),
                    detail: "a job has files of secrets only"
                )
                record([source], to: [], .exact, [finding])
            case .secret(let value): write(variable, value, &secrets, &new)
            }
        }
        if !plain.isEmpty { definition.environmentVariables = .value(plain) }
        if !secrets.isEmpty { bundle.secrets = .value(secrets) }
        if !new.isEmpty { bundle.newSecrets = .value(new) }
    }

    private mutating func write(_ name: String, _ own: String) -> String? {
        let source = FieldPath("environment").appending(name)
        let target = FieldPath("definition.environment_variables").appending(name)
        writing.ledger.hide(source)
        writing.ledger.hide(target)
        if ScalewayJobDialect.isReserved(name) {
            record([source], to: [], .exact, [Finding(.variableReserved, .dropped, subject: name)])
            return nil
        }
        let (value, notes) = given.value(of: name, own)
        record([source], to: [target], .exact, notes + given.placeholder(name, value))
        return value
    }

    private mutating func write(
        _ variable: EnvironmentVariable,
        _ value: SecretReference,
        _ secrets: inout [ScalewayJobSecret],
        _ new: inout [ScalewayNewSecret]
    ) {
        let name = variable.name
        let source = FieldPath(variable.mountPath == nil ? "secrets" : "files").appending(name)
        let target = FieldPath("secrets").appending(secrets.count)
        let index = settings.secrets.firstIndex { $0.variable == name }
        if variable.mountPath == nil, ScalewayJobDialect.isReserved(name) {
            if let index { record([FieldPath("providers.scaleway.secrets").appending(index)], to: [], .noted) }
            return record([source], to: [], .exact, [Finding(.variableReserved, .dropped, subject: name)])
        }
        var wire = ScalewayJobSecret()
        var findings: [Finding] = []
        if let path = variable.mountPath {
            if !Self.isAbsolute(path) {
                findings.append(
                    Finding(
                        .variableFile,
                        .blocked,
                        subject: name,
                        before: .text(path),
                        detail: "the path must be absolute, without empty steps"
                    )
                )
            }
            wire.path = .value(path)
        } else {
            wire.envVarName = .value(name)
        }
        if let index {
            let reference = settings.secrets[index]
            let path = FieldPath("providers.scaleway.secrets").appending(index)
            wire.secretManagerID = .value(reference.secret)
            wire.secretManagerVersion = .value(reference.version)
            record([path.appending("secret")], to: [target.appending("secret_manager_id")])
            record([path.appending("version")], to: [target.appending("secret_manager_version")])
        } else {
            wire.secretManagerID = .value("{secret-\(new.count + 1)}")
            wire.secretManagerVersion = .value("latest")
            findings += given.missingSecret(name, value)
            let made = FieldPath("new_secrets").appending(new.count)
            record(
                [source],
                to: [made, target.appending("secret_manager_id"), target.appending("secret_manager_version")]
            )
            new.append(newSecret(name, beside: new))
        }
        secrets.append(wire)
        record([source], to: [target], index == nil ? .converted : .exact, findings)
    }

    private func newSecret(_ name: String, beside others: [ScalewayNewSecret]) -> ScalewayNewSecret {
        var secret = ScalewayManagedSecret()
        secret.projectID = .value("{project}")
        let fitted = ScalewayJobDialect.fitted(word: name)
        let isTaken = others.contains { $0.secret.value?.name.value == fitted }
        secret.name = .value(isTaken ? "\(fitted)-\(others.count + 1)" : fitted)
        secret.type = .value("opaque")
        secret.path = .value(
            ScalewayJobDialect.folder(
                of: ScalewayJobDialect.fitted(name: spec.name),
                in: ScalewayJobDialect.namespacePlaceholder
            )
        )
        var version = ScalewaySecretVersion()
        version.data = .value("{secret-base64:\(name)}")
        var new = ScalewayNewSecret()
        new.secret = .value(secret)
        new.version = .value(version)
        return new
    }

    /// `^(/[^/]+)+$`, as Scaleway's own tools check it.
    private static func isAbsolute(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasSuffix("/") && !path.contains("//")
    }
}
