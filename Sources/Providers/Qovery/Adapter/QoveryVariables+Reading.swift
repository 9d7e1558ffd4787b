import CloudContainers

/// The variables that one scope has and inherits, as the API answers them.
struct QoveryVariableScope: Sendable {
    let place: VariablePlace
    /// The API's word for the scope.
    let word: String
    /// The container, environment or project.
    let parentID: String
    /// Its own, the inherited ones, and those that Qovery makes.
    let wires: [QoveryVariable]

    private var rank: Int { QoveryDialect.scopes[word] ?? QoveryDialect.ownRank }

    /// Whether a variable is kept in this scope itself.
    func isOwn(_ wire: QoveryVariable) -> Bool { wire.rank == rank && !wire.isBuiltIn }

    /// The scope's own variable of a name.
    func own(_ name: String) -> QoveryVariable? { wires.first { $0.anyKey == name && isOwn($0) } }

    /// The nearest variable of a name that the scope inherits.
    func inherited(_ name: String) -> QoveryVariable? {
        wires.filter { $0.anyKey == name && !isOwn($0) && !$0.isBuiltIn }.max { $0.rank < $1.rank }
    }

    /// The variable that a name stands for, also one that Qovery makes.
    func nearest(_ name: String) -> QoveryVariable? {
        own(name) ?? inherited(name) ?? wires.first { $0.anyKey == name }
    }

    /// The aliases of this scope for one of its variables.
    func aliases(of wire: QoveryVariable) -> [QoveryVariable] {
        wires.filter { isOwn($0) && $0.isAlias && $0.aliasedVariable.value?.id.value == wire.id.value }
    }

    /// All but those that Qovery makes, with what a container of this scope finds under their names.
    var variables: [(variable: ScopedVariable, isOwn: Bool)] {
        let winners = QoveryVariable.winners(among: wires)
        var values = QoveryVariableResolver(wires, winners: winners)
        var result: [(variable: ScopedVariable, isOwn: Bool)] = []
        for (position, wire) in wires.enumerated() {
            guard let name = wire.anyKey, !wire.isBuiltIn else { continue }
            let isInEffect = winners[name] == position
            var resolution = ScopedVariable.Resolution.secret
            if !wire.isHeldBack {
                switch isInEffect ? values.value(of: name) : values.value(of: wire, named: name) {
                case .plain(let text, _): resolution = .plain(text)
                case .secret: resolution = .secret
                case .outside(let other): resolution = .unresolved(other)
                case .tooLong: resolution = .unresolved(name)
                }
            }
            let variable = ScopedVariable(
                id: wire.id.value,
                wire.variable(named: name),
                scope: Self.scope(wire.scope.value),
                providerScope: wire.scope.value ?? "",
                origin: wire.origin,
                resolution: resolution,
                isInEffect: isInEffect,
                owner: wire.foreignOwner
            )
            result.append((variable, isOwn(wire)))
        }
        return result
    }

    static func scope(_ word: String?) -> VariableScope {
        switch word {
        case "CONTAINER": .container
        case "ENVIRONMENT": .namespace
        case "PROJECT": .project
        default: .unknown
        }
    }
}

extension QoveryVariable {
    /// Whether only Qovery, or a secret manager outside, knows the value.
    var isHeldBack: Bool { isSecret.value == true || isExternal }

    /// Whether the value is the name of a secret in a secret manager outside.
    var isExternal: Bool { variableType.value?.hasSuffix("EXTERNAL_SECRET") == true }

    /// Whether it is another name for a variable.
    var isAlias: Bool { variableType.value == "ALIAS" || aliasedVariable.value != nil }

    /// What an edit has to say again, since what is not said could be taken for empty.
    var keptByEdits: JSONObject {
        var kept: JSONObject = [:]
        if let text = description.value, !text.isEmpty { kept.set("description", .string(text)) }
        if let flag = enableInterpolationInFile.value { kept.set("enable_interpolation_in_file", .bool(flag)) }
        return kept
    }

