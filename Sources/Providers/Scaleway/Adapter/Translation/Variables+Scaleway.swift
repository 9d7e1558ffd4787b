import CloudContainers

extension ScalewayDialect {
    static let variableRules: [FieldRule] = [
        FieldRule(
            "container.environment_variables.*",
            "environment.*",
            .both,
            "At most 200 with the namespace's, each of at most 1000 characters; PORT and SCW_* are reserved.",
            [
                .portInjected, .variableReserved, .variableLong, .variableCount, .variableLineBreak, .variableFile,
                .variablePort, .variableGiven, .outboundPort,
            ]
        ),
        FieldRule(
            "container.secret_environment_variables.*",
            "secrets.*",
            .both,
            "Write only: an answer holds hashes, which never leave as values; a payload holds {secret:KEY}.",
            [.secretValue, .variableFile, .variableReserved]
        ),
        FieldRule(
            "namespace.environment_variables.*",
            "environment.*",
            .read,
            "Reach every container of the namespace; the container's own value wins.",
            [.variableInherited]
        ),
        FieldRule(
            "namespace.secret_environment_variables.*",
            "secrets.*",
            .read,
            "As the namespace's variables.",
            [.variableInherited]
        ),
    ]
}

extension ScalewayDialect {
    /// Whether the platform keeps a name for itself.
    static func isReserved(_ name: String) -> Bool { name == "PORT" || name.uppercased().hasPrefix("SCW_") }
}

extension ScalewayReader {
    mutating func readVariables() {
        var taken: Set<String> = []
        let plainMap: FieldPath = "container.environment_variables"
        for entry in container.environmentVariables.value ?? [:] {
            taken.insert(entry.key)
            if container.secretEnvironmentVariables.value?[entry.key] != nil {
                // The secret of that name holds.
                ledger.hide(plainMap.appending(entry.key))
                ledger.record([plainMap.appending(entry.key)], to: [], .noted)
            } else {
                add(EnvironmentVariable(name: entry.key, value: .plain(entry.value)), from: plainMap)
            }
        }
        for entry in container.secretEnvironmentVariables.value ?? [:] {
            // The value, or its hash, stays here.
            add(
                EnvironmentVariable(name: entry.key, value: .secret(.provided)),
                from: "container.secret_environment_variables"
            )
            taken.insert(entry.key)
        }
        ledger.recordEmpty("container.environment_variables", "container.secret_environment_variables")

        let plainPath = FieldPath("namespace.environment_variables")
        for entry in bundle.namespace.value?.environmentVariables.value ?? [:] {
            inherit(EnvironmentVariable(name: entry.key, value: .plain(entry.value)), from: plainPath, &taken)
        }
        let secretPath = FieldPath("namespace.secret_environment_variables")
        for entry in bundle.namespace.value?.secretEnvironmentVariables.value ?? [:] {
            inherit(EnvironmentVariable(name: entry.key, value: .secret(.provided)), from: secretPath, &taken)
        }
        ledger.recordEmpty(plainPath, secretPath)
        readPort(taken)
    }

    /// The platform sets PORT, so a program may rely on it; elsewhere it has to be said.
    private mutating func readPort(_ taken: Set<String>) {
        guard !taken.contains("PORT"), let number = spec.ports.first?.number else { return }
        spec.variables.append(EnvironmentVariable(name: "PORT", value: .plain("\(number)")))
        let finding = Finding(.portInjected, .noted, subject: "PORT", after: .number(number.value))
        ledger.record([], to: ["environment.PORT"], .noted, [finding])
    }

    private mutating func add(_ variable: EnvironmentVariable, from map: FieldPath, _ findings: [Finding] = []) {
        spec.variables.append(variable)
        guard ledger.isWanted else { return }
        let target = FieldPath(variable.isSecret ? "secrets" : "environment").appending(variable.name)
        let source = map.appending(variable.name)
        ledger.hide(source)
        ledger.hide(target)
        ledger.record([source], to: [target], .exact, findings)
    }

    private mutating func inherit(_ variable: EnvironmentVariable, from map: FieldPath, _ taken: inout Set<String>) {
        let finding = Finding(.variableInherited, .noted, subject: variable.name)
        if taken.insert(variable.name).inserted {
            add(variable, from: map, [finding])
        } else {
            // The container's own value wins.
            ledger.hide(map.appending(variable.name))
            ledger.record([map.appending(variable.name)], to: [], .noted)
        }
    }
}

