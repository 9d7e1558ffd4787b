import CloudContainers

extension JobFields.Command {
    var json: JSONObject {
        var object: JSONObject = ["arguments": .array(arguments.map { .string($0) })]
        if let entrypoint { object.set("entrypoint", .string(entrypoint)) }
        return object
    }
}

extension JobFields.Schedule {
    /// The schedule as it is answered, and with another name for the cron job as a history has it.
    func json(cron member: String = JobFields.Event.cron.member) -> JSONObject {
        switch self {
        case .cron(let command, let date, let timezone):
            var cron = command.json
            cron.set("timezone", .string(timezone))
            cron.set("scheduled_at", .string(date))
            return JSONObject([.init(name: member, value: .object(cron))])
        case .lifecycle(let commands, let kind):
            var object: JSONObject = [:]
            for event in JobFields.Event.allCases {
                if let command = commands[event] { object.set(event.member, .object(command.json)) }
            }
            object.set("lifecycle_type", .string(kind))
            return object
        }
    }
}

extension JobFields.Source {
    var json: JSONValue {
        switch self {
        case .image(let image):
            [
                "image": [
                    "image_name": .string(image.name), "tag": .string(image.tag),
                    "registry_id": .string(image.registry.id), "registry": image.registry.json,
                ]
            ]
        case .docker(let docker):
            [
                "docker": [
                    "git_repository": .object(docker.repository.json(commit: docker.commit)),
                    "dockerfile_path": .optional(docker.path), "dockerfile_raw": .optional(docker.content),
                    "docker_target_build_stage": .optional(docker.stage),
                ]
            ]
        }
    }
}

extension ContainerFields.RegistryReference {
    var json: JSONValue {
        ["id": .string(id), "name": .string(name), "url": .string(url), "kind": .string(kind)]
    }
}

extension JobFields.Repository {
    fileprivate func json(commit: String?) -> JSONObject {
        var object: JSONObject = [
            "has_access": true, "provider": .string(provider), "owner": .string(owner), "url": .string(url),
            "name": .string(name), "branch": .string(branch), "root_path": .string(rootPath),
        ]
        if let commit { object.set("deployed_commit_id", .string(commit)) }
        object.set("git_token_id", .optional(tokenID))
        return object
    }
}

extension JobRecord {
    /// The job as it is answered, with all members, also those that hold nothing but a default.
    func json(_ configuration: QoverySimulator.Configuration) -> JSONObject {
        let cluster = configuration.cluster
        let annotations = configuration.annotationsGroups.filter {
            fields.annotationsGroups.contains($0.id.lowercased())
        }
        let labels = configuration.labelsGroups.filter { fields.labelsGroups.contains($0.id.lowercased()) }
        var object: JSONObject = [
            "id": .string(id), "created_at": .string(created.isoText), "updated_at": .string(updated.isoText),
            "environment": ["id": .string(environmentID)], "maximum_cpu": .number(cluster.maximumCPU),
            "maximum_memory": .number(cluster.maximumMemory), "maximum_gpu": .number(cluster.maximumGPU),
            "name": .string(fields.name), "description": .string(fields.description), "cpu": .number(fields.cpu),
            "memory": .number(fields.memory), "gpu": .number(fields.gpu),
        ]
        if let storage = fields.ephemeralStorage { object.set("ephemeral_storage_in_gib", .number(storage)) }
        object.set("cpu_architecture", .optional(fields.architecture))
        object.set("max_nb_restart", .number(fields.maximumRestarts))
        if let seconds = fields.maximumDurationSeconds { object.set("max_duration_seconds", .number(seconds)) }
        object.set("auto_preview", .bool(fields.autoPreview))
        object.set("port", fields.port.map { .number($0) } ?? .null)
        object.set("source", fields.source.json)
        object.set(
            "healthchecks",
            ["readiness_probe": fields.readiness?.json ?? .null, "liveness_probe": fields.liveness?.json ?? .null]
        )
        object.set("auto_deploy", .bool(fields.autoDeploy))
        object.set("icon_uri", .string(fields.iconURI))
        object.set("service_type", "JOB")
        object.set("job_type", .string(fields.schedule.jobType))
        object.set("schedule", .object(fields.schedule.json()))
        object.set("annotations_groups", .array(annotations.map { .object($0.json) }))
        object.set("labels_groups", .array(labels.map { .object($0.json) }))
        return object
    }
}
