public import CloudContainers

extension QoveryVariables {
    /// What has to be done so that a scope has a variable.
    private enum Action {
        case edit(QoveryVariable)
        /// Qovery cannot turn one into the other.
        case replace(QoveryVariable)
        case override(QoveryVariable)
        case create
    }

    /// Sets variables of a scope, several new ones of a container in one request.
    ///
    /// What the API does with a request whose answer is lost is looked at before anything is sent again.
    public func setVariables(
        _ variables: [EnvironmentVariable],
        in place: VariablePlace,
        secrets: SecretValues
    ) async throws {
        let change = try VariableChange(variables, secrets: secrets)
        for variable in variables { try QoveryDialect.checkVariableName(variable.name) }
        if variables.isEmpty { return }
        var progress = VariableProgress(names: variables.map(\.name), word: "set")
        for round in 1... {
            do {
                let scope = try await read(place)
                let left = variables.filter { !progress.done.contains($0.name) }
                let actions = try left.map { ($0, try Self.action(for: $0, in: scope)) }
                try await checkDependents(of: actions.map(\.1), in: scope)
                // What an import did not take is sent by itself, since that says why.
                return try await perform(actions, change, scope, mayImport: round == 1, &progress)
            } catch let error as ContainerServiceError {
                // Somebody else, or a request of ours whose answer was lost, may have made it.
                let mayBeThere = [.outcomeUnknown, .alreadyExists].contains(error.code)
                guard mayBeThere, round < 3 else { throw progress.added(to: error) }
            }
        }
    }

    private static func action(
        for variable: EnvironmentVariable,
        in scope: QoveryVariableScope
    ) throws(ContainerServiceError) -> Action? {
        let name = variable.name
        let inherited = scope.inherited(name)
        if let own = scope.own(name) {
            try own.checkOwner(of: name)
            if own.isSameKind(as: variable) {
                // The text as it is written counts, not what it is once {{OTHER}} is resolved.
                if let text = own.value.value, variable.value == .plain(text) { return nil }
                if !own.isAlias { return .edit(own) }
            }
            if let inherited, !inherited.isSameKind(as: variable) { throw differs(variable, inherited, scope) }
            return .replace(own)
        }
        guard let inherited else { return .create }
        // A second one of a name that is inherited is refused, and an override is of the same kind.
        guard inherited.isSameKind(as: variable) else { throw differs(variable, inherited, scope) }
        return .override(inherited)
    }

    private static func differs(
        _ variable: EnvironmentVariable,
        _ inherited: QoveryVariable,
        _ scope: QoveryVariableScope
    ) -> ContainerServiceError {
        let kind = inherited.isHeldBack ? "a secret" : "plain"
        let file = inherited.filePath.map { ", in the file \($0.escapedForTerminal(limit: 200))" } ?? ""
        let word = inherited.scope.value?.lowercased() ?? "wider scope"
        return ContainerServiceError(
            .unsupported,
            "the \(word) has \(variable.name) as \(kind)\(file), and \(scope.place) can give it another value of that kind only",
            provider: .qovery
        )
    }

    /// Refuses to delete what variables of narrower scopes rest on, since Qovery would delete them too.
    private func checkDependents(of actions: [Action?], in scope: QoveryVariableScope) async throws {
        let replaced = actions.compactMap { action in
            if case .replace(let wire)? = action, !wire.isAlias { wire } else { nil }
        }
        if replaced.isEmpty { return }
        for inner in try await narrower(than: scope) {
            for wire in inner.wires where inner.isOwn(wire) {
                let origin = (wire.aliasedVariable.value ?? wire.overriddenVariable.value)?.id.value
                guard let origin, let old = replaced.first(where: { $0.id.value == origin }) else { continue }
                throw ContainerServiceError(
                    .conflict,
                    "Qovery can only delete \(old.anyKey ?? "") of \(scope.place) and make it anew, and "
                        + "\(wire.anyKey ?? "") of \(inner.place), an alias or override of it, would go with it; remove that first",
                    provider: .qovery
                )
            }
        }
    }

    // MARK: Sending

    private func perform(
        _ actions: [(EnvironmentVariable, Action?)],
        _ change: VariableChange,
        _ scope: QoveryVariableScope,
        mayImport: Bool,
        _ progress: inout VariableProgress
    ) async throws {
        var new: [EnvironmentVariable] = []
        for (variable, action) in actions {
            let name = variable.name
            let operation = "set the variable \(name) of \(scope.place)"
            var id = scope.own(name)?.id.value
            var isNew = false
            switch action {
            case nil: break
            case .edit(let wire): try await edit(wire, variable, change, operation)
            case .override(let wire): id = try await override(wire, variable, change, scope, operation)
            case .replace(let old):
                progress.aliases[name] = scope.aliases(of: old).compactMap(\.anyKey)
                    .filter { key in !change.variables.contains { $0.name == key } }
                try await delete(old, "remove the variable \(name) of \(scope.place)")
                progress.gone.insert(name)
                isNew = true
                if let inherited = scope.inherited(name) {
                    id = try await override(inherited, variable, change, scope, operation)
                } else {
                    id = try await create(variable, change, scope, operation)
                }
            case .create where progress.gone.contains(name):
                id = try await create(variable, change, scope, operation)
            case .create:
                new.append(variable)
                continue
            }
            progress.gone.remove(name)
            // Those that went with what was deleted; in a later round some of them can be back.
            for key in progress.aliases[name] ?? [] where isNew || scope.own(key) == nil {
                _ = try await alias(key, of: id ?? "", scope, "make \(key) an alias of \(name) again")
            }
            progress.done.insert(name)
        }
        let imported = mayImport && scope.word == "CONTAINER" ? new.filter { $0.mountPath == nil } : []
        let taken = imported.count > 1 ? try await importing(imported, change, scope) : []
        progress.done.formUnion(taken)
        let missing = imported.count > 1 ? imported.filter { !taken.contains($0.name) } : []
        for variable in new where !progress.done.contains(variable.name) && !missing.contains(variable) {
            _ = try await create(variable, change, scope, "set the variable \(variable.name) of \(scope.place)")
            progress.done.insert(variable.name)
        }
        guard !missing.isEmpty else { return }
        throw ContainerServiceError(
            .alreadyExists,
            "Qovery took only some of the variables; missing: \(missing.map(\.name).joined(separator: ", "))",
            provider: .qovery
        )
    }

