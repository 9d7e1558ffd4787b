extension ContainerSpec {
    /// The document of this specification laid over a live one without resets: what it does not say stays, what it resets goes.
    ///
    /// Lists, maps of variables, and the check of a probe are whole things: what is left out of them goes away. A variable
    /// that moves to another map leaves the old one. The result holds no `null` and no object that has lost all members.
    package func document(over live: JSONValue) -> JSONValue {
        var result = live.object ?? JSONObject()
        let wish = document.object ?? JSONObject()
        let named = Set(variables.map(\.name))
        for map in Self.variableMaps {
            guard let kept = result[map]?.object?.members.filter({ !named.contains($0.name) }) else { continue }
            result.set(map, .object(JSONObject(kept)))
        }
        for member in wish.members {
            if Self.variableMaps.contains(member.name) {
                result.set(member.name, member.value)
            } else if member.name == "probes", let probes = member.value.object {
                result.set("probes", .object(Self.probes(probes, over: result["probes"]?.object ?? JSONObject())))
            } else {
                result.set(member.name, member.value.laid(over: result[member.name]))
            }
        }
        for member in result.members where member.value.isNull || member.value.isEmptyContainer {
            result.remove(member.name)
        }
        return .object(result)
    }

    /// The document of what is there when nothing was there before, in which there is nothing to reset.
    package var documentWithoutResets: JSONValue {
        var spec = self
        spec.resets = []
        return spec.document
    }

    private static func probes(_ wish: JSONObject, over live: JSONObject) -> JSONObject {
        var result = live
        for member in wish.members {
            guard let probe = member.value.object, var old = live[member.name]?.object else {
                if member.value.isNull {
                    result.remove(member.name)
                } else {
                    result.set(member.name, member.value.pruned)
                }
                continue
            }
            let checks = Probe.checkNames.filter { probe[$0]?.isNull == false }
            if !checks.isEmpty { for name in Probe.checkNames { old.remove(name) } }
            for part in probe.members {
                if part.value.isNull { old.remove(part.name) } else { old.set(part.name, part.value.pruned) }
            }
            result.set(member.name, .object(old))
        }
        return result
    }
}

extension JSONValue {
    fileprivate var isEmptyContainer: Bool { object?.isEmpty ?? array?.isEmpty ?? false }

    /// This value laid over another one: objects member by member, everything else as a whole; `null` removes.
    fileprivate func laid(over live: JSONValue?) -> JSONValue {
        guard let own = object else { return self }
        var result = own.isEmpty ? JSONObject() : live?.object ?? JSONObject()
        for member in own.members {
            let value = member.value.laid(over: result[member.name])
            // An object that says nothing from the start may be a setting of its own.
            if value.isNull || (value.isEmptyContainer && member.value.object?.isEmpty == false) {
                result.remove(member.name)
            } else {
                result.set(member.name, value)
            }
        }
        return .object(result)
    }

    /// The value without members that say `null`.
    fileprivate var pruned: JSONValue {
        guard let object else { return self }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    member.value.isNull ? nil : JSONObject.Member(name: member.name, value: member.value.pruned)
                }
            )
        )
    }
}
