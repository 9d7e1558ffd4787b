import CloudContainers

extension ScalewayDialect {
    private static let sources = ["cron_config", "sqs_config", "nats_config"]
    private static let credentials = ["secret_access_key", "credentials_file_content"]
    static let triggerPath: FieldPath = "providers.scaleway.triggers"

    /// The triggers of a live payload by their names, as the API answered them.
    private static func triggers(of live: JSONValue) -> [String: JSONValue] {
        var result: [String: JSONValue] = [:]
        for trigger in live["triggers"]?.array ?? [] { result[trigger["name"]?.string ?? ""] = trigger }
        return result
    }

    /// The member that says what sets a trigger off; `nil` if it is of a kind that this version does not know.
    private static func source(of trigger: JSONValue) -> String? {
        sources.first { trigger[$0]?.object != nil }
    }

    /// The names of the secrets of triggers whose source stays as it is, so that its credentials stay, too.
    static func keptTriggerSecrets(_ wish: ContainerSpec, _ live: JSONValue) -> [String] {
        let there = triggers(of: live)
        return (wish.scaleway?.triggers ?? []).compactMap { trigger in
            let wanted = trigger.wire.json
            guard let old = there[trigger.fittedName], let source = source(of: wanted), source == Self.source(of: old),
                difference(from: old, to: wanted)[source] == nil
            else { return nil }
            return "trigger:\(trigger.name)"
        }
    }

    /// A schedule that says no time zone keeps the one that it has.
    static func keepZones(of wish: inout ContainerSpec, from current: ContainerSpec) {
        guard var settings = wish.scaleway else { return }
        let there = current.scaleway?.triggers ?? []
        for index in settings.triggers.indices where settings.triggers[index].cron?.timezone == nil {
            let name = settings.triggers[index].fittedName
            settings.triggers[index].cron?.timezone = there.first { $0.name == name }?.cron?.timezone
        }
        wish.scaleway = settings
    }

    /// The requests that make the live triggers what the wish says of them, compared by name.
    static func triggerRequests(
        _ wanted: JSONValue,
        _ live: JSONValue,
        areAllTakenAway: Bool
    ) -> [PreparedRequest] {
        let there = triggers(of: live)
        var requests: [PreparedRequest] = []
        if areAllTakenAway {
            for trigger in live["triggers"]?.array ?? [] {
                guard let name = trigger["name"]?.string, let id = trigger["id"]?.string else { continue }
                requests.append(PreparedRequest("DELETE", "/triggers/\(id)", purpose: "delete the trigger \(name)"))
            }
        }
        for trigger in wanted["triggers"]?.array ?? [] {
            let name = trigger["name"]?.string ?? ""
            let addition = PreparedRequest("POST", "/triggers", body: trigger, purpose: "add the trigger \(name)")
            guard let old = there[name] else {
                requests.append(addition)
                continue
            }
            let path = "/triggers/\(old["id"]?.string ?? "{trigger:\(name)}")"
            guard source(of: old) == source(of: trigger) else {
                // The kind of source cannot be changed.
                requests.append(PreparedRequest("DELETE", path, purpose: "delete the trigger \(name)"))
                requests.append(addition)
                continue
            }
            let patch = difference(from: old, to: trigger)
            if patch.isEmpty { continue }
            requests.append(
                PreparedRequest("PATCH", path, body: .object(patch), purpose: "update the trigger \(name)")
            )
        }
        return requests
    }

    /// The members of a trigger that differ; an object is whole, the wish laid over what is there.
    private static func difference(from old: JSONValue, to wanted: JSONValue) -> JSONObject {
        var patch = JSONObject()
        for member in wanted.object?.members ?? [] where member.name != "container_id" && member.name != "name" {
            guard let object = member.value.object else {
                if old[member.name] != member.value { patch.set(member.name, member.value) }
                continue
            }
            let there = old[member.name]?.object ?? JSONObject()
            var merged = there
            for part in object.members { merged.set(part.name, part.value) }
            // Credentials are not answered, so they say nothing about a difference.
            let isSame = merged.members.allSatisfy { part in
                credentials.contains(part.name) || there[part.name] == part.value
            }
            if !isSame { patch.set(member.name, .object(merged)) }
        }
        return patch
    }
}

extension ContainerSpec {
    /// Whether it says that there are no triggers; one that says nothing of them leaves them alone.
    var takesAwayTriggers: Bool { resetFields.contains(ScalewayDialect.triggerPath) }
}