    private func edit(
        _ wire: QoveryVariable,
        _ variable: EnvironmentVariable,
        _ change: VariableChange,
        _ operation: String
    ) async throws {
        let body = change.body { value in
            var body: JSONObject = ["key": .string(variable.name), "value": .string(value(variable))]
            for member in wire.keptByEdits { body.set(member.name, member.value) }
            return .object(body)
        }
        _ = try await send(.put, "/variable/\(Self.step(wire))", body, change, operation, wire.id.value ?? "")
    }

    private func override(
        _ wire: QoveryVariable,
        _ variable: EnvironmentVariable,
        _ change: VariableChange,
        _ scope: QoveryVariableScope,
        _ operation: String
    ) async throws -> String {
        let body = change.body { value in
            [
                "value": .string(value(variable)), "override_scope": .string(scope.word),
                "override_parent_id": .string(scope.parentID),
            ]
        }
        return try await send(.post, "/variable/\(Self.step(wire))/override", body, change, operation, scope.parentID)
    }

    /// Makes a variable and gives its identifier.
    private func create(
        _ variable: EnvironmentVariable,
        _ change: VariableChange,
        _ scope: QoveryVariableScope,
        _ operation: String
    ) async throws -> String {
        let body = change.body { value in
            var body: JSONObject = [
                "key": .string(variable.name), "value": .string(value(variable)), "is_secret": .bool(variable.isSecret),
                "variable_scope": .string(scope.word), "variable_parent_id": .string(scope.parentID),
            ]
            if let path = variable.mountPath { body.set("mount_path", .string(path)) }
            return .object(body)
        }
        return try await send(.post, "/variable", body, change, operation, scope.parentID)
    }

    /// Gives a variable another name in a scope.
    func alias(
        _ name: String,
        of id: String,
        _ scope: QoveryVariableScope,
        _ operation: String
    ) async throws -> String {
        let body: JSONValue = [
            "key": .string(name), "alias_scope": .string(scope.word), "alias_parent_id": .string(scope.parentID),
        ]
        let path = "/variable/\(PercentCoding.encoded(id))/alias"
        return try await send(.post, path, HTTPBody(Array(body.text(.compact).utf8)), nil, operation, scope.parentID)
    }

    /// Makes several variables of a container, and gives the names of those that the API took, which can be fewer.
    private func importing(
        _ variables: [EnvironmentVariable],
        _ change: VariableChange,
        _ scope: QoveryVariableScope
    ) async throws -> Set<String> {
        let body = change.body { value in
            let vars = variables.map { variable -> JSONValue in
                [
                    "name": .string(variable.name), "value": .string(value(variable)), "scope": .string(scope.word),
                    "is_secret": .bool(variable.isSecret),
                ]
            }
            return ["overwrite": false, "vars": .array(vars)]
        }
        let call = APICall(
            .post,
            "/variable/import?service_id=\(PercentCoding.encoded(scope.parentID))&service_type=CONTAINER",
            body: body,
            operation: "set \(variables.count) variables of \(scope.place)",
            secrets: change.secrets
        )
        do {
            return QoveryContainerService.imported(try await service.client.document(call).root)
        } catch let error as ContainerServiceError {
            throw await service.reread(error, about: scope.parentID)
        }
    }

    /// Sends a change of one variable, and gives the identifier that the answer names.
    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: HTTPBody,
        _ change: VariableChange?,
        _ operation: String,
        _ id: String
    ) async throws -> String {
        let secrets = change?.secrets ?? SecretValues()
        let call = APICall(method, path, body: body, operation: operation, secrets: secrets)
        do {
            let answer = try await service.client.document(call)
            return try service.client.read(answer, of: call) { json throws(WireError) in try json.requiredText("id") }
        } catch let error as ContainerServiceError {
            throw await service.reread(error, about: id)
        }
    }

    /// Deletes a variable; one that is gone already is as good.
    func delete(_ wire: QoveryVariable, _ operation: String) async throws {
        try await service.delete("/variable/\(Self.step(wire))", wire.id.value ?? "", operation)
    }

    private static func step(_ wire: QoveryVariable) -> String { PercentCoding.encoded(wire.id.value ?? "") }
}

extension QoveryVariable {
    /// Whether an edit can turn it into a wish.
    fileprivate func isSameKind(as variable: EnvironmentVariable) -> Bool {
        !isExternal && isHeldBack == variable.isSecret && filePath == variable.mountPath
    }
}
