public import CloudContainers

extension ScalewayDialect {
    /// Works out the requests that a change needs.
    public func prepare(
        _ change: ContainerChange,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        switch change {
        case .create(let spec):
            let written = write(spec, given)
            guard let bundle = written.value else { return Translation(value: nil, ledger: written.ledger) }
            return Translation(value: Self.creation(of: spec, bundle.root), ledger: written.ledger)
        case .update(let spec, let live):
            return try prepareUpdate(spec, live, given)
        }
    }

    static func creation(of spec: ContainerSpec, _ bundle: JSONValue) -> PreparedChange {
        var requests: [PreparedRequest] = []
        if let container = bundle["container"] {
            requests.append(PreparedRequest("POST", "/containers", body: container, purpose: "create \(spec.name)"))
        }
        for trigger in bundle["triggers"]?.array ?? [] {
            let name = trigger["name"]?.string ?? ""
            requests.append(PreparedRequest("POST", "/triggers", body: trigger, purpose: "add the trigger \(name)"))
        }
        for domain in bundle["domains"]?.array ?? [] {
            let host = domain["hostname"]?.string ?? ""
            requests.append(PreparedRequest("POST", "/domains", body: domain, purpose: "add the domain \(host)"))
        }
        return PreparedChange(requests: requests, deploys: true)
    }

    private func prepareUpdate(
        _ spec: ContainerSpec,
        _ live: JSONDocument,
        _ given: Resolutions
    ) throws(ContainerServiceError) -> Translation<PreparedChange?> {
        let basis = basis(of: live)
        guard let seen = try read(live, given).first else {
            throw ContainerServiceError(.invalidInput, "the live payload holds no service", provider: provider)
        }
        let current = seen.value
        if Self.fitted(name: spec.name) != Self.fitted(name: current.name) {
            return try prepareReplacement(of: seen, by: spec, live, given)
        }
        var given = given
        // A secret that is there already keeps its value.
        given.secretNames.formUnion(current.variables.filter(\.isSecret).map(\.name))
        given.secretNames.formUnion(Self.keptTriggerSecrets(spec, live.root))
        let spec = Self.completed(spec, from: current)
        let wish = write(spec, given)
        guard let wanted = wish.value else { return Translation(value: nil, ledger: wish.ledger) }
        var ledger = wish.ledger
        let patch = Self.patch(from: current, to: spec, live.root, given, &ledger)
        guard ledger.obstacles.isEmpty else { return Translation(value: nil, ledger: ledger) }
        var requests: [PreparedRequest] = []
        if !patch.isEmpty {
            let body = JSONValue.object(patch)
            requests.append(
                PreparedRequest("PATCH", "/containers/{container}", body: body, purpose: "update \(spec.name)")
            )
        }
        requests += Self.addedDomains(wanted.root, current, given)
        requests += Self.triggerRequests(wanted.root, live.root, areAllTakenAway: spec.takesAwayTriggers)
        let change = PreparedChange(requests: requests, deploys: !patch.isEmpty, basis: basis)
        return Translation(value: change, ledger: ledger)
    }

    /// The wish with the live values that it does not manage but that what it manages depends on: CPU with memory, minimum
    /// with maximum, the amounts that the mark remembers, and the port.
    private static func completed(_ wish: ContainerSpec, from current: ContainerSpec) -> ContainerSpec {
        var spec = wish
        let reset = wish.resetFields
        func filled<Value>(_ own: Value?, _ path: FieldPath, _ standard: Value, _ live: Value?) -> Value? {
            own ?? (reset.contains(path) ? standard : live)
        }
        spec.resources.cpu = filled(
            wish.resources.cpu,
            "resources.cpu",
            ScalewaySizes.defaultCPU,
            current.resources.cpu
        )
        spec.resources.memory = filled(
            wish.resources.memory,
            "resources.memory",
            ScalewaySizes.defaultMemory,
            current.resources.memory
        )
        spec.resources.ephemeralStorage = filled(
            wish.resources.ephemeralStorage,
            "resources.ephemeralStorage",
            ScalewaySizes.defaultDisk,
            current.resources.ephemeralStorage
        )
        spec.owner = wish.owner ?? current.owner
        if wish.ports.isEmpty, !reset.contains("ports") { spec.ports = current.ports }
        if !reset.contains("imageAccess") { spec.imageAccess = wish.imageAccess ?? current.imageAccess }
        spec.scaling.minimum = filled(wish.scaling.minimum, "scaling.minimum", .of(0), current.scaling.minimum)
        spec.scaling.maximum = filled(
            wish.scaling.maximum,
            "scaling.maximum",
            .instances(.of(5)),
            current.scaling.maximum
        )
        let hasRule = wish.scaling.cpu != nil || wish.scaling.memory != nil || wish.scaling.concurrentRequests != nil
        let isReset = ["scaling.cpu", "scaling.memory", "scaling.concurrentRequests"].contains { reset.contains($0) }
        if !hasRule, isReset {
            spec.scaling.concurrentRequests = Self.defaultConcurrency
        } else if !hasRule {
            spec.scaling.cpu = current.scaling.cpu
            spec.scaling.memory = current.scaling.memory
            spec.scaling.concurrentRequests = current.scaling.concurrentRequests
        }
        keepZones(of: &spec, from: current)
        return spec
    }

    /// The requests for domains that the wish has and the live service has not.
    private static func addedDomains(
        _ wanted: JSONValue,
        _ current: ContainerSpec,
        _ given: Resolutions
    ) -> [PreparedRequest] {
        let live = ScalewayWriter.bundle(of: current, given)["domains"]?.array ?? []
        let known = Set(live.compactMap { $0["hostname"]?.string })
        return (wanted["domains"]?.array ?? []).compactMap { domain in
            let host = domain["hostname"]?.string ?? ""
            if known.contains(host) { return nil }
            return PreparedRequest("POST", "/domains", body: domain, purpose: "add the domain \(host)")
        }
    }

