import CloudContainers

extension QoveryDialect {
    static let variableRules: [FieldRule] = [
        FieldRule(
            "variables[].key",
            "environment.*",
            .both,
            "Letters, digits and underscores, not beginning with a digit, QOVERY_ or __. The service's own value wins over "
                + "the environment's, that over the project's.",
            [.variableBuiltIn, .variableForeign, .variableInherited, .variableKey]
        ),
        FieldRule(
            "variables[].value",
            "environment.*",
            .both,
            "Aliases, overrides and {{OTHER}} are resolved; null for secrets.",
            [
                .variableAlias, .variableOverride, .variableInterpolated, .variableReference, .variableBraces,
                .variableGiven,
            ]
        ),
        FieldRule("variables[].is_secret", "secrets.*", .both, "Secrets are write only.", [.secretValue]),
        FieldRule("variables[].mount_path", "files.*.path", .both, "Makes the variable a file.", [.variableFile]),
        FieldRule(
            "variables[].scope",
            nil,
            .both,
            "CONTAINER or JOB, ENVIRONMENT, PROJECT or BUILT_IN.",
            [.variableInherited]
        ),
        FieldRule(
            "variables[].variable_type",
            nil,
            .read,
            "VALUE, ALIAS, OVERRIDE, BUILT_IN, FILE and the external secrets.",
            [.variableExternalSecret]
        ),
        FieldRule(
            "variables[].aliased_variable.**",
            "environment.*",
            .read,
            "The variable whose value an alias has.",
            [.variableAlias, .variableReference]
        ),
        FieldRule(
            "variables[].overridden_variable.**",
            nil,
            .read,
            "The variable that an override hides.",
            [.variableOverride]
        ),
        FieldRule("variables[].description", nil, .read, "The variable's own description.", [.variableDescription]),
        FieldRule("variables[].owned_by", nil, .read, "The tool that writes the variable.", [.variableForeign]),
        FieldRule("variables[].*", nil, .read, "A fact of the source."),
        FieldRule("variables.vars[].**", "environment.*", .both, "The body of an import, which a payload holds."),
        FieldRule("variables.overwrite", nil, .write, "false: what is there already is not overwritten."),
        FieldRule(
            "built_ins_of_others",
            nil,
            .read,
            "How many built-in variables of other services the API answers too; those that a value refers to are listed.",
            [.variableBuiltIn]
        ),
        FieldRule("files[].**", "files.*", .both, "Creations of variables that become files."),
    ]

    /// The order in which scopes win.
    static let scopes = ["PROJECT": 1, "ENVIRONMENT": 2]
    static let ownRank = 3
}

extension QoveryVariable {
    /// The key, which an import calls the name.
    var anyKey: String? { key.value ?? name.value }

    /// Whether the platform made it.
    var isBuiltIn: Bool {
        let scope = self.scope.value ?? variableScope.value
        return scope == "BUILT_IN" || variableType.value == "BUILT_IN" || anyKey?.hasPrefix("QOVERY_") == true
    }

    /// How near to the service its scope is; the service's own scope is the highest.
    var rank: Int { QoveryDialect.scopes[scope.value ?? variableScope.value ?? ""] ?? QoveryDialect.ownRank }

    /// Whether it belongs to the service itself.
    var isOwn: Bool { rank == QoveryDialect.ownRank }

    /// The place of the variable that counts for each key: the one whose scope is nearest to the service.
    static func winners(among all: [QoveryVariable]) -> [String: Int] {
        var winners: [String: Int] = [:]
        for (position, wire) in all.enumerated() {
            guard let key = wire.anyKey, !wire.isBuiltIn else { continue }
            if let other = winners[key], all[other].rank >= wire.rank { continue }
            winners[key] = position
        }
        return winners
    }
}

extension QoveryReader {
    private typealias Indexed = (index: Int, wire: QoveryVariable, path: FieldPath)

    mutating func readVariables() {
        var all: [Indexed] = []
        switch bundle.variables.value {
        case .answered(let variables)?:
            all = variables.enumerated().map { ($0.offset, $0.element, FieldPath("variables").appending($0.offset)) }
        case .imported(let body)?:
            all = (body.vars.value ?? []).enumerated().map {
                ($0.offset, $0.element, FieldPath("variables.vars").appending($0.offset))
            }
            ledger.record(["variables.overwrite"], to: [], .noted)
        case nil: break
        }
        for (index, wire) in (bundle.files.value ?? []).enumerated() {
            all.append((index, wire, FieldPath("files").appending(index)))
        }
        // The winner of each key: the scope nearest to the service.
        let winner = QoveryVariable.winners(among: all.map(\.wire))
        var values = QoveryVariableResolver(
            all.map(\.wire),
            winners: winner,
            movingHosts: given.movingHosts
        )
        for (position, entry) in all.enumerated() {
            noteFacts(of: entry)
            guard let key = entry.wire.anyKey else { continue }
            if entry.wire.isBuiltIn {
                let finding = Finding(.variableBuiltIn, .dropped, subject: key)
                ledger.record([entry.path], to: [], .exact, [finding])
            } else if let owner = entry.wire.foreignOwner {
                let finding = Finding(.variableForeign, .dropped, subject: key, before: .text(owner))
                ledger.record([entry.path], to: [], .exact, [finding])
            } else if winner[key] == position {
                add(entry, key, &values)
            } else {
                // A nearer scope has its own value.
                ledger.record([entry.path], to: [], .noted)
            }
        }
        ledger.record(["variables", "files"], to: [])
        if let count = bundle.builtInsOfOthers.value {
            let finding = Finding(
                .variableBuiltIn,
                .dropped,
                subject: "\(count) of other services"
            )
            ledger.record(["built_ins_of_others"], to: [], .exact, [finding])
        }
    }

