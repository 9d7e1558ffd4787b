import CloudContainers

extension QoveryContainerService {
    /// Looks at the answers that hold a failure although they say success, and gives the requests that do what one left out.
    ///
    /// - Throws: `ContainerServiceError` that names the variables or settings that were not taken.
    func rest(
        of request: PreparedRequest,
        _ answer: JSONDocument?,
        _ id: Container.ID?,
        _ kind: QoveryServiceKind
    ) async throws -> [PreparedRequest] {
        try Self.checkSettings(request, answer)
        guard request.path.hasPrefix("/variable/import"), let wanted = request.body?.root["vars"]?.array else {
            return []
        }
        let taken = Self.imported(answer?.root ?? .null)
        let left = wanted.filter { $0["name"]?.string.map { !taken.contains($0) } ?? false }
        if left.isEmpty { return [] }
        // A key that the environment or the project has is not imported.
        let wires = try await inheritedVariables(of: id, kind)
        var overrides: [PreparedRequest] = []
        var missing: [String] = []
        for variable in left {
            let name = variable["name"]?.string ?? ""
            if let wire = wires[name], let wireID = wire.id.value, let value = variable["value"],
                wire.filePath == nil, !wire.isExternal, wire.isSecret.value == variable["is_secret"]?.bool
            {
                overrides.append(kind.override(wire, id: wireID, named: name, by: value))
            } else {
                missing.append(name)
            }
        }
        guard missing.isEmpty else {
            throw ContainerServiceError(
                .conflict,
                "Qovery took only some of the variables; missing: \(missing.joined(separator: ", ")). "
                    + "Look whether they exist further up, in the environment or the project, as what they are not here",
                provider: .qovery,
                operation: request.purpose
            )
        }
        return overrides
    }

    /// The variables of the environment and the project that count for a service, by their keys.
    private func inheritedVariables(
        of id: Container.ID?,
        _ kind: QoveryServiceKind
    ) async throws -> [String: QoveryVariable] {
        guard let id else { return [:] }
        let wires = try await part(kind.variablesPath(of: id), id, "variables", of: kind) { json throws(WireError) in
            try Self.results(json) { item throws(WireError) in try QoveryVariable(json: item) }
        }
        return QoveryVariable.winners(among: wires).mapValues { wires[$0] }.filter { !$0.value.isOwn }
    }

    /// Refuses settings that were dropped, which the API does without a word where it does not know a key.
    ///
    /// Those that portable fields become are there or not with the kind of the cluster.
    private static func checkSettings(
        _ request: PreparedRequest,
        _ answer: JSONDocument?
    ) throws(ContainerServiceError) {
        guard request.method == "PUT", request.path.hasSuffix("/advancedSettings"), let answer = answer?.root.object
        else { return }
        let dropped = (request.body?.root.object?.members ?? []).filter { member in
            !member.value.isNull && answer[member.name] == nil && !QoveryDialect.mappedSettings.contains(member.name)
        }
        guard !dropped.isEmpty else { return }
        throw ContainerServiceError(
            .unsupported,
            "Qovery does not know these advanced settings, and took the others: "
                + "\(dropped.map(\.name).joined(separator: ", ")). Correct their names or leave them out",
            provider: .qovery,
            operation: request.purpose
        )
    }

    /// The names of the variables that an import took.
    static func imported(_ answer: JSONValue) -> Set<String> {
        Set(
            (answer["successful_imported_variables"]?.array ?? []).compactMap {
                $0["name"]?.string ?? $0["key"]?.string
            }
        )
    }
}