    /// The members of the container that differ, compared on what would be written for either side.
    private static func patch(
        from current: ContainerSpec,
        to spec: ContainerSpec,
        _ live: JSONValue,
        _ given: Resolutions,
        _ ledger: inout Ledger
    ) -> JSONObject {
        let old = ScalewayWriter.bundle(of: current, given)["container"] ?? .null
        let new = ScalewayWriter.bundle(of: spec, given)["container"] ?? .null
        var patch = JSONObject()
        for member in new.object?.members ?? [] where old[member.name] != member.value {
            switch member.name {
            case "name", "namespace_id", "environment_variables", "secret_environment_variables": break
            case "https_connections_only": patch.set("https_connection_only", member.value)
            case "tags":
                // Tags that the manifest does not manage stay, and so does a mark that still says what is so.
                if let tags = tags(old: old[member.name], new: member.value, spec) { patch.set(member.name, tags) }
            default: patch.set(member.name, member.value)
            }
        }
        setVariables(of: spec, new, live, &patch)
        if spec.resetFields.contains(tagPath), let tags = tags(old: old["tags"], new: new["tags"] ?? [], spec) {
            patch.set("tags", tags)
        }
        for path in spec.resetFields.sorted() { reset(path, old, &patch, &ledger) }
        return patch
    }

    /// The maps of variables, which the API takes whole; what the namespace gives the container need not say again.
    ///
    /// A variable that moves from one map to the other leaves the old one, also where that one is not managed.
    private static func setVariables(
        of spec: ContainerSpec,
        _ new: JSONValue,
        _ live: JSONValue,
        _ patch: inout JSONObject
    ) {
        let container = live["container"] ?? live
        let maps = [
            (map: "environment_variables", field: "environment", other: "secret_environment_variables"),
            (map: "secret_environment_variables", field: "secrets", other: "environment_variables"),
        ]
        for (map, field, other) in maps {
            let wanted = new[map]?.object?.members ?? []
            let moved = Set(new[other]?.object?.names ?? [])
            let own = container[map]?.object ?? JSONObject()
            let inherited = live["namespace"]?[map]?.object ?? JSONObject()
            let isSecret = field == "secrets"
            var result = JSONObject()
            if wanted.isEmpty, !spec.resetFields.contains(FieldPath(field)) {
                guard own.names.contains(where: { moved.contains($0) }) else { continue }
                for member in own.members where !moved.contains(member.name) {
                    result.set(member.name, isSecret ? "" : member.value)
                }
            }
            for member in wanted {
                let isInherited = own[member.name] == nil && (isSecret || inherited[member.name] == member.value)
                if isInherited, inherited[member.name] != nil { continue }
                // An empty secret keeps what is stored.
                result.set(member.name, isSecret && own[member.name] != nil ? "" : member.value)
            }
            let isSame = isSecret ? Set(result.names) == Set(own.names) : result == own
            if !isSame { patch.set(map, .object(result)) }
        }
    }

    private static let tagPath: FieldPath = "providers.scaleway.tags"

    private static func tags(old: JSONValue?, new: JSONValue, _ spec: ContainerSpec) -> JSONValue? {
        let oldTags = (old?.array ?? []).compactMap(\.string)
        let newTags = (new.array ?? []).compactMap(\.string)
        let (oldUsers, _) = OwnershipMark.split(tags: oldTags)
        let (newUsers, newMark) = OwnershipMark.split(tags: newTags)
        let isSaid = !newUsers.isEmpty || spec.resetFields.contains(tagPath)
        let users = isSaid ? newUsers : oldUsers
        let wanted = users + newMark.tags
        return wanted == oldTags ? nil : .array(wanted.map { .string($0) })
    }

    /// The API's defaults, for fields that are set back (recorded answers of creations that leave them out).
    private static let defaults: [FieldPath: (field: String, value: JSONValue)] = [
        "description": ("description", ""),
        "command": ("command", []),
        "arguments": ("args", []),
        "httpsOnly": ("https_connection_only", false),
        "timeouts.request": ("timeout", "300s"),
        "providers.scaleway.sandbox": ("sandbox", "v2"),
        "providers.scaleway.privateNetworkID": ("private_network_id", ""),
        "probes.liveness": (
            "liveness_probe", ["failure_threshold": 30, "interval": "10s", "timeout": "1s", "tcp": [:]]
        ),
    ]

    /// Fields whose default has been put into the wish.
    private static let completedFields: Set<FieldPath> = [
        "resources.cpu", "resources.memory", "resources.ephemeralStorage", "scaling.minimum", "scaling.maximum",
        "scaling.cpu", "scaling.memory", "scaling.concurrentRequests", "environment", "secrets",
        tagPath, triggerPath,
    ]

    private static func reset(_ path: FieldPath, _ old: JSONValue, _ patch: inout JSONObject, _ ledger: inout Ledger) {
        if completedFields.contains(path) { return }
        guard let (field, value) = defaults[path] else {
            let finding = Finding(.resetImpossible, .approximated, subject: path.description)
            return ledger.entries.append(
                LedgerEntry(sources: [], targets: [], outcome: .approximated, findings: [finding])
            )
        }
        let live = old[field == "https_connection_only" ? "https_connections_only" : field]
        let isEmpty = live == nil && (value.array?.isEmpty ?? value.object?.isEmpty ?? (value.string == ""))
        if live != value, !isEmpty { patch.set(field, value) }
    }
}
