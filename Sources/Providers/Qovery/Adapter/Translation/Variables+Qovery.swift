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
            "CONTAINER, ENVIRONMENT, PROJECT or BUILT_IN.",
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
        FieldRule("files[].**", "files.*", .both, "Creations of variables that become files."),
    ]

    /// The order in which scopes win.
    static let scopes = ["PROJECT": 1, "ENVIRONMENT": 2]
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
        var winner: [String: Int] = [:]
        for (position, entry) in all.enumerated() {
            guard let key = Self.key(entry.wire), !Self.isBuiltIn(entry.wire) else { continue }
            if let other = winner[key], Self.rank(all[other].wire) >= Self.rank(entry.wire) { continue }
            winner[key] = position
        }
        let values = Resolver(all.map(\.wire), winners: winner)
        for (position, entry) in all.enumerated() {
            noteFacts(of: entry)
            guard let key = Self.key(entry.wire) else { continue }
            if Self.isBuiltIn(entry.wire) {
                let finding = Finding(.variableBuiltIn, .dropped, subject: key)
                ledger.record([entry.path], to: [], .exact, [finding])
            } else if let owner = entry.wire.ownedBy.value, owner.uppercased() != "QOVERY" {
                let finding = Finding(.variableForeign, .dropped, subject: key, before: .text(owner))
                ledger.record([entry.path], to: [], .exact, [finding])
            } else if winner[key] == position {
                add(entry, key, values)
            } else {
                // A nearer scope has its own value.
                ledger.record([entry.path], to: [], .noted)
            }
        }
        ledger.record(["variables", "files"], to: [])
    }

    private static func key(_ wire: QoveryVariable) -> String? { wire.key.value ?? wire.name.value }

    private static func isBuiltIn(_ wire: QoveryVariable) -> Bool {
        let scope = wire.scope.value ?? wire.variableScope.value
        return scope == "BUILT_IN" || wire.variableType.value == "BUILT_IN" || key(wire)?.hasPrefix("QOVERY_") == true
    }

    private static func rank(_ wire: QoveryVariable) -> Int {
        QoveryDialect.scopes[wire.scope.value ?? wire.variableScope.value ?? ""] ?? 3
    }

    private mutating func noteFacts(of entry: Indexed) {
        for name in ["value", "aliased_variable", "overridden_variable"] { ledger.hide(entry.path.appending(name)) }
    }

    private mutating func add(_ entry: Indexed, _ key: String, _ values: Resolver) {
        let wire = entry.wire
        var findings: [Finding] = []
        let type = wire.variableType.value ?? "VALUE"
        if Self.rank(wire) < 3 { findings.append(Finding(.variableInherited, .noted, subject: key)) }
        if type == "ALIAS" {
            let origin = wire.aliasedVariable.value?.key.value
            findings.append(
                Finding(.variableAlias, .noted, subject: key, before: origin.map(LedgerValue.text) ?? .none)
            )
        }
        if type == "OVERRIDE" { findings.append(Finding(.variableOverride, .noted, subject: key)) }
        if type.hasSuffix("EXTERNAL_SECRET") { findings.append(Finding(.variableExternalSecret, .noted, subject: key)) }
        if wire.description.value?.isEmpty == false {
            findings.append(Finding(.variableDescription, .dropped, subject: key))
        }

        let isSecret = wire.isSecret.value == true || type.hasSuffix("EXTERNAL_SECRET")
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
            case .outside(let origin):
                value = .plain("")
                findings.append(
                    Finding(
                        .variableReference,
                        .blocked,
                        subject: key,
                        before: .text(origin),
                        resolution: "--value \(key)=…"
                    )
                )
            }
        }
        let mountPath = wire.mountPath.value.flatMap { $0.isEmpty ? nil : $0 }
        let variable = EnvironmentVariable(name: key, value: value, mountPath: mountPath)
        spec.variables.append(variable)
        let map = mountPath != nil ? "files" : variable.isSecret ? "secrets" : "environment"
        let target = FieldPath(map).appending(key)
        ledger.hide(mountPath == nil ? target : target.appending("content"))
        ledger.record([entry.path], to: [target], .converted, findings)
    }
}