extension ScalewayWriter {
    mutating func writeVariables() {
        var plain = OrderedMap<String>()
        var secret = OrderedMap<String>()
        for variable in spec.variables {
            let name = variable.name
            if let mountPath = variable.mountPath {
                hideFile(name)
                let finding = Finding(.variableFile, .dropped, subject: name, before: .text(mountPath))
                record([FieldPath("files").appending(name)], to: [], .exact, [finding])
                continue
            }
            switch variable.value {
            case .plain(let own):
                let source = FieldPath("environment").appending(name)
                let target = FieldPath("container.environment_variables").appending(name)
                writing.ledger.hide(source)
                writing.ledger.hide(target)
                let (value, notes) = given.value(of: name, own)
                if let findings = reserved(name, value: value) {
                    record([source], to: [], .exact, notes + findings)
                } else {
                    plain[name] = value
                    record([source], to: [target], .exact, notes + problems(name, value))
                }
            case .secret(let reference):
                let source = FieldPath("secrets").appending(name)
                let target = FieldPath("container.secret_environment_variables").appending(name)
                if let findings = reserved(name, value: nil) {
                    record([source], to: [], .exact, findings)
                } else {
                    secret[name] = "{secret:\(name)}"
                    let missing = given.missingSecret(name, reference)
                    record([source], to: [target], .converted, missing)
                }
            }
        }
        for (map, path) in [(plain, FieldPath("environment")), (secret, FieldPath("secrets"))] where map.count > 200 {
            let finding = Finding(.variableCount, .blocked, before: .number(map.count), after: .number(200))
            record([path], to: [], .exact, [finding])
        }
        if !plain.isEmpty { container.environmentVariables = .value(plain) }
        if !secret.isEmpty { container.secretEnvironmentVariables = .value(secret) }
    }

    private mutating func hideFile(_ name: String) {
        writing.ledger.hide(FieldPath("files").appending(name).appending("content"))
    }

    /// What is said of a name that the platform keeps for itself; `nil` for every other name.
    private func reserved(_ name: String, value: String?) -> [Finding]? {
        if name == "PORT" {
            guard let value else { return [Finding(.variableReserved, .dropped, subject: name)] }
            // The platform sets PORT to the container's port.
            if value == container.port.value.map(String.init) { return [] }
            return [
                Finding(
                    .variablePort,
                    .blocked,
                    subject: name,
                    after: container.port.value.map(LedgerValue.number) ?? .none,
                    resolution: "--value PORT=\(container.port.value ?? 8080)"
                )
            ]
        }
        if ScalewayDialect.isReserved(name) { return [Finding(.variableReserved, .dropped, subject: name)] }
        return nil
    }

    /// Whether a variable tells the service to call port 25 or 465, as names and addresses of mail servers show.
    private static func namesClosedPort(_ name: String, _ value: String) -> Bool {
        // Both ports end with a 5, which most values lack.
        guard value.utf8.contains(UInt8(ascii: "5")) else { return false }
        let isMail = ["SMTP", "MAIL"].contains { name.uppercased().contains($0) }
        if isMail, ["25", "465"].contains(value) { return true }
        let isAddress = isMail || value.lowercased().hasPrefix("smtp")
        return isAddress && [":25", ":465"].contains { port in value.hasSuffix(port) || value.contains(port + "/") }
    }

    private func problems(_ name: String, _ value: String) -> [Finding] {
        var findings = given.placeholder(name, value)
        let length = value.unicodeScalars.count
        if length > 1000 {
            findings.append(
                Finding(
                    .variableLong,
                    .blocked,
                    subject: name,
                    before: .hidden(characters: length),
                    after: .number(1000),
                    resolution: "--value \(name)=VALUE"
                )
            )
        }
        if Self.namesClosedPort(name, value) { findings.append(Finding(.outboundPort, .dropped, subject: name)) }
        if value.contains(where: \.isNewline) {
            findings.append(Finding(.variableLineBreak, .approximated, subject: name))
        }
        return findings
    }
}
