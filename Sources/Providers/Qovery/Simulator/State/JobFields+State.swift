import CloudContainers
import SimulationKit

extension JobRecord: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "id": .string(id), "environment": .string(environmentID), "fields": .record(fields),
            "settings": .object(settings), "created": .time(created), "updated": .time(updated),
            "revision": .number(revision), "deployed_revision": deployedRevision.map { .number($0) },
            "state": .string(state), "last_action": lastAction.map { .string($0.rawValue) },
            "last_request": lastRequestID.map { .string($0) }, "last_execution": lastExecutionID.map { .string($0) },
            "last_deployment": lastDeploymentDate.map { .time($0) }, "stale_status": stale.map { .record($0) },
            "stage": .string(stageID), "skipped": .bool(isSkipped), "failed_runs": .texts(failedRuns),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            environmentID: try state.text("environment"),
            fields: try state.record("fields"),
            settings: try state.json("settings"),
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated"),
            revision: try state.amount("revision"),
            deployedRevision: try state.integerIfPresent("deployed_revision"),
            state: try state.text("state"),
            lastAction: try state.wordIfPresent("last_action"),
            lastRequestID: try state.textIfPresent("last_request"),
            lastExecutionID: try state.textIfPresent("last_execution"),
            lastDeploymentDate: try state.timestampIfPresent("last_deployment"),
            stale: try state.recordIfPresent("stale_status"),
            stageID: try state.text("stage"),
            isSkipped: try state.bool("skipped"),
            failedRuns: try state.strings("failed_runs")
        )
    }
}

extension JobFields: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "name": .string(name), "description": .string(description), "cpu": .number(cpu),
            "memory": .number(memory), "gpu": .number(gpu),
            "ephemeral_storage": ephemeralStorage.map { .number($0) },
            "architecture": architecture.map { .string($0) }, "maximum_restarts": .number(maximumRestarts),
            "maximum_duration": maximumDurationSeconds.map { .number($0) }, "port": port.map { .number($0) },
            "image": source.image.map { .record($0) }, "docker": source.docker.map { .record($0) },
            "schedule": .record(schedule), "readiness": readiness.map { .record($0) },
            "liveness": liveness.map { .record($0) }, "auto_preview": .bool(autoPreview),
            "auto_deploy": .bool(autoDeploy), "icon": .string(iconURI),
            "annotations_groups": .texts(annotationsGroups), "labels_groups": .texts(labelsGroups),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        let docker = try state.recordIfPresent("docker", as: Docker.self)
        let source: Source
        if let docker { source = .docker(docker) } else { source = .image(try state.record("image")) }
        self.init(
            name: try state.text("name"),
            description: try state.text("description"),
            cpu: try state.integer("cpu"),
            memory: try state.integer("memory"),
            gpu: try state.integer("gpu"),
            ephemeralStorage: try state.integerIfPresent("ephemeral_storage"),
            architecture: try state.textIfPresent("architecture"),
            maximumRestarts: try state.integer("maximum_restarts"),
            maximumDurationSeconds: try state.integerIfPresent("maximum_duration"),
            port: try state.integerIfPresent("port"),
            source: source,
            schedule: try state.record("schedule"),
            readiness: try state.recordIfPresent("readiness"),
            liveness: try state.recordIfPresent("liveness"),
            autoPreview: try state.bool("auto_preview"),
            autoDeploy: try state.bool("auto_deploy"),
            iconURI: try state.text("icon"),
            annotationsGroups: try state.strings("annotations_groups"),
            labelsGroups: try state.strings("labels_groups")
        )
        guard maximumRestarts >= 0 else {
            throw StateReader.refusal("the number is out of bounds", at: state.path.appending("maximum_restarts"))
        }
    }
}

extension JobFields.Image: StateRecord {
    var saved: JSONObject { ["registry": .record(registry), "name": .string(name), "tag": .string(tag)] }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(registry: try state.record("registry"), name: try state.text("name"), tag: try state.text("tag"))
    }
}

extension JobFields.Docker: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "repository": .record(repository), "path": path.map { .string($0) },
            "content": content.map { .string($0) }, "stage": stage.map { .string($0) },
            "commit": commit.map { .string($0) },
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            repository: try state.record("repository"),
            path: try state.textIfPresent("path"),
            content: try state.textIfPresent("content"),
            stage: try state.textIfPresent("stage"),
            commit: try state.textIfPresent("commit")
        )
    }
}

extension JobFields.Repository: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "url": .string(url), "owner": .string(owner), "name": .string(name), "provider": .string(provider),
            "branch": .string(branch), "root_path": .string(rootPath), "token": tokenID.map { .string($0) },
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            url: try state.text("url"),
            owner: try state.text("owner"),
            name: try state.text("name"),
            provider: try state.text("provider"),
            branch: try state.text("branch"),
            rootPath: try state.text("root_path"),
            tokenID: try state.textIfPresent("token")
        )
    }
}

extension JobFields.Command: StateRecord {
    var saved: JSONObject {
        JSONObject(present: ["arguments": .texts(arguments), "entrypoint": entrypoint.map { .string($0) }])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(arguments: try state.strings("arguments"), entrypoint: try state.textIfPresent("entrypoint"))
    }
}

extension JobFields.Schedule: StateRecord {
    var saved: JSONObject {
        switch self {
        case .cron(let command, let date, let timezone):
            ["cron": .record(command), "scheduled_at": .string(date), "timezone": .string(timezone)]
        case .lifecycle(let commands, let kind):
            JSONObject(present: [
                "start": commands[.start].map { .record($0) }, "stop": commands[.stop].map { .record($0) },
                "delete": commands[.delete].map { .record($0) }, "kind": .string(kind),
            ])
        }
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        if let command = try state.recordIfPresent("cron", as: JobFields.Command.self) {
            self = .cron(command, at: try state.text("scheduled_at"), timezone: try state.text("timezone"))
            return
        }
        var commands: [JobFields.Event: JobFields.Command] = [:]
        commands[.start] = try state.recordIfPresent("start")
        commands[.stop] = try state.recordIfPresent("stop")
        commands[.delete] = try state.recordIfPresent("delete")
        self = .lifecycle(commands, kind: try state.text("kind"))
    }
}

extension Deployment.JobStep: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "schedule": .record(schedule), "forced": forced.map { .string($0.rawValue) },
            "event": event.map { .string($0.rawValue) }, "run_length": .time(runLength),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            schedule: try state.record("schedule"),
            forced: try state.wordIfPresent("forced"),
            event: try state.wordIfPresent("event"),
            runLength: try state.span("run_length")
        )
    }
}