/// Finds what the value of a variable is once aliases and `{{OTHER}}` are resolved.
private struct Resolver {
    enum Result {
        case plain(String, wasResolved: Bool)
        case secret
        /// It comes from something that the platform makes and that does not move.
        case outside(String)
    }

    private var wires: [String: QoveryVariable] = [:]
    private var builtIns: Set<String> = []

    init(_ all: [QoveryVariable], winners: [String: Int]) {
        for (key, position) in winners { wires[key] = all[position] }
        for wire in all {
            guard let key = wire.key.value ?? wire.name.value, winners[key] == nil else { continue }
            builtIns.insert(key)
        }
    }

    func value(of key: String) -> Result { value(of: key, depth: 0) }

    private func value(of key: String, depth: Int) -> Result {
        if builtIns.contains(key) || key.hasPrefix("QOVERY_") { return .outside(key) }
        guard depth < 16, let wire = wires[key] else { return .outside(key) }
        if wire.variableType.value == "ALIAS", let origin = wire.aliasedVariable.value, let name = origin.key.value {
            if origin.scope.value == "BUILT_IN" || origin.variableType.value == "BUILT_IN" { return .outside(name) }
            if wires[name] != nil, name != key { return value(of: name, depth: depth + 1) }
            guard let text = origin.value.value else { return .secret }
            return name.hasPrefix("QOVERY_") ? .outside(name) : .plain(text, wasResolved: false)
        }
        if wire.isSecret.value == true { return .secret }
        guard let text = wire.value.value else { return .secret }
        return interpolate(text, in: key, depth: depth)
    }

    /// Replaces each `{{KEY}}` whose key is known; an unknown one stays as it is written, as the platform leaves it.
    private func interpolate(_ text: String, in key: String, depth: Int) -> Result {
        guard text.contains("{{") else { return .plain(text, wasResolved: false) }
        var result = ""
        var rest = text[...]
        var wasResolved = false
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            let name = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
            result += rest[..<start.lowerBound]
            let isKnown = wires[name] != nil || builtIns.contains(name) || name.hasPrefix("QOVERY_")
            if !isKnown || name == key {
                result += rest[start.lowerBound..<end.upperBound]
            } else {
                switch value(of: name, depth: depth + 1) {
                case .plain(let text, _): result += text
                case .secret, .outside: return .outside(name)
                }
                wasResolved = true
            }
            rest = rest[end.upperBound...]
        }
        return .plain(result + rest, wasResolved: wasResolved)
    }
}

extension Substring {
    /// The first place of a text, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
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
                let value = given.values[name] ?? own
                wire.value = .value(value)
                if value.contains("{{") { findings.append(Finding(.variableBraces, .approximated, subject: name)) }
            case .secret(let reference):
                wire.value = .value("{secret:\(name)}")
                findings += given.missingSecret(name, reference)
            }
            let target: FieldPath
            if let mountPath = variable.mountPath {
                wire.key = .value(name)
                wire.mountPath = .value(mountPath)
                wire.variableScope = .value("CONTAINER")
                wire.variableParentID = .value("{container}")
                target = FieldPath("files").appending(files.count)
                files.append(wire)
            } else {
                wire.name = .value(name)
                wire.scope = .value("CONTAINER")
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

    /// Why Qovery does not take a variable of that name, if it does not (console and documentation, reference §14).
    private func refusal(of name: String) -> Finding? {
        if name.hasPrefix("QOVERY_") || name.hasPrefix("__") {
            return Finding(.variableReserved, .dropped, subject: name)
        }
        let isWord = name.utf8.enumerated().allSatisfy { offset, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): offset > 0
            default: false
            }
        }
        return isWord && !name.isEmpty ? nil : Finding(.variableKey, .dropped, subject: name)
    }
}