    private mutating func noteFacts(of entry: Indexed) {
        for name in ["value", "aliased_variable", "overridden_variable"] { ledger.hide(entry.path.appending(name)) }
    }

    private mutating func add(_ entry: Indexed, _ key: String, _ values: inout QoveryVariableResolver) {
        let wire = entry.wire
        var findings: [Finding] = []
        let type = wire.variableType.value ?? "VALUE"
        if !wire.isOwn { findings.append(Finding(.variableInherited, .noted, subject: key)) }
        if type == "ALIAS" {
            let origin = wire.aliasedVariable.value?.key.value
            findings.append(
                Finding(.variableAlias, .noted, subject: key, before: origin.map(LedgerValue.text) ?? .none)
            )
        }
        if type == "OVERRIDE" { findings.append(Finding(.variableOverride, .noted, subject: key)) }
        if wire.isExternal { findings.append(Finding(.variableExternalSecret, .noted, subject: key)) }
        if wire.description.value?.isEmpty == false {
            findings.append(Finding(.variableDescription, .dropped, subject: key))
        }

        let isSecret = wire.isHeldBack
        var value: EnvironmentVariable.Value = .secret(.provided)
        if let text = given.values[key], !isSecret {
            value = .plain(text)
            findings.append(Finding(.variableGiven, .noted, subject: key))
        } else if !isSecret {
            switch values.value(of: key) {
            case .plain(let text, let wasResolved):
                value = .plain(text)
                if wasResolved { findings.append(Finding(.variableInterpolated, .noted, subject: key)) }
            case .secret: value = .secret(.provided)
            case .tooLong:
                value = .plain("")
                findings.append(Finding(.variableLong, .blocked, subject: key, resolution: "--value \(key)=VALUE"))
            case .outside(let origin):
                value = .plain("")
                findings.append(
                    Finding(
                        .variableReference,
                        .blocked,
                        subject: key,
                        before: .text(origin),
                        resolution: "--value \(key)=VALUE"
                    )
                )
            }
        }
        let mountPath = wire.filePath
        let variable = EnvironmentVariable(name: key, value: value, mountPath: mountPath)
        spec.variables.append(variable)
        let map = mountPath != nil ? "files" : variable.isSecret ? "secrets" : "environment"
        let target = FieldPath(map).appending(key)
        ledger.hide(mountPath == nil ? target : target.appending("content"))
        ledger.record([entry.path], to: [target], .converted, findings)
    }
}

extension QoveryWriter {
    mutating func writeVariables() {
        var imported: [QoveryVariable] = []
        var files: [QoveryVariable] = []
        for variable in spec.variables {
            let name = variable.name
            let map = variable.mountPath != nil ? "files" : variable.isSecret ? "secrets" : "environment"
            let source = FieldPath(map).appending(name)
            writing.ledger.hide(map == "files" ? source.appending("content") : source)
            if let finding = refusal(of: name) {
                record([source], to: [], .exact, [finding])
                continue
            }
            var wire = QoveryVariable()
            var findings: [Finding] = []
            wire.isSecret = .value(variable.isSecret)
            switch variable.value {
            case .plain(let own):
                let (value, notes) = given.value(of: name, own)
                wire.value = .value(value)
                findings += notes + given.placeholder(name, value)
                // A file is left as it is.
                if variable.mountPath == nil, value.contains("{{") {
                    findings.append(Finding(.variableBraces, .approximated, subject: name))
                }
            case .secret(let reference):
                wire.value = .value("{secret:\(name)}")
                findings += given.missingSecret(name, reference)
            }
            let target: FieldPath
            if let mountPath = variable.mountPath {
                wire.key = .value(name)
                wire.mountPath = .value(mountPath)
                wire.variableScope = .value(kind.word)
                wire.variableParentID = .value(kind.placeholder)
                target = FieldPath("files").appending(files.count)
                files.append(wire)
            } else {
                wire.name = .value(name)
                wire.scope = .value(kind.word)
                target = FieldPath("variables.vars").appending(imported.count)
                imported.append(wire)
            }
            if !variable.isSecret { writing.ledger.hide(target.appending("value")) }
            record([source], to: [target], .converted, findings)
        }
        if !files.isEmpty { bundle.files = .value(files) }
        guard !imported.isEmpty else { return }
        var body = QoveryVariableImport()
        body.overwrite = .value(false)
        body.vars = .value(imported)
        bundle.variables = .value(.imported(body))
        record([], to: ["variables.overwrite"], .noted)
    }

    /// Why Qovery does not take a variable of that name, if it does not.
    private func refusal(of name: String) -> Finding? {
        QoveryDialect.refusal(ofName: name).map { Finding($0, .dropped, subject: name) }
    }
}

extension QoveryDialect {
    /// Why Qovery does not take a variable of that name, if it does not (console and documentation, reference §14).
    fileprivate static func refusal(ofName name: String) -> FindingCode? {
        if name.hasPrefix("QOVERY_") || name.hasPrefix("__") { return .variableReserved }
        let isWord = name.utf8.enumerated().allSatisfy { offset, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): offset > 0
            default: false
            }
        }
        return isWord && !name.isEmpty ? nil : .variableKey
    }

    /// Refuses a name that Qovery does not take, which an import would pass over in silence.
    ///
    /// - Throws: `ContainerServiceError` with the code `invalidInput`.
    static func checkVariableName(_ name: String) throws(ContainerServiceError) {
        guard refusal(ofName: name) != nil else { return }
        throw .invalidInput(
            Diagnostic(
                problem: "Qovery takes no variable of that name",
                value: Diagnostic.quoted(name),
                allowed: "letters, digits and underscores, not beginning with a digit, QOVERY_ or __",
                advice: "Choose another name."
            )
        )
    }
}
