import CloudContainers

/// The requests that bring a live service to a wish, compared on what would be written for either.
struct QoveryUpdate {
    var kind = QoveryServiceKind.container
    let current: ContainerSpec
    let wanted: ContainerSpec
    let live: QoveryBundle
    let old: JSONValue
    let new: JSONValue
    /// The stored secrets that get another value.
    var renewed: Set<String> = []

    var containerRequests: [PreparedRequest] {
        guard let container = live.container.value else { return [] }
        let unchanged = container.updateBody.json.object ?? JSONObject()
        var body = unchanged
        for member in new["container"]?.object?.members ?? []
        where !isSame(member.name, old["container"]?[member.name], member.value) {
            body.set(member.name, keepingIDs(member.name, member.value, body[member.name]))
        }
        for limit in changedLimits {
            let asked = body[limit.member].flatMap { _ in unchanged[limit.member]?.integer } ?? limit.value
            body.set(limit.member, .number(min(asked, limit.value)))
        }
        for field in Self.resettable
        where wanted.resetFields.contains(field.path) && body[field.name] != field.standard
            && new["container"]?[field.name] == nil
        { body.remove(field.name) }
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
    static let resettable: [(path: FieldPath, name: String, standard: JSONValue)] = [
        ("description", "description", ""), ("command", "entrypoint", ""), ("arguments", "arguments", []),
        ("resources.cpu", "cpu", 500), ("resources.memory", "memory", 512), ("resources.gpu", "gpu", 0),
        ("resources.ephemeralStorage", "ephemeral_storage_in_gib", .null),
        ("resources.architecture", "cpu_architecture", .null), ("scaling.minimum", "min_running_instances", 1),
        ("scaling.maximum", "max_running_instances", 1), ("ports", "ports", []), ("volumes", "storage", []),
    ]

    /// Advanced settings that hold portable fields, and their defaults.
    private static let settingDefaults: [(FieldPath, String, JSONValue)] =
        [
            ("httpsOnly", QoveryDialect.forceHTTPS, true),
            ("scaling.cpu", QoveryDialect.cpuTarget, 60),
            ("scaling.memory", QoveryDialect.memoryTarget, .null),
        ] + QoveryDialect.nginxTimeouts.map { ("timeouts.idle", $0, 60) }
        + QoveryDialect.gatewayTimeouts.map { ("timeouts.idle", $0, .null) }

    /// Whether a field can be set back to the platform's default.
    static func canReset(_ path: FieldPath) -> Bool {
        let others: Set<FieldPath> = ["environment", "secrets", "files", "probes.readiness", "probes.liveness"]
        return others.contains(path) || resettable.contains { $0.path == path }
            || settingDefaults.contains { $0.0 == path }
    }

    /// Whether a member is the same on both sides; the API answers ports in any order.
    private func isSame(_ name: String, _ old: JSONValue?, _ new: JSONValue) -> Bool {
        guard ["ports", "storage"].contains(name), let old = old?.array, let new = new.array else { return old == new }
        func sorted(_ items: [JSONValue]) -> [String] { items.map { $0.text(.compact) }.sorted() }
        return sorted(old) == sorted(new)
    }

    /// What a list or a policy holds beside what we write: ids, without which the API would make things anew, members that
    /// nobody knows, and the credentials of scalers.
    private func keepingIDs(_ name: String, _ new: JSONValue, _ old: JSONValue?) -> JSONValue {
        switch name {
        case "ports":
            return merged(new, over: old, by: ["internal_port", "protocol"], known: QoveryPort.memberNames)
        case "storage":
            let disks = merged(new, over: old, by: ["mount_point"], known: QoveryStorage.memberNames)
            return keepingMovedDisk(disks, old)
        case "autoscaling":
            guard var policy = new.object else { return new }
            for member in old?.object?.members ?? [] where policy[member.name] == nil {
                policy.set(member.name, member.value)
            }
            let scalers = merged(
                policy["scalers"] ?? [],
                over: old?["scalers"],
                by: ["scaler_type", "role"],
                known: QoveryScaler.memberNames
            )
            policy.set("scalers", scalers)
            return .object(policy)
        default: return new
        }
    }

    /// The disks, of which one that is mounted elsewhere now stays the disk that it is: without its id the API would make an
    /// empty one and delete it.
    private func keepingMovedDisk(_ disks: JSONValue, _ old: JSONValue?) -> JSONValue {
        var disks = disks.array ?? []
        let kept = Set(disks.compactMap { $0["id"]?.string })
        let left = (old?.array ?? []).compactMap { $0["id"]?.string }.filter { !kept.contains($0) }
        let new = disks.indices.filter { disks[$0]["id"] == nil }
        if left.count == 1, new.count == 1, var disk = disks[new[0]].object {
            disk.set("id", .string(left[0]))
            disks[new[0]] = .object(disk)
        }
        return .array(disks)
    }

    /// The disks that requests for the container delete, with all that is on them.
    func deletedVolumes(by requests: [PreparedRequest]) -> [Finding] {
        guard let body = requests.first?.body?.root else { return [] }
        let kept = Set((body["storage"]?.array ?? []).compactMap { $0["id"]?.string })
        return (live.container.value?.storage.value ?? []).filter { $0.id.value.map { !kept.contains($0) } ?? false }
            .map { disk in
                let size = disk.size.value.flatMap { try? ByteCount(wireGibibytes: $0) }
                return Finding(
                    .volumeDeleted,
                    .dropped,
                    subject: disk.mountPoint.value,
                    before: size.map(LedgerValue.bytes) ?? .none
                )
            }
    }

    /// The limits that live settings hold apart from what is asked for, where the wish is about another amount: the limit
    /// takes the new one, and what is asked for is never more.
    private var changedLimits: [(member: String, key: String, value: Int)] {
        let keys = [("cpu", QoveryDialect.cpuOverride), ("memory", QoveryDialect.memoryOverride)]
        return keys.compactMap { member, key in
            guard let limit = live.advancedSettings.value?.integer(key), limit > 0,
                let value = new[kind.rawValue]?[member]?.integer,
                value != old[kind.rawValue]?[member]?.integer
            else { return nil }
            return (member, key, value)
        }
    }

    /// The new items, each with the id and the unknown members of the live item that it stands for.
    private func merged(_ new: JSONValue, over old: JSONValue?, by keys: [String], known: [String]) -> JSONValue {
        let items = (new.array ?? []).map { item in
            guard var object = item.object,
                let same = old?.array?.first(where: { other in keys.allSatisfy { other[$0] == item[$0] } })
            else { return item }
            for member in same.object?.members ?? [] where member.name == "id" || !known.contains(member.name) {
                object.set(member.name, member.value)
            }
            if let live = same["trigger_authentication"], live["name"] == item["trigger_authentication"]?["name"] {
                object.set("trigger_authentication", live)
            }
            return JSONValue.object(object)
        }
        return .array(items)
    }

    var settingsRequests: [PreparedRequest] {
        var requests: [PreparedRequest] = []
        let reset = Self.settingDefaults.compactMap { path, key, value -> JSONObject.Member? in
            guard wanted.resetFields.contains(path), let live = live.advancedSettings.value?.values[key],
                !QoveryContainerAdvancedSettings.isSame(live, value)
            else { return nil }
            return JSONObject.Member(name: key, value: value)
        }
        let changed =
            reset
            + (new["advanced_settings"]?.object?.members ?? []).filter {
                let live = live.advancedSettings.value?.values[$0.name]
                return old["advanced_settings"]?[$0.name] != $0.value
                    && !QoveryContainerAdvancedSettings.isSame(live, $0.value)
            } + changedLimits.map { JSONObject.Member(name: $0.key, value: .number($0.value)) }
        if !changed.isEmpty {
            // The API takes the whole object only.
            var body = live.advancedSettings.value?.json.object ?? JSONObject()
            for member in changed { body.set(member.name, member.value) }
            requests.append(
                PreparedRequest(
                    "PUT",
                    kind.path + "/advancedSettings",
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
        (new["custom_domains"]?.array ?? []).compactMap { domain in
            let host = domain["domain"]?.string ?? ""
            let before = old["custom_domains"]?.array?.first { $0["domain"] == domain["domain"] }
            if before == domain { return nil }
            let live = (live.customDomains.value ?? []).first { $0.domain.value == host }
            guard before != nil, let id = live?.id.value else { return QoveryDialect.addition(of: domain) }
            return PreparedRequest(
                "PUT",
                "/container/{container}/customDomain/\(id)",
                body: domain,
                purpose: "change the domain \(host)"
            )
        }
    }

    /// Refuses requests that rest on a part of the service that was not read.
    ///
    /// - Throws: `ContainerServiceError` that names the part.
    func checkParts(of requests: [PreparedRequest]) throws(ContainerServiceError) {
        let needed: [(part: String, isThere: Bool, isNeeded: Bool)] = [
            (
                "advanced_settings", live.advancedSettings != .absent,
                requests.contains { $0.path.hasSuffix("/advancedSettings") }
            ),
            ("variables", live.variables != .absent, requests.contains { $0.path.hasPrefix("/variable") }),
            ("custom_domains", live.customDomains != .absent, requests.contains { $0.path.contains("/customDomain") }),
        ]
        guard let missing = needed.first(where: { $0.isNeeded && !$0.isThere }) else { return }
        throw .invalidInput(
            Diagnostic(
                problem: "the live payload lacks a part that the change rests on",
                field: FieldPath(missing.part),
                advice: "Read \(missing.part) of the \(kind) and put it into the bundle beside the \(kind)."
            )
        )
    }
}
