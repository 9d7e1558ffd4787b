import CloudContainers

extension QoveryUpdate {
    /// The variables that count, by their keys, as the API answered them.
    private static func counting(_ bundle: QoveryBundle) -> [String: QoveryVariable] {
        let wires = bundle.variables.value?.all ?? []
        return QoveryVariable.winners(among: wires).mapValues { wires[$0] }
    }

    /// Variables of the environment or project, and overrides of those, that a wish turns from plain to secret or back, which
    /// no request can do.
    static func changedKinds(_ wanted: ContainerSpec, _ current: ContainerSpec, _ live: QoveryBundle) -> [Finding] {
        let wires = counting(live)
        return wanted.variables.compactMap { variable in
            guard let wire = wires[variable.name], !wire.isOwn || wire.overriddenVariable.value != nil,
                let before = current.variables.first(where: { $0.name == variable.name }),
                before.isSecret != variable.isSecret || before.mountPath != variable.mountPath
            else { return nil }
            return Finding(.variableKind, .blocked, subject: variable.name)
        }
    }

    var variableRequests: [PreparedRequest] {
        let wires = Self.counting(live)
        var requests: [PreparedRequest] = []
        var imported: [JSONValue] = []
        for variable in wanted.variables {
            let before = current.variables.first { $0.name == variable.name }
            let isSameKind = before?.isSecret == variable.isSecret && before?.mountPath == variable.mountPath
            if isSameKind, variable.isSecret, renewed.contains(variable.name), let wire = wires[variable.name],
                let id = wire.id.value
            {
                let value = "{secret:\(variable.name)}"
                requests.append(change(of: variable.name, to: value, wire, id: id))
                continue
            }
            if before?.value == variable.value, before?.mountPath == variable.mountPath { continue }
            // A stored secret keeps its value; it is sent at creation, or on request.
            if isSameKind, variable.isSecret { continue }
            let wire = wires[variable.name]
            // A text with {{OTHER}} is compared as it is written, not as it is resolved.
            if isSameKind, let raw = wire?.value.value, variable.value == .plain(raw) { continue }
            let isAlias = wire?.variableType.value == "ALIAS"
            if isSameKind, !(isAlias && wire?.isOwn == true), let wire, let id = wire.id.value,
                case .plain(let text) = variable.value
            {
                requests.append(change(of: variable.name, to: text, wire, id: id))
                continue
            }
            if before != nil, let wire, wire.isOwn, let id = wire.id.value {
                // Plain, secret, file and alias cannot be turned into one another.
                requests.append(PreparedRequest("DELETE", "/variable/\(id)", purpose: "remove \(variable.name)"))
            }
            let written = (new["variables"]?["vars"]?.array ?? []).first { $0["name"]?.string == variable.name }
            let file = (new["files"]?.array ?? []).first { $0["key"]?.string == variable.name }
            if let written { imported.append(written) }
            if let file {
                requests.append(
                    PreparedRequest("POST", "/variable", body: file, purpose: "set the file variable \(variable.name)")
                )
            }
        }
        requests += removals(wires)
        imported += orphans(of: requests, wires)
        if !imported.isEmpty {
            requests.append(
                PreparedRequest(
                    "POST",
                    kind.importPath,
                    body: ["overwrite": false, "vars": .array(imported)],
                    purpose: "set variables and secrets"
                )
            )
        }
        return requests
    }

    /// Own aliases that stay and go with the variable that they name, as what they say: the API deletes both.
    private func orphans(of requests: [PreparedRequest], _ wires: [String: QoveryVariable]) -> [JSONValue] {
        let deleted = Set(requests.filter { $0.method == "DELETE" }.map(\.path))
        return wanted.variables.compactMap { variable in
            guard let wire = wires[variable.name], wire.isOwn, let id = wire.id.value,
                let target = wire.aliasedVariable.value?.id.value,
                deleted.contains("/variable/\(target)"), !deleted.contains("/variable/\(id)")
            else { return nil }
            return (new["variables"]?["vars"]?.array ?? []).first { $0["name"]?.string == variable.name }
        }
    }

    private func change(of name: String, to text: String, _ wire: QoveryVariable, id: String) -> PreparedRequest {
        if wire.isOwn {
            var body: JSONObject = ["key": .string(name), "value": .string(text)]
            for member in wire.keptByEdits { body.set(member.name, member.value) }
            return PreparedRequest("PUT", "/variable/\(id)", body: .object(body), purpose: "change \(name)")
        }
        return kind.override(wire, id: id, named: name, by: .string(text))
    }

    /// Own variables that a manifest, which manages plain variables, secrets or files as they are, does not name any more.
    private func removals(_ wires: [String: QoveryVariable]) -> [PreparedRequest] {
        let names = Set(wanted.variables.map(\.name))
        func field(_ variable: EnvironmentVariable) -> FieldPath {
            variable.mountPath != nil ? "files" : variable.isSecret ? "secrets" : "environment"
        }
        let managed = wanted.resetFields.union(wanted.variables.map(field))
        return current.variables.compactMap { variable in
            guard !names.contains(variable.name), managed.contains(field(variable)),
                let wire = wires[variable.name], wire.isOwn, let id = wire.id.value
            else { return nil }
            return PreparedRequest("DELETE", "/variable/\(id)", purpose: "remove \(variable.name)")
        }
    }
}
