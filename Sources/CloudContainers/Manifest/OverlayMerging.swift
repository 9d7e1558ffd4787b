extension JSONValue {
    /// A service, or a part of one, with an overlay laid over it.
    ///
    /// Maps merge by key; scalars and lists replace; `null` replaces too, and so resets a field. What excludes each other,
    /// such as the checks of a probe or the sources of a secret, replaces each other. A variable leaves the map it was in,
    /// and `null` removes it.
    func overlaid(by overlay: JSONValue, at path: [String] = []) -> JSONValue {
        guard let own = object, let other = overlay.object else { return overlay }
        var result = own
        if path.isEmpty {
            let named = ContainerSpec.variableMaps.flatMap { overlay[$0]?.object?.names ?? [] }
            for map in ContainerSpec.variableMaps {
                guard let value = own[map], var variables = value.object else { continue }
                for name in named where overlay[map]?[name] == nil { variables.remove(name) }
                result.set(map, JSONValue(.object(variables), offset: value.offset))
            }
        }
        for group in Self.exclusiveGroups(at: path) where group.contains(where: { other[$0] != nil }) {
            for name in group where other[name] == nil { result.remove(name) }
        }
        let isVariableMap = path.count == 1 && ContainerSpec.variableMaps.contains(path[0])
        var members = result.members
        for member in other.members {
            let place = members.firstIndex { $0.name == member.name }
            if isVariableMap, member.value.isNull {
                if let place { members.remove(at: place) }
            } else if let place {
                let value = members[place].value.overlaid(by: member.value, at: path + [member.name])
                members[place] = JSONObject.Member(name: member.name, value: value, nameOffset: member.nameOffset)
            } else {
                members.append(member)
            }
        }
        return JSONValue(.object(JSONObject(members)), offset: offset)
    }

    /// The members of which an object has at most one.
    private static func exclusiveGroups(at path: [String]) -> [[String]] {
        guard path.count == 2 else { return [] }
        switch path[0] {
        case "probes": return [Probe.checkNames]
        case "secrets": return [SecretReference.memberNames]
        case "files": return [["content", "secret"]]
        default: return []
        }
    }

    /// Every offset in the value.
    func collectOffsets(into offsets: inout Set<Int>) {
        if let offset { offsets.insert(offset) }
        for element in array ?? [] { element.collectOffsets(into: &offsets) }
        for member in object?.members ?? [] {
            if let offset = member.nameOffset { offsets.insert(offset) }
            member.value.collectOffsets(into: &offsets)
        }
    }
}
