import CloudContainers

extension ContainerFields.Probe {
    /// The probe as it is answered: all four kinds, three of them `null`.
    var json: JSONValue {
        var type: JSONObject = ["tcp": nil, "http": nil, "exec": nil, "grpc": nil]
        switch kind {
        case .tcp(let port, let host): type.set("tcp", ["port": .number(port), "host": .optional(host)])
        case .http(let port, let path, let scheme):
            type.set("http", ["path": .string(path), "scheme": .string(scheme), "port": .number(port)])
        case .exec(let command): type.set("exec", ["command": .array(command.map { .string($0) })])
        case .grpc(let port, let service): type.set("grpc", ["port": .number(port), "service": .optional(service)])
        }
        return [
            "type": .object(type), "initial_delay_seconds": .number(initialDelay), "period_seconds": .number(period),
            "timeout_seconds": .number(timeout), "success_threshold": .number(successThreshold),
            "failure_threshold": .number(failureThreshold),
        ]
    }
}

extension ContainerFields.Port {
    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "name": .string(name), "internal_port": .number(internalPort),
            "publicly_accessible": .bool(isPublic), "is_default": .bool(isDefault), "protocol": .string(kind),
        ]
        if let externalPort { object.set("external_port", .number(externalPort)) }
        if let publicPath { object.set("public_path", .string(publicPath)) }
        if let publicPathRewrite { object.set("public_path_rewrite", .string(publicPathRewrite)) }
        return .object(object)
    }
}

extension ContainerFields.Storage {
    var json: JSONValue {
        ["id": .string(id), "type": .string(kind), "size": .number(size), "mount_point": .string(mountPoint)]
    }
}

extension ContainerRecord {
    /// The container as it is answered.
    ///
    /// - Parameters:
    ///   - configuration: Where its limits and its groups come from.
    ///   - ports: Its ports in the order in which they are shown.
    /// - Returns: All members, also those that hold nothing but a default.
    func json(_ configuration: QoverySimulator.Configuration, ports: [ContainerFields.Port]) -> JSONObject {
        let cluster = configuration.cluster
        let annotations = configuration.annotationsGroups.filter {
            fields.annotationsGroups.contains($0.id.lowercased())
        }
        let labels = configuration.labelsGroups.filter { fields.labelsGroups.contains($0.id.lowercased()) }
        var object: JSONObject = [
            "id": .string(id), "created_at": .string(created.isoText), "updated_at": .string(updated.isoText),
            "storage": .array(fields.storage.map(\.json)), "image_name": .string(fields.imageName),
            "tag": .string(fields.tag), "registry_id": .string(fields.registry.id),
            "registry": fields.registry.json,
            "environment": ["id": .string(environmentID)], "maximum_cpu": .number(cluster.maximumCPU),
            "maximum_memory": .number(cluster.maximumMemory), "maximum_gpu": .number(cluster.maximumGPU),
            "name": .string(fields.name), "description": .string(fields.description),
            "arguments": .array(fields.arguments.map { .string($0) }),
        ]
        if let entrypoint = fields.entrypoint { object.set("entrypoint", .string(entrypoint)) }
        object.set("cpu", .number(fields.cpu))
        object.set("memory", .number(fields.memory))
        object.set("gpu", .number(fields.gpu))
        if let storage = fields.ephemeralStorage { object.set("ephemeral_storage_in_gib", .number(storage)) }
        object.set("cpu_architecture", .optional(fields.architecture))
        object.set("min_running_instances", .number(fields.minimumInstances))
        object.set("max_running_instances", .number(fields.maximumInstances))
        if let autoscaling = fields.autoscaling { object.set("autoscaling", .object(autoscaling)) }
        object.set(
            "healthchecks",
            ["readiness_probe": fields.readiness?.json ?? .null, "liveness_probe": fields.liveness?.json ?? .null]
        )
        object.set("auto_preview", .bool(fields.autoPreview))
        object.set("ports", .array(ports.map(\.json)))
        object.set("auto_deploy", .bool(fields.autoDeploy))
        object.set("annotations_groups", .array(annotations.map { .object($0.json) }))
        object.set("labels_groups", .array(labels.map { .object($0.json) }))
        object.set("icon_uri", .string(fields.iconURI))
        object.set("service_type", "CONTAINER")
        return object
    }
}
