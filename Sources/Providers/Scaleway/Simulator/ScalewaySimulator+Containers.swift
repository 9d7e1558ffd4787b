import CloudContainers
import SimulationKit

extension ScalewaySimulator {
    private static let longestDescription = 255

    func container(_ id: String) throws(ScalewayErrorAnswer) -> StoredContainer {
        guard let container = containers[id] else { throw .notFound(StoredContainer.kind, id) }
        return container
    }

    /// POST `/containers`: runs the container at once.
    func createContainer(_ reader: ArgumentReader, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        try makeContainer(reader, deploys: true, at: moment).json
    }

    func makeContainer(
        _ reader: ArgumentReader,
        deploys: Bool,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> StoredContainer {
        var problems = ArgumentProblems()
        let namespaceID = reader.uuid("namespace_id", isRequired: true, &problems) ?? ""
        let name =
            reader.text(
                "name",
                isRequired: true,
                length: 2...34,
                pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                &problems,
                fits: NameForm.isContainer
            ) ?? ""
        let description = reader.text("description", length: 0...Self.longestDescription, &problems) ?? ""
        let tags = reader.strings("tags", &problems) ?? []
        var settings = ContainerSettings()
        settings.apply(reader, isUpdate: false, &hasher, &problems)
        settings.check(with: namespaces[namespaceID]?.variables ?? Variables(), &problems)
        try problems.check()
        let namespace = try namespace(namespaceID)
        try namespace.checkSettled()
        if let other = containers.values.first(where: { $0.namespaceID == namespaceID && $0.name == name }) {
            throw .alreadyExists(StoredContainer.kind, other.id, help: "the namespace has a container of that name")
        }
        try checkQuota("containers", configuration.quotas.containers, current: containers.count)
        try checkMemoryQuota(settings)
        try checkPrivateNetwork(settings)
        let id = chance.uuid()
        let container = StoredContainer(
            id: id,
            name: name,
            namespaceID: namespaceID,
            region: configuration.region,
            host: StoredContainer.host(name: name, in: namespace),
            sequence: moment.tick,
            createdAt: moment.stamp,
            updatedAt: moment.stamp,
            lifecycle: deploys ? deployment(of: settings, in: id, .creating, at: moment) : Lifecycle(settled: .stored),
            description: description,
            tags: tags,
            settings: settings
        )
        containers[container.id] = container
        return container
    }

    /// PATCH `/containers/{id}`: whatever changes more than description and tags deploys, and an image that is sent does too.
    func updateContainer(
        _ id: String,
        _ reader: ArgumentReader,
        alwaysDeploys: Bool = false,
        at moment: Moment
    ) throws(ScalewayErrorAnswer) -> JSONValue {
        var container = try container(id)
        let old = container.settings
        var problems = ArgumentProblems()
        let length = 0...Self.longestDescription
        container.description = reader.text("description", length: length, &problems) ?? container.description
        container.tags = reader.strings("tags", &problems) ?? container.tags
        container.settings.apply(reader, isUpdate: true, &hasher, &problems)
        container.settings.check(with: namespaces[container.namespaceID]?.variables ?? Variables(), &problems)
        try problems.check()
        try container.checkSettled()
        if container.settings.quotaBytes > old.quotaBytes { try checkMemoryQuota(container.settings, instead: old) }
        if container.settings.privateNetworkID != old.privateNetworkID { try checkPrivateNetwork(container.settings) }
        if alwaysDeploys || container.settings != old || reader.isGiven("image") {
            container.lifecycle = deployment(of: container.settings, in: id, .updating, at: moment)
        }
        container.updatedAt = moment.stamp
        containers[id] = container
        return container.json
    }

    /// POST `/containers/{id}/redeploy`.
    func redeployContainer(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        var container = try container(id)
        try container.checkSettled()
        container.lifecycle = deployment(of: container.settings, in: id, .updating, at: moment)
        container.updatedAt = moment.stamp
        containers[id] = container
        return container.json
    }

    /// DELETE `/containers/{id}`: takes domains and triggers with it.
    func deleteContainer(_ id: String, at moment: Moment) throws(ScalewayErrorAnswer) -> JSONValue {
        let container = try container(id)
        try checkDeletable(container)
        remove(container, by: due(configuration.durations.containerGone, moment), at: moment)
        return try self.container(id).json
    }

    /// Begins to delete a container with all that hangs on it.
    func remove(_ container: StoredContainer, by due: Duration, at moment: Moment) {
        containers[container.id]?.lifecycle.begin(.deleting, until: due, then: .gone)
        containers[container.id]?.updatedAt = moment.stamp
        for domain in domains.values where domain.containerID == container.id {
            domains[domain.id]?.lifecycle.begin(.deleting, until: due, then: .gone)
        }
        for trigger in triggers.values where trigger.containerID == container.id {
            triggers[trigger.id]?.lifecycle.begin(.deleting, until: due, then: .gone)
        }
    }

    private func checkMemoryQuota(
        _ settings: ContainerSettings,
        instead old: ContainerSettings? = nil
    ) throws(ScalewayErrorAnswer) {
        let current = containers.values.reduce(0) { $0 + $1.settings.quotaBytes }
        try checkQuota(
            "containers_memory_bytes",
            configuration.quotas.memoryBytes,
            current: current,
            adding: settings.quotaBytes - (old?.quotaBytes ?? 0)
        )
    }

    private func checkPrivateNetwork(_ settings: ContainerSettings) throws(ScalewayErrorAnswer) {
        guard let id = settings.privateNetworkID, let known = surroundings.privateNetworks, !known.contains(id) else {
            return
        }
        throw .notFound("private_network", id)
    }

    /// How a deployment ends, which the world decides: when it is ready, or when it has failed for which reason.
    private func deployment(
        of settings: ContainerSettings,
        in id: String,
        _ status: Lifecycle.Status,
        at moment: Moment
    ) -> Lifecycle {
        let durations = configuration.durations
        if let message = surroundings.failures.removeValue(forKey: id) {
            return Lifecycle(status, until: due(durations.internalFailure, moment), then: .failed(message))
        }
        guard let image = world.image(settings.image) else {
            return Lifecycle(
                status,
                until: due(durations.imageNotFound, moment),
                then: .failed("Image was not found in container registry.")
            )
        }
        let port = try? PortNumber(settings.port)
        // The liveness probe waits for the startup probe.
        let probes = [settings.startupProbe, settings.livenessProbe].compactMap(\.self)
        for probe in probes where !image.answers(on: port, path: probe.path) {
            let margin = chance.duration(in: durations.probeFailure)
            let message =
                "Container is unable to start OR "
                + (probe.path.map { "does not respond to HTTP requests on port \(settings.port) and path \($0)" }
                    ?? "is not listening on port \(settings.port)")
            return Lifecycle(status, until: moment.elapsed + probe.patience + margin, then: .failed(message))
        }
        return Lifecycle(status, until: due(durations.containerReady, moment), then: .ready)
    }
}
