import CloudContainers

extension ScalewayDialect {
    static let identityRules: [FieldRule] = [
        FieldRule("container.id", nil, .read, "A fact of the source; the target gives its own."),
        FieldRule("container.namespace_id", nil, .both, "The namespace is chosen for the whole set of services."),
        FieldRule("container.status", nil, .read, "A fact of the source.", [.sourceError]),
        FieldRule("container.error_message", nil, .read, "A fact of the source.", [.sourceError]),
        FieldRule("container.created_at", nil, .read, "A fact of the source."),
        FieldRule("container.updated_at", nil, .read, "A fact of the source."),
        FieldRule("container.region", nil, .read, "A fact of the source; the region is chosen explicitly."),
        FieldRule("container.public_endpoint", nil, .read, "A fact of the source; the target gives its own address."),
        FieldRule(
            "container.name",
            "name",
            .both,
            "2 to 34 lower-case letters, digits and dashes; another name is fitted and the mark keeps it. A live service "
                + "cannot be renamed and is made anew.",
            [.nameChanged, .replaced]
        ),
        FieldRule(
            "container.description",
            "description",
            .both,
            "At most 255 characters.",
            [.descriptionCut]
        ),
    ]

    /// The name that Scaleway accepts and that is nearest to another one (reference: API validation rules, 2 to 34).
    static func fitted(name: String) -> String {
        var result = ""
        for scalar in name.lowercased().unicodeScalars {
            let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else if !result.isEmpty, !result.hasSuffix("-") {
                result += "-"
            }
        }
        result = String(result.prefix(34))
        while result.hasSuffix("-") { result.removeLast() }
        if result.isEmpty { return "service" }
        return result.count == 1 ? result + "-service" : result
    }
}

extension ScalewayReader {
    mutating func readIdentity() {
        ledger.record(
            [
                "container.id", "container.namespace_id", "container.created_at", "container.updated_at",
                "container.region", "container.public_endpoint",
            ],
            to: [],
            .noted
        )
        var statusFindings: [Finding] = []
        if container.status.value == "error" {
            statusFindings.append(
                Finding(.sourceError, .noted, before: .text("error"), detail: container.errorMessage.value)
            )
        }
        ledger.record(["container.status", "container.error_message"], to: [], .noted, statusFindings)

        if let name = mark.name, ScalewayDialect.fitted(name: name) == container.name.value { spec.name = name }
        ledger.record(["container.name"], to: ["name"], spec.name == container.name.value ? .exact : .converted)

        spec.owner = mark.owner
        spec.description = container.description.value.flatMap { $0.isEmpty ? nil : $0 }
        ledger.record(["container.description"], to: ["description"])
    }
}

extension ScalewayWriter {
    mutating func writeIdentity() {
        let name = ScalewayDialect.fitted(name: spec.name)
        container.name = .value(name)
        if name == spec.name {
            record(["name"], to: ["container.name"])
        } else {
            mark.values["name"] = spec.name
            let finding = Finding(.nameChanged, .replaced, before: .text(spec.name), after: .text(name))
            record(["name"], to: ["container.name"], .exact, [finding])
        }
        container.namespaceID = .value("{namespace}")
        record([], to: ["container.namespace_id"], .noted)

        guard let description = spec.description else { return record(["description"]) }
        if description.unicodeScalars.count > 255 {
            var cut = ""
            cut.unicodeScalars.append(contentsOf: description.unicodeScalars.prefix(255))
            container.description = .value(cut)
            let finding = Finding(.descriptionCut, .reduced, before: .text(description), after: .text(cut))
            record(["description"], to: ["container.description"], .exact, [finding])
        } else {
            container.description = .value(description)
            record(["description"], to: ["container.description"])
        }
    }
}