    /// The file that it becomes.
    var filePath: String? { mountPath.value.flatMap { $0.isEmpty ? nil : $0 } }

    /// The tool that writes it, where that is not Qovery.
    var foreignOwner: String? { ownedBy.value.flatMap { $0.isEmpty || $0.uppercased() == "QOVERY" ? nil : $0 } }

    fileprivate func variable(named name: String) -> EnvironmentVariable {
        let text = value.value ?? aliasedVariable.value?.value.value ?? ""
        return EnvironmentVariable(
            name: name,
            value: isHeldBack ? .secret(.provided) : .plain(text),
            mountPath: filePath
        )
    }

    fileprivate var origin: ScopedVariable.Origin {
        if isAlias { return .alias(of: aliasedVariable.value?.key.value ?? "") }
        if variableType.value == "OVERRIDE" || overriddenVariable.value != nil {
            return .override(of: QoveryVariableScope.scope(overriddenVariable.value?.scope.value))
        }
        return .value
    }

    /// Refuses to change what another tool writes.
    ///
    /// - Throws: `ContainerServiceError` that names the tool.
    func checkOwner(of name: String) throws(ContainerServiceError) {
        guard let owner = foreignOwner else { return }
        throw ContainerServiceError(
            .unsupported,
            "the variable \(name) is written by \(owner.escapedForTerminal(limit: 80)); change it there",
            provider: .qovery
        )
    }
}

extension QoveryVariables {
    /// Reads what a scope has and inherits.
    func read(_ place: VariablePlace) async throws -> QoveryVariableScope {
        switch place {
        case .container(let id): return try await read(place, "CONTAINER", id.rawValue)
        case .namespace(let id): return try await read(place, "ENVIRONMENT", id.rawValue)
        case .project(let id): return try await read(place, "PROJECT", try await project(of: id))
        }
    }

    private func read(_ place: VariablePlace, _ word: String, _ parent: String) async throws -> QoveryVariableScope {
        let path = "/variable?parent_id=\(PercentCoding.encoded(parent))&scope=\(word)"
        let (json, call) = try await service.get(path, parent, "list the variables of \(place)")
        let wires = try service.client.read(json, of: call) { json throws(WireError) in
            try QoveryContainerService.results(json) { item throws(WireError) in try QoveryVariable(json: item) }
        }
        await service.known.insert(wires.compactMap(\.id.value))
        return QoveryVariableScope(place: place, word: word, parentID: parent, wires: wires)
    }

    private func project(of namespace: Namespace.ID) async throws -> String {
        let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))"
        let (json, call) = try await service.get(path, namespace.rawValue, "get the environment \(namespace)")
        return try service.client.read(json, of: call) { json throws(WireError) in
            guard let project = json["project"] else { throw WireError.wrongType(json, expected: "a project") }
            return try project.requiredText("id")
        }
    }

    /// The scopes inside of a scope, whose variables can rest on its own.
    func narrower(than scope: QoveryVariableScope) async throws -> [QoveryVariableScope] {
        var namespaces: [Namespace.ID] = []
        switch scope.place {
        case .container: return []
        case .namespace(let id): namespaces = [id]
        case .project: namespaces = try await service.environments(of: scope.parentID, named: nil).map(\.id)
        }
        var result: [QoveryVariableScope] = []
        for namespace in namespaces {
            if scope.word == "PROJECT" { result.append(try await read(.namespace(namespace))) }
            let path = "/environment/\(PercentCoding.encoded(namespace.rawValue))/container"
            let operation = "list the containers of the environment \(namespace)"
            let (json, call) = try await service.get(path, namespace.rawValue, operation)
            let ids = try service.client.read(json, of: call) { json throws(WireError) in
                try QoveryContainerService.results(json) { item throws(WireError) in try item.requiredText("id") }
            }
            for id in ids { result.append(try await read(.container(Container.ID(rawValue: id)))) }
        }
        return result
    }
}
