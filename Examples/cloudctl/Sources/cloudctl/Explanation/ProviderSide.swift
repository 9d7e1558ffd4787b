import CloudContainers

/// What one provider makes of a field of a manifest.
struct ProviderSide {
    /// The provider.
    let dialect: any ContainerDialect
    /// What it can do that bears on the field.
    let capabilities: [(name: String, value: String)]
    /// What holds there where the field is left out, if that is a plain value.
    let standard: String?
    /// How the field is mapped; those of the fields inside it where the field itself is only their frame.
    let rules: [FieldRule]

    /// What every provider makes of a field; nothing where no provider sees the field.
    static func all(of field: ManifestField) -> [ProviderSide] {
        guard field.isOfService else { return [] }
        let sides = Registry.dialects.map { ProviderSide(field, $0) }
        return sides.allSatisfy(\.rules.isEmpty) ? [] : sides.filter { $0.bearsOn(field) }
    }

    private init(_ field: ManifestField, _ dialect: any ContainerDialect) {
        self.dialect = dialect
        let names = Self.capabilityNames[field.name] ?? []
        capabilities = dialect.capabilities.rows.filter { names.contains($0.name) }
        standard = ProviderDefaults.of(dialect)[field.name]
        rules = Self.rules(for: field.serviceSteps, of: dialect)
    }

    /// A provider's own section says nothing to the others.
    private func bearsOn(_ field: ManifestField) -> Bool {
        let steps = field.serviceSteps
        return steps.count < 2 || steps[0] != "providers" || steps[1] == dialect.provider.rawValue
    }

    /// The rules of the field; else those of what is inside; else those of what it is inside of.
    private static func rules(for steps: [String], of dialect: any ContainerDialect) -> [FieldRule] {
        let rules = dialect.rules.compactMap { rule in rule.portable.map { (rule, Self.steps($0)) } }
        let own = rules.filter { $0.1 == steps || $0.1 == steps + ["*"] || $0.1 == steps + ["[]"] }
        if !own.isEmpty { return own.map(\.0) }
        let inner = rules.filter { $0.1.starts(with: steps) }
        if !inner.isEmpty { return inner.map(\.0) }
        for count in stride(from: steps.count - 1, to: 0, by: -1) {
            let outer = Array(steps.prefix(count))
            let found = rules.filter { $0.1 == outer || $0.1 == outer + ["*"] }
            if !found.isEmpty { return found.map(\.0) }
        }
        return []
    }

    private static func steps(_ path: String) -> [String] {
        path.replacing("[]", with: ".[]").split(separator: ".").map(String.init)
    }

    /// The capabilities that bear on a field, by the names of their rows.
    static let capabilityNames: [String: [String]] = [
        "image": ["images by digest"],
        "resources.cpu": ["CPU"],
        "resources.memory": ["memory"],
        "resources.gpu": ["GPUs"],
        "scaling.minimum": ["sleeps until a request comes"],
        "scaling.maximum": ["instances at most"],
        "scaling.concurrentRequests": ["scales on concurrent requests"],
        "ports": ["several ports"],
        "ports[].protocol": ["public TCP and UDP"],
        "ports[].exposure": ["ports inside the cluster only", "ports protected by a token"],
        "files": ["variables as files"],
        "volumes": ["volumes"],
    ]
}

/// What holds at a provider where a manifest says nothing.
enum ProviderDefaults {
    /// The defaults by the names of the fields: what reading back says of a service of which next to nothing was written.
    static func of(_ dialect: any ContainerDialect) -> [String: String] { all[dialect.provider] ?? [:] }

    private static let all = Dictionary(uniqueKeysWithValues: Registry.dialects.map { ($0.provider, values(of: $0)) })

    private static func values(of dialect: any ContainerDialect) -> [String: String] {
        let name = "service"
        let manifest = JSONDocument([
            "apiVersion": .string(ManifestFormat.apiVersion),
            "services": .object([
                name: [
                    "image": "docker.io/library/nginx:1",
                    "ports": [["number": 8080, "protocol": "http", "exposure": "public"]],
                ]
            ]),
        ])
        var given = Resolutions()
        given.allowsAll = true
        given.registries["docker.io"] = "00000000-0000-4000-8000-000000000000"
        // What cannot be carried there and back has no default that could be told.
        guard let spec = try? Registry.manifest.read(manifest, given).first?.value,
            let payload = dialect.write(spec, given).value,
            let result = try? dialect.read(payload, given).first?.value
        else { return [:] }
        let service = ManifestFormat.document(of: [result]).root["services"]?[name] ?? [:]
        let said = Set(manifest.root["services"]?[name]?.leaves().map(\.path) ?? [])
        var values: [String: String] = [:]
        for leaf in service.leaves() where !said.contains(leaf.path) {
            let field = leaf.path.description.replacing("[0]", with: "[]")
            switch leaf.value.content {
            case .object, .array, .null: continue
            case .string(let text): values[field] = text
            default: values[field] = leaf.value.text(.compact)
            }
        }
        return values
    }
}
