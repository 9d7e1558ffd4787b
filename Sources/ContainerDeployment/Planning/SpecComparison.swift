import CloudContainers

/// Compares a service with what its manifest says, field by field, as its provider sees it.
///
/// A field differs where the provider would be sent something else without what the manifest says about it. So what a provider
/// adds by itself, spells differently or derives from other fields is no difference.
struct SpecComparison {
    let dialect: any ContainerDialect
    let given: Resolutions
    let wanted: ContainerSpec
    /// The name in the manifest.
    let name: String
    let live: Container
    /// What is there.
    private let before: JSONValue
    /// What the manifest says.
    private let wish: JSONValue

    init(dialect: any ContainerDialect, given: Resolutions, wanted: ContainerSpec, name: String, live: Container) {
        self.dialect = dialect
        self.given = given
        self.wanted = wanted
        self.name = name
        self.live = live
        before = live.spec.documentWithoutResets
        wish = wanted.document
    }

    /// The amounts that a provider can hold rounded.
    private static let amounts = ["resources", "scaling", "probes", "timeouts"]

    /// The differences, in the order of a manifest; those by rounding alone are among them.
    func differences(isChanged: Bool) -> [FieldDifference] {
        let after = wanted.document(over: before)
        let mark = ApplicationMark(live.spec.owner)
        let said = ApplicationMark(mark?.application ?? "", wanted)
        let all = requests(without: [])
        var result: [(field: FieldDifference, isReal: Bool)] = []
        if live.spec.name != name {
            result.append((FieldDifference("name", .string(live.spec.name), .string(name), .manifest), true))
        }
        for part in ServicePart.all {
            let cause = cause(of: part, mark, said)
            for path in part.fields {
                for field in Self.fields(path, before.value(at: path), after.value(at: path), cause) {
                    // Where nothing would be sent, a provider holds the same in another form.
                    result.append((field, isChanged && isReal(field, among: all)))
                }
            }
        }
        leaveOutOtherForms(in: &result, of: all)
        explainConsequences(in: &result)
        // What only shows with everything together belongs to all of it.
        let isHidden = isChanged && !result.contains { $0.isReal }
        return result.compactMap { field, isReal in
            if isReal || isHidden { return field }
            guard field.presence == .changed, Self.amounts.contains(field.field.keys.first ?? "") else { return nil }
            var field = field
            field.cause = .rounding
            return field
        }
    }

    private func cause(of part: ServicePart, _ mark: ApplicationMark?, _ wish: ApplicationMark) -> FieldDifference.Cause
    {
        guard let mark else { return .manifest }
        guard let applied = mark[part] else { return wish[part] == nil ? .manifest : .providerDefault }
        return applied == wish[part] ? .drift : .manifest
    }

    /// What a provider holds in another form, such as a command with its arguments, is no drift: each part of it is real
    /// alone, and all of it together is nothing.
    private func leaveOutOtherForms(
        in result: inout [(field: FieldDifference, isReal: Bool)],
        of all: [PreparedRequest]?
    ) {
        let drift = result.filter { $0.isReal && $0.field.cause == .drift }.map(\.field)
        guard !drift.isEmpty, all != nil, requests(without: drift) == all else { return }
        for index in result.indices where result[index].field.cause == .drift { result[index].isReal = false }
    }

    /// What a provider derives from a field that the manifest changes, such as the port of a check, is no drift.
    private func explainConsequences(in result: inout [(field: FieldDifference, isReal: Bool)]) {
        let changed = result.filter { $0.isReal && $0.field.cause != .drift }.map(\.field)
        guard !changed.isEmpty else { return }
        let rest = requests(without: changed)
        for index in result.indices where result[index].isReal && result[index].field.cause == .drift {
            guard let rest, requests(without: changed + [result[index].field]) == rest else { continue }
            result[index].field.cause = .manifest
        }
    }

    // MARK: Leaving out

    /// Whether the provider would be sent something else without this difference.
    private func isReal(_ field: FieldDifference, among all: [PreparedRequest]?) -> Bool {
        let keys = field.field.keys
        if keys.first == "providers", keys.count > 1, keys[1] != dialect.provider.rawValue { return false }
        guard let all else { return true }
        // What cannot be kept was never the manifest's: a platform makes it by itself.
        guard let rest = requests(without: [whole(field)]) else { return field.presence != .removed }
        return rest != all
    }

    /// What is new together with a field, such as the check that a port is of; a part of it alone may say nothing.
    private func whole(_ field: FieldDifference) -> FieldDifference {
        guard field.presence == .added else { return field }
        var path = FieldPath.root
        for key in field.field.keys {
            path = path.appending(key)
            if before.value(at: path) == nil { break }
        }
        var whole = field
        whole.field = path
        return whole
    }

    /// What the provider would be sent if some fields stayed as they are; `nil` where that cannot be said.
    private func requests(without fields: [FieldDifference]) -> [PreparedRequest]? {
        var document = wish
        for field in fields where field.field.keys.first != "providers" {
            document = document.setting(field.field.keys[...], before.value(at: field.field))
        }
        do {
            var spec = try ContainerSpec(json: document)
            spec.name = live.spec.name
            spec.owner = live.spec.owner
            // The typed settings, since the document alone has no types.
            spec.providers =
                fields.contains { $0.field.keys.first == "providers" } ? live.spec.providers : wanted.providers
            spec.resets = wanted.resets.filter { reset in
                !fields.contains { reset.contains($0.field) || $0.field.contains(reset) }
            }
            return try dialect.prepare(.update(spec, live: live.bundle), given).value?.requests
        } catch {
            return nil
        }
    }

    // MARK: Finding

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
        // Where a secret comes from is nothing that a provider knows.
        if path.keys.first == "secrets", path.keys.count == 2 {
            return before != nil && after != nil ? [] : [FieldDifference(path, before, after, cause)]
        }
        // A list is one thing: its elements have no names to compare them by.
        guard let old = before?.object ?? (before == nil ? [:] : nil),
            let new = after?.object ?? (after == nil ? [:] : nil),
            !(old.isEmpty && new.isEmpty)
        else { return [FieldDifference(path, before, after, cause)] }
        var names = old.names
        names += new.names.filter { old[$0] == nil }
        if (before == nil && new.isEmpty) || (after == nil && old.isEmpty) {
            return [FieldDifference(path, before, after, cause)]
        }
        return names.flatMap { name in fields(path.appending(name), old[name], new[name], cause) }
    }
}

extension JSONValue {
    /// The value with another one at a path of names; `nil` takes it away.
    fileprivate func setting(_ keys: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let key = keys.first else { return value ?? .null }
        var object = object ?? [:]
        if keys.count > 1 {
            object.set(key, (object[key] ?? .object([:])).setting(keys.dropFirst(), value))
        } else if let value {
            object.set(key, value)
        } else {
            object.remove(key)
        }
        return .object(object)
    }
}
