import CloudContainers

/// What a body of a container is checked against.
struct ContainerReader {
    let configuration: QoverySimulator.Configuration
    let registries: Table<RegistryRecord>
    /// What the container is so far; `nil` for a new one.
    let current: ContainerFields?
    /// The id of the container.
    let containerID: String
    let date: String

    /// Reads a whole container: whatever is left out gets its default, also where the container has something else.
    func read(_ body: Fields, ids: inout Store) throws(Refusal) -> ContainerFields {
        let cluster = configuration.cluster
        let name = try body.name("name")
        let description = try body.optionalText("description") ?? ""
        let registry = try registry(try body.text("registry_id"))
        let imageName = try body.name("image_name")
        let tag = try body.name("tag")
        let arguments = try body.texts("arguments")
        let entrypoint = try body.optionalText("entrypoint")
        let cpu = try body.optionalInteger("cpu", in: configuration.minimumCPU...cluster.maximumCPU) ?? 500
        let memory = try body.optionalInteger("memory", in: configuration.minimumMemory...cluster.maximumMemory) ?? 512
        let gpu = try body.optionalInteger("gpu", in: 0...cluster.maximumGPU) ?? 0
        let ephemeralStorage = try body.optionalInteger("ephemeral_storage_in_gib")
        let architecture = try body.optionalWord("cpu_architecture", among: ["AMD64", "ARM64"])
        let minimum = try body.optionalInteger("min_running_instances") ?? 1
        let maximum = try body.optionalInteger("max_running_instances", in: -1...Int.max) ?? 1
        let autoscaling = try autoscaling(body, &ids)
        try check(minimum, maximum, scalesByEvents: autoscaling != nil)
        guard let checks = try body.optionalObject("healthchecks") else {
            throw Refusal(400, "healthchecks must not be null")
        }
        let readiness = try probe("readiness_probe", of: checks)
        let liveness = try probe("liveness_probe", of: checks)
        let ports = try ports(body, &ids)
        let storage = try storage(body, &ids)
        let annotations = try groups(body, "annotations_groups", among: configuration.annotationsGroups.map(\.id))
        let labels = try groups(body, "labels_groups", among: configuration.labelsGroups.map(\.id))
        return ContainerFields(
            name: name,
            description: description,
            registry: registry,
            imageName: imageName,
            tag: tag,
            arguments: arguments,
            entrypoint: entrypoint,
            cpu: cpu,
            memory: memory,
            gpu: gpu,
            ephemeralStorage: ephemeralStorage,
            architecture: architecture,
            minimumInstances: minimum,
            maximumInstances: maximum,
            autoscaling: autoscaling,
            readiness: readiness,
            liveness: liveness,
            ports: ports,
            storage: storage,
            autoPreview: try body.optionalFlag("auto_preview") ?? false,
            autoDeploy: try body.optionalFlag("auto_deploy") ?? false,
            iconURI: try body.optionalURI("icon_uri") ?? ContainerFields.standardIcon,
            annotationsGroups: annotations,
            labelsGroups: labels
        )
    }

