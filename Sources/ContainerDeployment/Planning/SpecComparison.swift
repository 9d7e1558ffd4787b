import CloudContainers

/// Compares a service with what its manifest says, field by field, as its provider sees it.
struct SpecComparison {
    let dialect: any ContainerDialect
    let given: Resolutions
    let wanted: ContainerSpec
    let live: Container

    /// The differences, in the order of a manifest; those by rounding alone are among them.
    func differences(isChanged: Bool) -> [FieldDifference] {
        let before = live.spec.documentWithoutResets
        let after = wanted.document(over: before)
        let mark = ApplicationMark(live.spec.owner)
        let wish = ApplicationMark(mark?.application ?? "", wanted)
        var result: [(part: ServicePart, isReal: Bool, fields: [FieldDifference])] = []
        for part in ServicePart.all {
            let cause = cause(of: part, mark, wish)
            let fields = part.fields.flatMap { field in
                Self.fields(field, before.value(at: field), after.value(at: field), cause)
            }
            if !fields.isEmpty { result.append((part, isReal(part), fields)) }
        }
        // What only shows with everything together belongs to all of it.
        let isHidden = isChanged && !result.contains { $0.isReal }
        return result.flatMap { part, isReal, fields in
            isReal || isHidden
                ? fields.filter { !part.isVariables || isSent($0, before, after) }
                : fields.map { field in
                    var field = field
                    field.cause = .rounding
                    return field
                }
        }
    }

    private func cause(of part: ServicePart, _ mark: ApplicationMark?, _ wish: ApplicationMark) -> FieldDifference.Cause
    {
        guard let mark else { return .manifest }
        guard let applied = mark[part] else { return wish[part] == nil ? .manifest : .providerDefault }
        return applied == wish[part] ? .drift : .manifest
    }

    /// Whether the provider would be sent something for this part alone.
    private func isReal(_ part: ServicePart) -> Bool {
        let image = live.spec.documentWithoutResets["image"] ?? .null
        let document = part.name == "image" ? wanted.document["image"] ?? image : image
        do {
            var spec = try ContainerSpec(json: part.document(of: wanted.document, image: document))
            spec.name = live.spec.name
            spec.resets = wanted.resets.filter { reset in part.fields.contains { $0 == reset || $0.contains(reset) } }
            // The typed settings of the wish, since the document alone has no types.
            if part.name == "providers" { spec.providers = wanted.providers }
            let change = try dialect.prepare(.update(spec, live: live.bundle), given)
            return change.value?.requests.isEmpty != true
        } catch {
            // What does not go by itself does so with the rest.
            return true
        }
    }

    /// Whether the provider would be sent something for one variable alone; the ones that a platform makes by itself are there
    /// to read and cannot be sent.
    private func isSent(_ field: FieldDifference, _ before: JSONValue, _ after: JSONValue) -> Bool {
        guard field.presence == .removed, let map = field.field.keys.first,
            let name = field.field.keys.dropFirst().first,
            var variables = before[map]?.object
        else { return true }
        variables.remove(name)
        var document: JSONObject = ["name": before["name"] ?? "", "image": before["image"] ?? ""]
        document.set(map, .object(variables))
        guard var spec = try? ContainerSpec(json: .object(document)) else { return true }
        spec.name = live.spec.name
        if variables.isEmpty { spec.resets = [FieldPath(map)] }
        guard let change = try? dialect.prepare(.update(spec, live: live.bundle), given) else { return true }
        return change.value?.requests.isEmpty != true
    }

    /// All that a manifest says about a new service.
    static func fields(of spec: ContainerSpec) -> [FieldDifference] {
        let document = spec.documentWithoutResets
        return ServicePart.all.flatMap(\.fields).flatMap { fields($0, nil, document.value(at: $0), .manifest) }
    }

    /// The fields below one that differ.
    private static func fields(
        _ path: FieldPath,
        _ before: JSONValue?,
        _ after: JSONValue?,
        _ cause: FieldDifference.Cause
    ) -> [FieldDifference] {
        if before == after { return [] }
        // A list is one thing: its elements have no names to compare them by.
        guard let old = before?.object ?? (before == nil ? [:] : nil),
            let new = after?.object ?? (after == nil ? [:] : nil),
            !(old.isEmpty && new.isEmpty)
        else { return [FieldDifference(path, before, after, cause)] }
        // Where a secret comes from is nothing that a provider knows.
        if ["secrets"].contains(path.keys.first), path.keys.count == 2, before != nil, after != nil { return [] }
        var names = old.names
        names += new.names.filter { old[$0] == nil }
        if (before == nil && new.isEmpty) || (after == nil && old.isEmpty) {
            return [FieldDifference(path, before, after, cause)]
        }
        return names.flatMap { name in fields(path.appending(name), old[name], new[name], cause) }
    }
}
