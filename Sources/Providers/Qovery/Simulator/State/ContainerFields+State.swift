import CloudContainers
import SimulationKit

extension ContainerFields: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "name": .string(name), "description": .string(description), "registry": .record(registry),
            "image": .string(imageName), "tag": .string(tag), "arguments": .texts(arguments),
            "entrypoint": entrypoint.map { .string($0) }, "cpu": .number(cpu), "memory": .number(memory),
            "gpu": .number(gpu), "ephemeral_storage": ephemeralStorage.map { .number($0) },
            "architecture": architecture.map { .string($0) }, "minimum_instances": .number(minimumInstances),
            "maximum_instances": .number(maximumInstances), "autoscaling": autoscaling.map { .object($0) },
            "readiness": readiness.map { .record($0) }, "liveness": liveness.map { .record($0) },
            "ports": .records(ports), "storage": .records(storage), "auto_preview": .bool(autoPreview),
            "auto_deploy": .bool(autoDeploy), "icon": .string(iconURI),
            "annotations_groups": .texts(annotationsGroups), "labels_groups": .texts(labelsGroups),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            name: try state.text("name"),
            description: try state.text("description"),
            registry: try state.record("registry"),
            imageName: try state.text("image"),
            tag: try state.text("tag"),
            arguments: try state.strings("arguments"),
            entrypoint: try state.textIfPresent("entrypoint"),
            cpu: try state.integer("cpu"),
            memory: try state.integer("memory"),
            gpu: try state.integer("gpu"),
            ephemeralStorage: try state.integerIfPresent("ephemeral_storage"),
            architecture: try state.textIfPresent("architecture"),
            minimumInstances: try state.integer("minimum_instances"),
            maximumInstances: try state.integer("maximum_instances"),
            autoscaling: try state.jsonIfPresent("autoscaling"),
            readiness: try state.recordIfPresent("readiness"),
            liveness: try state.recordIfPresent("liveness"),
            ports: try state.records("ports"),
            storage: try state.records("storage"),
            autoPreview: try state.bool("auto_preview"),
            autoDeploy: try state.bool("auto_deploy"),
            iconURI: try state.text("icon"),
            annotationsGroups: try state.strings("annotations_groups"),
            labelsGroups: try state.strings("labels_groups")
        )
    }
}

extension ContainerFields.RegistryReference: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "name": .string(name), "url": .string(url), "kind": .string(kind),
            "host": .string(host),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            name: try state.text("name"),
            url: try state.text("url"),
            kind: try state.text("kind"),
            host: try state.text("host")
        )
    }
}

extension ContainerFields.Port: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "id": .string(id), "name": .string(name), "internal": .number(internalPort),
            "external": externalPort.map { .number($0) }, "public": .bool(isPublic), "default": .bool(isDefault),
            "protocol": .string(kind), "path": publicPath.map { .string($0) },
            "path_rewrite": publicPathRewrite.map { .string($0) },
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            name: try state.text("name"),
            internalPort: try state.integer("internal"),
            externalPort: try state.integerIfPresent("external"),
            isPublic: try state.bool("public"),
            isDefault: try state.bool("default"),
            kind: try state.text("protocol"),
            publicPath: try state.textIfPresent("path"),
            publicPathRewrite: try state.textIfPresent("path_rewrite")
        )
    }
}

extension ContainerFields.Storage: StateRecord {
    var saved: JSONObject {
        [
            "id": .string(id), "type": .string(kind), "size": .number(size), "mount_point": .string(mountPoint),
        ]
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            id: try state.text("id"),
            kind: try state.text("type"),
            size: try state.integer("size"),
            mountPoint: try state.text("mount_point")
        )
    }
}

extension ContainerFields.Probe: StateRecord {
    var saved: JSONObject {
        JSONObject(present: [
            "kind": .object(kind.saved), "initial_delay": .number(initialDelay), "period": .number(period),
            "timeout": .number(timeout), "success_threshold": .number(successThreshold),
            "failure_threshold": .number(failureThreshold),
        ])
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        self.init(
            kind: try state.record("kind"),
            initialDelay: try state.integer("initial_delay"),
            period: try state.integer("period"),
            timeout: try state.integer("timeout"),
            successThreshold: try state.integer("success_threshold"),
            failureThreshold: try state.integer("failure_threshold")
        )
    }
}

extension ContainerFields.Probe.Kind: StateRecord {
    var saved: JSONObject {
        switch self {
        case .tcp(let port, let host):
            JSONObject(present: ["type": "tcp", "port": .number(port), "host": host.map { .string($0) }])
        case .http(let port, let path, let scheme):
            ["type": "http", "port": .number(port), "path": .string(path), "scheme": .string(scheme)]
        case .exec(let command): ["type": "exec", "command": .texts(command)]
        case .grpc(let port, let service):
            JSONObject(present: ["type": "grpc", "port": .number(port), "service": service.map { .string($0) }])
        }
    }

    init(_ state: inout StateReader) throws(ContainerServiceError) {
        switch try state.text("type") {
        case "tcp": self = .tcp(port: try state.integer("port"), host: try state.textIfPresent("host"))
        case "http":
            self = .http(
                port: try state.integer("port"),
                path: try state.text("path"),
                scheme: try state.text("scheme")
            )
        case "exec": self = .exec(command: try state.strings("command"))
        case "grpc": self = .grpc(port: try state.integer("port"), service: try state.textIfPresent("service"))
        default: throw StateReader.refusal("the word is not known", at: state.path.appending("type"))
        }
    }
}