    private func groups(_ body: Fields, _ name: String, among known: [String]) throws(Refusal) -> [String] {
        var ids: [String] = []
        for group in try body.objects(name) {
            let id = try group.id("id")
            guard known.contains(where: { $0.lowercased() == id }) else {
                throw Refusal(400, "\(name): \(id) does not exist")
            }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    private func registry(_ id: String) throws(Refusal) -> ContainerFields.RegistryReference {
        if let record = registries[id.lowercased()] {
            return .init(id: record.id, name: record.name, url: record.url, kind: record.kind, host: record.host)
        }
        // One that was deleted meanwhile stays what it was.
        if let known = current?.registry, known.id == id.lowercased() { return known }
        throw Refusal(400, "Container registry \(id) does not exist")
    }

    private func check(_ minimum: Int, _ maximum: Int, scalesByEvents: Bool) throws(Refusal) {
        if minimum == 0, !scalesByEvents {
            throw Refusal(400, "min_running_instances: 0 needs autoscaling with KEDA")
        }
        if maximum == 0 { throw Refusal(400, "max_running_instances has to be at least 1, or -1 for no limit") }
        guard maximum > 0 else { return }
        if minimum > maximum {
            throw Refusal(400, "min_running_instances must not be greater than max_running_instances")
        }
        if scalesByEvents, minimum == maximum {
            throw Refusal(400, "min_running_instances has to be less than max_running_instances with KEDA")
        }
    }

    // MARK: Health checks

    private func probe(_ name: String, of checks: Fields) throws(Refusal) -> ContainerFields.Probe? {
        guard let probe = try checks.optionalObject(name) else { return nil }
        guard let type = try probe.optionalObject("type") else {
            throw Refusal(400, "\(probe.path("type")) must not be null")
        }
        let given = ["tcp", "http", "exec", "grpc"].filter { type.has($0) }
        guard given.count == 1 else {
            throw Refusal(400, "\(probe.path("type")) has to have exactly one of tcp, http, exec and grpc")
        }
        let kind: ContainerFields.Probe.Kind
        if let tcp = try type.optionalObject("tcp") {
            kind = .tcp(port: try tcp.integer("port", in: 1...65_535), host: try tcp.optionalText("host"))
        } else if let http = try type.optionalObject("http") {
            kind = .http(
                port: try http.integer("port", in: 1...65_535),
                path: try http.optionalText("path") ?? "/",
                scheme: try http.optionalText("scheme") ?? "HTTP"
            )
        } else if let grpc = try type.optionalObject("grpc") {
            kind = .grpc(port: try grpc.integer("port", in: 1...65_535), service: try grpc.optionalText("service"))
        } else {
            let command = try type.optionalObject("exec")?.texts("command") ?? []
            guard !command.isEmpty else { throw Refusal(400, "\(type.path("exec")).command must not be empty") }
            kind = .exec(command: command)
        }
        return ContainerFields.Probe(
            kind: kind,
            initialDelay: try probe.optionalInteger("initial_delay_seconds") ?? 30,
            period: try probe.optionalInteger("period_seconds", in: 1...Int.max) ?? 10,
            timeout: try probe.optionalInteger("timeout_seconds", in: 1...Int.max) ?? 5,
            successThreshold: try probe.optionalInteger("success_threshold", in: 1...Int.max) ?? 1,
            failureThreshold: try probe.optionalInteger("failure_threshold", in: 1...Int.max) ?? 9
        )
    }

    // MARK: Ports and storage

    private func ports(_ body: Fields, _ ids: inout Store) throws(Refusal) -> [ContainerFields.Port] {
        var ports: [ContainerFields.Port] = []
        for item in try body.objects("ports") {
            let number = try item.integer("internal_port", in: 1...65_535)
            let external = try item.optionalInteger("external_port", in: 1...65_535)
            let isPublic = try item.flag("publicly_accessible")
            let known = try item.optionalID("id")
            var port = ContainerFields.Port(
                id: known.flatMap { id in current?.ports.contains { $0.id == id } == true ? id : nil } ?? ids.newID(),
                name: try item.optionalText("name").map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 } ?? "p\(number)",
                internalPort: number,
                externalPort: nil,
                isPublic: isPublic,
                isDefault: try item.optionalFlag("is_default") ?? false,
                kind: try item.optionalWord("protocol", among: ["HTTP", "GRPC", "TCP", "UDP"]) ?? "HTTP",
                publicPath: try item.optionalText("public_path"),
                publicPathRewrite: try item.optionalText("public_path_rewrite")
            )
            if isPublic { port.externalPort = port.isWeb ? 443 : external ?? number }
            if !port.isWeb, port.publicPath != nil || port.publicPathRewrite != nil {
                throw Refusal(400, "\(item.path("public_path")) is for public HTTP and GRPC ports only")
            }
            let isTaken = ports.contains {
                $0.internalPort == number && ($0.kind == "UDP") == (port.kind == "UDP")
            }
            if isTaken { throw Refusal(400, "\(item.path("internal_port")): the port \(number) is there twice") }
            if ports.contains(where: { $0.name == port.name }) {
                throw Refusal(400, "\(item.path("name")): the name \(port.name) is there twice")
            }
            ports.append(port)
        }
        // Exactly one port is the default, whatever was sent.
        let chosen =
            ports.firstIndex(where: \.isDefault) ?? ports.firstIndex(where: \.isWeb) ?? ports.indices.first
        for index in ports.indices { ports[index].isDefault = index == chosen }
        return ports
    }

    private func storage(_ body: Fields, _ ids: inout Store) throws(Refusal) -> [ContainerFields.Storage] {
        var storages: [ContainerFields.Storage] = []
        for item in try body.objects("storage") {
            let known = try item.optionalID("id")
            let storage = ContainerFields.Storage(
                id: known.flatMap { id in current?.storage.contains { $0.id == id } == true ? id : nil } ?? ids.newID(),
                kind: try item.word("type", among: ["FAST_SSD"]),
                size: try item.integer("size", in: configuration.minimumStorage...Int.max),
                mountPoint: try item.name("mount_point")
            )
            guard storage.mountPoint.hasPrefix("/") else {
                throw Refusal(400, "\(item.path("mount_point")) has to be an absolute path")
            }
            if storages.contains(where: { $0.mountPoint == storage.mountPoint }) {
                throw Refusal(400, "\(item.path("mount_point")): \(storage.mountPoint) is there twice")
            }
            storages.append(storage)
        }
        return storages
    }

    // MARK: Scaling by events

    private func autoscaling(_ body: Fields, _ ids: inout Store) throws(Refusal) -> JSONObject? {
        guard let policy = try body.optionalObject("autoscaling") else { return nil }
        let mode = try policy.word("mode", among: ["KEDA"])
        guard configuration.cluster.hasKEDA else {
            throw Refusal(400, "autoscaling: KEDA is not enabled on the cluster")
        }
        let items = try policy.objects("scalers")
        guard !items.isEmpty else { throw Refusal(400, "autoscaling.scalers must not be empty") }
        let before = current?.autoscaling?["scalers"]?.array ?? []
        var scalers: [JSONValue] = []
        for (index, item) in items.enumerated() {
            let known = index < before.count ? before[index] : nil
            scalers.append(.object(try scaler(item, known, &ids)))
        }
        return [
            "id": current?.autoscaling?["id"] ?? .string(ids.newID()),
            "created_at": current?.autoscaling?["created_at"] ?? .string(date),
            "service_id": .string(containerID), "mode": .string(mode),
            "polling_interval_seconds": .number(
                try policy.optionalInteger("polling_interval_seconds", in: 1...Int(Int32.max)) ?? 30
            ),
            "cooldown_period_seconds": .number(
                try policy.optionalInteger("cooldown_period_seconds", in: 0...Int(Int32.max)) ?? 300
            ),
            "scalers": .array(scalers),
        ]
    }

    private func scaler(_ item: Fields, _ known: JSONValue?, _ ids: inout Store) throws(Refusal) -> JSONObject {
        if item.has("config_json") == item.has("config_yaml") {
            throw Refusal(400, "\(item.path("config_json")): exactly one of config_json and config_yaml is needed")
        }
        var scaler: JSONObject = [
            "id": known?["id"] ?? .string(ids.newID()), "created_at": known?["created_at"] ?? .string(date),
            "scaler_type": .string(try item.name("scaler_type")),
            "enabled": .bool(try item.optionalFlag("enabled") ?? true),
            "role": .string(try item.word("role", among: ["PRIMARY", "SAFETY"])),
            "config_json": try item.optionalObject("config_json").map { .object($0.object) } ?? .null,
            "config_yaml": .optional(try item.optionalText("config_yaml")),
        ]
        if let authentication = try item.optionalObject("trigger_authentication") {
            let before = known?["trigger_authentication"]
            var answer: JSONObject = [
                "id": before?["id"] ?? .string(ids.newID()), "created_at": before?["created_at"] ?? .string(date),
                "organization_id": .string(configuration.organization.id),
                "name": .string(try authentication.name("name")),
            ]
            if let text = try authentication.optionalText("config_yaml") { answer.set("config_yaml", .string(text)) }
            scaler.set("trigger_authentication", .object(answer))
        }
        return scaler
    }
}
