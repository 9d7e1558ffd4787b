import CloudContainers

extension QoveryDialect {
    static let identityRules: [FieldRule] = [
        FieldRule("container.id", nil, .read, "A fact of the source; the target gives its own."),
        FieldRule("container.created_at", nil, .read, "A fact of the source."),
        FieldRule("container.updated_at", nil, .read, "A fact of the source."),
        FieldRule("container.environment.id", nil, .read, "A fact of the source; the environment is chosen for all."),
        FieldRule("container.service_type", nil, .read, "A fact of the source."),
        FieldRule("container.maximum_cpu", nil, .read, "A fact of the source's cluster, in millicores."),
        FieldRule("container.maximum_memory", nil, .read, "A fact of the source's cluster, in MiB."),
        FieldRule("container.maximum_gpu", nil, .read, "A fact of the source's cluster."),
        FieldRule("container.name", "name", .both, "Unique in its environment without regard to case."),
        FieldRule(
            "container.description",
            "description",
            .both,
            "The user's text; this project's mark, in brackets, stands at its end."
        ),
    ]
}

extension QoveryReader {
    mutating func readIdentity() {
        ledger.record(
            [
                "container.id", "container.created_at", "container.updated_at", "container.environment",
                "container.service_type", "container.maximum_cpu", "container.maximum_memory", "container.maximum_gpu",
            ],
            to: [],
            .noted
        )
        // A mark of a name is never written here, since every name fits; one that stands here is not believed.
        ledger.record(["container.name"], to: ["name"])
        let text = OwnershipMark.split(description: container.description.value ?? "").users
        spec.description = text.isEmpty ? nil : text
        spec.owner = mark.owner
        ledger.record(["container.description"], to: ["description"])
    }
}

extension QoveryWriter {
    mutating func writeIdentity() {
        container.name = .value(spec.name)
        record(["name"], to: ["container.name"])
        mark.values["owner"] = spec.owner
        guard let text = mark.marking(spec.description) else { return }
        container.description = .value(text)
        let fields = ["cpu": "resources.cpu", "memory": "resources.memory", "disk": "resources.ephemeralStorage"]
        // The mark keeps amounts before rounding, so the description has several causes.
        let marked = mark.values.keys.map { FieldPath(fields[$0] ?? $0) }
        record(["description"] + marked, to: ["container.description"])
    }
}
