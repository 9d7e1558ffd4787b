import CloudContainers

extension ScalewayOlderForm {
    /// Facts of a namespace that version 1 does not have.
    private static let namespaceFacts: Set<String> = [
        "registry_namespace_id", "vpc_integration_activated", "activate_vpc_integration",
    ]

    mutating func namespace(_ value: JSONValue) throws(WireError) -> JSONValue {
        let root = FieldPath("namespace")
        guard let members = value.object, !members.isEmpty else {
            keep(root)
            return value
        }
        var result = JSONObject()
        for member in members {
            let path = root.appending(member.name)
            switch member.name {
            case "secret_environment_variables": try secrets(member, path, &result)
            case "environment_variables":
                ledger.hide(path)
                result.set(member.name, member.value)
                keep(path)
            case "registry_endpoint":
                let text = member.value.string ?? ""
                let finding = Self.note(
                    "version 1 gives a namespace no registry of its own; the one that is there stays",
                    before: .text(text)
                )
                ledger.record([path], to: [], .noted, text.isEmpty ? [] : [finding])
            case _ where Self.namespaceFacts.contains(member.name): ledger.record([path], to: [], .noted)
            case "status" where member.value.string == "pending":
                result.set("status", JSONValue(.string("updating"), offset: member.value.offset))
                ledger.record([path], to: [path], .noted)
            default:
                result.set(member.name, member.value)
                keep(path)
            }
        }
        return JSONValue(.object(result), offset: value.offset)
    }

    mutating func domains(_ value: JSONValue) -> JSONValue {
        let root = FieldPath("domains")
        guard let domains = value.array, !domains.isEmpty else {
            keep(root)
            return value
        }
        return .array(
            domains.enumerated().map { index, domain in
                let path = root.appending(index)
                guard var object = domain.object, !object.isEmpty else {
                    keep(path)
                    return domain
                }
                for member in object where member.name != "url" { keep(path.appending(member.name)) }
                if object["url"] != nil {
                    ledger.record([path.appending("url")], to: [], .noted)
                    object.remove("url")
                }
                return object.isEmpty ? [:] : JSONValue(.object(object), offset: domain.offset)
            }
        )
    }

    /// A schedule as the trigger that version 1 has for it.
    mutating func trigger(_ cron: JSONValue, _ path: FieldPath, _ target: FieldPath) -> JSONValue {
        var result = JSONObject()
        var config = JSONObject()
        for member in cron.object ?? [:] {
            let source = path.appending(member.name)
            switch member.name {
            case "schedule":
                config.set("schedule", member.value)
                ledger.record([source], to: [target.appending("cron_config").appending("schedule")])
            case "args":
                let body = target.appending("cron_config").appending("body")
                ledger.hide(source)
                ledger.hide(body)
                guard member.value.object?.isEmpty == false else {
                    ledger.record([source], to: [], .noted)
                    continue
                }
                config.set("body", .string(member.value.text(.compact)))
                ledger.record(
                    [source],
                    to: [body],
                    .converted,
                    [Self.note("the arguments are the body of the request")]
                )
            case "region": ledger.record([source], to: [], .noted)
            default:
                result.set(member.name, member.value)
                ledger.record([source], to: [target.appending(member.name)])
            }
        }
        if !config.isEmpty { result.set("cron_config", .object(config)) }
        return JSONValue(.object(result), offset: cron.offset)
    }

    /// A list of keys with hashes, or with values, as the map that version 1 has for it.
    mutating func secrets(
        _ member: JSONObject.Member,
        _ path: FieldPath,
        _ result: inout JSONObject
    ) throws(WireError) {
        guard let items = member.value.array, !items.isEmpty else {
            // An empty list is an empty map; a map is one of version 1 already.
            ledger.hide(path)
            result.set(member.name, member.value.array == nil ? member.value : [:])
            return keep(path)
        }
        var map = JSONObject()
        for (index, item) in items.enumerated() {
            let place = path.appending(index)
            let key: String
            do throws(WireError) {
                key = try item.requiredText("key")
            } catch {
                throw error.inside(place)
            }
            let others = (item.object?.names ?? []).filter { $0 != "key" }
            for name in others { ledger.hide(place.appending(name)) }
            let unknown = others.filter { $0 != "hashed_value" && $0 != "value" }
            ledger.leaveUnknown(unknown.map { place.appending($0) })
            guard let value = item["hashed_value"] ?? item["value"], value.string != nil else {
                let finding = Self.note("a key without a value removes the secret")
                ledger.record([place], to: [], .noted, [finding])
                continue
            }
            map.set(key, value)
            ledger.record([place], to: [path.appending(key)], .converted)
        }
        if !map.isEmpty { result.set(member.name, .object(map)) }
    }
}
