import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    private static let longestDescription = 255

    func namespace(_ id: String) throws(ScalewayErrorAnswer) -> StoredNamespace {
        guard let namespace = namespaces[id] else { throw .notFound(StoredNamespace.kind, id) }
        return namespace
    }

    /// POST `/namespaces`.
    func createNamespace(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        try makeNamespace(reader, at: moment).json
    }

    func makeNamespace(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> StoredNamespace {
        var problems = ArgumentProblems()
        let project = reader.uuid("project_id", isRequired: true, &problems) ?? ""
        let name =
            reader.text(
                "name",
                isRequired: true,
                length: 1...50,
                pattern: "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])$",
                &problems,
                fits: NameForm.isNamespace
            ) ?? ""
        let description = reader.text("description", length: 0...Self.longestDescription, &problems) ?? ""
        let tags = reader.strings("tags", &problems) ?? []
        var variables = Variables()
        variables.apply(reader, isUpdate: false, &hasher, &problems)
        variables.checkCount(with: Variables(), &problems)
        try problems.check()
        guard project == configuration.projectID else {
            throw .permissionsDenied([("containers_namespace", "write")])
        }
        if let other = namespaces.values.first(where: { $0.name == name }) {
            throw .alreadyExists(StoredNamespace.kind, other.id, help: "the project has a namespace of that name")
        }
        try checkQuota("containers_namespaces", configuration.quotas.namespaces, current: namespaces.count)
        let lifecycle = Lifecycle(.creating, until: due(configuration.durations.namespaceReady, moment), then: .ready)
        let namespace = StoredNamespace(
            id: chance.uuid(),
            name: name,
            organizationID: configuration.organizationID,
            projectID: project,
            region: configuration.region,
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            lifecycle: lifecycle,
            description: description,
            variables: variables,
            tags: tags
        )
        namespaces[namespace.id] = namespace
        return namespace
    }

    /// PATCH `/namespaces/{id}`: only a change of the variables is under way for a while.
    func updateNamespace(
        _ id: String,
        _ reader: ArgumentReader,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var namespace = try namespace(id)
        var problems = ArgumentProblems()
        let length = 0...Self.longestDescription
        namespace.description = reader.text("description", length: length, &problems) ?? namespace.description
        namespace.tags = reader.strings("tags", &problems) ?? namespace.tags
        let old = namespace.variables
        namespace.variables.apply(reader, isUpdate: true, &hasher, &problems)
        let inside = containers.values.filter { $0.namespaceID == id }.map(\.settings.variables)
        for other in inside + [Variables()] where problems.arguments.isEmpty {
            namespace.variables.checkCount(with: other, &problems)
        }
        try problems.check()
        try namespace.checkSettled()
        if namespace.variables != old {
            let due = due(configuration.durations.namespaceReady, moment)
            namespace.lifecycle.begin(.updating, until: due, then: .ready)
        }
        namespace.updatedAt = moment.stamp
        namespaces[id] = namespace
        return namespace.json
    }

    /// DELETE `/namespaces/{id}`: takes everything inside with it.
    func deleteNamespace(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var namespace = try namespace(id)
        try checkDeletable(namespace)
        let due = due(configuration.durations.namespaceGone, moment)
        namespace.lifecycle.begin(.deleting, until: due, then: .gone)
        namespace.updatedAt = moment.stamp
        namespaces[id] = namespace
        for container in containers.values where container.namespaceID == id {
            remove(container, by: due, at: moment)
        }
        return namespace.json
    }
}

extension ScalewaySimulator {
    /// The end of something that takes a while.
    func due(_ range: ClosedRange<Duration>, _ moment: Moment) -> Duration {
        moment.elapsed + chance.duration(in: range)
    }

    /// Refuses what would exceed a quota of the organization.
    func checkQuota(
        _ resource: String,
        _ quota: Int,
        current: Int,
        adding count: Int = 1
    ) throws(ScalewayErrorAnswer) {
        guard current + count > quota else { return }
        throw .quotaExceeded(resource, quota: quota, current: current, organization: configuration.organizationID)
    }

    /// Refuses a deletion while something is under way, if that is how the account is configured.
    func checkDeletable(_ resource: some StoredResource) throws(ScalewayErrorAnswer) {
        if configuration.refusesDeletionInTransientState || resource.lifecycle.status == .deleting {
            try resource.checkSettled()
        }
    }
}
