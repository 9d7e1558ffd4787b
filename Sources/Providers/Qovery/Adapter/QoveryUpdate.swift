import CloudContainers

/// The requests that bring a live service to a wish, compared on what would be written for either.
struct QoveryUpdate {
    let current: ContainerSpec
    let wanted: ContainerSpec
    let live: QoveryBundle
    let old: JSONValue
    let new: JSONValue

    var containerRequests: [PreparedRequest] {
        guard let container = live.container.value else { return [] }
        let unchanged = container.updateBody.json.object ?? JSONObject()
        var body = unchanged
        for member in new["container"]?.object?.members ?? []
        where !isSame(member.name, old["container"]?[member.name], member.value) {
            body.set(member.name, keepingIDs(member.name, member.value, body[member.name]))
        }
        for field in Self.resettable
        where wanted.resetFields.contains(field.path) && body[field.name] != field.standard { body.remove(field.name) }
        guard body != unchanged else { return [] }
        return [
            PreparedRequest(
                "PUT",
                "/container/{container}",
                body: .object(body),
                purpose: "update \(current.name)"
            )
        ]
    }

    /// Fields that the API sets back to its default when a `PUT` leaves them out.
    private static let resettable: [(path: FieldPath, name: String, standard: JSONValue)] = [
        ("description", "description", ""), ("command", "entrypoint", ""), ("arguments", "arguments", []),
        ("resources.cpu", "cpu", 500), ("resources.memory", "memory", 512), ("resources.gpu", "gpu", 0),
        ("resources.ephemeralStorage", "ephemeral_storage_in_gib", .null),
        ("resources.architecture", "cpu_architecture", .null), ("scaling.minimum", "min_running_instances", 1),
        ("scaling.maximum", "max_running_instances", 1), ("ports", "ports", []), ("volumes", "storage", []),
    ]

    /// Advanced settings that hold portable fields, and their defaults.
    private static let settingDefaults: [(FieldPath, String, JSONValue)] = [
        ("httpsOnly", QoveryDialect.forceHTTPS, true),
        ("scaling.cpu", QoveryDialect.cpuTarget, 60),
        ("scaling.memory", QoveryDialect.memoryTarget, .null),
        ("timeouts.idle", "network.ingress.proxy_read_timeout_seconds", 60),
    ]

    /// Whether a field can be set back to the platform's default.
    static func canReset(_ path: FieldPath) -> Bool {
        let others: Set<FieldPath> = ["environment", "secrets", "probes.readiness", "probes.liveness"]
        return others.contains(path) || resettable.contains { $0.path == path }
            || settingDefaults.contains { $0.0 == path }
    }

    /// Whether a member is the same on both sides; the API answers ports in any order.
    private func isSame(_ name: String, _ old: JSONValue?, _ new: JSONValue) -> Bool {
        guard ["ports", "storage"].contains(name), let old = old?.array, let new = new.array else { return old == new }
        func sorted(_ items: [JSONValue]) -> [String] { items.map { $0.text(.compact) }.sorted() }
        return sorted(old) == sorted(new)
    }

    /// Ports and disks that stay keep their ids, or the API would delete and make them again.
    private func keepingIDs(_ name: String, _ new: JSONValue, _ old: JSONValue?) -> JSONValue {
        let keys: [String]
        switch name {
        case "ports": keys = ["internal_port", "protocol"]
        case "storage": keys = ["mount_point"]
        default: return new
        }
        let items = (new.array ?? []).map { item in
            guard var object = item.object,
                let same = old?.array?.first(where: { other in keys.allSatisfy { other[$0] == item[$0] } }),
                let id = same["id"]
            else { return item }
            object.set("id", id)
            return JSONValue.object(object)
        }
        return .array(items)
    }

    var settingsRequests: [PreparedRequest] {
        var requests: [PreparedRequest] = []
        let reset = Self.settingDefaults.compactMap { path, key, value -> JSONObject.Member? in
            guard wanted.resetFields.contains(path), let live = live.advancedSettings.value?.values[key], live != value
            else { return nil }
            return JSONObject.Member(name: key, value: value)
        }
        let changed =
            reset
            + (new["advanced_settings"]?.object?.members ?? []).filter {
                old["advanced_settings"]?[$0.name] != $0.value
                    && live.advancedSettings.value?.values[$0.name] != $0.value
            }
        if !changed.isEmpty {
            // The API takes the whole object only.
            var body = live.advancedSettings.value?.json.object ?? JSONObject()
            for member in changed { body.set(member.name, member.value) }
            requests.append(
                PreparedRequest(
                    "PUT",
                    "/container/{container}/advancedSettings",
                    body: .object(body),
                    purpose: "set advanced settings"
                )
            )
        }
        if let network = new["network"], network != old["network"] {
            requests.append(
                PreparedRequest("PUT", "/container/{container}/network", body: network, purpose: "set the network")
            )
        }
        return requests
    }

    var domainRequests: [PreparedRequest] {
        let known = Set((old["custom_domains"]?.array ?? []).compactMap { $0["domain"]?.string })
        return (new["custom_domains"]?.array ?? []).filter { !known.contains($0["domain"]?.string ?? "") }.map {
            domain in
            PreparedRequest(
                "POST",
                "/container/{container}/customDomain",
                body: domain,
                purpose: "add the domain \(domain["domain"]?.string ?? "")"
            )
        }
    }

    var variableRequests: [PreparedRequest] {
        var requests: [PreparedRequest] = []
        var imported: [JSONValue] = []
        let wires = live.variables.value?.all ?? []
        for variable in wanted.variables {
            let before = current.variables.first { $0.name == variable.name }
            if before?.value == variable.value, before?.mountPath == variable.mountPath { continue }
            // A stored secret keeps its value; it is sent at creation, or on request.
            if let before, before.isSecret, variable.isSecret, before.mountPath == variable.mountPath { continue }
            let wire = wires.first { $0.key.value == variable.name }
            if let before, before.isSecret == variable.isSecret, before.mountPath == variable.mountPath,
                let id = wire?.id.value, case .plain(let text) = variable.value
            {
                requests.append(change(of: variable.name, to: text, id: id, isOwn: wire.map(isOwn) ?? false))
                continue
            }
            if before != nil, let wire, isOwn(wire), let id = wire.id.value {
                // Plain, secret and file cannot be turned into one another.
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
                    "/variable/import?service_id={container}&service_type=CONTAINER",
                    body: ["overwrite": false, "vars": .array(imported)],
                    purpose: "set variables and secrets"
                )
            )
        }
        return requests
    }

    private func isOwn(_ wire: QoveryVariable) -> Bool { QoveryDialect.scopes[wire.scope.value ?? ""] == nil }

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
                "value": .string(text), "override_scope": "CONTAINER", "override_parent_id": "{container}",
            ],
            purpose: "override \(name)"
        )
    }

    /// Own variables that a manifest, which manages variables of their kind, does not name any more.
    private func removals(_ wires: [QoveryVariable]) -> [PreparedRequest] {
        let names = Set(wanted.variables.map(\.name))
        let managesPlain = wanted.variables.contains { !$0.isSecret } || wanted.resetFields.contains("environment")
        let managesSecrets = wanted.variables.contains { $0.isSecret } || wanted.resetFields.contains("secrets")
        return current.variables.compactMap { variable in
            guard !names.contains(variable.name), variable.isSecret ? managesSecrets : managesPlain,
                let wire = wires.first(where: { $0.key.value == variable.name }), isOwn(wire), let id = wire.id.value
            else { return nil }
            return PreparedRequest("DELETE", "/variable/\(id)", purpose: "remove \(variable.name)")
        }
    }
}
