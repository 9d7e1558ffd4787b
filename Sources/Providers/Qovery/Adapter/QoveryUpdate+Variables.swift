import CloudContainers

extension QoveryUpdate {
    /// The variables that count, by their keys, as the API answered them.
    private static func counting(_ bundle: QoveryBundle) -> [String: QoveryVariable] {
        let wires = bundle.variables.value?.all ?? []
        return QoveryVariable.winners(among: wires).mapValues { wires[$0] }
    }

    /// Variables of the environment or project that a wish turns from plain to secret or back, which no request can do.
    static func changedKinds(_ wanted: ContainerSpec, _ current: ContainerSpec, _ live: QoveryBundle) -> [Finding] {
        let wires = counting(live)
        return wanted.variables.compactMap { variable in
            guard let wire = wires[variable.name], !wire.isOwn,
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
                requests.append(change(of: variable.name, to: value, id: id, isOwn: wire.isOwn))
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
                requests.append(change(of: variable.name, to: text, id: id, isOwn: wire.isOwn))
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

    private func change(of name: String, to text: String, id: String, isOwn: Bool) -> PreparedRequest {
        if isOwn {
            return PreparedRequest(
                "PUT",
                "/variable/\(id)",
                body: ["key": .string(name), "value": .string(text)],
                purpose: "change \(name)"
            )
        }
        // A key that exists further up is overridden, since a second one of the same name is refused (409).
        return PreparedRequest(
            "POST",
            "/variable/\(id)/override",
            body: [
                "value": .string(text), "override_scope": .string(kind.word),
                "override_parent_id": .string(kind.placeholder),
            ],
            purpose: "override \(name)"
        )
    }

    /// Own variables that a manifest, which manages variables of their kind, does not name any more.
    private func removals(_ wires: [String: QoveryVariable]) -> [PreparedRequest] {
        let names = Set(wanted.variables.map(\.name))
        let managesPlain = wanted.variables.contains { !$0.isSecret } || wanted.resetFields.contains("environment")
        let managesSecrets = wanted.variables.contains { $0.isSecret } || wanted.resetFields.contains("secrets")
        return current.variables.compactMap { variable in
            guard !names.contains(variable.name), variable.isSecret ? managesSecrets : managesPlain,
                let wire = wires[variable.name], wire.isOwn, let id = wire.id.value
            else { return nil }
            return PreparedRequest("DELETE", "/variable/\(id)", purpose: "remove \(variable.name)")
        }
    }
}
