import CloudContainers
import SimulationKit

extension ProjectRecord: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "name": .string(name), "description": .string(description), "created": .time(created),
            "updated": .time(updated),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            name: try state.text("name"),
            description: try state.text("description"),
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated")
        )
    }
}

extension RegistryRecord: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "name": .string(name), "kind": .string(kind), "url": .string(url),
            "description": .string(description), "config": .object(config), "created": .time(created),
            "updated": .time(updated),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            name: try state.text("name"),
            kind: try state.text("kind"),
            url: try state.text("url"),
            description: try state.text("description"),
            config: try state.json("config"),
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated")
        )
    }
}

extension StageRecord: StateRecord {
    var saved: JSONObject { ["id": .string(id), "name": .string(name)] }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(id: try state.text("id"), name: try state.text("name"))
    }
}

extension StaleStatus: StateRecord {
    var saved: JSONObject { ["until": .time(until), "body": .object(body)] }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(until: try state.span("until"), body: try state.json("body"))
    }
}

extension EnvironmentRecord: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "id": .string(id), "project": .string(projectID), "name": .string(name), "mode": .string(mode),
            "stages": .records(stages), "others": others.isEmpty ? nil : .records(others),
            "created": .time(created), "updated": .time(updated), "queue": .records(queue),
            "history": .records(history), "idle_since": .time(idleSince),
            "stale_status": stale.map { .record($0) }, "deployment_count": .number(deploymentCount),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            projectID: try state.text("project"),
            name: try state.text("name"),
            mode: try state.text("mode"),
            stages: try state.records("stages"),
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated"),
            queue: try state.records("queue"),
            history: try state.records("history"),
            others: try state.recordsIfPresent("others"),
            idleSince: try state.span("idle_since"),
            stale: try state.recordIfPresent("stale_status"),
            deploymentCount: try state.amount("deployment_count")
        )
    }
}

extension ContainerRecord: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "id": .string(id), "environment": .string(environmentID), "fields": .record(fields),
            "settings": .object(settings), "sticky_session": .bool(hasStickySession), "domains": .records(domains),
            "logs": .records(logs), "created": .time(created), "updated": .time(updated),
            "revision": .number(revision), "deployed_revision": deployedRevision.map { .number($0) },
            "state": .string(state), "last_action": lastAction.map { .string($0.rawValue) },
            "last_request": lastRequestID.map { .string($0) }, "last_execution": lastExecutionID.map { .string($0) },
            "last_deployment": lastDeploymentDate.map { .time($0) }, "stale_status": stale.map { .record($0) },
            "stage": .string(stageID), "skipped": .bool(isSkipped),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            environmentID: try state.text("environment"),
            fields: try state.record("fields"),
            settings: try state.json("settings"),
            hasStickySession: try state.bool("sticky_session"),
            domains: try state.records("domains"),
            logs: try state.records("logs"),
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
            isSkipped: try state.bool("skipped")
        )
    }
}

extension LogLine: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "created": .time(created), "message": .string(message), "pod": .string(podName),
            "version": .string(version),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            created: try state.timestamp("created"),
            message: try state.text("message"),
            podName: try state.text("pod"),
            version: try state.text("version")
        )
    }
}

extension DomainRecord: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "name": .string(name), "certificate": .bool(generatesCertificate),
            "cdn": .bool(usesCDN), "created": .time(created), "updated": .time(updated),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            name: try state.text("name"),
            generatesCertificate: try state.bool("certificate"),
            usesCDN: try state.bool("cdn"),
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated")
        )
    }
}

extension VariableRecord: StateRecord {
    var saved: JSONObject {
        var object = JSONObject(present: [
            "id": .string(id), "scope": .string(scope.word), "parent": .string(parentID), "key": .string(key),
            // A secret has no value here: the simulator only knows that there is one.
            "value": isSecret ? nil : .string(value), "secret": .bool(isSecret),
            "mount_path": mountPath.map { .string($0) }, "description": .string(description),
            "interpolates": .bool(interpolatesInFile), "created": .time(created), "updated": .time(updated),
        ])
        switch kind {
        case .value: object.set("kind", "value")
        case .external(let access):
            object.set("kind", "external")
            object.set("access", .string(access))
        case .alias(let id):
            object.set("kind", "alias")
            object.set("origin", .string(id))
        case .override(let id):
            object.set("kind", "override")
            object.set("origin", .string(id))
        case .builtIn: object.set("kind", "built_in")
        }
        return object
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        let kind: Kind
        switch try state.text("kind") {
        case "value": kind = .value
        case "external": kind = .external(accessID: try state.text("access"))
        case "alias": kind = .alias(of: try state.text("origin"))
        case "override": kind = .override(of: try state.text("origin"))
        case "built_in": kind = .builtIn
        default: throw StateReader.refusal("the word is not known", at: state.path.appending("kind"))
        }
        guard let scope = Scope(word: try state.text("scope")) else {
            throw StateReader.refusal("the word is not known", at: state.path.appending("scope"))
        }
        let isSecret = try state.bool("secret")
        self.init(
            id: try state.text("id"),
            scope: scope,
            parentID: try state.text("parent"),
            key: try state.text("key"),
            value: isSecret ? "" : try state.text("value"),
            isSecret: isSecret,
            mountPath: try state.textIfPresent("mount_path"),
            description: try state.text("description"),
            interpolatesInFile: try state.bool("interpolates"),
            kind: kind,
            created: try state.timestamp("created"),
            updated: try state.timestamp("updated")
        )
    }
}
